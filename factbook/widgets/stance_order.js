// @ts-check
// Which rows of the stance table are shown, and in what order.

import { element, labelled } from "./elements.js";
import { labelOf, readCell, settled, STANCES } from "./stances.js";
import { gettext } from "./words.js";

/** Where in a row its cells stand. */
export const CELLS = 4;
const OPEN = "5";

/**
 * @typedef {import("./stances.js").Cell} Cell
 * @typedef {(cell: Cell) => unknown} Look
 */

/**
 * @param {{view: () => import("./stance_table.js").TableView, changed: () => void, leave: () => void}} options changed:
 *   something else is asked for; leave: the way back to the table
 */
export function stanceOrder({ view, changed, leave }) {
  const [filterField, filter] = labelled(gettext("Filter"), element("input"), "labelled");
  filter.type = "search";
  filter.dir = "auto";
  const [showField, show] = labelled(gettext("Show"), element("select"), "labelled");
  const [sortField, sort] = labelled(gettext("Order"), element("select"), "labelled");
  const matching = element("span", "quiet matching");
  matching.setAttribute("role", "status");
  const root = element("div", "bar find");
  root.append(filterField, showField, sortField, matching);

  fill(show, [
    ["all", gettext("all sources")],
    ["open", gettext("not judged by me on every point")],
    ["suggested", gettext("with a suggestion that waits")],
    ["disagreed", gettext("where coders disagree")],
    ["noted", gettext("with a note or a quote")],
    ...STANCES.map(({ key }) => [key, gettext("where one {stance}", { stance: labelOf(key) })]),
  ]);
  fill(sort, [
    ["check", gettext("as in the check")],
    ["title", gettext("by title")],
    ["1", gettext("most support first")],
    ["2", gettext("most refutation first")],
    [OPEN, gettext("most open first")],
    ["disagreed", gettext("disagreement first")],
  ]);

  /** @param {HTMLSelectElement} select @param {string[][]} options */
  function fill(select, options) {
    select.append(...options.map(([value, text]) => new Option(text, value)));
  }

  /** @param {string} wanted one of `show`, or the key of a stance @returns {Look} */
  function lookFor(wanted) {
    if (wanted === "open") return (cell) => !cell.mine;
    if (wanted === "suggested") return (cell) => cell.suggestion;
    if (wanted === "disagreed") return (cell) => cell.disagreed || cell.decided;
    if (wanted === "noted") return (cell) => cell.note || cell.quotes;
    return (cell) => settled(cell) === wanted;
  }

  /** @param {string} wanted one of `sort` @returns {Look} */
  function weigh(wanted) {
    if (wanted === "disagreed") return (cell) => cell.disagreed;
    if (wanted === OPEN) return (cell) => !settled(cell);
    return lookFor(wanted);
  }

  /** Give the indexes of the rows that are asked for, in the order that is asked for. */
  function arrange() {
    const { rows, model } = view();
    const wanted = filter.value.trim().toLowerCase();
    const cells = (/** @type {number} */ index) => rows[index][CELLS].map((token) => readCell(token, model));
    const order = [...rows.keys()].filter((index) => {
      const [id, title, details] = rows[index];
      if (wanted && !`${title} ${details} ${id}`.toLowerCase().includes(wanted)) return false;
      return show.value === "all" || cells(index).some(lookFor(show.value));
    });
    if (sort.value === "title") order.sort((one, other) => rows[one][1].localeCompare(rows[other][1]));
    else if (sort.value !== "check") {
      const weights = new Map(order.map((index) => [index, cells(index).filter(weigh(sort.value)).length]));
      order.sort((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0) || one - other);
    }
    matching.textContent = order.length === rows.length ? "" : gettext("{number} of {all} sources", { number: order.length, all: rows.length });
    return order;
  }

  for (const one of [filter, show, sort]) one.addEventListener("input", changed);
  filter.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") {
      filter.value = "";
      changed();
    }
    leave();
  });
  return { root, arrange, focus: () => filter.focus() };
}
