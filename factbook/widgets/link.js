// @ts-check
// The link of one part of the page to the check on disk. It relies on the anywidget calls get, on, off and send alone.
//
// An edit is a small message, and counts as saved once the kernel has acknowledged it: by then it is on the disk. What
// is typed goes on a shelf of the browser at once, is sent in pauses, and leaves the shelf when it is acknowledged.

import { freshId } from "./elements.js";
import { insisting } from "./insisting.js";
import { openShelf } from "./shelf.js";
import { gettext } from "./words.js";

/**
 * @typedef {{get: (name: string) => any, on: Function, off: Function, send: Function}} Model
 * @typedef {import("./shelf.js").Edit} Edit
 * @typedef {{kind: "saved" | "failed" | "moved" | "news" | "trouble", id?: string, message?: string, problem?: string, again?: boolean,
 *   theirs?: any, kept?: string, patch?: [(string | number)[], unknown?, unknown[]?][], [field: string]: any}} Answer
 */

const PAUSE_MS = 350;
const LONGEST_MS = 1500;
/** Without an answer for this long, the reader is told that what they see is not saved. */
const PATIENCE_MS = 5000;
const STILL_HERE_MS = 60_000;

/**
 * @param {Model} model
 * @param {string} part
 */
export function openLink(model, part) {
  const shelf = openShelf(model.get("place") ?? "", part);
  /** @type {Map<string, {resolve: (answer: Answer) => void, sentAt: number}>} */
  const waiting = new Map();
  /** @type {Map<string, {edit: Edit, timer: ReturnType<typeof setTimeout>, since: number, answered: (answer: Answer, sent: Edit) => void}>} */
  const typed = new Map();
  /** What was typed and sent, by key: one at a time, so that each builds on the last.
   * @type {Map<string, {value: unknown, answer: Promise<Answer>}>} */
  const sending = new Map();
  /** @type {Record<"change" | "status" | "message", Set<Function>>} */
  const listeners = { change: new Set(), status: new Set(), message: new Set() };
  /** The kernel tells each answer to all that show this widget, in this page and in others: each knows its own. */
  const name = freshId("link");
  let lastId = 0;
  /** What was typed and cannot be: why, by key. It stays where it was typed. @type {Map<string, string>} */
  const rejected = new Map();
  let trouble = "";
  let failed = "";
  let saved = false;

  const tell = (/** @type {"change" | "status" | "message"} */ what, /** @type {any} */ news) =>
    [...listeners[what]].forEach((listener) => listener(news));

  const alarm = setInterval(() => tell("status", null), 1000);
  const stillHere = setInterval(() => post({ kind: "here" }), STILL_HERE_MS);

  /** @param {object} message @param {ArrayBuffer[]} [buffers] */
  function post(message, buffers) {
    try {
      if (buffers) model.send(message, undefined, buffers);
      else model.send(message);
    } catch {
      // The kernel is gone. Nobody answers, and the status says so.
    }
  }

  /** @param {Answer & {part?: string}} answer */
  function onMessage(answer) {
    if (answer.part !== part) return;
    // The view is shared by all that show this widget: each puts every patch into it, with the same result.
    const view = model.get(part);
    for (const [path, ...value] of answer.patch ?? []) applyPatch(view, path, value);
    if (answer.kind === "trouble") trouble = answer.message ?? "";
    if (answer.patch) tell("change", answer);
    const asked = waiting.get(answer.id ?? "");
    waiting.delete(answer.id ?? "");
    if (asked && answer.kind === "failed") failed = answer.message ?? "";
    if (asked && answer.kind === "saved") {
      failed = "";
      if (!answer.still) saved = true;
    }
    asked?.resolve(answer);
    tell("message", answer);
    tell("status", null);
  }

  const onRenewed = () => tell("change", {});

  /** Ask the kernel for something, and give its answer. @param {string} kind @param {object} [fields] @param {ArrayBuffer[]} [buffers] @returns {Promise<Answer>} */
  function ask(kind, fields = {}, buffers = undefined) {
    const id = `${name}/${++lastId}`;
    return new Promise((resolve) => {
      waiting.set(id, { resolve, sentAt: performance.now() });
      post({ part, kind, id, ...fields }, buffers);
      tell("status", null);
    });
  }

  /** @param {string} key @returns {Promise<Answer> | undefined} */
  function sendTyped(key) {
    const entry = typed.get(key);
    const before = sending.get(key)?.answer;
    if (!entry) return before;
    clearTimeout(entry.timer);
    if (before) return before.then(() => sendTyped(key) ?? before);
    typed.delete(key);
    const { edit, answered } = entry;
    const { kind, ...fields } = edit;
    // It may reach the disk and its answer never this page: then it is not somebody else's.
    shelf.put(key, { ...edit, sent: edit.value });
    const answer = insistence.insist(kind, fields, (said) => answered(said, edit)).then((said) => {
      sending.delete(key);
      if (said.kind === "saved") rejected.delete(key);
      else rejected.set(key, said.kind === "moved" ? gettext("It was changed elsewhere meanwhile.") : (said.problem ?? ""));
      // The field says it, and goes on saying it.
      if (said.kind === "failed") failed = "";
      // What was typed since builds on what is now saved.
      if (said.kind === "saved") {
        const base = said.kept ?? edit.value;
        const later = typed.get(key);
        if (later) later.edit.base = base;
        const shelved = shelf.get(key);
        if (shelved && shelved.value === edit.value) shelf.drop(key);
        else if (shelved) shelf.put(key, { ...shelved, base, sent: undefined });
      }
      answered(said, edit);
      tell("status", null);
      return said;
    });
    sending.set(key, { value: edit.value, answer });
    return answer;
  }

  const insistence = insisting({ ask, changed: () => tell("status", null) });

  model.on("msg:custom", onMessage);
  model.on(`change:${part}`, onRenewed);
  post({ kind: "here" });

  return {
    get view() {
      return model.get(part);
    },
    shelf,
    ask,
    /** Ask for a change that is not to be lost where the disk does not take it: it is tried again until it does. */
    insist: insistence.insist,
    /**
     * Keep what was typed, and send it in the next pause.
     * @param {string} key what is edited, like `question`; a later edit of it takes the place of an earlier one
     * @param {Edit} edit
     * @param {(answer: Answer, sent: Edit) => void} answered with what became of it; before that, each time the disk refuses it
     */
    type(key, edit, answered) {
      const before = typed.get(key);
      const since = before?.since ?? performance.now();
      if (before) clearTimeout(before.timer);
      shelf.put(key, { ...edit, sent: sending.get(key)?.value });
      const pause = Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - performance.now()));
      typed.set(key, { edit, since, answered, timer: setTimeout(() => sendTyped(key), pause) });
      tell("status", null);
    },
    /** Take back what was typed and not sent. @param {string} key */
    forget(key) {
      clearTimeout(typed.get(key)?.timer);
      typed.delete(key);
      rejected.delete(key);
      shelf.drop(key);
      tell("status", null);
    },
    /** Send what was typed now, of one key or of all, and give when it is answered. @param {string} [key] */
    flush: (key) => Promise.all((key ? [key] : [...new Set([...typed.keys(), ...sending.keys()])]).map(sendTyped)),
    /** @param {string} key */
    isBusy: (key) => typed.has(key) || sending.has(key),
    /** What is to be told: how much is not saved yet, for how long, and what went wrong. */
    get status() {
      const oldest = Math.min(...[...waiting.values()].map((one) => one.sentAt));
      const unsaved = new Set([...typed.keys(), ...sending.keys()]).size + Math.max(0, waiting.size - sending.size);
      const late = performance.now() - oldest > PATIENCE_MS;
      return { unsaved, late, trouble, failed, rejected: [...rejected.values()], saved, refused: insistence.refused };
    },
    /** @param {"change" | "status" | "message"} what @param {Function} listener */
    on(what, listener) {
      listeners[what].add(listener);
    },
    close() {
      clearInterval(alarm);
      clearInterval(stillHere);
      insistence.close();
      for (const one of typed.values()) clearTimeout(one.timer);
      for (const key of [...typed.keys()]) sendTyped(key);
      model.off("msg:custom", onMessage);
      model.off(`change:${part}`, onRenewed);
    },
  };
}

/** @typedef {ReturnType<typeof openLink>} Link */

/**
 * Put a value at a place of a view, or take the place out where there is none. Of a place and items, the list there
 * has these from that place on.
 * @param {any} view
 * @param {(string | number)[]} path
 * @param {unknown[]} value
 */
export function applyPatch(view, path, value) {
  let place = view;
  for (const step of path.slice(0, -1)) {
    place = place?.[step];
    if (place === undefined || place === null) return;
  }
  const last = path[path.length - 1];
  const [now, items] = value;
  if (Array.isArray(items)) place[last]?.splice(now, Infinity, ...structuredClone(items));
  else if (value.length) place[last] = structuredClone(now);
  else delete place[last];
}
