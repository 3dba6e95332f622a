// @ts-check
// A sentence or question that a model drafted and no person has answered: shown apart from what people wrote, to be
// accepted, changed or declined. And for the rest, who wrote it.

import { button, directionOf, element, isolated } from "./elements.js";
import { gettext } from "./words.js";

/**
 * @typedef {{id: string, text: string, author?: "person" | "model" | "accepted" | "edited", model?: string, by?: string,
 *   key_point?: boolean}} Written
 */

/** @param {Written} one */
export const waits = (one) => one.author === "model";

/** Say who wrote something, where a model drafted any of the report. @param {Written} one */
export function authorOf({ author, model = "", by: person = "" }) {
  if (author === "person") return gettext("Written by a person");
  if (author === "accepted") return person ? gettext("Drafted by {model}, accepted by {person}", { model, person }) : gettext("Drafted by {model}, accepted", { model });
  if (author === "edited") return person ? gettext("Drafted by {model}, changed by {person}", { model, person }) : gettext("Drafted by {model}, changed", { model });
  return "";
}

const KEYS = { a: "accept", e: "edit", Enter: "edit", d: "decline", z: "undo" };

/**
 * @param {{label: string, accept: () => void, edit: () => void, decline: () => void, undo: () => void,
 *   step: (by: number) => void, move: (by: number) => void, wordsOf: (cite: string) => string}} options
 *   undo: the last answer; step: to the next draft or the one before; move: the draft itself; wordsOf: what a citation
 *   cites
 */
export function draftBox(options) {
  const root = element("div", "draft");
  root.tabIndex = 0;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", options.label);
  const words = element("p", "words");
  const bar = element("div", "bar");
  const by = element("span", "author");
  bar.append(
    button(gettext("Accept"), options.accept, { title: "a", className: "yes" }),
    button(gettext("Edit"), options.edit, { title: "e" }),
    button(gettext("Decline"), options.decline, { title: "d" }),
    by,
  );
  root.append(words, bar);

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const action = /** @type {Record<string, "accept" | "edit" | "decline" | "undo">} */ (KEYS)[event.key];
    if (by && event.altKey) options.move(by);
    else if (by) options.step(by);
    else if (event.altKey || !action || (event.key === "Enter" && event.target !== root)) return;
    else options[action]();
    event.preventDefault();
  });

  return {
    root,
    /** @param {Written} one */
    show(one) {
      words.dir = directionOf(one.text.replace(/\[@[^\]]*\]/g, ""));
      const cited = one.text.split(/(\[@[^\]]*\])/).filter(Boolean);
      words.replaceChildren(
        ...cited.map((piece) => {
          const made = isolated(piece.startsWith("[@") ? "cited" : "", piece);
          // All run as the whole does.
          made.dir = words.dir;
          if (!piece.startsWith("[@")) return made;
          made.title = [...piece.matchAll(/@([\w.#-]+)/g)].map((found) => options.wordsOf(found[1])).filter(Boolean).join("\n");
          return made;
        }),
      );
      const told = gettext("Draft of {model}", { model: one.model ?? "" });
      by.textContent = one.key_point ? `${told} · ${gettext("Key point")}` : told;
    },
  };
}
