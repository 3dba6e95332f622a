// @ts-check
// Search in a text: a field, and the places where what stands in it is found.

import { element, labelled } from "./elements.js";
import { gettext, ngettext } from "./words.js";

const MOST = 2000;

/**
 * @param {{text: () => string, changed: () => void, goTo: (start: number, end: number) => void, leave: () => void}} options
 *   changed: the places are others; goTo: show one; leave: the way back to the text
 */
export function textSearch({ text, changed, goTo, leave }) {
  const [root, input] = labelled(gettext("Search in the text"), element("input"));
  input.type = "search";
  input.dir = "auto";
  const told = element("span", "quiet found");
  told.setAttribute("role", "status");
  root.append(told);
  /** @type {[number, number][]} */
  let hits = [];
  let at = -1;

  function look() {
    const wanted = input.value.trim().toLowerCase();
    const lower = text().toLowerCase();
    hits = [];
    // Where a letter has another length in lower case, places would be wrong: then case counts.
    const inside = lower.length === text().length ? lower : text();
    for (let place = wanted ? inside.indexOf(wanted) : -1; place >= 0 && hits.length < MOST; place = inside.indexOf(wanted, place + 1))
      hits.push([place, place + wanted.length]);
    at = -1;
    told.textContent = !wanted ? "" : hits.length === MOST ? gettext("the first {number} places", { number: MOST }) : hits.length ? ngettext("{number} place", "{number} places", hits.length) : gettext("Found nowhere");
    changed();
  }

  /** @param {number} by */
  function step(by) {
    if (!hits.length) return;
    at = at < 0 ? (by > 0 ? 0 : hits.length - 1) : (at + by + hits.length) % hits.length;
    told.textContent = gettext("{number} of {all}", { number: at + 1, all: hits.length });
    changed();
    goTo(...hits[at]);
    input.focus({ preventScroll: true });
  }

  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      if (input.value) input.value = "";
      else leave();
      look();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    root,
    look,
    focus: () => input.focus(),
    /** Give the places as marks in the text. @returns {import("./marked_text.js").Mark[]} */
    marks: () => hits.map(([start, end], index) => ({ start, end, className: index === at ? "hit now" : "hit" })),
  };
}
