// @ts-check
// Records that are one text each, written like the lines of a list: Enter begins a new one or cuts the one the cursor
// stands in, Alt with an arrow moves it, Backspace takes an empty one out.

import { alignList, button, element } from "./elements.js";
import { textField } from "./field.js";
import { gettext } from "./words.js";

const DRAGGED = "application/x-factbook-line";

/**
 * @typedef {{id: string, text: string, [field: string]: any}} Line
 * @typedef {{root: HTMLElement, body: HTMLElement, tools: HTMLElement, field: import("./field.js").Field}} LineRow
 */

/**
 * @param {import("./link.js").Link} link
 * @param {{what: string, prefix: string, kept: () => Line[], all?: () => Line[], label: (id: string) => string,
 *   say: (text: string) => void, fields?: Record<string, unknown>, rows?: number,
 *   move?: (id: string, by: number) => Promise<void>, drop?: (id: string, before: ?string) => void,
 *   decorate?: (row: LineRow, id: string) => {update: (line: Line, index: number) => void, focus?: () => void},
 *   isTaken?: (event: KeyboardEvent) => boolean}} options
 *   what: the kind of record, as messages call it; prefix: of its ids; all: the records among which ids are counted;
 *   fields: what a new one has besides; isTaken: whether somebody else answers a key
 */
