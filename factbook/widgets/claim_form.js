// @ts-check
// The claim as a form: its question and statement, who said it, when and where, and the points it breaks down into.

import { alignList, button, element, freshId, keepKeys } from "./elements.js";
import { textField } from "./field.js";
import { openLink } from "./link.js";
import { statusLine } from "./status.js";
import { gettext, setWords } from "./words.js";

/**
 * @typedef {{id: string, text: string, used: string[], fresh?: boolean, after?: string}} Point
 * @typedef {{id: string, url: string, title: string, publisher: string, published: string}} Appearance
 * @typedef {{question: string, statement: string, claimant: string, claimed_on: string, checked_on: string,
 *   language: string, topics: string, appearances: Appearance[], points: Point[]}} ClaimView
 */

/** @param {{model: import("./link.js").Model, el: HTMLElement}} view */
export function render({ model, el }) {
  setWords(model.get("words"));
  const link = openLink(model, "claim_form");
  const status = statusLine(link);
  el.classList.add("factbook-desk", "factbook-claim");
  keepKeys(el);

  const dateHint = gettext("YYYY, YYYY-MM or YYYY-MM-DD");
  /** @param {keyof ClaimView} field @param {object} options */
  const claimField = (field, options) =>
    textField(link, {
      key: field,
      read: () => String(link.view[field] ?? ""),
      edit: (value) => ({ kind: "set", field, value }),
      ...(/** @type {any} */ (options)),
    });
  const fields = [
    claimField("question", { label: gettext("Question"), rows: 2, hint: gettext("The headline of the report.") }),
    claimField("statement", { label: gettext("Statement"), rows: 2, hint: gettext("What was said, word for word or in short.") }),
    claimField("claimant", { label: gettext("Who said it") }),
    claimField("claimed_on", { label: gettext("When"), hint: dateHint }),
    claimField("checked_on", { label: gettext("Checked on"), hint: dateHint }),
    claimField("language", { label: gettext("Language"), hint: gettext("A code, like en or ar.") }),
    claimField("topics", { className: "wide", label: gettext("Topics"), hint: gettext("Separated by commas.") }),
  ];
  const claim = group(gettext("The claim"), fields.slice(0, 2).map((one) => one.root));
  const pair = element("div", "pair-of-fields");
  pair.append(...fields.slice(2).map((one) => one.root));
  claim.append(pair);

  const points = pointList(link, status.say);
  const appearances = appearanceList(link);
  const columns = element("div", "columns");
  const left = element("div");
  left.append(claim, appearances.root);
  columns.append(left, points.root);
  el.append(columns, status.root);

  function sync() {
    fields.forEach((one) => one.sync());
    points.sync();
    appearances.sync();
  }
  link.on("change", sync);
  // Only once the page has laid it out does text know how high it is.
  const seen = new ResizeObserver(() => [...fields, ...points.fields()].forEach((one) => one.fit()));
  seen.observe(el);
  return () => {
    seen.disconnect();
    link.close();
  };
}

/** @param {string} title @param {HTMLElement[]} children */
function group(title, children) {
  const root = element("section", "group");
  const head = element("h3", "", title);
  head.id = freshId("head");
  root.setAttribute("aria-labelledby", head.id);
  root.append(head, ...children);
  return root;
}

/**
 * The points, to be written like a list: Enter makes a new one, or cuts the one the cursor stands in.
 * @param {import("./link.js").Link} link
 * @param {(text: string) => void} say
 */
