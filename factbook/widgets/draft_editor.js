// @ts-check
// The report's sentences, section by section, with citations, and what the audit says under each; follow-ups, the Rating
// and corrections; and the whole as the report shows it.

import { citationBox } from "./citation_box.js";
import { button, element, freshId, isolated, keepKeys } from "./elements.js";
import { choiceField, textField } from "./field.js";
import { lineKeys, lineList } from "./line_list.js";
import { openLink } from "./link.js";
import { statusLine } from "./status.js";
import { gettext, ngettext, setWords } from "./words.js";

/**
 * @typedef {{state: string, grade: "fault" | "caution", told: string, of?: string}} Mark
 * @typedef {{id: string, section: string, text: string, points: string[], key_point?: boolean, starts_paragraph?: boolean,
 *   reports_silence?: boolean}} Finding
 * @typedef {{cite: string, words: string, number?: number}} Citable
 * @typedef {{implied: string, why: string, value: string, step: string, reason: string, by: string, scale: string,
 *   steps: {value: string, label: string}[]}} RatingView
 * @typedef {{findings: Finding[], follow_ups: {id: string, text: string}[], points: {id: string, text: string}[],
 *   citable: Citable[], marks: Record<string, Mark[]>, others: Mark[], faults: number, cautions: number, audit: string,
 *   preview: string, rating: RatingView,
 *   published: ?{on: string, changes: number, corrections: {on: string, note: string}[]}}} DraftView
 */

