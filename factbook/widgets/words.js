// @ts-check
// Our words in the language of the desk. Messages are the English text, whole sentences with named {places}.

/** @type {Record<string, string>} */
let translations = {};

/** Take over the translations that came with the widget. @param {Record<string, string> | undefined} words */
export function setWords(words) {
  translations = words ?? {};
}

/**
 * Say a message; values go where it has their names in braces.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 */
export function gettext(message, values) {
  const said = translations[message] ?? message;
  return values ? said.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place)) : said;
}

/**
 * Say a message in the form that a number asks for; {number} stands for it.
 * @param {string} one
 * @param {string} many
 * @param {number} number
 * @param {Record<string, string | number>} [values]
 */
export function ngettext(one, many, number, values) {
  return gettext(number === 1 ? one : many, { number, ...values });
}