function pointList(link, say) {
  const list = element("ol", "points");
  const hint = element("p", "quiet", gettext("Parts of the claim that can be true or false by themselves: the columns of the stance table."));
  const add = button(gettext("Add a point"), () => begin(records().at(-1)?.id ?? ""));
  const root = group(gettext("Points"), [hint, list, add]);
  root.append(
    keyLine([
      ["Enter", gettext("new point, or cut here")],
      ["Alt+↑ ↓", gettext("move")],
      ["⌫", gettext("take an empty one out")],
    ]),
  );
  /** Points that stand on the page alone, until they have words. @type {Point[]} */
  let fresh = [];
  /** @type {Map<string, ReturnType<typeof pointRow>>} */
  const rows = new Map();

  /** @returns {Point[]} */
  const kept = () => link.view.points ?? [];

  function records() {
    fresh = fresh.filter((one) => !kept().some((other) => other.id === one.id));
    const all = [...kept()];
    for (const one of fresh) {
      const place = all.findIndex((other) => other.id === one.after);
      all.splice(place < 0 ? all.length : place + 1, 0, one);
    }
    return all;
  }

  function freeId() {
    const numbers = records().map((one) => Number(/^p(\d+)$/.exec(one.id)?.[1] ?? 0));
    return `p${Math.max(0, ...numbers) + 1}`;
  }

  /** @param {string} after */
  function begin(after) {
    const point = { id: freeId(), text: "", used: [], fresh: true, after };
    fresh.push(point);
    sync();
    rows.get(point.id)?.field.input.focus();
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
    await link.flush();
    // In code points, as Python counts, and of the text as it is kept: without blanks at its ends.
    const text = kept().find((one) => one.id === id)?.text ?? before;
    const place = [...before.slice(0, at).trimStart()].length;
    const answer = await link.ask("split_point", { point: id, at: place, base: text });
    if (answer.kind !== "saved") return say(answer.message ?? gettext("The point was changed elsewhere. Look again."));
    say(gettext("Cut in two. What was judged and quoted stays with the first."));
    const second = rows.get(answer.point)?.field.input;
    second?.focus();
    second?.setSelectionRange(0, 0);
  }

  /** @param {string} id @param {number} by */
  async function move(id, by) {
    const place = kept().findIndex((one) => one.id === id);
    const to = place + by;
    if (place < 0 || to < 0 || to >= kept().length) return;
    const focused = /** @type {?HTMLElement} */ (document.activeElement);
    const answer = await link.ask("move_point", { point: id, to });
    if (answer.kind === "saved") say(gettext("Now point {number} of {all}.", { number: to + 1, all: kept().length }));
    focused?.focus();
  }

  /** @param {string} id */
  async function remove(id) {
    const place = records().findIndex((one) => one.id === id);
    const row = rows.get(id);
    const isFresh = fresh.some((one) => one.id === id);
    if (isFresh) {
      fresh = fresh.filter((one) => one.id !== id);
      link.forget(`point/${id}`);
    } else {
      const answer = await link.ask("remove_point", { point: id });
      if (answer.kind !== "saved") return row?.field.complain(answer.message ?? "");
      link.forget(`point/${id}`);
      say(gettext("The point is taken out."));
    }
    sync();
    const next = records()[Math.max(0, place - 1)];
    (next ? rows.get(next.id)?.field.input : add)?.focus();
  }

  function pointRow(/** @type {Point} */ point) {
    const id = point.id;
    const item = element("li", "point");
    const { after = "" } = point;
    let isNew = Boolean(point.fresh);
    const field = textField(link, {
      key: `point/${id}`,
      label: gettext("Point {id}", { id }),
      hideLabel: true,
      rows: 1,
      read: () => kept().find((one) => one.id === id)?.text ?? "",
      edit: (value) => ({ kind: "set_point", point: id, value, ...(isNew ? { new: true, after } : {}) }),
      onSaved: () => (isNew = false),
    });
    const used = element("p", "quiet used");
    const up = button("↑", () => move(id, -1), { name: gettext("Move up"), className: "sign" });
    const down = button("↓", () => move(id, 1), { name: gettext("Move down"), className: "sign" });
    const out = button("✕", () => remove(id), { name: gettext("Take out"), className: "sign" });
    const tools = element("span", "bar tools");
    tools.append(up, down, out);
    const number = element("span", "number");
    number.setAttribute("aria-hidden", "true");
    const body = element("div", "body");
    body.append(field.root, used);
    item.append(number, body, tools);
    field.input.addEventListener("keydown", (/** @type {any} */ event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" && !event.shiftKey && !event.altKey) cut(id);
      else if (event.altKey && event.key === "ArrowUp") move(id, -1);
      else if (event.altKey && event.key === "ArrowDown") move(id, 1);
      else if (event.key === "Backspace" && !field.input.value) remove(id);
      else return;
      event.preventDefault();
    });
    return {
      root: item,
      field,
      /** @param {Point} now @param {number} index */
      update(now, index) {
        number.textContent = `${index + 1}`;
        used.textContent = now.used.join(", ");
        used.hidden = !now.used.length;
        field.sync();
      },
      leave: () => undefined,
    };
  }

  function sync() {
    alignList(list, rows, records(), pointRow);
  }

  /** Points that an earlier page had begun and not saved. */
  function recover() {
    for (const key of link.shelf.keys()) {
      const [what, id] = key.split("/");
      const edit = link.shelf.get(key);
      if (what !== "point" || !edit?.new || kept().some((one) => one.id === id)) continue;
      fresh.push({ id, text: "", used: [], fresh: true, after: String(edit.after ?? "") });
    }
  }

  recover();
  sync();
  return { root, sync, fields: () => [...rows.values()].map((one) => one.field) };
}

