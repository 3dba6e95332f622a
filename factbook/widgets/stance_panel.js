// @ts-check
// All there is to one cell of the stance table: who said what, the note, the quotes, what a suggestion rests on; and
// where coders disagree, the decision.

import { button, element, freshId, isolated, labelled } from "./elements.js";
import { textField } from "./field.js";
import { labelOf, STANCES } from "./stances.js";
import { gettext } from "./words.js";

/**
 * @typedef {{source: string, point: string, mine: string, note: string, quotes: {id: string, words: string, page: ?number}[],
 *   suggestion: ?{value: string, by: string, accepted: boolean, sure: string, words: string[]}, said: [string, string, string][],
 *   disagreed: boolean, decided: ?[string, string, string], unassessed: string[], isHead?: boolean}} Detail
 *   isHead: whether there is more to the note
 */

/** @type {Omit<Detail, "source" | "point" | "mine" | "note">} */
const NOTHING = { quotes: [], suggestion: null, said: [], disagreed: false, decided: null, unassessed: [] };

/**
 * @param {import("./link.js").Link} link
 * @param {{title: (detail: Detail) => [string, string], back: () => void, read?: (place: {source: string, point: string, quote?: string}) => void,
 *   say: (text: string) => void}} options title: what the source and the point of a cell are called
 */
