// @ts-check
// The claim as a form: its question and statement, who said it, when and where, and the points it breaks down into.

import { alignList, button, element, group, keepKeys, keyLine, onResize } from "./elements.js";
import { textField } from "./field.js";
import { LINE_KEYS, lineList } from "./line_list.js";
import { openLink } from "./link.js";
import { statusLine } from "./status.js";
import { undoButton } from "./undo_button.js";
import { gettext, setWords } from "./words.js";

/**
 * @typedef {{id: string, text: string, used: string[]}} Point
 * @typedef {{id: string, url: string, title: string, publisher: string, published: string}} Appearance
 * @typedef {{question: string, statement: string, claimant: string, claimed_on: string, checked_on: string,
 *   language: string, topics: string, appearances: Appearance[], points: Point[], undo: number}} ClaimView
 */

/** @param {{model: import("./link.js").Model, el: HTMLElement}} view */
export function render({ model, el }) {
  setWords(model.get("words"), el);
  const link = openLink(model, "claim_form");
  const status = statusLine(link, el);
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
  const appearances = appearanceList(link, status.say);
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
  const leave = onResize(el, () => [...fields, points].forEach((one) => one.fit()));
  return () => {
    leave();
    status.leave();
    link.close();
  };
}

/**
 * The points, to be written like a list.
 * @param {import("./link.js").Link} link
 * @param {(text: string) => void} say
 */
function pointList(link, say) {
  const lines = lineList(link, {
    what: "point",
    prefix: "p",
    kept: () => link.view.points ?? [],
    label: (id) => gettext("Point {id}", { id }),
    say,
    drop: (id, before) => {
      const ids = link.view.points.map((/** @type {Point} */ one) => one.id).filter((/** @type {string} */ one) => one !== id);
      link.ask("move_point", { point: id, to: ids.indexOf(before) });
    },
    decorate: ({ body }) => {
      const used = element("p", "quiet used");
      body.append(used);
      return {
        update(point) {
          used.textContent = (point.used ?? []).join(", ");
          used.hidden = !used.textContent;
        },
      };
    },
  });
  const hint = element("p", "quiet", gettext("Parts of the claim that can be true or false by themselves: the columns of the stance table."));
  const add = button(gettext("Add a point"), () => lines.begin());
  const undo = undoButton(link, { say });
  const bar = element("div", "bar");
  bar.append(add, undo.root);
  const root = group(gettext("Points"), [hint, lines.list, bar, keyLine(LINE_KEYS())]);
  return { root, sync: () => (lines.sync(), undo.sync()), fit: lines.fit };
}

/**
 * Where and when the claim was made.
 * @param {import("./link.js").Link} link
 * @param {(text: string) => void} say
 */
function appearanceList(link, say) {
  const list = element("ul", "appearances");
  const add = button(gettext("Add an appearance"), () => {
    fresh = true;
    sync();
    rows.get(`a${kept().length}`)?.fields[0].input.focus();
  });
  const undo = undoButton(link, { say });
  const bar = element("div", "bar");
  bar.append(add, undo.root);
  const root = group(gettext("Appearances"), [element("p", "quiet", gettext("Where the claim was made.")), list, bar]);
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
    const unsaved = () => kinds.flatMap(([field]) => link.shelf.get(`appearance/${id}/${field}`) ?? []);
    /** What it is known by on the disk while something is unsaved in it: others may come to stand in its place. */
    let urls = unsaved().flatMap((one) => /** @type {string[]} */ (one.urls ?? []));
    /** @param {keyof Appearance} field @param {string} value */
    function knownBy(field, value) {
      if (!unsaved().length) urls = [kept()[index]?.url ?? ""];
      const { value: typed, sent } = link.shelf.get(`appearance/${id}/url`) ?? {};
      const all = [...urls, typed, sent, ...(field === "url" ? [value] : [])];
      return [...new Set(all.filter((one) => typeof one === "string"))];
    }
    const fields = kinds.map(([field, label, hint]) =>
      textField(link, {
        key: `appearance/${id}/${field}`,
        label,
        hint,
        read: () => kept()[index]?.[field] ?? "",
        edit: (value) => ({ kind: "set_appearance", index, field, value, urls: knownBy(field, value), new: index >= kept().length }),
        onSaved: (answer) => (urls = field === "url" ? [answer.kept ?? "", ...urls] : urls),
      }),
    );
    const out = button(gettext("Take out"), async () => {
      if (index < kept().length) {
        const answer = await link.ask("remove_appearance", { index, base: kept()[index].url });
        if (answer.kind !== "saved") return say(answer.message ?? "");
      }
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
    undo.sync();
  }

  sync();
  return { root, sync };
}

export default { render };
