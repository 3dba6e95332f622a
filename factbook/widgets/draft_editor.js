// @ts-check
// The report's sentences, section by section, with citations, and what the audit says under each; drafts to be answered;
// follow-ups; and the whole as the report shows it.

import { waits } from "./draft_box.js";
import { drafterChoice } from "./drafter_choice.js";
import { authored, sentence } from "./draft_sentence.js";
import { auditBox, correctionBox, ratingBox, reportBox } from "./draft_side.js";
import { button, disable, element, group, isolated, keepKeys, keyLine, onResize } from "./elements.js";
import { LINE_KEYS, lineList } from "./line_list.js";
import { openLink } from "./link.js";
import { statusLine } from "./status.js";
import { undoButton } from "./undo_button.js";
import { gettext, ngettext, setWords } from "./words.js";

/**
 * @typedef {import("./draft_box.js").Written} Written
 * @typedef {import("./draft_sentence.js").Mark} Mark
 * @typedef {Written & {section: string, points: string[], key_point?: boolean, starts_paragraph?: boolean,
 *   reports_silence?: boolean}} Finding
 * @typedef {{cite: string, words: string, number?: number}} Citable
 * @typedef {{implied: string, why: string, value: string, step: string, reason: string, by: string, scale: string,
 *   steps: {value: string, label: string}[]}} RatingView
 * @typedef {{findings: Finding[], follow_ups: Written[], drafting: boolean, stoppable: boolean, drafters: import("./drafter_choice.js").Drafter[], drafter: string, building: boolean, undo: number, points: {id: string, text: string}[],
 *   citable: Citable[], marks: Record<string, Mark[]>, others: Mark[], faults: number, cautions: number, audit: string,
 *   preview: string, rating: RatingView,
 *   published: ?{on: string, changes: number, corrections: {on: string, note: string}[]}}} DraftView
 */