export function stancePanel(link, { title, back, read, say }) {
  const root = element("section", "panel");
  root.id = freshId("panel");
  const head = element("h3");
  head.id = freshId("head");
  root.setAttribute("aria-labelledby", head.id);
  const about = element("div", "about");
  about.id = freshId("about");
  const noteSlot = element("div", "note-slot");
  const decision = element("div", "decision");
  root.append(head, about, noteSlot, decision);
  root.hidden = true;

  /** @type {?Detail} */ let detail = null;
  /** The field of the note, and of which cell it is. @type {?{key: string, field: import("./field.js").Field}} */
  let note = null;
  let decisionOf = "";

  const keyOf = (/** @type {string} */ source, /** @type {string} */ point) => `note/${source}/${point}/${link.view.coder}`;
  const isShown = (/** @type {string} */ source, /** @type {string} */ point) => detail?.source === source && detail.point === point;

  /** @param {Detail} now */
  function show(now) {
    detail = now;
    root.hidden = false;
    const [source, point] = title(now);
    head.replaceChildren(isolated("", source), element("span", "quiet", " · "), isolated("", point));
    const parts = [...said(now), ...suggestion(now), ...quotes(now), ...now.unassessed.map((text) => element("p", "quiet", text))];
    about.replaceChildren(...parts);
    showNote(now);
    showDecision(now);
  }

  /** @param {Detail} now */
  function said(now) {
    if (!now.decided && now.said.length < 2 && !now.said.some((one) => one[2] && one[2] !== now.note)) return [];
    const list = element("ul", "said");
    for (const [name, key, text] of now.said) {
      const item = element("li");
      item.append(isolated("", name), `: ${labelOf(key)}`);
      if (text) item.append(" ", isolated("quiet", `“${text}”`));
      list.append(item);
    }
    if (!now.decided) return [list];
    const [key, name, reason] = now.decided;
    const told = element("p");
    told.append(gettext("Decided as {stance} by {person}", { stance: labelOf(key), person: name }), ": ", isolated("", reason));
    return [told, list];
  }

  /** @param {Detail} now */
  function suggestion(now) {
    const one = now.suggestion;
    if (!one) return [];
    const label = labelOf(one.value);
    const by = one.accepted ? gettext("accepted from {model}", { model: one.by }) : gettext("suggested by {model}", { model: one.by });
    const sure = one.sure ? gettext(", {percent} sure", { percent: `${one.sure}%` }) : "";
    const rests = one.words.length ? gettext("It rests on:") : gettext("It rests on no words.");
    const box = element("div", "rests");
    box.append(isolated("lead", `${label[0]?.toUpperCase()}${label.slice(1)}, ${by}${sure}. ${rests}`), ...one.words.map((words) => isolated("words", `“${words}”`)));
    return [box];
  }

  /** @param {Detail} now */
  function quotes(now) {
    if (!now.quotes.length && !read) return [];
    const list = element("ul", "cell-quotes");
    for (const one of now.quotes) {
      const item = element("li");
      item.append(element("strong", "", one.id), " ", isolated("", `“${one.words}”`));
      if (one.page) item.append(" ", element("span", "quiet", gettext("page {page}", { page: one.page })));
      if (read) item.append(" ", button(gettext("Read"), () => read({ ...place(now), quote: one.id }), { name: gettext("Read {quote} in its source", { quote: one.id }), className: "plain" }));
      list.append(item);
    }
    const open = read ? [button(gettext("Open the source"), () => read(place(now)), { className: "plain" })] : [];
    return [...(now.quotes.length ? [list] : []), ...open];
  }

  /** @param {Detail} now */
  const place = ({ source, point }) => ({ source, point });

  /** @param {Detail} now */
  function showNote(now) {
    const key = keyOf(now.source, now.point);
    // An answer from before the judgement takes no note away that somebody is at.
    const isAt = note?.key === key && note.field.input.matches(":focus");
    if (!now.mine && !isAt && !link.shelf.get(key)) {
      noteSlot.replaceChildren(element("p", "quiet", gettext("Once the cell is judged, it can have a note.")));
      note = null;
      return;
    }
    if (note?.key === key) return note.field.sync();
    const { source, point } = now;
    const field = textField(link, {
      key,
      label: gettext("Note"),
      rows: 2,
      read: () => (isShown(source, point) ? (detail?.note ?? "") : now.note),
      isHead: () => isShown(source, point) && Boolean(detail?.isHead),
      edit: (value) => ({ kind: "note", source, point, value }),
      onSaved: (answer) => {
        if (isShown(source, point) && answer.detail) detail = answer.detail;
      },
    });
    field.input.addEventListener("keydown", (/** @type {any} */ event) => {
      if (event.isComposing || !["Escape", "Enter"].includes(event.key) || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      link.flush(key);
      back();
    });
    note = { key, field };
    noteSlot.replaceChildren(field.root);
    field.fit();
  }

  /** @param {Detail} now */
  function showDecision(now) {
    const wanted = now.disagreed || now.decided ? `${now.source}/${now.point}` : "";
    decision.hidden = !wanted;
    if (wanted === decisionOf) return;
    decisionOf = wanted;
    decision.replaceChildren();
    if (!wanted) return;
    const { source, point } = now;
    const [field, reason] = labelled(gettext("Why it is decided so"), element("textarea"));
    reason.rows = 2;
    reason.dir = "auto";
    const key = `reason/${wanted}`;
    reason.value = String(link.shelf.get(key)?.value ?? "");
    reason.addEventListener("input", () => link.shelf.put(key, { kind: "reason", value: reason.value, base: "" }));
    const bar = element("div", "bar");
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", gettext("Decide the cell"));
    bar.append(element("span", "", gettext("Decide:")));
    for (const one of STANCES) {
      bar.append(button(`${one.mark} ${labelOf(one.key)}`, async () => {
        const answer = await link.ask("adjudicate", { source, point, value: one.value, reason: reason.value });
        if (answer.kind !== "saved") return say(answer.message ?? "");
        link.shelf.drop(key);
        reason.value = "";
        show(answer.detail);
        say(gettext("Decided."));
      }));
    }
    decision.append(field, bar);
  }

  return {
    root,
    aboutId: about.id,
    show,
    hide: () => (root.hidden = true),
    get detail() {
      return detail;
    },
    /**
     * Lead to the note of a cell at once: what is typed next is for it, whatever of the cell is still on its way.
     * @param {{source: string, point: string, mine: string, note: string}} cell note: as much of it as is known
     * @returns {boolean} whether it did; what an earlier page had typed behind a long note cannot wait for the rest of it
     */
    writeNote({ source, point, mine, note: head }) {
      if (!isShown(source, point) || !note) {
        const isHead = head.endsWith("…");
        if (isHead && link.shelf.get(keyOf(source, point))) return false;
        show({ ...NOTHING, source, point, mine, note: isHead ? head.slice(0, -1) : head, isHead });
      }
      const input = note?.field.input;
      input?.focus();
      input?.setSelectionRange(input.value.length, input.value.length);
      return true;
    },
    fit: () => note?.field.fit(),
  };
}
