// @ts-check
// A labelled field that is a view of one text of the check. What is typed is kept by the browser at once and saved in
// pauses. Where the text was changed elsewhere meanwhile, both are shown, and neither is lost.

import { button, directionOf, element, freshId, isolated, labelled } from "./elements.js";
import { gettext } from "./words.js";

/**
 * @param {import("./link.js").Link} link
 * @param {{key: string, label: string, hint?: string, rows?: number, hideLabel?: boolean, className?: string,
 *   read: () => string, isHead?: () => boolean, edit: (value: string) => {kind: string, [field: string]: unknown},
 *   onSaved?: (answer: import("./link.js").Answer) => void}} options
 *   rows: of a field for longer text; a single line without; isHead: whether more of the text than `read` gives is on
 *   its way: what is typed meanwhile is put behind it
 */
export function textField(link, options) {
  const { key, label, hint = "", rows = 0, hideLabel = false, className = "", read, isHead, edit, onSaved } = options;
  const root = element("div", `field ${className}`.trim());
  const input = rows ? element("textarea") : element("input");
  input.id = freshId("field");
  input.dir = "auto";
  input.autocomplete = "off";
  if (input instanceof HTMLTextAreaElement) input.rows = rows;
  else input.type = "text";
  const name = element("label", hideLabel ? "unseen" : "", label);
  name.htmlFor = input.id;
  const told = element("p", "hint", hint);
  told.id = freshId("hint");
  const problem = element("p", "problem");
  problem.id = freshId("problem");
  problem.setAttribute("role", "alert");
  const clash = element("div", "clash");
  clash.setAttribute("role", "group");
  clash.hidden = true;
  root.append(name, input, told, problem, clash);

  /** The text of the check that the field was last in line with; and what it showed then, like a blank at the end. */
  let base = read();
  let inLine = base;
  input.value = base;
  let waits = Boolean(isHead?.());
  const isChanged = () => input.value !== inLine && input.value !== base;

  /** @param {string} text */
  function show(text) {
    input.value = inLine = base = text;
  }

  function describe() {
    told.hidden = !hint || Boolean(problem.textContent);
    const ids = [!told.hidden && told.id, problem.textContent && problem.id].filter(Boolean).join(" ");
    if (ids) input.setAttribute("aria-describedby", ids);
    else input.removeAttribute("aria-describedby");
    if (problem.textContent) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  /** @param {string} text */
  function complain(text) {
    problem.textContent = text;
    describe();
  }

  function fit() {
    input.dir = directionOf(input.value);
    if (!(input instanceof HTMLTextAreaElement) || !input.isConnected || !input.offsetParent) return;
    input.style.height = "auto";
    if (input.scrollHeight) input.style.height = `${input.scrollHeight + 2}px`;
  }

  function typed() {
    fit();
    if (!clash.hidden || waits) {
      link.shelf.put(key, { ...edit(input.value), value: input.value, base });
      return;
    }
    if (!isChanged() && !link.isBusy(key)) {
      link.forget(key);
      complain("");
      return;
    }
    link.type(key, { ...edit(input.value), value: input.value, base }, answered);
  }

  /** @param {import("./link.js").Answer} answer @param {import("./shelf.js").Edit} sent */
  function answered(answer, sent) {
    if (answer.kind === "saved") {
      inLine = String(sent.value);
      base = answer.kept ?? inLine;
      complain("");
      onSaved?.(answer);
      sync();
    } else if (answer.kind === "moved") {
      showClash(String(answer.theirs ?? ""));
    } else {
      complain(answer.again ? gettext("Not saved yet. {reason}", { reason: answer.message ?? "" }) : (answer.problem ?? answer.message ?? ""));
    }
  }

  /** @param {string} theirs */
  function showClash(theirs) {
    if (theirs === input.value) {
      inLine = base = theirs;
      link.forget(key);
      clash.hidden = true;
      return;
    }
    link.shelf.put(key, { ...edit(input.value), value: input.value, base: theirs });
    const said = element("p", "", gettext("This was changed elsewhere meanwhile, to:"));
    const text = isolated("theirs", theirs || gettext("(nothing)"));
    const settle = (/** @type {string} */ value) => {
      clash.hidden = true;
      inLine = base = theirs;
      input.value = value;
      if (value === theirs) link.forget(key);
      else typed();
      fit();
      input.focus();
    };
    clash.replaceChildren(
      said,
      text,
      button(gettext("Keep mine"), () => settle(input.value)),
      button(gettext("Take theirs"), () => settle(theirs)),
    );
    clash.hidden = false;
  }

  /** Bring the field in line with the check, unless something is being typed in it. */
  function sync() {
    const now = read();
    if (waits && !isHead?.()) {
      waits = false;
      const more = input.value.startsWith(base) ? input.value.slice(base.length) : ` ${input.value}`;
      show(now);
      input.value += more;
      if (more) typed();
      return fit();
    }
    if (now === base || link.isBusy(key)) return;
    if (!isChanged()) {
      const { selectionStart: start, selectionEnd: end } = input;
      show(now);
      if (document.activeElement === input) input.setSelectionRange(start, end);
      fit();
    } else if (input.value === now) {
      show(now);
      link.forget(key);
    } else {
      showClash(now);
    }
  }

  /** What an earlier page had typed and not saved. */
  function recover() {
    const kept = link.shelf.get(key);
    if (!kept || typeof kept.value !== "string") return;
    if (kept.value === base) return link.shelf.drop(key);
    input.value = kept.value;
    const wasSent = typeof kept.sent === "string" && kept.sent.trim() === base;
    if (kept.base === base || wasSent) typed();
    else showClash(base);
  }

  input.addEventListener("input", typed);
  input.addEventListener("blur", async () => {
    await link.flush(key);
    // Whoever has left sees the text as it is kept.
    if (document.activeElement !== input && !isChanged() && !link.isBusy(key)) show(base);
  });
  input.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Escape" || event.isComposing || input.value === base || link.isBusy(key)) return;
    input.value = base;
    typed();
  });
  describe();
  recover();
  requestAnimationFrame(fit);
  return { root, input, sync, fit, complain, typed };
}

/** @typedef {ReturnType<typeof textField>} Field */

/**
 * A choice of a few, saved at once.
 * @param {import("./link.js").Link} link
 * @param {{label: string, options: () => {value: string, label: string}[], read: () => string,
 *   edit: (value: string) => {kind: string, [field: string]: unknown}, onFailed?: (message: string) => void}} options
 */
export function choiceField(link, { label, options, read, edit, onFailed }) {
  const [root, select] = labelled(label, element("select"), "field choice");
  let shown = "";

  function sync() {
    const wanted = options();
    const now = JSON.stringify([wanted, read()]);
    if (now === shown) return;
    shown = now;
    select.replaceChildren(...wanted.map(({ value, label: text }) => new Option(text, value)));
    select.value = read();
  }

  select.addEventListener("change", async () => {
    const { kind, ...fields } = edit(select.value);
    const answer = await link.ask(kind, fields);
    if (answer.kind === "saved") return;
    shown = "";
    sync();
    onFailed?.(answer.message ?? "");
  });
  sync();
  return { root, select, sync };
}