export function lineList(link, options) {
  const { what, prefix, kept, all = kept, label, say, fields = {}, rows: height = 1, decorate } = options;
  const list = element("ol", "lines");
  /** Lines that stand on the page alone, until they have words. @type {(Line & {after: string})[]} */
  let fresh = [];
  /** @type {Map<string, LineRow & {update: (line: Line, index: number) => void, focus: () => void}>} */
  const rows = new Map();

  function records() {
    fresh = fresh.filter((one) => !all().some((other) => other.id === one.id));
    const lines = [...kept()];
    for (const one of fresh) {
      const place = lines.findIndex((other) => other.id === one.after);
      lines.splice(place < 0 ? lines.length : place + 1, 0, one);
    }
    return lines;
  }

  function freeId() {
    const taken = new Set(link.shelf.keys().map((key) => key.replace(`${what}/`, "")));
    const numbers = [...all(), ...fresh, ...[...taken].map((id) => ({ id }))].map((one) => Number(one.id.startsWith(prefix) ? one.id.slice(prefix.length) : 0) || 0);
    return `${prefix}${Math.max(0, ...numbers) + 1}`;
  }

  /** Begin a new line behind another, or at the end. @param {string} [after] */
  function begin(after = records().at(-1)?.id ?? "") {
    const line = { id: freeId(), text: "", after };
    fresh.push(line);
    sync();
    rows.get(line.id)?.field.input.focus();
  }

  /** @param {string} id */
  async function cut(id) {
    const row = rows.get(id);
    if (!row) return;
    const { input } = row.field;
    const at = input.selectionStart ?? input.value.length;
    if (!input.value.slice(at).trim()) return begin(id);
    if (!input.value.slice(0, at).trim()) return;
    const before = input.value;
    await link.flush(`${what}/${id}`);
    // In code points, as Python counts, and of the text as it is kept: without blanks at its ends.
    const base = kept().find((one) => one.id === id)?.text ?? before;
    const answer = await link.ask(`split_${what}`, { [what]: id, at: [...before.slice(0, at).trimStart()].length, base });
    if (answer.kind !== "saved") return say(answer.message ?? gettext("It was changed elsewhere. Look again."));
    const second = rows.get(answer[what])?.field.input;
    second?.focus();
    second?.setSelectionRange(0, 0);
    say(gettext("Cut in two."));
  }

  /** @param {string} id @param {number} by */
  async function move(id, by) {
    const focused = /** @type {?HTMLElement} */ (document.activeElement);
    await link.flush(`${what}/${id}`);
    if (options.move) await options.move(id, by);
    else {
      const to = kept().findIndex((one) => one.id === id) + by;
      if (to < 0 || to >= kept().length) return;
      const answer = await link.ask(`move_${what}`, { [what]: id, to });
      if (answer.kind === "saved") say(gettext("Now {number} of {all}.", { number: to + 1, all: kept().length }));
      else say(answer.message ?? "");
    }
    if (focused?.isConnected) focused.focus();
  }

  /** @param {string} id */
  async function remove(id) {
    const place = records().findIndex((one) => one.id === id);
    if (fresh.some((one) => one.id === id)) fresh = fresh.filter((one) => one.id !== id);
    else {
      const answer = await link.ask(`remove_${what}`, { [what]: id });
      if (answer.kind !== "saved") return rows.get(id)?.field.complain(answer.message ?? "");
      say(gettext("It is taken out."));
    }
    link.forget(`${what}/${id}`);
    sync();
    const next = records()[Math.max(0, place - 1)];
    if (next) rows.get(next.id)?.focus();
  }

  function makeRow(/** @type {Line} */ line) {
    const { id, after = "" } = line;
    let isNew = fresh.some((one) => one.id === id);
    const root = element("li", "line");
    const field = textField(link, {
      key: `${what}/${id}`,
      label: label(id),
      hideLabel: true,
      rows: height,
      read: () => all().find((one) => one.id === id)?.text ?? "",
      edit: (value) => ({ kind: `set_${what}`, [what]: id, value, ...(isNew ? { ...fields, new: true, after } : {}) }),
      onSaved: () => (isNew = false),
    });
    const number = element("span", "number");
    number.setAttribute("aria-hidden", "true");
    const body = element("div", "body");
    body.append(field.root);
    const tools = element("div", "bar tools");
    tools.append(
      button("↑", () => move(id, -1), { name: gettext("Move up"), className: "sign" }),
      button("↓", () => move(id, 1), { name: gettext("Move down"), className: "sign" }),
      button("✕", () => remove(id), { name: gettext("Take out"), className: "sign" }),
    );
    root.append(number, body, tools);
    if (options.drop) makeDraggable(root, number, id);
    field.input.addEventListener("keydown", (/** @type {any} */ event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || options.isTaken?.(event)) return;
      if (event.key === "Enter" && !event.shiftKey && !event.altKey) cut(id);
      else if (event.altKey && event.key === "ArrowUp") move(id, -1);
      else if (event.altKey && event.key === "ArrowDown") move(id, 1);
      else if (event.key === "Backspace" && !field.input.value) remove(id);
      else return;
      event.preventDefault();
    });
    const row = { root, body, tools, field };
    const more = decorate?.(row, id);
    return {
      ...row,
      focus: more?.focus ?? (() => field.input.focus()),
      update(/** @type {Line} */ now, /** @type {number} */ index) {
        number.textContent = String(index + 1);
        field.sync();
        more?.update(now, index);
      },
    };
  }

  /** @param {HTMLElement} root @param {HTMLElement} handle @param {string} id */
  function makeDraggable(root, handle, id) {
    handle.draggable = true;
    handle.title = gettext("Drag to move");
    handle.classList.add("handle");
    handle.addEventListener("dragstart", (event) => {
      event.dataTransfer?.setData(DRAGGED, id);
      event.dataTransfer?.setDragImage(root, 0, 0);
    });
    takeDrops(root, (dragged) => dragged !== id && options.drop?.(dragged, id));
  }

  /** @param {HTMLElement} target @param {(id: string) => void} dropped */
  function takeDrops(target, dropped) {
    target.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes(DRAGGED)) return;
      event.preventDefault();
      target.classList.add("drop-here");
    });
    target.addEventListener("dragleave", () => target.classList.remove("drop-here"));
    target.addEventListener("drop", (event) => {
      target.classList.remove("drop-here");
      const id = event.dataTransfer?.getData(DRAGGED);
      if (!id) return;
      event.preventDefault();
      event.stopPropagation();
      dropped(id);
    });
  }

  function sync() {
    alignList(list, rows, records(), makeRow);
  }

  // Lines that an earlier page had begun and not saved.
  for (const key of link.shelf.keys()) {
    const edit = link.shelf.get(key);
    const id = key.slice(what.length + 1);
    const isOurs = key.startsWith(`${what}/`) && edit?.new && Object.entries(fields).every(([name, value]) => edit[name] === value);
    if (isOurs && !all().some((one) => one.id === id)) fresh.push({ id, text: "", after: String(edit.after ?? "") });
  }
  sync();
  return { list, sync, begin, move, takeDrops, focus: (/** @type {string} */ id) => rows.get(id)?.focus(), fit: () => rows.forEach((one) => one.field.fit()) };
}

/** The keys of such a list. */
export const LINE_KEYS = () => [
  ["Enter", gettext("new one, or cut here")],
  ["Alt+↑ ↓", gettext("move")],
  ["⌫", gettext("take an empty one out")],
];
