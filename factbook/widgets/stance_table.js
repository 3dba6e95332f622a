// @ts-check
// The stance table in the browser: what each source says on each point, by one key. A judgement is shown at once as being
// saved, and as saved only when the kernel says so.

import { button, disable, element, freshId, keepKeys, onResize } from "./elements.js";
import { openLink } from "./link.js";
import { peopleBar } from "./people_bar.js";
import { stanceGrid } from "./stance_grid.js";
import { stancePanel } from "./stance_panel.js";
import { labelOf, readCell, settled, STANCES, stanceOf } from "./stances.js";
import { statusLine } from "./status.js";
import { gettext, ngettext, setWords } from "./words.js";

/**
 * @typedef {{headline: string, empty: string, counted: string, blind: boolean, model: string, people: [string, string][],
 *   points: import("./stance_grid.js").Point[], rows: import("./stance_grid.js").Row[], rating: {value: string, label: string},
 *   coder: string, coder_name: string, undo: number, redo: number}} TableView
 * @typedef {{source: string, point?: string, quote?: string}} Place
 */

const CELLS = 4;
const BLIND_NOTE = "Judged blind: you see your own judgements alone, until all are revealed.";

/** @param {{model: import("./link.js").Model, el: HTMLElement, go?: {read: (place: Place) => void}}} view */
export function render({ model, el, go }) {
  setWords(model.get("words"));
  const link = openLink(model, "stance_table");
  const status = statusLine(link);
  const view = () => /** @type {TableView} */ (link.view);
  el.classList.add("factbook-desk", "factbook-stances");
  keepKeys(el);

  const headline = element("h2", "headline");
  headline.dir = "auto";
  const rating = element("p", "rating");
  rating.setAttribute("aria-live", "polite");
  const blind = element("p", "blind", gettext(BLIND_NOTE));
  const empty = element("p", "empty");
  const tools = element("div", "bar tools");
  const find = element("div", "bar find");
  const choices = element("span", "choices");
  /** Judgements on their way, by cell: as keys, empty for one that is taken back. @type {Map<string, string[]>} */
  const pending = new Map();
  /** What is shown, in its order: indexes of rows. @type {number[]} */
  let order = [];

  const panel = stancePanel(link, {
    title: ({ source, point }) => [rowOf(source)?.[1] ?? source, view().points.find((one) => one.id === point)?.text ?? point],
    back: () => grid.moveTo(grid.focus.row, grid.focus.column),
    read: go ? (place) => go.read(place) : undefined,
    say: status.say,
  });
  const grid = stanceGrid({
    points: () => view().points,
    rows: () => order.map((index) => view().rows[index]),
    model: () => view().model,
    counted: () => view().counted,
    pending: (source, point) => pending.get(`${source}/${point}`)?.at(-1),
    arrived: () => arrived(),
    onKey,
    choices,
    describedBy: panel.aboutId,
  });
  const people = peopleBar(link, { view, say: status.say });
  el.append(headline, rating, blind, people.root, find, empty, grid.root, panel.root, tools, helpLine(), status.root);

  const rowOf = (/** @type {string} */ source) => view().rows.find((one) => one[0] === source);

  /** Give the source and the point that have the focus, if the table has any. */
  function here() {
    const row = view().rows[order[grid.focus.row]];
    const point = view().points[grid.focus.column];
    return row && point ? { source: row[0], point: point.id, cell: readCell(row[CELLS][grid.focus.column], view().model) } : null;
  }

  const [filterField, filter] = labelled(gettext("Filter"), element("input"));
  filter.type = "search";
  filter.dir = "auto";
  const [showField, show] = labelled(gettext("Show"), element("select"));
  const [sortField, sort] = labelled(gettext("Order"), element("select"));
  const matching = element("span", "quiet matching");
  matching.setAttribute("role", "status");
  find.append(filterField, showField, sortField, matching);
  fill(show, [
    ["all", gettext("all sources")],
    ["open", gettext("not judged by me on every point")],
    ["suggested", gettext("with a suggestion that waits")],
    ["disagreed", gettext("where coders disagree")],
    ["noted", gettext("with a note or a quote")],
    ...STANCES.map((one) => /** @type {[string, string]} */ ([one.key, gettext("where one {stance}", { stance: labelOf(one.key) })])),
  ]);
  fill(sort, [
    ["check", gettext("as in the check")],
    ["title", gettext("by title")],
    ["1", gettext("most support first")],
    ["2", gettext("most refutation first")],
    ["5", gettext("most open first")],
    ["disagreed", gettext("disagreement first")],
  ]);

  /**
   * @template {HTMLInputElement | HTMLSelectElement} T
   * @param {string} text @param {T} field @returns {[HTMLElement, T]}
   */
  function labelled(text, field) {
    field.id = freshId("find");
    const label = element("label", "", text);
    label.htmlFor = field.id;
    const root = element("span", "labelled");
    root.append(label, field);
    return [root, field];
  }

  /** @param {HTMLSelectElement} select @param {[string, string][]} options */
  function fill(select, options) {
    select.append(...options.map(([value, text]) => new Option(text, value)));
  }

  /** Put the rows in the order that is asked for, without those that are not. */
  function arrange() {
    const { rows, model: suggestedBy } = view();
    const wanted = filter.value.trim().toLowerCase();
    const looks = {
      open: (/** @type {any} */ cell) => !cell.mine,
      suggested: (/** @type {any} */ cell) => cell.suggestion,
      disagreed: (/** @type {any} */ cell) => cell.disagreed || cell.decided,
      noted: (/** @type {any} */ cell) => cell.note || cell.quotes,
    };
    const looksFor = /** @type {Record<string, (cell: any) => any>} */ (looks)[show.value] ?? ((/** @type {any} */ cell) => settled(cell) === show.value);
    const cells = (/** @type {number} */ index) => rows[index][CELLS].map((token) => readCell(token, suggestedBy));
    order = rows.map((_row, index) => index).filter((index) => {
      const [id, title, details] = rows[index];
      if (wanted && !`${title} ${details} ${id}`.toLowerCase().includes(wanted)) return false;
      return show.value === "all" || cells(index).some(looksFor);
    });
    if (sort.value === "title") order.sort((one, other) => rows[one][1].localeCompare(rows[other][1]));
    else if (sort.value !== "check") {
      const weight = new Map(order.map((index) => [index, cells(index).filter((cell) => (sort.value === "disagreed" ? cell.disagreed : sort.value === "5" ? !settled(cell) : settled(cell) === sort.value)).length]));
      order.sort((one, other) => (weight.get(other) ?? 0) - (weight.get(one) ?? 0) || one - other);
    }
    matching.textContent = order.length === rows.length ? "" : gettext("{number} of {all} sources", { number: order.length, all: rows.length });
  }

  function rearrange() {
    const before = here();
    arrange();
    grid.draw();
    const row = before ? order.findIndex((index) => view().rows[index][0] === before.source) : 0;
    grid.moveTo(Math.max(0, row), grid.focus.column, { quietly: true });
  }

  function sync() {
    const now = view();
    const before = here();
    headline.textContent = now.headline;
    rating.replaceChildren(now.blind ? gettext("Your judgements imply: ") : gettext("The table implies: "), element("strong", now.rating.value, now.rating.label));
    blind.hidden = !now.blind;
    empty.textContent = now.empty;
    for (const one of [find, grid.root, tools, rating, people.root]) one.hidden = Boolean(now.empty);
    empty.hidden = !now.empty;
    people.sync();
    if (now.empty) return panel.hide();
    // The rows stay where they are while one judges: what no longer fits a filter goes with the next look at it.
    if (order.length === 0 || order.some((index) => index >= now.rows.length) || shownRows !== now.rows.length) arrange();
    shownRows = now.rows.length;
    grid.draw();
    const after = here();
    if (before && after && (before.source !== after.source || before.point !== after.point)) {
      const row = order.findIndex((index) => now.rows[index][0] === before.source);
      const column = now.points.findIndex((one) => one.id === before.point);
      grid.moveTo(Math.max(0, row), Math.max(0, column), { quietly: !grid.hasFocus() });
    }
    showButtons();
  }
  let shownRows = -1;

  function showButtons() {
    const cell = here()?.cell ?? {};
    disable(buttons.accept, !cell.suggestion);
    disable(buttons.dismiss, !cell.suggestion);
    const waiting = view().points[grid.focus.column]?.waiting ?? 0;
    disable(buttons.acceptAll, !waiting);
    disable(buttons.note, !cell.mine);
    disable(buttons.clear, !cell.mine);
    disable(buttons.undo, !view().undo);
    disable(buttons.redo, !view().redo);
    const mine = minePending() ?? cell.mine;
    for (const one of choices.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.key === mine));
  }

  const minePending = () => {
    const at = here();
    return at ? pending.get(`${at.source}/${at.point}`)?.at(-1) : undefined;
  };

  let looking = 0;
  /** How often a key was pressed, or the focus moved. */
  let acts = 0;
  /** The focus is at another cell: all there is to it is asked for once it stays there. */
  function arrived() {
    acts += 1;
    showButtons();
    clearTimeout(looking);
    looking = setTimeout(look, 120);
  }

  async function look() {
    const at = here();
    if (!at) return;
    const answer = await link.ask("cell", { source: at.source, point: at.point });
    const now = here();
    if (answer.detail && now?.source === at.source && now.point === at.point) panel.show(answer.detail);
  }

  /** Judge the cell that has the focus. @param {string} key 1 to 4, or empty to take the judgement back */
  async function judge(key) {
    const at = here();
    if (!at) return;
    const { source, point } = at;
    const place = `${source}/${point}`;
    const base = stanceOf(minePending() ?? at.cell.mine)?.value ?? "";
    const edit = { kind: "judge", source, point, value: stanceOf(key)?.value ?? "", base };
    pending.set(place, [...(pending.get(place) ?? []), key]);
    // Kept by the browser until it is acknowledged, as all that is entered.
    const kept = `judge/${place}/${view().coder}`;
    link.shelf.put(kept, edit);
    grid.redraw();
    showButtons();
    const before = view().rating.value;
    const answer = await link.ask("judge", { source, point, value: edit.value, base });
    const left = (pending.get(place) ?? []).slice(1);
    if (left.length) pending.set(place, left);
    else pending.delete(place);
    if (!left.length) link.shelf.drop(kept);
    grid.redraw();
    showButtons();
    if (answer.kind === "moved") return status.say(gettext("Not saved: it was judged elsewhere meanwhile. Look again."));
    if (answer.kind !== "saved") return status.say(gettext("Not saved. {reason}", { reason: answer.message ?? "" }));
    const changed = view().rating.value === before ? "" : gettext(" The table now implies: {rating}.", { rating: view().rating.label });
    status.say(gettext("Saved.") + changed);
    showDetail(answer);
  }

  /** @param {import("./link.js").Answer} answer */
  function showDetail(answer) {
    const now = here();
    if (answer.detail && now?.source === answer.detail.source && now?.point === answer.detail.point) panel.show(answer.detail);
  }

  /** @param {"accept" | "dismiss"} kind */
  async function answerSuggestion(kind) {
    const at = here();
    if (!at?.cell.suggestion) return status.say(gettext("No suggestion waits in this cell."));
    const answer = await link.ask(kind, { source: at.source, point: at.point });
    status.say(answer.kind === "saved" ? gettext("Saved.") : (answer.message ?? ""));
    showDetail(answer);
  }

  async function acceptColumn() {
    const point = view().points[grid.focus.column];
    if (!point?.waiting) return status.say(gettext("No suggestion waits on this point."));
    const answer = await link.ask("accept_column", { point: point.id, above: 0 });
    if (answer.kind !== "saved") return status.say(answer.message ?? "");
    status.say(ngettext("{number} suggestion accepted on this point; z takes it back.", "{number} suggestions accepted on this point; z takes them back.", answer.accepted));
    look();
  }

  /** @param {"undo" | "redo"} kind */
  async function step(kind) {
    const asked = acts;
    const answer = await link.ask(kind);
    if (answer.kind !== "saved") return status.say(answer.message ?? "");
    if (answer.nothing) return status.say(kind === "undo" ? gettext("Nothing to undo.") : gettext("Nothing to redo."));
    // It changes a cell the eye may not be on. Whoever has gone on meanwhile is not led away: the next key is for where
    // they are.
    const { source, point } = answer.detail;
    const row = order.findIndex((index) => view().rows[index][0] === source);
    const column = view().points.findIndex((one) => one.id === point);
    if (row >= 0 && acts === asked) grid.moveTo(row, column, { quietly: !grid.hasFocus() });
    showDetail(answer);
    status.say(answer.cells > 1 ? ngettext("{number} cell is as it was.", "{number} cells are as they were.", answer.cells) : gettext("Saved."));
  }

  function writeNote() {
    const at = here();
    if (!at) return;
    const mine = minePending() ?? at.cell.mine;
    if (!mine) return status.say(gettext("Judge the cell first, with 1 to 4; then it can have a note."));
    panel.writeNote({ source: at.source, point: at.point, mine, note: at.cell.note ?? "" });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === "Escape" || (event.shiftKey && event.key === "Enter")) return;
    acts += 1;
    const stance = STANCES.find((one) => one.key === event.key);
    if (stance) judge(stance.key);
    else if (event.key === "0" || event.key === "Delete") judge("");
    else if (event.key === "a") answerSuggestion("accept");
    else if (event.key === "A") acceptColumn();
    else if (event.key === "d") answerSuggestion("dismiss");
    else if (event.key === "n" || event.key === "Enter") writeNote();
    else if (event.key === "o" && go) go.read({ source: here()?.source ?? "", point: here()?.point });
    else if (event.key === "z") step("undo");
    else if (event.key === "Z") step("redo");
    else if (event.key === "/") filter.focus();
    else return;
    event.preventDefault();
  }

  for (const one of STANCES) {
    const made = button(one.mark, () => {
      grid.moveTo(grid.focus.row, grid.focus.column);
      judge(one.key);
    }, { name: labelOf(one.key), title: `${labelOf(one.key)} (${one.key})` });
    made.tabIndex = -1;
    made.dataset.key = one.key;
    made.addEventListener("mousedown", (event) => event.preventDefault());
    choices.append(made);
  }
  const buttons = {
    accept: button(gettext("Accept suggestion"), () => answerSuggestion("accept"), { title: "a" }),
    acceptAll: button(gettext("Accept all on this point"), acceptColumn, { title: "Shift+a" }),
    dismiss: button(gettext("Dismiss"), () => answerSuggestion("dismiss"), { title: "d" }),
    note: button(gettext("Note"), writeNote, { title: "n" }),
    clear: button(gettext("Clear"), () => judge(""), { title: "0" }),
    undo: button(gettext("Undo"), () => step("undo"), { title: "z", className: "apart" }),
    redo: button(gettext("Redo"), () => step("redo"), { title: "Shift+z" }),
    reload: button(gettext("Reload"), () => link.ask("refresh").then(() => status.say(gettext("As it is on the disk now.")))),
  };
  for (const one of Object.values(buttons)) one.addEventListener("mousedown", (event) => event.preventDefault());
  tools.append(...Object.values(buttons));

  for (const one of [filter, show, sort]) one.addEventListener("input", rearrange);
  filter.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") {
      filter.value = "";
      rearrange();
    }
    grid.moveTo(grid.focus.row, grid.focus.column);
  });

  /** Judgements that an earlier page had made and not saved: those whose cell is as it was are made now. */
  async function recover() {
    for (const key of link.shelf.keys().filter((one) => one.startsWith("judge/"))) {
      const { kind, source, point, value, base } = /** @type {any} */ (link.shelf.get(key) ?? {});
      if (!kind || !key.endsWith(`/${view().coder}`)) continue;
      const answer = await link.ask(kind, { source, point, value, base });
      link.shelf.drop(key);
      if (answer.kind !== "saved") status.say(gettext("A judgement of {cell} that was not saved is not made: the cell has changed.", { cell: `${source}/${point}` }));
    }
  }

  link.on("change", (/** @type {any} */ answer) => {
    sync();
    const at = here();
    const shown = panel.detail;
    const touches = answer.id === undefined && shown && at && shown.source === at.source && shown.point === at.point;
    if (touches) look();
  });
  sync();
  recover();
  const leave = onResize(grid.root, () => {
    if (!view().empty) grid.resized();
    panel.fit();
  });
  return () => {
    clearTimeout(looking);
    leave();
    link.close();
  };
}

/** The keys, for who does not know them yet. */
function helpLine() {
  const line = element("p", "keys");
  const keys = [
    ...STANCES.map((one) => [one.key, `${one.mark} ${labelOf(one.key)}`]),
    ["0", gettext("clear")],
    ["a", gettext("accept")],
    ["⇧a", gettext("accept all on the point")],
    ["d", gettext("dismiss")],
    ["n", gettext("note")],
    ["z", gettext("undo")],
    ["⇧z", gettext("redo")],
    ["/", gettext("filter")],
    ["← ↑ ↓ →", gettext("move")],
  ];
  for (const [key, does] of keys) {
    const pair = element("span", "pair");
    pair.append(element("kbd", "", key), ` ${does}`);
    line.append(pair);
  }
  return line;
}

export default { render };
