// @ts-check
// The desk: all parts of a check behind tabs, after the pattern of the WAI-ARIA Authoring Practices. A part is drawn when
// its tab is opened for the first time, and stays.

import { render as renderClaim } from "./claim_form.js";
import { render as renderDraft } from "./draft_editor.js";
import { element, freshId } from "./elements.js";
import { openLink } from "./link.js";
import { render as renderReader } from "./reader.js";
import { render as renderSources } from "./source_board.js";
import { render as renderStances } from "./stance_table.js";
import { gettext, setWords } from "./words.js";

/** A tab whose view could not be made is asked for again after this long. */
const AGAIN_MS = 3000;

/**
 * @typedef {{source: string, point?: string, quote?: string}} Place
 * @typedef {{name: string, tab: HTMLElement, panel: HTMLElement, draw: (view: any) => () => void, leave: ?() => void}} Tab
 */

/** @param {{model: import("./link.js").Model, el: HTMLElement}} view */
export function render({ model, el }) {
  setWords(model.get("words"), el);
  el.classList.add("factbook-desk", "factbook-tabs");
  const list = element("div", "tabs");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", gettext("The desk"));
  el.append(list);
  /** @type {?(place: Place) => void} */
  let reader = null;
  /** What is to be read once the reader is there. @type {?Place} */
  let wanted = null;
  const go = {
    /** Open a source in the reader. @param {Place} place */
    read(place) {
      wanted = place;
      open("reader");
      reader?.(place);
      if (reader) wanted = null;
    },
    /** The reader is there; given is whether it is to read something now. @param {(place: Place) => void} listener */
    onRead(listener) {
      reader = listener;
      const place = wanted;
      wanted = null;
      if (place) queueMicrotask(() => listener(place));
      return Boolean(place);
    },
  };
  const kinds = [
    { name: "claim_form", label: gettext("Claim"), draw: renderClaim },
    { name: "source_board", label: gettext("Sources"), draw: renderSources },
    { name: "reader", label: gettext("Reader"), draw: renderReader },
    { name: "stance_table", label: gettext("Stances"), draw: renderStances },
    { name: "draft_editor", label: gettext("Draft"), draw: renderDraft },
  ];
  /** @type {Tab[]} */
  const tabs = kinds.map(({ name, label, draw }) => {
    const tab = element("button", "tab", label);
    tab.type = "button";
    tab.id = freshId("tab");
    tab.setAttribute("role", "tab");
    const panel = element("div", "tab-panel");
    panel.id = freshId("panel");
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => open(name));
    list.append(tab);
    el.append(panel);
    return { name, tab, panel, draw, leave: null };
  });

  const page = freshId("page");
  /** The others need not be kept up to date until they are open again. @param {string} name */
  function tell(name) {
    try {
      model.send({ part: name, kind: "opened", page });
    } catch {
      // The kernel is gone: what is there is shown.
    }
  }

  /** @param {string} name */
  function open(name) {
    tell(name);
    for (const one of tabs) {
      const isOpen = one.name === name;
      one.tab.setAttribute("aria-selected", String(isOpen));
      one.tab.tabIndex = isOpen ? 0 : -1;
      one.panel.hidden = !isOpen;
      if (isOpen && !one.leave) drawOnce(one);
    }
  }

  /** Draw a part, as soon as the kernel has sent what it shows. @param {Tab} one */
  function drawOnce(one) {
    const isThere = () => Object.keys(model.get(one.name) ?? {}).length > 0;
    const draw = () => {
      const body = element("div");
      one.panel.replaceChildren(body);
      one.leave = one.draw({ model, el: body, go });
    };
    if (isThere()) return draw();
    const link = openLink(model, one.name);
    const alert = element("p", "alert");
    alert.setAttribute("role", "alert");
    one.panel.replaceChildren(element("p", "quiet", gettext("Opening …")), alert);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    async function wake() {
      const answer = await link.ask("wake");
      if (answer.kind !== "saved") timer = setTimeout(wake, AGAIN_MS);
    }
    one.leave = () => {
      clearTimeout(timer);
      link.close();
    };
    link.on("change", () => {
      if (!isThere()) return;
      one.leave?.();
      draw();
    });
    link.on("status", () => {
      const { late, failed } = link.status;
      const warning = late ? gettext("The kernel is busy or gone. If it was restarted, run this cell again.") : failed;
      if (alert.textContent !== warning) alert.textContent = warning;
    });
    wake();
  }

  list.addEventListener("keydown", (event) => {
    const at = tabs.findIndex((one) => one.tab === document.activeElement);
    const turn = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + turn, ArrowLeft: at - turn, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(to + tabs.length) % tabs.length];
    open(next.name);
    next.tab.focus();
  });
  open(model.get("tab"));
  return () => {
    tell("");
    tabs.forEach((one) => one.leave?.());
  };
}

export default { render };