/**
 * Where and when the claim was made.
 * @param {import("./link.js").Link} link
 */
function appearanceList(link) {
  const list = element("ul", "appearances");
  const add = button(gettext("Add an appearance"), () => {
    fresh = true;
    sync();
    rows.get(`a${kept().length}`)?.fields[0].input.focus();
  });
  const root = group(gettext("Appearances"), [element("p", "quiet", gettext("Where the claim was made.")), list, add]);
  let fresh = link.shelf.keys().some((key) => key.startsWith(`appearance/a${link.view.appearances?.length ?? 0}/`));
  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();
  /** @returns {Appearance[]} */
  const kept = () => link.view.appearances ?? [];

  function row(/** @type {Appearance} */ { id }) {
    const index = Number(id.slice(1));
    const item = element("li", "appearance");
    /** @type {[keyof Appearance, string, string][]} */
    const kinds = [
      ["url", gettext("Web address"), ""],
      ["title", gettext("Title"), ""],
      ["publisher", gettext("Where"), gettext("A newspaper, a channel, an account.")],
      ["published", gettext("Date"), gettext("YYYY, YYYY-MM or YYYY-MM-DD")],
    ];
    const fields = kinds.map(([field, label, hint]) =>
      textField(link, {
        key: `appearance/${id}/${field}`,
        label,
        hint,
        read: () => kept()[index]?.[field] ?? "",
        edit: (value) => ({ kind: "set_appearance", index, field, value }),
      }),
    );
    const out = button(gettext("Take out"), async () => {
      if (index < kept().length) await link.ask("remove_appearance", { index, base: kept()[index].url });
      kinds.forEach(([field]) => link.forget(`appearance/${id}/${field}`));
      fresh = false;
      sync();
      add.focus();
    });
    item.append(...fields.map((one) => one.root), out);
    return { root: item, fields, update: () => fields.forEach((one) => one.sync()) };
  }

  function sync() {
    const shown = kept().map((one) => ({ ...one }));
    if (shown.length && rows.has(`a${shown.length - 1}`) && !rows.has(`a${shown.length}`)) fresh = false;
    if (fresh) shown.push({ id: `a${shown.length}`, url: "", title: "", publisher: "", published: "" });
    alignList(list, rows, shown, row);
  }

  sync();
  return { root, sync };
}

/** @param {[string, string][]} keys */
function keyLine(keys) {
  const line = element("p", "keys");
  for (const [key, does] of keys) {
    const pair = element("span", "pair");
    pair.append(element("kbd", "", key), ` ${does}`);
    line.append(pair);
  }
  return line;
}

export default { render };
