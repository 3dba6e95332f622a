// @ts-check
// What stands at a sentence of the report: who wrote it, its answer while it is a draft, the audit's marks, and what it
// is marked as.

import { citationBox } from "./citation_box.js";
import { authorOf, draftBox, waits } from "./draft_box.js";
import { button, element, isolated } from "./elements.js";
import { gettext } from "./words.js";

/**
 * @typedef {import("./draft_box.js").Written} Written
 * @typedef {{state: string, grade: "fault" | "caution", told: string, of?: string}} Mark
 * @typedef {Pick<Parameters<typeof draftBox>[0], "accept" | "decline" | "undo" | "step" | "move">} Answers
 * @typedef {{update: (line: any) => void, focus: () => void}} Decoration
 */

/**
 * Show a line as a draft as long as it is one, and who wrote it from then on.
 * @param {import("./line_list.js").LineRow} row
 * @param {{label: string, place: HTMLElement, answers: Answers, wordsOf: (cite: string) => string}} options place: where it
 *   is told who wrote it
 * @returns {Decoration}
 */
export function authored({ root, body, tools, field }, { label, place, answers, wordsOf }) {
  const author = element("span", "author");
  place.append(author);
  let isEdited = false;
  let isReturning = false;
  /** The words of the draft, from when somebody began to change them until they leave. @type {?string} */
  let drafted = null;
  /** @type {?Written} */
  let shown = null;
  const box = draftBox({ ...answers, label, wordsOf, edit });
  body.prepend(box.root);

  function edit() {
    isEdited = true;
    drafted = shown?.text ?? null;
    show();
    field.input.focus();
    field.input.setSelectionRange(field.input.value.length, field.input.value.length);
  }

  function show() {
    const isDraft = Boolean(shown && waits(shown));
    const apart = isDraft && !isEdited;
    root.classList.toggle("drafted", apart);
    box.root.hidden = !apart;
    field.root.hidden = tools.hidden = place.hidden = apart;
    author.textContent = shown ? authorOf(shown) : "";
    if (apart && shown) box.show(shown);
    else field.fit();
    if (!isDraft) isEdited = false;
  }

  // Whoever leaves the words as they are has not answered.
  function leave(/** @type {boolean} */ andReturn) {
    if (!isEdited || !shown || !waits(shown) || field.input.value !== shown.text) return;
    isEdited = false;
    show();
    if (andReturn) box.root.focus();
  }
  /** Take the draft's words again: with them it waits as it did. */
  function goBack() {
    if (drafted === null || field.input.value === drafted) return leave(true);
    isReturning = true;
    field.input.value = drafted;
    field.typed();
  }

  field.input.addEventListener("input", () => (isReturning = false));
  field.input.addEventListener("blur", () => {
    drafted = null;
    leave(false);
  });
  field.input.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key === "Escape" && !event.isComposing) goBack();
  });

  return {
    update(line) {
      shown = line;
      const isBack = isReturning && waits(line);
      if (isBack) isReturning = isEdited = false;
      show();
      if (isBack) box.root.focus();
    },
    focus: () => (box.root.hidden ? field.input : box.root).focus(),
  };
}

/**
 * @param {import("./link.js").Link} link
 * @param {import("./line_list.js").LineRow} row
 * @param {string} id
 * @param {{answers: Answers, wordsOf: (cite: string) => string}} options
 * @returns {Decoration}
 */
export function sentence(link, row, id, options) {
  const view = () => /** @type {import("./draft_editor.js").DraftView} */ (link.view);
  const { root, body, field } = row;
  const cites = citationBox(/** @type {HTMLTextAreaElement} */ (field.input), () => view().citable);
  const marks = element("ul", "marks");
  marks.setAttribute("aria-label", gettext("The audit on {id}", { id }));
  const bar = element("div", "bar flags");
  const flags = flagButtons(link, id);
  const points = pointButtons(link, id);
  bar.append(...flags, points.root);
  body.append(cites.root, marks, bar);
  const whole = authored(row, { ...options, label: gettext("Draft {id}", { id }), place: bar });
  let shown = "";
  return {
    ...whole,
    update(line) {
      whole.update(line);
      for (const one of [...flags, points.root]) one.hidden = !view().findings.some((other) => other.id === id);
      for (const flag of flags) flag.setAttribute("aria-pressed", String(Boolean(line[flag.dataset.flag ?? ""])));
      const said = view().marks[id] ?? [];
      const now = JSON.stringify([line.points, view().points, said]);
      if (now === shown) return;
      shown = now;
      points.show(line.points ?? []);
      marks.replaceChildren(...said.map(markItem));
      marks.hidden = !said.length;
      root.classList.toggle("faulty", said.some((one) => one.grade === "fault"));
    },
  };
}

/** @param {Mark} mark */
export function markItem(mark) {
  const item = element("li", `mark-of-audit ${mark.grade}`);
  const sign = element("span", "sign", mark.grade === "fault" ? "✕" : "!");
  sign.setAttribute("aria-hidden", "true");
  item.append(sign, element("strong", "", mark.state), " ", isolated("", mark.of ? `${mark.of}: ${mark.told}` : mark.told));
  return item;
}

/** @param {import("./link.js").Link} link @param {string} id */
function flagButtons(link, id) {
  const kinds = [
    ["key_point", gettext("Key point")],
    ["starts_paragraph", gettext("New paragraph")],
    ["reports_silence", gettext("Tells of silence")],
  ];
  return kinds.map(([flag, label]) => {
    const made = button(label, () => link.ask("flag", { finding: id, flag, on: made.getAttribute("aria-pressed") !== "true" }));
    made.dataset.flag = flag;
    return made;
  });
}

/** @param {import("./link.js").Link} link @param {string} id */
function pointButtons(link, id) {
  const root = element("span", "bar points");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", gettext("Points it speaks to"));
  return {
    root,
    /** @param {string[]} chosen */
    show(chosen) {
      const focused = [...root.children].indexOf(/** @type {any} */ (document.activeElement));
      root.replaceChildren(
        ...link.view.points.map((/** @type {{id: string, text: string}} */ point, /** @type {number} */ index) => {
          const isOn = chosen.includes(point.id);
          const made = button(gettext("Point {number}", { number: index + 1 }), () => {
            link.ask("speaks_to", { finding: id, point: point.id, on: !isOn });
          }, { title: point.text });
          made.setAttribute("aria-pressed", String(isOn));
          return made;
        }),
      );
      if (focused >= 0) /** @type {?HTMLElement} */ (root.children[focused])?.focus();
    },
  };
}
