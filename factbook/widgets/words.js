// @ts-check
// Our words in the language of the desk. Messages are the English text, whole sentences with named {places}.

/**
 * By the English messages; of those that depend on a number, the forms by their names, like `one` and `other`.
 * @type {Record<string, string | Record<string, string>>}
 */
let translations = {};
let plurals = new Intl.PluralRules("en");

/**
 * Take over the translations that came with the widget, and the way they are written in.
 * @param {any} words "" has the language and its direction
 * @param {HTMLElement} el where they are shown
 */
export function setWords(words, el) {
  const { "": about, ...rest } = words ?? {};
  translations = rest;
  plurals = new Intl.PluralRules(about?.language ?? "en");
  if (about) [el.lang, el.dir] = [about.language, about.direction];
}

/**
 * Say a message; values go where it has their names in braces.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 */
export function gettext(message, values) {
  return fill(typeof translations[message] === "string" ? translations[message] : message, values);
}

/** @param {any} said @param {Record<string, string | number>} [values] @returns {string} */
function fill(said, values) {
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
  const forms = translations[one];
  if (typeof forms === "object") return fill(forms[plurals.select(number)] ?? forms.other ?? many, { number, ...values });
  return gettext(number === 1 ? one : many, { number, ...values });
}
