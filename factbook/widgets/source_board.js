// @ts-check
// The sources of a check: brought in by address, file or pasted text; each with its state, what is known of it, and the
// copies of it folded below.

import { alignList, button, element, isolated, keepKeys, labelled } from "./elements.js";
import { openLink } from "./link.js";
import { render as renderReader } from "./reader.js";
import { sourceIntake } from "./source_intake.js";
import { sourceRow } from "./source_row.js";
import { statusLine } from "./status.js";
import { undoButton } from "./undo_button.js";
import { gettext, ngettext, setWords } from "./words.js";

/**
 * @typedef {{id: string, item: string, state: "coming" | "passed" | "unread" | "failed", told: string}} Coming
 * @typedef {{id: string, number: number, title: string, detail: string, url: string, state: "read" | "unread" | "dead",
 *   told: string, quotes: number, copy: string, of: string, fields?: Record<string, string>, origin?: string}} Source
 * @typedef {{coming: Coming[], undo: number, counted: string, sources: Source[]}} BoardView
 * @typedef {{source: string, point?: string, quote?: string}} Place
 */

/** @param {{model: import("./link.js").Model, el: HTMLElement, go?: {read: (place: Place) => void}}} view */
export function render({ model, el, go }) {
  setWords(model.get("words"), el);
  const link = openLink(model, "source_board");
  const status = statusLine(link, el);
  const view = () => /** @type {BoardView} */ (link.view);
  el.classList.add("factbook-desk", "factbook-sources");
  keepKeys(el);

  const intake = sourceIntake(link, { root: el, say: status.say });
  const coming = comingList(link);
  const head = element("div", "bar list-head");
  const counted = element("h2", "counted");
  const [field, filter] = labelled(gettext("Filter"), element("input"), "filter");
  filter.type = "search";
  filter.dir = "auto";
  const undo = undoButton(link, { say: status.say });
  head.append(counted, undo.root, field);
  const none = element("p", "quiet");
  const list = element("ul", "sources");
  el.append(intake.root, coming.root, head, none, list, status.root);

  /** @type {Map<string, ReturnType<typeof sourceRow>>} */
  const rows = new Map();
  /** Originals whose copies are shown. @type {Set<string>} */
  const unfolded = new Set();
  const reading = go ? null : readingView(model, el);
  const read = (/** @type {string} */ source) => (go ? go.read({ source }) : reading?.read({ source }));

  /** Give what is shown: each source, and behind it its copies unless they are folded away. */
  function shown() {
    const wanted = filter.value.trim().toLowerCase();
    const all = view().sources;
    if (wanted) return all.filter((one) => `${one.title} ${one.detail} ${one.url} ${one.id}`.toLowerCase().includes(wanted));
    return all
      .filter((one) => !one.of)
      .flatMap((one) => [one, ...(unfolded.has(one.id) ? all.filter((other) => other.of === one.id) : [])]);
  }

  function sync() {
    const { sources } = view();
    coming.sync();
    counted.textContent = view().counted;
    undo.sync();
    head.hidden = !sources.length && !view().undo;
    field.hidden = !sources.length;
    const now = shown();
    none.textContent = !sources.length
      ? gettext("There are no sources yet. Paste web addresses or a text above, or drop files here.")
      : now.length ? "" : gettext("No source is called so.");
    none.hidden = !none.textContent;
    alignList(list, rows, now, (source) =>
      sourceRow(link, source, {
        read,
        say: status.say,
        sources: () => view().sources,
        unfold: (id) => {
          if (unfolded.has(id)) unfolded.delete(id);
          else unfolded.add(id);
          sync();
        },
        isUnfolded: (id) => unfolded.has(id),
      }),
    );
  }

  filter.addEventListener("input", sync);
  link.on("change", sync);
  link.on("message", (/** @type {any} */ answer) => {
    if (answer.came && answer.how === "done") status.say(gettext("Brought in: {item}", { item: answer.came }));
  });
  sync();
  return () => {
    intake.close();
    reading?.close();
    status.leave();
    link.close();
  };
}

/**
 * What is on its way, and what could not come in.
 * @param {import("./link.js").Link} link
 */
function comingList(link) {
  const root = element("div", "coming");
  root.setAttribute("role", "status");
  const line = element("p", "quiet");
  const list = element("ul");
  const all = button(gettext("Dismiss all"), () => link.ask("clear"));
  root.append(line, list, all);
  /** @type {Map<string, any>} */
  const rows = new Map();

  function row(/** @type {Coming} */ { id }) {
    const item = element("li", "bar");
    const name = isolated("", "");
    const told = element("span", "quiet");
    const away = button(gettext("Dismiss"), () => link.ask("clear", { coming: id }), { className: "plain" });
    item.append(name, told, away);
    return {
      root: item,
      update(/** @type {Coming} */ one) {
        name.textContent = one.item;
        told.textContent = one.state === "coming" ? gettext("coming in …") : one.told;
        item.className = `bar ${one.state}`;
        away.hidden = one.state === "coming";
      },
    };
  }

  return {
    root,
    sync() {
      /** @type {Coming[]} */
      const coming = link.view.coming ?? [];
      const left = coming.filter((one) => one.state === "coming").length;
      line.textContent = left ? ngettext("{number} source is coming in …", "{number} sources are coming in …", left) : "";
      line.hidden = !left;
      // Of many at once only the first are named.
      alignList(list, rows, [...coming.filter((one) => one.state !== "coming"), ...coming.filter((one) => one.state === "coming").slice(0, 5)], row);
      root.hidden = !coming.length;
      all.hidden = coming.length - left < 2;
    },
  };
}

/**
 * The reader below the board, once something is to be read.
 * @param {import("./link.js").Model} model
 * @param {HTMLElement} el
 */
function readingView(model, el) {
  /** @type {(place: Place) => void} */
  let listener = () => undefined;
  /** @type {?() => void} */
  let leave = null;
  const frame = element("div", "reading-view");
  return {
    /** @param {Place} place */
    read(place) {
      if (!leave) {
        el.append(frame);
        leave = renderReader({ model, el: frame, go: { onRead: (one) => (listener = one) } });
      }
      frame.scrollIntoView({ block: "nearest" });
      listener(place);
    },
    close: () => leave?.(),
  };
}

export default { render };