/** @param {{model: import("./link.js").Model, el: HTMLElement}} view */
export function render({ model, el }) {
  setWords(model.get("words"), el);
  const link = openLink(model, "draft_editor");
  const status = statusLine(link, el);
  const view = () => /** @type {DraftView} */ (link.view);
  el.classList.add("factbook-desk", "factbook-draft");
  keepKeys(el);

  const titles = [
    ["summary", gettext("Summary of the results")],
    ["context", gettext("Missing context, other viewpoints")],
    ["interests", gettext("Possible misinformation or bias")],
  ];
  const wordsOf = (/** @type {string} */ cite) => view().citable.find((one) => one.cite === cite)?.words ?? "";
  const drafting = draftingBar();
  const sections = titles.map(([id, title]) => sectionList(id, title));
  const questions = questionList();
  const side = [ratingBox(link, status.say), auditBox(link), correctionBox(link, status.say)];
  const report = reportBox(link, status);

  const writing = element("div", "writing");
  writing.append(drafting.root, ...sections.map((one) => one.root), questions.root, keyLine([...LINE_KEYS(), ["@", gettext("cite")]]));
  const beside = element("div", "side");
  beside.append(...side.map((one) => one.root));
  const columns = element("div", "columns");
  columns.append(writing, beside);
  el.append(columns, status.root, report.root);

  function draftingBar() {
    const choice = drafterChoice(link);
    const suggest = button(gettext("Suggest a draft"), async () => {
      const wanted = choice.wanted();
      if (typeof wanted === "string") return status.warn(wanted);
      await link.flush();
      dropped.hidden = true;
      const answer = await link.ask("draft", wanted);
      if (answer.kind !== "saved") status.say(answer.message ?? "");
    });
    const stop = button(gettext("Stop"), async () => {
      const answer = await link.ask("stop_drafting");
      if (answer.kind !== "saved") status.warn(answer.message ?? "");
    });
    stop.title = gettext("Nothing is drafted then; answers that have come are kept");
    const back = undoButton(link, { say: status.say, key: "z", done: (answer) => focusOn(answer.undone) });
    const told = element("span", "quiet");
    told.setAttribute("role", "status");
    const bar = element("div", "bar");
    bar.append(suggest, stop, back.root, told);
    const keys = keyLine([
      ["a", gettext("accept")],
      ["e", gettext("edit")],
      ["d", gettext("decline")],
      ["z", gettext("undo")],
      ["↑ ↓", gettext("other drafts")],
    ]);
    const root = element("div", "drafting");
    const dropped = element("details", "dropped");
    dropped.hidden = true;
    root.append(bar, choice.root, dropped, keys);
    return {
      root,
      suggest,
      undo: back.undo,
      /** Tell what was written and not let in. @param {[string, string][]} all words and why not */
      tellDropped(all) {
        const list = element("ul");
        list.append(...all.map(([words, why]) => {
          const item = element("li");
          if (words) item.append(isolated("", `“${words}”`), " ");
          item.append(isolated("quiet", why));
          return item;
        }));
        dropped.replaceChildren(element("summary", "", ngettext("{number} sentence was dropped", "{number} sentences were dropped", all.length)), list);
        dropped.hidden = !all.length;
      },
      sync() {
        const waiting = waitingIds().length;
        choice.sync();
        disable(suggest, view().drafting);
        back.sync();
        const hadFocus = document.activeElement === stop;
        stop.hidden = !view().stoppable;
        if (hadFocus && stop.hidden) suggest.focus();
        suggest.textContent = view().drafting ? gettext("Drafting …") : gettext("Suggest a draft");
        told.textContent = waiting
          ? ngettext("{number} draft waits for your answer.", "{number} drafts wait for your answer.", waiting)
          : view().findings.length ? "" : gettext("From the stances and quotes of this check. Each sentence waits for your answer.");
        keys.hidden = !waiting;
      },
    };
  }

  /** @param {string} section */
  function findingsOf(section) {
    return view().findings.filter((one) => one.section === section);
  }

  /** Give the drafts that wait, in the order in which they stand. */
  function waitingIds() {
    const inOrder = [...titles.flatMap(([section]) => findingsOf(section)), ...view().follow_ups];
    return inOrder.filter(waits).map((one) => one.id);
  }

  /** @param {string} id */
  function focusOn(id) {
    for (const one of [...sections, questions]) one.lines.focus(id);
  }

  /** Drafts whose answer is on its way. @type {Set<string>} */
  const inFlight = new Set();

  /** Answer drafts, and go on at once to the next that waits. @param {Written[]} drafts @param {() => Promise<import("./link.js").Answer>} answerThem @param {string} said */
  async function answer(drafts, answerThem, said) {
    const open = waitingIds().filter((id) => !inFlight.has(id));
    const place = open.indexOf(drafts[0]?.id);
    if (place < 0) return;
    for (const one of drafts) inFlight.add(one.id);
    const isLeft = (/** @type {string} */ id) => !inFlight.has(id);
    const next = open.slice(place).find(isLeft) ?? open.findLast(isLeft);
    if (next) focusOn(next);
    const told = await answerThem();
    for (const one of drafts) inFlight.delete(one.id);
    if (!next) focusOn(drafts[0].id);
    if (document.activeElement === document.body) drafting.suggest.focus();
    if (told.kind === "moved") return status.say(gettext("It was drafted anew or changed meanwhile. Look again."));
    if (told.kind !== "saved") return status.say(told.message ?? "");
    status.say(said);
  }

  /** @param {Written[]} drafts */
  function accept(drafts) {
    const seen = Object.fromEntries(drafts.map((one) => [one.id, one.text]));
    const said = ngettext("{number} draft is accepted.", "{number} drafts are accepted.", drafts.length);
    return answer(drafts, () => link.ask("accept", { drafts: seen }), said);
  }

  /**
   * What can be done with one draft.
   * @param {"finding" | "follow_up"} what @param {string} id @param {(id: string, by: number) => unknown} move
   */
  function answersTo(what, id, move) {
    const shown = () => [...view().findings, ...view().follow_ups].filter((one) => one.id === id);
    return {
      accept: () => accept(shown()),
      decline: () => answer(shown(), () => link.ask(`remove_${what}`, { [what]: id }), gettext("Declined. It does not come back.")),
      undo: drafting.undo,
      step(/** @type {number} */ by) {
        const all = waitingIds();
        const next = all[all.indexOf(id) + by];
        if (next) focusOn(next);
      },
      move: async (/** @type {number} */ by) => {
        await move(id, by);
        focusOn(id);
      },
    };
  }

  /** @param {string} id @param {string} section @param {number} to */
  async function moveTo(id, section, to) {
    const answer = await link.ask("move_finding", { finding: id, section, to });
    if (answer.kind !== "saved") return status.say(answer.message ?? "");
    const title = titles.find((one) => one[0] === section)?.[1] ?? section;
    status.say(gettext("Now sentence {number} of “{section}”.", { number: to + 1, section: title }));
    focusOn(id);
  }

  /** @param {string} section @param {string} title */
  function sectionList(section, title) {
    async function move(/** @type {string} */ id, /** @type {number} */ by) {
      const place = findingsOf(section).findIndex((one) => one.id === id);
      const number = titles.findIndex((one) => one[0] === section);
      if (place < 0) return;
      if (place + by >= 0 && place + by < findingsOf(section).length) return moveTo(id, section, place + by);
      const next = titles[number + by]?.[0];
      if (next) await moveTo(id, next, by > 0 ? 0 : findingsOf(next).length);
    }
    const others = (/** @type {string} */ id) => findingsOf(section).filter((one) => one.id !== id);
    const lines = lineList(link, {
      what: "finding",
      prefix: "f",
      kept: () => findingsOf(section),
      all: () => view().findings,
      label: (id) => gettext("Sentence {id}", { id }),
      say: status.say,
      fields: { section },
      isTaken: (event) => event.defaultPrevented,
      drop: (id, before) => moveTo(id, section, others(id).findIndex((one) => one.id === before)),
      move,
      decorate: (row, id) => sentence(link, row, id, { answers: answersTo("finding", id, move), wordsOf }),
    });
    const add = button(gettext("Add a sentence"), () => lines.begin());
    lines.takeDrops(add, (id) => moveTo(id, section, others(id).length));
    const all = acceptAll(() => findingsOf(section));
    const root = group(title, [all.root, lines.list, add]);
    return { root, lines, sync: () => (lines.sync(), all.sync()) };
  }

  function questionList() {
    const lines = lineList(link, {
      what: "follow_up",
      prefix: "u",
      kept: () => view().follow_ups,
      label: (id) => gettext("Follow-up {id}", { id }),
      say: status.say,
      decorate: (row, id) => {
        const bar = element("div", "bar flags");
        row.body.append(bar);
        const answers = answersTo("follow_up", id, (moved, by) => lines.move(moved, by));
        return authored(row, { label: gettext("Draft {id}", { id }), place: bar, answers, wordsOf });
      },
    });
    const all = acceptAll(() => view().follow_ups);
    const add = button(gettext("Add a question"), () => lines.begin());
    const root = group(gettext("Follow-ups"), [all.root, lines.list, add]);
    return { root, lines, sync: () => (lines.sync(), all.sync()) };
  }

  /** @param {() => Written[]} written */
  function acceptAll(written) {
    const waiting = () => written().filter(waits);
    const root = button("", () => accept(waiting()), { className: "accept-all" });
    return {
      root,
      sync() {
        const many = waiting().length;
        root.hidden = many < 2;
        root.textContent = gettext("Accept all {number} drafts of this section", { number: many });
      },
    };
  }

  function sync() {
    for (const one of [drafting, ...sections, questions, ...side, report]) one.sync();
  }

  link.on("change", sync);
  link.on("message", (/** @type {any} */ answer) => {
    if (answer.drafted === null) status.warn(answer.message ?? "");
    if (typeof answer.drafted !== "number") return;
    const besides = [
      answer.asked && ngettext("The model was asked once.", "The model was asked {number} times.", answer.asked),
      answer.replayed && ngettext("{number} kept answer was used.", "{number} kept answers were used.", answer.replayed),
      answer.unread.length && gettext("Not read: {sources}.", { sources: answer.unread.join(", ") }),
    ].filter(Boolean);
    drafting.tellDropped(answer.dropped ?? []);
    const came = answer.drafted ? ngettext("{number} draft has come in.", "{number} drafts have come in.", answer.drafted) : gettext("There is nothing to draft.");
    status.say([came, ...besides].join(" "));
  });
  sync();
  link.ask("live");
  const leave = onResize(el, () => [...sections, questions].forEach((one) => one.lines.fit()));
  return () => {
    leave();
    report.close();
    status.leave();
    link.close();
  };
}

export default { render };
