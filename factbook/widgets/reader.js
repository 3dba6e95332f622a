// @ts-check
// A source's text to read. What bears on a point is marked and ranked; words that are selected become a quote.

import { button, disable, element, isolated, keepKeys, keyLine, labelled } from "./elements.js";
import { openLink } from "./link.js";
import { markedText } from "./marked_text.js";
import { quoteList } from "./quote_list.js";
import { statusLine } from "./status.js";
import { textSearch } from "./text_search.js";
import { undoButton } from "./undo_button.js";
import { gettext, ngettext, setWords } from "./words.js";

/**
 * @typedef {{id: string, exact: string, points: string[], page: ?number, state: string, holds: boolean, told: string,
 *   by: string, at: ?[number, number]}} Quote
 * @typedef {{source: string, copy: string, title: string, detail: string, text: string, hidden: boolean, note: string, pages: number[],
 *   quotes: Quote[], passages: Record<string, ?[number, number][]>}} Opened
 * @typedef {{sources: {id: string, title: string, number: number, read: boolean}[], points: {id: string, text: string}[],
 *   undo: number, open: ?Opened}} ReaderView
 */

/** @param {{model: import("./link.js").Model, el: HTMLElement, go?: {onRead: (listener: (place: {source: string, point?: string, quote?: string}) => void) => unknown}}} view */
export function render({ model, el, go }) {
  setWords(model.get("words"), el);
  const link = openLink(model, "reader");
  const status = statusLine(link, el);
  const view = () => /** @type {ReaderView} */ (link.view);
  el.classList.add("factbook-desk", "factbook-reader");
  keepKeys(el);

  const pane = element("div", "text");
  pane.tabIndex = 0;
  pane.setAttribute("role", "group");
  pane.setAttribute("aria-roledescription", gettext("text"));
  const text = markedText(pane);
  const title = element("h2");
  const detail = element("p", "quiet");
  const warning = element("p", "quiet warning");
  const empty = element("p", "quiet empty");

  const [sourceField, sourceChoice] = labelled(gettext("Source"), element("select"));
  const [pointField, pointChoice] = labelled(gettext("Point"), element("select"));
  sourceChoice.addEventListener("change", () => open(sourceChoice.value));
  pointChoice.addEventListener("change", () => choosePoint(pointChoice.value));
  const search = textSearch({ text: () => shown, changed: marks, goTo: text.select, leave: () => pane.focus() });
  const head = element("div", "head");
  head.append(sourceField, pointField, search.root);

  const quoteButton = button(gettext("Quote the selected words"), () => quote(), { className: "main" });
  quoteButton.addEventListener("mousedown", (event) => event.preventDefault());
  const next = button(gettext("Next suggestion"), () => step(1));
  const previous = button(gettext("Previous"), () => step(-1));
  for (const one of [next, previous]) one.addEventListener("mousedown", (event) => event.preventDefault());
  const bar = element("div", "bar actions");
  const rank = element("span", "quiet rank");
  const undo = undoButton(link, { say: status.say, key: "z" });
  bar.append(quoteButton, previous, next, undo.root, rank);

  const side = element("div", "side");
  const quotes = quoteList(link, { view, goTo: (start, end) => goTo(start, end), say: status.say });
  side.append(quotes.root);
  const main = element("div", "main-pane");
  main.append(title, detail, warning, pane, bar);
  const columns = element("div", "reading");
  columns.append(main, side);
  el.append(head, empty, columns, readerKeys(), status.root);

  let point = "";
  /** Which text is in the page, and of which copy of which source it is. */
  let shown = "";
  let shownOf = "";
  let at = -1;

  /** @returns {[number, number][]} */
  const passages = () => view().open?.passages[point] ?? [];

  /** @param {string} source */
  async function open(source) {
    const answer = await link.ask("open", { source });
    // What was said of the text before is not of this one.
    status.say(answer.kind === "saved" ? "" : (answer.message ?? ""));
    if (answer.kind !== "saved") return;
    await rankFor();
  }

  /** Tell whether passages for the point are not known yet. @param {Opened} opened */
  const isLooking = (opened) => Boolean(point) && !opened.passages[point];

  async function rankFor() {
    const opened = view().open;
    if (opened && point && !(point in opened.passages)) await link.ask("rank", { source: opened.source, point });
    marks();
  }

  /** @param {string} chosen */
  function choosePoint(chosen) {
    point = chosen;
    at = -1;
    marks();
    rankFor();
  }

  function sync() {
    const { sources, points, open: opened } = view();
    options(sourceChoice, sources.map((one) => ({ value: one.id, label: `${one.number}. ${one.title}${one.read ? "" : ` (${gettext("no text")})`}`, off: !one.read })));
    options(pointChoice, [{ value: "", label: gettext("No point") }, ...points.map((one, i) => ({ value: one.id, label: `${i + 1}. ${one.text}` }))]);
    if (!points.some((one) => one.id === point)) point = points[0]?.id ?? "";
    pointChoice.value = point;
    columns.hidden = !opened;
    empty.hidden = Boolean(opened);
    empty.textContent = sources.some((one) => one.read) ? gettext("Choose a source to read.") : gettext("There is no source with a text yet. Bring one in first.");
    if (!opened) return;
    sourceChoice.value = opened.source;
    title.replaceChildren(isolated("", opened.title));
    detail.replaceChildren(isolated("", opened.detail));
    detail.hidden = !opened.detail;
    const hints = [opened.hidden && gettext("The document also holds text that its readers do not see. It is not shown, and cannot be quoted."), opened.note];
    warning.textContent = hints.filter(Boolean).join(" ");
    warning.hidden = !warning.textContent;
    pane.setAttribute("aria-label", gettext("Text of {title}", { title: opened.title }));
    const of = `${opened.source}/${opened.copy}`;
    if (shownOf !== of) {
      shownOf = of;
      shown = opened.text;
      at = -1;
      // What was selected are places in the text before.
      kept = null;
      disable(quoteButton, true);
      text.show(opened.text, opened.pages, (page) => gettext("Page {page}", { page }));
      pane.scrollTop = 0;
      search.look();
    }
    marks();
    quotes.sync();
    undo.sync();
  }

  /** @param {HTMLSelectElement} select @param {{value: string, label: string, off?: boolean}[]} wanted */
  function options(select, wanted) {
    const now = JSON.stringify(wanted);
    if (select.dataset.shown === now) return;
    select.dataset.shown = now;
    const before = select.value;
    select.replaceChildren(
      ...wanted.map(({ value, label, off }) => {
        const made = new Option(label, value);
        made.disabled = Boolean(off);
        return made;
      }),
    );
    select.value = before;
  }

  function marks() {
    const opened = view().open;
    if (!opened) return;
    const suggested = passages().map(([start, end], i) => ({ start, end, className: i === at ? "suggested now" : "suggested", label: `${i + 1}` }));
    const quoted = opened.quotes.flatMap((one) => (one.at ? [{ start: one.at[0], end: one.at[1], className: one.by ? "quoted by-model" : "quoted", label: one.id }] : []));
    text.mark([...suggested, ...quoted, ...search.marks()]);
    const looking = isLooking(opened);
    const many = passages().length;
    rank.textContent = !point ? "" : looking ? gettext("Looking for passages …") : !many ? gettext("No passage is suggested.") : at < 0 ? ngettext("{number} passage is suggested for this point.", "{number} passages are suggested for this point, best first.", many) : gettext("Suggestion {rank} of {all}", { rank: at + 1, all: many });
  }

  /** Go to the next suggestion, or the one before. @param {number} by */
  function step(by) {
    const all = passages();
    const opened = view().open;
    if (!all.length) return status.say(opened && isLooking(opened) ? gettext("Looking for passages …") : gettext("No passage is suggested for this point."));
    at = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
    marks();
    goTo(...all[at]);
  }

  /** @param {number} start @param {number} end */
  function goTo(start, end) {
    pane.focus({ preventScroll: true });
    text.select(start, end);
  }

  async function quote() {
    const opened = view().open;
    const words = text.selected() ?? kept;
    if (!opened || !words) return status.say(gettext("Select some words in the text first."));
    const answer = await link.ask("quote", { source: opened.source, copy: opened.copy, ...words, points: point ? [point] : [] });
    if (answer.kind === "moved") {
      status.say(gettext("There is a newer copy of this source, and it is shown now. Nothing was quoted: select the words in it."));
      return rankFor();
    }
    if (answer.kind !== "saved") return status.say(answer.message ?? "");
    status.say(gettext("Quoted as {quote}. Cite it as {citation}.", { quote: answer.quote, citation: `[@${opened.source}#${answer.quote}]` }));
    const made = view().open?.quotes.find((one) => one.id === answer.quote);
    if (made?.at) goTo(...made.at);
  }

  /** What was selected in the text last; choosing a point takes the selection away, and not what was meant. @type {?{start: number, end: number}} */
  let kept = null;
  function onSelection() {
    const now = text.selected();
    if (now) kept = now;
    else if (document.activeElement === pane) kept = null;
    disable(quoteButton, !kept);
  }

  /** Select the next word or sentence, or with Shift one more or one less. @param {"word" | "sentence"} unit @param {number} by @param {boolean} more */
  function selectNext(unit, by, more) {
    const now = text.selected() ?? kept ?? { start: 0, end: 0 };
    const next = more ? text.extended(unit, now, by) : text.neighbour(unit, now, by);
    if (next) text.select(...next);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowRight") selectNext("word", 1, event.shiftKey);
    else if (event.key === "ArrowLeft") selectNext("word", -1, event.shiftKey);
    else if (event.key === "ArrowDown") selectNext("sentence", 1, event.shiftKey);
    else if (event.key === "ArrowUp") selectNext("sentence", -1, event.shiftKey);
    else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "q") quote();
    else if (event.key === "z") undo.undo();
    else if (event.key === "/") search.focus();
    else if (event.key === "[" || event.key === "]") changePoint(event.key === "]" ? 1 : -1);
    else return;
    event.preventDefault();
  }

  /** @param {number} by */
  function changePoint(by) {
    const ids = ["", ...view().points.map((one) => one.id)];
    pointChoice.value = ids[(ids.indexOf(point) + by + ids.length) % ids.length];
    choosePoint(pointChoice.value);
    status.say(pointChoice.selectedOptions[0].text);
  }

  pane.addEventListener("keydown", onKey);
  document.addEventListener("selectionchange", onSelection);
  link.on("change", sync);
  const isAsked = go?.onRead(async (place) => {
    if (place.point !== undefined) pointChoice.value = point = place.point;
    await open(place.source);
    const wanted = view().open?.quotes.find((one) => one.id === place.quote);
    if (wanted?.at) goTo(...wanted.at);
    else pane.focus();
  });
  onSelection();
  sync();
  const first = view().sources.find((one) => one.read);
  if (view().open) rankFor();
  else if (first && !isAsked) open(first.id);
  return () => {
    document.removeEventListener("selectionchange", onSelection);
    status.leave();
    link.close();
  };
}

/** The keys, for who does not know them yet. */
function readerKeys() {
  return keyLine([
    ["← →", gettext("select a word")],
    ["↑ ↓", gettext("a sentence")],
    ["⇧", gettext("with them: more or less")],
    ["q", gettext("quote")],
    ["z", gettext("undo")],
    ["n", gettext("next suggestion")],
    ["p", gettext("previous")],
    ["[ ]", gettext("other point")],
    ["/", gettext("search")],
  ]);
}

export default { render };
