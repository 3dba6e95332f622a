// @ts-check
// Making and placing elements. Text goes into the page only as text, never as markup.

let lastId = 0;

/** Give an id that no other element of the page has. @param {string} [name] */
export function freshId(name = "part") {
  lastId += 1;
  return `factbook-${name}-${lastId}-${Math.random().toString(36).slice(2, 8)}`;
}

/**
 * Make an element with text, never markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const FROM_THE_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;

/**
 * Which way a text runs, by most of its letters: a sentence that begins with a name in another script does not turn around.
 * @param {string} text
 */
export function directionOf(text) {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (!letters) return "auto";
  return 2 * (text.match(FROM_THE_RIGHT)?.length ?? 0) > letters ? "rtl" : "ltr";
}

/**
 * Text of the check, isolated: a right-to-left title does not turn around what stands beside it.
 * @param {string} className
 * @param {string} text
 */
export function isolated(className, text) {
  const made = element("bdi", className, text);
  made.dir = directionOf(text);
  return made;
}

/**
 * A button. It keeps the focus when it cannot be used: `disable` it instead of setting `disabled`.
 * @param {string} label
 * @param {() => void} action
 * @param {{name?: string, title?: string, className?: string}} [options] name: what it is called where its label is a sign
 */
export function button(label, action, { name = "", title = "", className = "" } = {}) {
  const made = element("button", className, label);
  made.type = "button";
  if (name) made.setAttribute("aria-label", name);
  if (title || name) made.title = title || name;
  made.addEventListener("click", (event) => {
    event.stopPropagation();
    if (made.getAttribute("aria-disabled") !== "true") action();
  });
  return made;
}

/** A part of a form under its heading. @param {string} title @param {HTMLElement[]} children */
export function group(title, children) {
  const root = element("section", "group");
  const head = element("h2", "", title);
  head.id = freshId("head");
  root.setAttribute("aria-labelledby", head.id);
  root.append(head, ...children);
  return root;
}

/**
 * A field with its label before it.
 * @template {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} T
 * @param {string} text @param {T} field @param {string} [className]
 * @returns {[HTMLElement, T]} both together, and the field
 */
export function labelled(text, field, className = "field") {
  field.id = freshId("labelled");
  const label = element("label", "", text);
  label.htmlFor = field.id;
  const root = element("div", className);
  root.append(label, field);
  return [root, field];
}

/** The keys of a part, for who does not know them yet. @param {string[][]} keys each with what it does */
export function keyLine(keys) {
  const line = element("p", "keys");
  for (const [key, does] of keys) {
    const pair = element("span", "pair");
    pair.append(element("kbd", "", key), ` ${does}`);
    line.append(pair);
  }
  return line;
}

/** @param {HTMLElement} one @param {boolean} yes */
export function disable(one, yes) {
  // Not "disabled": a button that was just used would drop the focus.
  one.setAttribute("aria-disabled", String(yes));
}

/**
 * Do something each time an element gets another size, and at first; give what ends it.
 * @param {HTMLElement} one
 * @param {() => void} action
 */
export function onResize(one, action) {
  // Not while it is being observed: what changes sizes then is told of as an error of the page.
  const seen = new ResizeObserver(() => requestAnimationFrame(action));
  seen.observe(one);
  return () => seen.disconnect();
}

/**
 * Bring the children of a list in line with records, each of which keeps its element: what is typed in, or has the
 * focus, stays.
 * @template {{id: string}} R
 * @template {{root: HTMLElement, update: (record: R, index: number) => void, leave?: () => void}} V
 * @param {HTMLElement} list
 * @param {Map<string, V>} views kept between calls
 * @param {R[]} records
 * @param {(record: R) => V} make
 */
export function alignList(list, views, records, make) {
  const wanted = new Set(records.map((one) => one.id));
  for (const [id, view] of views) {
    if (wanted.has(id)) continue;
    view.leave?.();
    view.root.remove();
    views.delete(id);
  }
  const focused = /** @type {?HTMLElement} */ (document.activeElement);
  records.forEach((record, index) => {
    let view = views.get(record.id);
    if (!view) views.set(record.id, (view = make(record)));
    view.update(record, index);
    if (list.children[index] !== view.root) list.insertBefore(view.root, list.children[index] ?? null);
  });
  // An element that is moved loses the focus.
  if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus();
}

/**
 * Keep single keys from the notebook, which would cut and run cells with them. Its chords, like Ctrl+S and
 * Shift+Enter, it keeps.
 * @param {HTMLElement} root
 */
export function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    if (event.shiftKey && event.key === "Enter") return;
    // Escape leads back to the notebook, but not while something is being typed.
    const isTyping = event.target instanceof Element && event.target.matches("input, textarea, select");
    if (event.key === "Escape" && !isTyping) return;
    event.stopPropagation();
  });
}
