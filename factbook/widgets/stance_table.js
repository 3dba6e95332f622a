// @ts-check
// The stance table in the browser: what each source says on each point, by one key. A judgement is shown at once as being
// saved, and as saved only when the kernel says so.

import { button, directionOf, disable, element, keepKeys, keyLine, onResize } from "./elements.js";
import { judging } from "./judging.js";
import { openLink } from "./link.js";
import { peopleBar } from "./people_bar.js";
import { stanceGrid } from "./stance_grid.js";
import { CELLS, stanceOrder } from "./stance_order.js";
import { stancePanel } from "./stance_panel.js";
import { labelOf, readCell, STANCES } from "./stances.js";
import { statusLine } from "./status.js";
import { gettext, ngettext, setWords } from "./words.js";

/**
 * @typedef {{headline: string, empty: string, counted: string, blind: boolean, model: string, people: [string, string][],
 *   points: import("./stance_grid.js").Point[], rows: import("./stance_grid.js").Row[], rating: {value: string, label: string},
 *   coder: string, coder_name: string, undo: number, redo: number}} TableView
 * @typedef {{source: string, point?: string, quote?: string}} Place
 */

const LOOK_AFTER_MS = 120;

/** @param {{model: import("./link.js").Model, el: HTMLElement, go?: {read: (place: Place) => void}}} view */
export function render({ model, el, go }) {
  setWords(model.get("words"), el);
  const link = openLink(model, "stance_table");
  const status = statusLine(link, el);
  const view = () => /** @type {TableView} */ (link.view);
  el.classList.add("factbook-desk", "factbook-stances");
  keepKeys(el);

  /** What is shown, in its order: indexes of rows. @type {number[]} */
  let order = [];
  let shownRows = -1;
  let looking = 0;
  /** How often a key was pressed, or the focus moved. */
  let acts = 0;

  const headline = element("h2", "headline");
  const rating = element("p", "rating");
  rating.setAttribute("aria-live", "polite");
  const blind = element("p", "blind", gettext("Judged blind: you see your own judgements alone, until all are revealed."));
  const empty = element("p", "empty");
  const choices = choiceButtons();
  const judgements = judging(link, { coder: () => view().coder, isThere, changed: redraw, say: status.say });
  const panel = stancePanel(link, {
    title: ({ source, point }) => [rowOf(source)?.[1] ?? source, view().points.find((one) => one.id === point)?.text ?? point],
    back: backToGrid,
    read: go ? (place) => go.read(place) : undefined,
    say: status.say,
  });
  const grid = stanceGrid({
    points: () => view().points,
    rows: () => order.map((index) => view().rows[index]),
    model: () => view().model,
    counted: () => view().counted,
    pending: (source, point) => judgements.onItsWay({ source, point }),
    arrived,
    onKey,
    choices,
    describedBy: panel.aboutId,
  });
  const people = peopleBar(link, { view, say: status.say });
  const find = stanceOrder({ view, changed: rearrange, leave: backToGrid });
  const tools = toolBar();
  const keys = helpLine(Boolean(go));
  el.append(headline, rating, blind, people.root, find.root, empty, grid.root, panel.root, tools.root, keys, status.root);

  /** @param {string} source */
  function rowOf(source) {
    return view().rows.find((one) => one[0] === source);
  }

  /** @param {{source: string, point: string}} place */
  function isThere({ source, point }) {
    return Boolean(rowOf(source)) && view().points.some((one) => one.id === point);
  }

  /** Give the cell that has the focus, if the table has any. */
  function here() {
    const row = view().rows[order[grid.focus.row]];
    const point = view().points[grid.focus.column];
    if (!row || !point) return null;
    const cell = readCell(row[CELLS][grid.focus.column], view().model);
    return { source: row[0], point: point.id, cell, mine: judgements.onItsWay({ source: row[0], point: point.id }) ?? cell.mine };
  }

  /** @param {{source: string, point: string}} place */
  function isHere({ source, point }) {
    const at = here();
    return at?.source === source && at.point === point;
  }

  /** @param {{source: string, point: string}} place @param {{quietly?: boolean}} [how] */
  function goTo({ source, point }, how) {
    const row = order.findIndex((index) => view().rows[index][0] === source);
    const column = view().points.findIndex((one) => one.id === point);
    grid.moveTo(Math.max(0, row), Math.max(0, column), how);
  }

  function backToGrid() {
    grid.moveTo(grid.focus.row, grid.focus.column);
  }

  function redraw() {
    grid.redraw();
    tools.sync();
  }

  function rearrange() {
    const before = here();
    order = find.arrange();
    grid.draw();
    if (before) goTo(before, { quietly: true });
  }

  function sync() {
    const now = view();
    const before = here();
    headline.textContent = now.headline;
    headline.dir = directionOf(now.headline);
    const implied = now.blind ? gettext("Your judgements imply: ") : gettext("The table implies: ");
    rating.replaceChildren(implied, element("strong", now.rating.value, now.rating.label));
    blind.hidden = !now.blind;
    // In a desk, what is missing is made on another tab.
    empty.textContent = !now.empty || !go ? now.empty : now.points.length ? gettext("There are no sources yet. Bring them in on the tab Sources; then each is judged here on each point.") : gettext("There are no points yet: the parts of the claim that are checked one by one. Write them on the tab Claim.");
    for (const one of [find.root, grid.root, tools.root, rating, people.root, keys]) one.hidden = Boolean(now.empty);
    empty.hidden = !now.empty;
    people.sync();
    if (now.empty) return panel.hide();
    // The rows stay where they are while one judges: what no longer fits a filter goes with the next look at it.
    if (shownRows !== now.rows.length) order = find.arrange();
    shownRows = now.rows.length;
    grid.draw();
    if (before && !isHere(before)) goTo(before, { quietly: !grid.hasFocus() });
    tools.sync();
  }

  /** The focus is at another cell: all there is to it is asked for once it stays there. */
  function arrived() {
    acts += 1;
    tools.sync();
    clearTimeout(looking);
    looking = setTimeout(look, LOOK_AFTER_MS);
  }

  async function look() {
    const at = here();
    if (at) showDetail(await link.ask("cell", { source: at.source, point: at.point }));
  }

  /** @param {import("./link.js").Answer} answer */
  function showDetail(answer) {
    if (answer.detail && isHere(answer.detail)) panel.show(answer.detail);
  }

  /** Judge the cell that has the focus. @param {string} key 1 to 4, or empty to take the judgement back */
  async function judge(key) {
    const at = here();
    if (!at) return;
    const before = view().rating.value;
    const answer = await judgements.judge({ source: at.source, point: at.point }, key, at.cell.mine);
    if (answer.kind === "moved") return status.say(gettext("Not saved: it was judged elsewhere meanwhile. Look again."));
    if (answer.kind !== "saved") return status.say(gettext("Not saved. {reason}", { reason: answer.message ?? "" }));
    const changed = view().rating.value === before ? "" : gettext(" The table now implies: {rating}.", { rating: view().rating.label });
    status.say(gettext("Saved.") + changed);
    showDetail(answer);
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
    const isShown = order.some((index) => view().rows[index][0] === answer.detail.source);
    if (isShown && acts === asked) goTo(answer.detail, { quietly: !grid.hasFocus() });
    showDetail(answer);
    status.say(answer.cells > 1 ? ngettext("{number} cell is as it was.", "{number} cells are as they were.", answer.cells) : gettext("Saved."));
  }

  function writeNote() {
    const at = here();
    if (!at) return;
    if (!at.mine) return status.say(gettext("Judge the cell first, with 1 to 4; then it can have a note."));
    const cell = { source: at.source, point: at.point, mine: at.mine, note: at.cell.note ?? "" };
    if (!panel.writeNote(cell)) look().then(() => panel.writeNote(cell));
  }

  function openSource() {
    const at = here();
    if (at) go?.read({ source: at.source, point: at.point });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    /** @type {Record<string, () => unknown>} */
    const actions = {
      0: () => judge(""),
      Delete: () => judge(""),
      a: () => answerSuggestion("accept"),
      A: acceptColumn,
      d: () => answerSuggestion("dismiss"),
      n: writeNote,
      Enter: writeNote,
      o: openSource,
      z: () => step("undo"),
      Z: () => step("redo"),
      "/": find.focus,
    };
    for (const { key } of STANCES) actions[key] = () => judge(key);
    if (!(event.key in actions) || (event.shiftKey && event.key === "Enter")) return;
    acts += 1;
    event.preventDefault();
    actions[event.key]();
  }

  /** The stances as buttons, which the cell with the focus has. */
  function choiceButtons() {
    const root = element("span", "choices");
    for (const { key, mark } of STANCES) {
      const choose = () => {
        backToGrid();
        judge(key);
      };
      const made = button(mark, choose, { name: labelOf(key), title: `${labelOf(key)} (${key})` });
      made.tabIndex = -1;
      made.dataset.key = key;
      made.addEventListener("mousedown", (event) => event.preventDefault());
      root.append(made);
    }
    return root;
  }

  function toolBar() {
    const root = element("div", "bar tools");
    const buttons = {
      accept: button(gettext("Accept suggestion"), () => answerSuggestion("accept"), { title: "a" }),
      acceptAll: button(gettext("Accept all on this point"), acceptColumn, { title: "Shift+a" }),
      dismiss: button(gettext("Dismiss"), () => answerSuggestion("dismiss"), { title: "d" }),
      note: button(gettext("Note"), writeNote, { title: "n" }),
      clear: button(gettext("Clear"), () => judge(""), { title: "0" }),
      undo: button(gettext("Undo"), () => step("undo"), { title: "z", className: "apart" }),
      redo: button(gettext("Redo"), () => step("redo"), { title: "Shift+z" }),
      reload: button(gettext("Reload"), () => link.ask("refresh").then((answer) => answer.kind === "saved" && status.say(gettext("As it is on the disk now.")))),
    };
    for (const one of Object.values(buttons)) one.addEventListener("mousedown", (event) => event.preventDefault());
    root.append(...Object.values(buttons));
    return {
      root,
      sync() {
        const at = here();
        disable(buttons.accept, !at?.cell.suggestion);
        disable(buttons.dismiss, !at?.cell.suggestion);
        disable(buttons.acceptAll, !view().points[grid.focus.column]?.waiting);
        disable(buttons.note, !at?.mine);
        disable(buttons.clear, !at?.mine);
        disable(buttons.undo, !view().undo);
        disable(buttons.redo, !view().redo);
        for (const one of choices.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.key === at?.mine));
      },
    };
  }

  link.on("change", (/** @type {import("./link.js").Answer} */ answer) => {
    sync();
    // What others did may be to the cell that is told of below.
    if (answer.id === undefined && panel.detail && isHere(panel.detail)) look();
  });
  sync();
  judgements.recover();
  const leave = onResize(grid.root, () => {
    if (!view().empty) grid.resized();
    panel.fit();
  });
  return () => {
    clearTimeout(looking);
    leave();
    status.leave();
    link.close();
  };
}

/** The keys, for who does not know them yet. @param {boolean} canRead */
function helpLine(canRead) {
  return keyLine([
    ...STANCES.map((one) => [one.key, `${one.mark} ${labelOf(one.key)}`]),
    ["0", gettext("clear")],
    ["a", gettext("accept")],
    ["⇧a", gettext("accept all on the point")],
    ["d", gettext("dismiss")],
    ["n", gettext("note")],
    ...(canRead ? [["o", gettext("open the source")]] : []),
    ["z", gettext("undo")],
    ["⇧z", gettext("redo")],
    ["/", gettext("filter")],
    ["← ↑ ↓ →", gettext("move")],
  ]);
}

export default { render };
