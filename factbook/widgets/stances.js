// @ts-check
// The four stances, and what a cell of the stance table holds.

import { gettext, ngettext } from "./words.js";

/**
 * @typedef {{mine?: string, note?: string, accepted?: string, others?: [string, string][], more?: number,
 *   disagreed?: boolean, decided?: string, decider?: string, suggestion?: string, by?: string, sure?: string,
 *   unassessed?: boolean, quotes?: number}} Cell stances are their keys, 1 to 4
 */

/** By their keys. The kernel's MARKS are the same. */
export const STANCES = [
  { value: "supports", mark: "✓", key: "1" },
  { value: "refutes", mark: "✕", key: "2" },
  { value: "mixed", mark: "±", key: "3" },
  { value: "not_addressed", mark: "–", key: "4" },
];

/** @param {string | undefined} key */
export const stanceOf = (key) => STANCES.find((one) => one.key === key);

/** Give the name of a stance in our words. @param {string | undefined} key */
export function labelOf(key) {
  const labels = [gettext("supports"), gettext("refutes"), gettext("mixed"), gettext("not addressed")];
  return labels[Number(key) - 1] ?? "";
}

/**
 * Read a cell as it was sent: nothing, a key, `s2:82` for a suggestion, or an object.
 * @param {string | Cell} token
 * @param {string} model who made suggestions that name no model
 * @returns {Cell}
 */
export function readCell(token, model) {
  if (typeof token !== "string") return token;
  if (!token) return {};
  if (token[0] !== "s") return { mine: token };
  const [suggestion, sure] = token.slice(1).split(":");
  return { suggestion, sure, by: model };
}

/** Give the stance that counts for the totals: what all who judged agree on, or what was decided. @param {Cell} cell */
export function settled(cell) {
  if (cell.decided) return cell.decided;
  return cell.disagreed ? "" : (cell.mine ?? cell.others?.[0]?.[1] ?? "");
}

/**
 * Say in short what else there is to a cell than a stance.
 * @param {Cell} cell
 * @param {string} model the one that suggests; it is not named in each cell
 */
export function extrasOf(cell, model) {
  const said = [];
  const others = cell.others ?? [];
  if (cell.suggestion && cell.by === model) said.push(cell.sure ? gettext("suggested, {percent} sure", { percent: `${cell.sure}%` }) : gettext("suggested"));
  else if (cell.suggestion) said.push(cell.sure ? gettext("suggested {percent} by {model}", { percent: `${cell.sure}%`, model: cell.by ?? "" }) : gettext("suggested by {model}", { model: cell.by ?? "" }));
  else if (cell.accepted) said.push(gettext("accepted from {model}", { model: cell.accepted }));
  else if (cell.unassessed) said.push(gettext("not assessed by a model"));
  if (cell.disagreed) said.push(gettext("≠ coders disagree"));
  if (cell.decided) said.push(gettext("decided as {stance} by {person}", { stance: labelOf(cell.decided), person: cell.decider ?? "" }));
  if (others.length && (cell.disagreed || cell.decided || !cell.mine)) {
    const names = others.map(([name, key]) => `${name}: ${labelOf(key)}`).join(", ");
    said.push(cell.more ? gettext("{names} and {number} more", { names, number: cell.more }) : names);
  }
  if (cell.quotes) said.push(ngettext("{number} quote", "{number} quotes", cell.quotes));
  if (cell.note) said.push(`✎ ${cell.note}`);
  return said;
}