/** @param {{model: import("./link.js").Model, el: HTMLElement}} view */
export function render({ model, el }) {
  setWords(model.get("words"));
  const link = openLink(model, "draft_editor");
  const status = statusLine(link);
  const view = () => /** @type {DraftView} */ (link.view);
  el.classList.add("factbook-desk", "factbook-draft");
  keepKeys(el);

  const titles = [
    ["summary", gettext("Summary of the results")],
    ["context", gettext("Missing context, other viewpoints")],
    ["interests", gettext("Possible misinformation or bias")],
  ];
  const sections = titles.map(([id, title]) => sectionList(id, title));
  const questions = lineList(link, {
    what: "follow_up",
    prefix: "u",
    kept: () => view().follow_ups,
    label: (id) => gettext("Follow-up {id}", { id }),
    say: status.say,
  });
  const followUps = group(gettext("Follow-ups"), [questions.list, button(gettext("Add a question"), () => questions.begin())]);
  const audit = auditLine();
  const rating = ratingBox();
  const corrections = correctionBox();
  const preview = previewBox();

  const writing = element("div", "writing");
  writing.append(...sections.map((one) => one.root), followUps, lineKeys([["@", gettext("cite")]]));
  const side = element("div", "side");
  side.append(rating.root, audit.root, corrections.root);
  const columns = element("div", "columns");
  columns.append(writing, side);
  el.append(columns, status.root, preview.root);

  /** @param {string} title @param {HTMLElement[]} children */
  function group(title, children) {
    const root = element("section", "group");
    const head = element("h3", "", title);
    head.id = freshId("head");
    root.setAttribute("aria-labelledby", head.id);
    root.append(head, ...children);
    return root;
  }

  /** @param {string} section */
  function findingsOf(section) {
    return view().findings.filter((one) => one.section === section);
  }

  /** @param {string} id @param {string} section @param {number} to */
  async function moveTo(id, section, to) {
    const answer = await link.ask("move_finding", { finding: id, section, to });
    if (answer.kind !== "saved") return status.say(answer.message ?? "");
    const title = titles.find((one) => one[0] === section)?.[1] ?? section;
    status.say(gettext("Now sentence {number} of “{section}”.", { number: to + 1, section: title }));
    sections.find((one) => one.id === section)?.lines.focus(id);
  }

  /** @param {string} section @param {string} title */
  function sectionList(section, title) {
    const lines = lineList(link, {
      what: "finding",
      prefix: "f",
      kept: () => findingsOf(section),
      all: () => view().findings,
      label: (id) => gettext("Sentence {id}", { id }),
      say: status.say,
      fields: { section },
      isTaken: (event) => event.defaultPrevented,
      drop: (id, before) => moveTo(id, section, findingsOf(section).filter((one) => one.id !== id).findIndex((one) => one.id === before)),
      async move(id, by) {
        const place = findingsOf(section).findIndex((one) => one.id === id);
        const number = titles.findIndex((one) => one[0] === section);
        if (place < 0) return;
        if (place + by >= 0 && place + by < findingsOf(section).length) return moveTo(id, section, place + by);
        const next = titles[number + by]?.[0];
        if (next) await moveTo(id, next, by > 0 ? 0 : findingsOf(next).length);
      },
      decorate: (row, id) => sentence(row, id),
    });
    const add = button(gettext("Add a sentence"), () => lines.begin());
    const root = group(title, [lines.list, add]);
    lines.takeDrops(add, (id) => moveTo(id, section, findingsOf(section).filter((one) => one.id !== id).length));
    return { id: section, root, lines };
  }

  /** What stands under a sentence: the audit's marks, and what it is marked as. @param {import("./line_list.js").LineRow} row @param {string} id */
  function sentence({ root, body, field }, id) {
    const cites = citationBox(/** @type {HTMLTextAreaElement} */ (field.input), () => view().citable);
    const marks = element("ul", "marks");
    marks.id = freshId("marks");
    marks.setAttribute("aria-label", gettext("The audit on {id}", { id }));
    const bar = element("div", "bar flags");
    const flags = [
      ["key_point", gettext("Key point")],
      ["starts_paragraph", gettext("New paragraph")],
      ["reports_silence", gettext("Tells of silence")],
    ].map(([flag, label]) => {
      const made = button(label, () => link.ask("flag", { finding: id, flag, on: made.getAttribute("aria-pressed") !== "true" }));
      made.dataset.flag = flag;
      bar.append(made);
      return made;
    });
    const points = element("span", "bar points");
    points.setAttribute("role", "group");
    points.setAttribute("aria-label", gettext("Points it speaks to"));
    bar.append(points);
    body.append(cites.root, marks, bar);
    let shown = "";
    return (/** @type {any} */ line) => {
      const isKept = view().findings.some((one) => one.id === id);
      bar.hidden = !isKept;
      for (const flag of flags) flag.setAttribute("aria-pressed", String(Boolean(line[flag.dataset.flag ?? ""])));
      const now = JSON.stringify([line.points, view().points, view().marks[id]]);
      if (now === shown) return;
      shown = now;
      const wanted = new Set(line.points ?? []);
      const focused = [...points.children].indexOf(/** @type {any} */ (document.activeElement));
      points.replaceChildren(
        ...view().points.map((point, index) => {
          const made = button(gettext("Point {number}", { number: index + 1 }), () => {
            const chosen = wanted.has(point.id) ? [...wanted].filter((one) => one !== point.id) : [...wanted, point.id];
            link.ask("points", { finding: id, points: chosen });
          }, { title: point.text });
          made.setAttribute("aria-pressed", String(wanted.has(point.id)));
          return made;
        }),
      );
      if (focused >= 0) /** @type {?HTMLElement} */ (points.children[focused])?.focus();
      const said = view().marks[id] ?? [];
      marks.replaceChildren(...said.map(markItem));
      marks.hidden = !said.length;
      root.classList.toggle("faulty", said.some((one) => one.grade === "fault"));
    };
  }

  /** @param {Mark} mark */
  function markItem(mark) {
    const item = element("li", `mark-of-audit ${mark.grade}`);
    const sign = element("span", "sign", mark.grade === "fault" ? "✕" : "!");
    sign.setAttribute("aria-hidden", "true");
    item.append(sign, element("strong", "", mark.state), " ", isolated("", mark.of ? `${mark.of}: ${mark.told}` : mark.told));
    return item;
  }

  function auditLine() {
    const told = element("p", "quiet");
    told.setAttribute("role", "status");
    const list = element("ul", "others");
    const more = element("details");
    const summary = element("summary");
    more.append(summary, list);
    const root = group(gettext("Audit"), [told, more]);
    let shown = "";
    return {
      root,
      sync() {
        const { faults, cautions, audit: state, others } = view();
        root.hidden = state === "none";
        const counted = gettext("{faults}, {cautions}", {
          faults: ngettext("{number} fault", "{number} faults", faults),
          cautions: ngettext("{number} caution", "{number} cautions", cautions),
        });
        told.textContent = state === "working" ? gettext("Auditing …") : state === "current" ? (faults + cautions ? counted : gettext("Nothing is wrong.")) : state;
        more.hidden = !others.length;
        summary.textContent = gettext("Not of one sentence: {number}", { number: others.length });
        const now = JSON.stringify(others);
        if (now !== shown) list.replaceChildren(...others.map(markItem));
        shown = now;
      },
    };
  }

  function ratingBox() {
    const implied = element("p");
    const why = element("p", "quiet");
    const choice = choiceField(link, {
      label: gettext("The rating is"),
      options: () => [{ value: "", label: gettext("as the table implies: {rating}", { rating: view().rating.implied }) }, ...view().rating.steps],
      read: () => view().rating.step,
      edit: (step) => ({ kind: "rate", step }),
      onFailed: status.say,
    });
    const reason = textField(link, {
      key: "rating/reason",
      label: gettext("Why this rating"),
      rows: 2,
      read: () => view().rating.reason,
      edit: (value) => ({ kind: "set_reason", value }),
    });
    const root = group(gettext("Rating"), [implied, why, choice.root, reason.root]);
    return {
      root,
      sync() {
        implied.replaceChildren(gettext("The table implies: "), element("strong", view().rating.value, view().rating.implied));
        why.textContent = view().rating.why;
        choice.sync();
        reason.root.hidden = !view().rating.step;
        reason.sync();
      },
    };
  }

  function correctionBox() {
    const told = element("p", "quiet");
    const list = element("ul", "corrections");
    const input = element("textarea");
    input.rows = 2;
    input.id = freshId("note");
    input.dir = "auto";
    input.value = String(link.shelf.get("correction")?.value ?? "");
    const label = element("label", "", gettext("What was corrected, and why"));
    label.htmlFor = input.id;
    const field = element("div", "field");
    field.append(label, input);
    const record = button(gettext("Record the correction"), async () => {
      const answer = await link.ask("revise", { note: input.value });
      if (answer.kind !== "saved") return status.say(answer.message ?? "");
      input.value = "";
      link.shelf.drop("correction");
      status.say(gettext("The correction is recorded."));
    });
    input.addEventListener("input", () => link.shelf.put("correction", { kind: "correction", value: input.value, base: "" }));
    const root = group(gettext("Corrections"), [told, list, field, record]);
    return {
      root,
      sync() {
        const published = view().published;
        root.hidden = !published;
        if (!published) return;
        told.textContent = [
          gettext("Published on {day}.", { day: published.on }),
          published.changes ? ngettext("{number} change since then that readers are owed a word on.", "{number} changes since then that readers are owed a word on.", published.changes) : "",
        ].join(" ");
        list.replaceChildren(...published.corrections.map((one) => {
          const item = element("li");
          item.append(element("span", "quiet", one.on), " ", isolated("", one.note));
          return item;
        }));
      },
    };
  }

  function previewBox() {
    const toggle = button(gettext("Preview"), async () => {
      const on = toggle.getAttribute("aria-expanded") !== "true";
      toggle.setAttribute("aria-expanded", String(on));
      frame.hidden = !on;
      await link.ask("live", { preview: on });
    });
    toggle.setAttribute("aria-expanded", "false");
    const frame = element("iframe", "preview");
    frame.title = gettext("The sentences as the report shows them");
    // It is a page of its own, without scripts and without a way out.
    frame.setAttribute("sandbox", "");
    frame.hidden = true;
    const root = element("div", "previewing");
    root.append(toggle, frame);
    let shown = "";
    return {
      root,
      sync() {
        toggle.hidden = view().audit === "none";
        if (view().preview === shown || !view().preview) return;
        shown = view().preview;
        frame.srcdoc = shown;
      },
    };
  }

  function sync() {
    sections.forEach((one) => one.lines.sync());
    questions.sync();
    rating.sync();
    audit.sync();
    corrections.sync();
    preview.sync();
  }

  link.on("change", sync);
  sync();
  link.ask("live", { preview: false });
  const seen = new ResizeObserver(() => [...sections.map((one) => one.lines), questions].forEach((one) => one.fit()));
  seen.observe(el);
  return () => {
    seen.disconnect();
    link.close();
  };
}

export default { render };
