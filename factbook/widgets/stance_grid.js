// @ts-check
// The grid of the stance table. Of many rows only those on screen, and a few around them, are in the page; all have one
// height, so that the place of each is known without it.

import { element, freshId, isolated } from "./elements.js";
import { extrasOf, labelOf, readCell, settled, STANCES, stanceOf } from "./stances.js";
import { gettext, ngettext } from "./words.js";

const AROUND = 6;
/** Until a row was measured. */
const ROW_PX = 58;

/**
 * @typedef {[string, string, string, string, (string | import("./stances.js").Cell)[]]} Row id, title, details, copy of, cells
 * @typedef {{id: string, text: string, totals: number[], origins?: number[], rating: {value: string, label: string}, waiting: number}} Point
 * @typedef {{row: number, column: number}} Place of what is shown, after filtering and sorting
 */

/**
 * @param {{points: () => Point[], rows: () => Row[], model: () => string, counted: () => string,
 *   pending: (source: string, point: string) => string | undefined, arrived: (place: Place) => void,
 *   onKey: (event: KeyboardEvent) => void, choices: HTMLElement, describedBy: string}} options
 *   rows: those that are shown, in their order; pending: a judgement that is not saved yet, empty for none
 */
export function stanceGrid(options) {
  const { points, rows, model, pending, choices } = options;
  const root = element("div", "frame");
  root.tabIndex = -1;
  const table = element("table");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", gettext("Stance table: what each source says on each point"));
  const head = table.createTHead();
  const body = table.createTBody();
  const foot = table.createTFoot();
  root.append(table);
  const above = spacer();
  const below = spacer();
  /** @type {Map<string, {line: HTMLTableRowElement, cells: HTMLTableCellElement[], totals: HTMLTableCellElement, shown: string}>} */
  const lines = new Map();
  let rowPx = ROW_PX;
  let focus = { row: 0, column: 0 };
  let columns = "";
  let shownHead = "";

  function spacer() {
    const line = element("tr", "spacer");
    line.setAttribute("role", "presentation");
    const cell = line.insertCell();
    cell.setAttribute("role", "presentation");
    return line;
  }

  /** Draw what there is to see now. */
  function draw() {
    drawHead();
    drawRows();
    drawFoot();
  }

  function drawHead() {
    const now = JSON.stringify(points().map((one) => [one.id, one.text, one.waiting]));
    if (now === shownHead) return;
    shownHead = now;
    const ids = points().map((one) => one.id).join(" ");
    if (ids !== columns) drop([...lines.keys()]);
    columns = ids;
    const line = element("tr");
    line.setAttribute("aria-rowindex", "1");
    line.append(headCell("col", gettext("Source")));
    for (const point of points()) {
      const cell = headCell("col", point.text);
      cell.title = point.text;
      if (point.waiting) {
        const waits = isolated("extra", ngettext("{number} suggestion waits", "{number} suggestions wait", point.waiting));
        waits.title = gettext("suggested by {model}", { model: model() });
        cell.append(waits);
      }
      line.append(cell);
    }
    line.append(headCell("col", gettext("Totals")));
    head.replaceChildren(line);
    table.setAttribute("aria-colcount", String(points().length + 2));
    table.style.setProperty("--points", String(points().length));
  }

  /** @param {string} scope @param {string} text */
  function headCell(scope, text) {
    const cell = element("th");
    cell.scope = scope;
    const inner = isolated("clamp", text);
    cell.append(inner);
    return cell;
  }

  /** @param {string[]} ids */
  function drop(ids) {
    // Whoever was at a row that scrolls out of sight is still at the table, and the next key leads back. This comes first:
    // to give the focus, the browser lays out the page, and a table that is short for a moment is scrolled back.
    if (ids.some((id) => lines.get(id)?.line.contains(document.activeElement))) root.focus({ preventScroll: true });
    for (const id of ids) {
      lines.get(id)?.line.remove();
      lines.delete(id);
    }
  }

  /** Bring the rows that are in sight into the page, and no others. */
  function drawRows() {
    const all = rows();
    const first = Math.max(0, Math.floor(root.scrollTop / rowPx) - AROUND);
    const inSight = Math.ceil((root.clientHeight || 600) / rowPx);
    const last = Math.min(all.length, first + inSight + 2 * AROUND);
    const wanted = all.slice(first, last);
    const ids = new Set(wanted.map((one) => one[0]));
    if (above.parentElement !== body) body.append(above, below);
    drop([...lines.keys()].filter((id) => !ids.has(id)));
    wanted.forEach((row, index) => {
      const held = lines.get(row[0]) ?? makeLine(row[0]);
      held.line.setAttribute("aria-rowindex", String(first + index + 2));
      held.line.dataset.row = String(first + index);
      fill(held, row);
      const before = body.children[index + 1];
      if (before !== held.line) body.insertBefore(held.line, before);
    });
    stretch(above, first * rowPx);
    stretch(below, (all.length - last) * rowPx);
    table.setAttribute("aria-rowcount", String(all.length + 2));
    measure();
    mark();
  }

  /** @param {HTMLTableRowElement} line @param {number} height */
  function stretch(line, height) {
    line.hidden = height <= 0;
    line.cells[0].colSpan = points().length + 2;
    line.cells[0].style.height = `${height}px`;
  }

  function measure() {
    const [held] = lines.values();
    const height = held?.line.getBoundingClientRect().height;
    if (!height || Math.abs(height - rowPx) < 0.5) return;
    rowPx = height;
    requestAnimationFrame(drawRows);
  }

  /** @param {string} id */
  function makeLine(id) {
    const line = element("tr");
    const name = element("th");
    name.scope = "row";
    line.append(name);
    const cells = points().map((_point, column) => {
      const cell = line.insertCell();
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      // The cell's name is what it holds, without the buttons that come to it with the focus.
      const content = element("div", "content");
      content.id = freshId("cell");
      cell.setAttribute("aria-labelledby", content.id);
      cell.append(content);
      cell.addEventListener("click", () => cell.contains(document.activeElement) || cell.focus());
      cell.addEventListener("focus", () => arrive({ row: Number(line.dataset.row), column }));
      return cell;
    });
    const totals = line.insertCell();
    totals.className = "totals";
    const held = { line, cells, totals, shown: "" };
    lines.set(id, held);
    return held;
  }

  /** @param {{line: HTMLTableRowElement, cells: HTMLTableCellElement[], totals: HTMLTableCellElement, shown: string}} held @param {Row} row */
  function fill(held, [id, title, details, copy, tokens]) {
    const waits = points().map((point) => pending(id, point.id));
    const now = JSON.stringify([title, details, copy, tokens, waits]);
    if (held.shown === now) return;
    held.shown = now;
    const name = held.line.cells[0];
    const parts = [isolated("clamp title", title)];
    if (details || copy) parts.push(isolated("extra clamp-one", copy || details));
    name.replaceChildren(...parts);
    name.title = [title, details, copy].filter(Boolean).join("\n");
    held.line.classList.toggle("copy", Boolean(copy));
    const counts = [0, 0, 0, 0, 0];
    tokens.forEach((token, column) => {
      const cell = readCell(token, model());
      const value = settled(cell);
      counts[value ? Number(value) - 1 : 4] += 1;
      showCell(held.cells[column], cell, waits[column]);
    });
    held.totals.replaceChildren(tally(counts));
  }

  /**
   * @param {HTMLTableCellElement} place
   * @param {import("./stances.js").Cell} cell
   * @param {string | undefined} waits a judgement on its way
   */
  function showCell(place, cell, waits) {
    const saving = waits !== undefined;
    const agreed = cell.disagreed ? undefined : (cell.decided ?? cell.others?.[0]?.[1]);
    const key = saving ? waits : (cell.mine ?? agreed ?? cell.suggestion);
    const stance = stanceOf(key);
    const isSplit = !saving && !stance && cell.disagreed;
    const isSuggested = !saving && Boolean(stance && cell.suggestion);
    const mark = element("span", "mark");
    mark.dataset.mark = stance ? stance.mark : isSplit ? "≠" : "·";
    mark.setAttribute("aria-hidden", "true");
    const label = element("span", "label", stance ? labelOf(key) : isSplit ? gettext("no agreement") : gettext("not judged"));
    const extras = saving ? [gettext("saving …")] : extrasOf(cell, model());
    place.className = saving ? "saving" : isSuggested ? "suggested" : stance ? stance.value : isSplit ? "split" : "open";
    place.setAttribute("aria-busy", String(saving));
    // The blanks are for who hears the cell: what is said apart is to be heard apart.
    const more = extras.flatMap((text) => [" ", isolated("extra", text)]);
    place.firstElementChild?.replaceChildren(mark, label, ...more);
    place.title = extras.join("\n");
  }

  /**
   * @param {number[]} numbers of the four stances, and of what is open
   * @param {number[]} [origins] how many origins stand behind them
   */
  function tally(numbers, origins = numbers) {
    const from = (/** @type {number} */ i) => (i < origins.length && origins[i] !== numbers[i] ? ` ${ngettext("from {number} origin", "from {number} origins", origins[i])}` : "");
    const names = [...STANCES.map((one) => labelOf(one.key)), gettext("open")];
    const marks = [...STANCES.map((one) => one.mark), gettext("open")];
    const said = element("span", "tally");
    marks.forEach((mark, i) => numbers[i] && said.append(element("span", "", `${numbers[i]}\u00a0${mark}${from(i)}`)));
    said.setAttribute("role", "img");
    said.setAttribute("aria-label", names.map((name, i) => `${numbers[i]} ${name}${from(i)}`).join(", "));
    said.title = said.getAttribute("aria-label") ?? "";
    return said;
  }

  function drawFoot() {
    const line = element("tr");
    line.setAttribute("aria-rowindex", String(rows().length + 2));
    line.append(headCell("row", gettext("Totals")));
    for (const point of points()) {
      const cell = line.insertCell();
      cell.className = "totals";
      cell.append(element("span", `verdict ${point.rating.value}`, point.rating.label), tally(point.totals, point.origins));
    }
    line.insertCell().append(element("span", "counted", options.counted()));
    foot.replaceChildren(line);
  }

  /** The focus comes to a cell: it alone is in the tab order, and it has the buttons. @param {Place} place */
  function arrive(place) {
    focus = place;
    mark();
    options.arrived(place);
  }

  /** Put the buttons, and the way in by Tab, where the focus is. */
  function mark() {
    const row = rows()[focus.row];
    const cell = row && lines.get(row[0])?.cells[focus.column];
    for (const one of body.querySelectorAll('[role="gridcell"][tabindex="0"]')) if (one !== cell) /** @type {HTMLElement} */ (one).tabIndex = -1;
    for (const one of body.querySelectorAll("[aria-describedby]")) if (one !== cell) one.removeAttribute("aria-describedby");
    if (!cell) return choices.remove();
    cell.tabIndex = 0;
    cell.setAttribute("aria-describedby", options.describedBy);
    if (choices.parentElement !== cell) cell.append(choices);
  }

  /** @param {number} row @param {number} column @param {{quietly?: boolean}} [how] quietly: without taking the focus */
  function moveTo(row, column, { quietly = false } = {}) {
    const all = rows();
    if (!all.length || !points().length) return;
    focus = { row: Math.max(0, Math.min(row, all.length - 1)), column: Math.max(0, Math.min(column, points().length - 1)) };
    const headPx = head.getBoundingClientRect().height;
    const footPx = foot.getBoundingClientRect().height;
    const top = focus.row * rowPx;
    const height = (root.clientHeight || 600) - headPx - footPx;
    if (top < root.scrollTop) root.scrollTop = top;
    else if (top + rowPx > root.scrollTop + height) root.scrollTop = top + rowPx - height;
    drawRows();
    const cell = lines.get(all[focus.row][0])?.cells[focus.column];
    if (quietly) return options.arrived(focus);
    cell?.focus({ preventScroll: true });
    if (cell) reveal(cell);
  }

  /** Scroll a cell out from under the column of sources. @param {HTMLElement} cell */
  function reveal(cell) {
    const place = cell.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    const name = cell.parentElement?.firstElementChild;
    const isStuck = name && getComputedStyle(name).position === "sticky";
    const left = frame.left + (isStuck ? (name?.getBoundingClientRect().width ?? 0) : 0);
    if (place.left < left) root.scrollLeft -= left - place.left;
    else if (place.right > frame.right) root.scrollLeft += place.right - frame.right + 2;
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((root.clientHeight || 600) / rowPx) - 2);
    const moves = {
      ArrowUp: [focus.row - 1, focus.column],
      ArrowDown: [focus.row + 1, focus.column],
      ArrowLeft: [focus.row, focus.column - 1],
      ArrowRight: [focus.row, focus.column + 1],
      Home: [focus.row, 0],
      End: [focus.row, points().length - 1],
      PageUp: [focus.row - page, focus.column],
      PageDown: [focus.row + page, focus.column],
    };
    const to = /** @type {Record<string, number[]>} */ (moves)[event.key];
    if (to) {
      event.preventDefault();
      moveTo(to[0], to[1]);
    } else options.onKey(event);
  }

  root.addEventListener("keydown", onKey);
  root.addEventListener("scroll", drawRows, { passive: true });
  return {
    root,
    draw,
    moveTo,
    get focus() {
      return focus;
    },
    /** Whether the focus is in the grid. */
    hasFocus: () => root.contains(document.activeElement),
    /** Draw the rows that are in sight again. */
    redraw: drawRows,
    resized() {
      measure();
      drawRows();
    },
  };
}
