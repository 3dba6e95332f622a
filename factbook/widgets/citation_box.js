// @ts-check
// Completion of citations: @ offers the sources and their quotes, by number, title or words.

import { element, freshId, isolated } from "./elements.js";
import { gettext, ngettext } from "./words.js";

const MOST = 8;

/**
 * @param {HTMLTextAreaElement} input
 * @param {() => import("./draft_editor.js").Citable[]} citable
 */
export function citationBox(input, citable) {
  const root = element("div", "citing");
  const list = element("ul", "offers");
  list.id = freshId("offers");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", gettext("What can be cited"));
  list.hidden = true;
  const told = element("span", "unseen");
  told.setAttribute("role", "status");
  root.append(list, told);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);

  /** @type {import("./draft_editor.js").Citable[]} */
  let offers = [];
  let chosen = 0;

  /** Give what was typed behind the @ that the cursor stands behind, if it does. */
  function asked() {
    const before = input.value.slice(0, input.selectionStart ?? 0);
    const found = /(?:^|[^\w@])@([\w.#-]*(?: [\w.-]+)?)$/u.exec(before);
    return found ? { text: found[1].toLowerCase(), start: before.length - found[1].length - 1 } : null;
  }

  function look() {
    const wanted = asked();
    offers = wanted ? citable().filter((one) => `${one.cite} ${one.number ?? ""} ${one.words}`.toLowerCase().includes(wanted.text)).slice(0, MOST) : [];
    // Words prove more than a source as a whole: what is typed exactly comes first, then quotes.
    if (wanted) offers.sort((one, other) => Number(other.cite.startsWith(wanted.text)) - Number(one.cite.startsWith(wanted.text)));
    chosen = 0;
    show();
    told.textContent = wanted ? ngettext("{number} to cite", "{number} to cite", offers.length) : "";
  }

  function show() {
    list.replaceChildren(
      ...offers.map((one, index) => {
        const item = element("li", one.number ? "offer" : "offer quote");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(index === chosen));
        item.append(element("strong", "", `@${one.cite}`), " ", isolated("", one.number ? one.words : `“${one.words}”`));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(index);
        });
        return item;
      }),
    );
    list.hidden = !offers.length;
    if (offers.length) input.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} index */
  function take(index) {
    const wanted = asked();
    const one = offers[index];
    if (!wanted || !one) return;
    const end = input.selectionStart ?? 0;
    const before = input.value.slice(0, wanted.start);
    // Within brackets that are open already, the name alone is to go in.
    const isOpen = before.lastIndexOf("[") > before.lastIndexOf("]");
    const made = isOpen ? `@${one.cite}` : `[@${one.cite}]`;
    input.setRangeText(made, wanted.start, end, "end");
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  function close() {
    offers = [];
    told.textContent = "";
    show();
  }

  input.addEventListener("input", look);
  input.addEventListener("blur", close);
  // Before the list of sentences sees the key, and takes Enter for a new one.
  input.addEventListener(
    "keydown",
    (event) => {
      if (!offers.length || event.isComposing || event.altKey) return;
      if (event.key === "ArrowDown") chosen = (chosen + 1) % offers.length;
      else if (event.key === "ArrowUp") chosen = (chosen + offers.length - 1) % offers.length;
      else if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        event.stopPropagation();
        return take(chosen);
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        return close();
      } else return;
      event.preventDefault();
      event.stopPropagation();
      show();
    },
    { capture: true },
  );
  return { root };
}
