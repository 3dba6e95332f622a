// @ts-check
// Beside the sentences: the Rating, what the audit says of the rest, corrections of a published check; and the report.

import { markItem } from "./draft_sentence.js";
import { button, disable, element, freshId, group, isolated, labelled } from "./elements.js";
import { choiceField, textField } from "./field.js";
import { gettext, ngettext } from "./words.js";

/**
 * @typedef {import("./link.js").Link} Link
 * @typedef {(text: string) => void} Say
 */

/** @param {Link} link @returns {import("./draft_editor.js").DraftView} */
const viewOf = (link) => /** @type {any} */ (link.view);

/** @param {Link} link */
export function auditBox(link) {
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
      const { faults, cautions, audit: state, others } = viewOf(link);
      root.hidden = state === "none";
      const wrong = ngettext("{number} fault", "{number} faults", faults);
      const doubtful = ngettext("{number} caution", "{number} cautions", cautions);
      const counted = gettext("{faults}, {cautions}", { faults: wrong, cautions: doubtful });
      const current = faults + cautions ? counted : gettext("Nothing is wrong.");
      told.textContent = state === "working" ? gettext("Auditing …") : state === "current" ? current : state;
      more.hidden = !others.length;
      summary.textContent = ngettext("{number} on sources, quotes and judgements", "{number} on sources, quotes and judgements", others.length);
      const now = JSON.stringify(others);
      if (now !== shown) list.replaceChildren(...others.map(markItem));
      shown = now;
    },
  };
}

/** @param {Link} link @param {Say} say */
export function ratingBox(link, say) {
  const rating = () => viewOf(link).rating;
  const implied = element("p");
  const why = element("p", "quiet");
  const choice = choiceField(link, {
    label: gettext("The rating is"),
    options: () => [{ value: "", label: gettext("as the table implies: {rating}", { rating: rating().implied }) }, ...rating().steps],
    read: () => rating().step,
    edit: (step) => ({ kind: "rate", step }),
    onFailed: say,
  });
  const reason = textField(link, {
    key: "rating/reason",
    label: gettext("Why this rating"),
    rows: 2,
    read: () => rating().reason,
    edit: (value) => ({ kind: "set_reason", value }),
  });
  return {
    root: group(gettext("Rating"), [implied, why, choice.root, reason.root]),
    sync() {
      implied.replaceChildren(gettext("The table implies: "), element("strong", rating().value, rating().implied));
      why.textContent = rating().why;
      choice.sync();
      reason.root.hidden = !rating().step;
      reason.sync();
    },
  };
}

/** @param {Link} link @param {Say} say */
export function correctionBox(link, say) {
  const told = element("p", "quiet");
  const list = element("ul", "corrections");
  const [field, input] = labelled(gettext("What was corrected, and why"), element("textarea"));
  input.rows = 2;
  input.dir = "auto";
  input.value = String(link.shelf.get("correction")?.value ?? "");
  const record = button(gettext("Record the correction"), async () => {
    const answer = await link.ask("revise", { note: input.value });
    if (answer.kind !== "saved") return say(answer.message ?? "");
    input.value = "";
    link.shelf.drop("correction");
    say(gettext("The correction is recorded."));
  });
  input.addEventListener("input", () => link.shelf.put("correction", { kind: "correction", value: input.value, base: "" }));
  const root = group(gettext("Corrections"), [told, list, field, record]);
  return {
    root,
    sync() {
      const published = viewOf(link).published;
      root.hidden = !published;
      if (!published) return;
      const changes = published.changes ? ngettext("{number} change since then that readers are owed a word on.", "{number} changes since then that readers are owed a word on.", published.changes) : "";
      told.textContent = `${gettext("Published on {day}.", { day: published.on })} ${changes}`;
      list.replaceChildren(...published.corrections.map((one) => {
        const item = element("li");
        item.append(element("span", "quiet", one.on), " ", isolated("", one.note));
        return item;
      }));
    },
  };
}

/** The report: as it would be now, and as files. @param {Link} link @param {{say: Say, warn: Say}} status */
export function reportBox(link, { say, warn }) {
  // Another page may show the report as well: each says for itself whether it still does.
  const page = freshId("page");
  const isOpen = () => toggle.getAttribute("aria-expanded") === "true";
  const toggle = button(gettext("Preview"), async () => {
    const on = !isOpen();
    toggle.setAttribute("aria-expanded", String(on));
    frame.hidden = !on;
    await link.ask("live", { page, preview: on });
  });
  toggle.setAttribute("aria-expanded", "false");
  const frame = element("iframe", "preview");
  frame.title = gettext("The sentences as the report shows them");
  // It is a page of its own, without scripts and without a way out.
  frame.setAttribute("sandbox", "");
  frame.hidden = true;
  const build = button(gettext("Build the report"), async () => {
    await link.flush();
    const answer = await link.ask("build");
    if (answer.kind !== "saved") say(answer.message ?? "");
  });
  link.on("message", (/** @type {any} */ answer) => {
    if (!answer.built) return;
    const files = answer.built.map((/** @type {string} */ name) => `${answer.folder}/${name}`).join(", ");
    if (files) say(gettext("Built: {files}.", { files }));
    else warn(answer.message);
  });
  const bar = element("div", "bar");
  bar.append(toggle, build);
  const root = element("div", "previewing");
  root.append(bar, frame);
  let shown = "";
  return {
    root,
    sync() {
      const { audit, preview, building } = viewOf(link);
      bar.hidden = audit === "none";
      build.textContent = building ? gettext("Building …") : gettext("Build the report");
      disable(build, building);
      if (preview === shown) return;
      shown = preview;
      frame.srcdoc = shown;
    },
    close: () => isOpen() && link.ask("live", { page, preview: false }),
  };
}
