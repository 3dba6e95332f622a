// The stance table in the browser. It relies on the anywidget calls get, set, on, off and send alone, keeps no
// state of its own beyond where the focus is, and puts text from the check into the page only as text.

/**
 * @typedef {{value: ?string, state: string, mine: ?string, note: string, suggestion: ?string, by: string,
 *   quotes: number}} Cell
 * @typedef {{id: string, title: string, cells: Cell[]}} Row
 * @typedef {{coder: string, points: {id: string, text: string}[], rows: Row[], totals: number[][],
 *   rating: {value: string, label: string, reason: string}}} Table
 */

const STANCES = [
  { value: "supports", label: "supports", mark: "✓", key: "1" },
  { value: "refutes", label: "refutes", mark: "✕", key: "2" },
  { value: "mixed", label: "mixed", mark: "±", key: "3" },
  { value: "not_addressed", label: "not addressed", mark: "–", key: "4" },
];
const OPEN = { empty: "not judged", suggested: "not judged", disagreed: "coders disagree" };
const HELP =
  "Arrows move. 1 supports, 2 refutes, 3 mixed, 4 not addressed, 0 clears. " +
  "a accepts a suggestion, n writes a note, z undoes, Shift+z redoes.";

/** Make an element with text, never markup. */
function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  el.classList.add("factbook-stances");
  const rating = element("p", "rating");
  const frame = element("div", "frame");
  const tools = element("div", "tools");
  const status = element("p", "status");
  status.setAttribute("role", "status");
  const alert = element("p", "alert");
  alert.setAttribute("role", "alert");
  el.append(rating, tools, frame, status, alert, element("p", "help", HELP));

  /** @type {Table} */ let table;
  /** @type {HTMLTableCellElement[][]} */ let grid = [];
  /** @type {HTMLTableCellElement[]} */ let totals = [];
  let focus = { row: 0, column: 0 };

  function draw() {
    table = structuredClone(model.get("table"));
    const hadFocus = frame.contains(document.activeElement);
    frame.replaceChildren();
    if (!table.points.length || !table.rows.length) {
      frame.append(element("p", "empty", emptyText()));
      rating.textContent = "";
      tools.hidden = true;
      return;
    }
    tools.hidden = false;
    frame.append(drawTable());
    showTotals();
    focus = { row: Math.min(focus.row, grid.length - 1), column: Math.min(focus.column, grid[0].length - 1) };
    grid[focus.row][focus.column].tabIndex = 0;
    if (hadFocus) grid[focus.row][focus.column].focus();
  }

  function emptyText() {
    return table.points.length
      ? "No sources yet. Bring one in with check.add_source(FILE), then run this cell again."
      : "No points yet. Add one with check.add_point(TEXT), then run this cell again.";
  }

  function drawTable() {
    const made = element("table");
    made.setAttribute("role", "grid");
    made.setAttribute("aria-label", "Stance table");
    const head = made.createTHead().insertRow();
    head.append(headerCell("col", "Source"));
    for (const point of table.points) head.append(headerCell("col", point.text));
    const body = made.createTBody();
    grid = table.rows.map((row, r) => {
      const line = body.insertRow();
      line.append(headerCell("row", row.title));
      return row.cells.map((_cell, c) => {
        const place = line.insertCell();
        place.setAttribute("role", "gridcell");
        place.tabIndex = -1;
        place.addEventListener("click", () => moveTo(r, c));
        place.addEventListener("focus", () => remember(r, c));
        showCell(place, r, c);
        return place;
      });
    });
    const foot = made.createTFoot().insertRow();
    foot.append(headerCell("row", "Totals"));
    totals = table.points.map(() => foot.insertCell());
    made.addEventListener("keydown", onKey);
    return made;
  }

  function headerCell(scope, text) {
    const cell = element("th", "", text);
    cell.scope = scope;
    cell.dir = "auto";
    return cell;
  }

  /** Show one cell: its value, or a suggestion that waits, with a note's and quotes' marks. */
  function showCell(place, r, c) {
    const cell = table.rows[r].cells[c];
    const shown = STANCES.find((one) => one.value === (cell.value ?? cell.suggestion));
    place.className = cell.value ? `coded ${cell.value}` : cell.state;
    place.replaceChildren();
    const mark = element("span", "mark", shown ? shown.mark : cell.state === "disagreed" ? "≠" : "·");
    mark.setAttribute("aria-hidden", "true");
    place.append(mark, element("span", "label", shown ? shown.label : OPEN[cell.state]));
    if (!cell.value && cell.suggestion) place.append(element("span", "extra", `suggested by ${cell.by}`));
    if (cell.note) place.append(element("span", "extra note", cell.note));
    if (cell.quotes) place.append(element("span", "extra", cell.quotes === 1 ? "1 quote" : `${cell.quotes} quotes`));
  }

  function showTotals() {
    table.totals.forEach((numbers, column) => {
      const said = STANCES.map((one, i) => (numbers[i] ? `${one.mark} ${numbers[i]}` : "")).filter(Boolean);
      if (numbers[4]) said.push(`· ${numbers[4]}`);
      totals[column].textContent = said.join("  ");
      totals[column].setAttribute(
        "aria-label",
        [...STANCES.map((one) => one.label), "open"].map((name, i) => `${numbers[i]} ${name}`).join(", "),
      );
    });
    rating.replaceChildren(
      document.createTextNode("The table implies: "),
      element("strong", "", table.rating.label),
      document.createTextNode(`. ${table.rating.reason}`),
    );
  }

  function remember(row, column) {
    grid[focus.row]?.[focus.column]?.setAttribute("tabindex", "-1");
    focus = { row, column };
    grid[row][column].tabIndex = 0;
    const current = table.rows[row].cells[column];
    for (const button of tools.querySelectorAll("button[data-value]"))
      button.setAttribute("aria-pressed", String(button.dataset.value === current.mine));
    accept.disabled = !current.suggestion;
  }

  function moveTo(row, column) {
    const to = grid[Math.max(0, Math.min(row, grid.length - 1))];
    to[Math.max(0, Math.min(column, to.length - 1))].focus();
  }

  function send(kind, fields = {}) {
    alert.textContent = "";
    status.textContent = "Saving …";
    model.send({
      kind,
      source: table.rows[focus.row].id,
      point: table.points[focus.column].id,
      ...fields,
    });
  }

  function writeNote() {
    const { row, column } = focus;
    const place = grid[row][column];
    const field = element("input", "note-field");
    field.value = table.rows[row].cells[column].note;
    field.setAttribute("aria-label", "Note on this judgement");
    let open = true;
    const close = (save) => {
      if (!open) return;
      open = false;
      field.remove();
      const value = table.rows[row].cells[column].mine;
      if (save && field.value !== table.rows[row].cells[column].note) {
        focus = { row, column };
        send("judge", { value, note: field.value });
      }
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") {
        close(event.key === "Enter");
        place.focus();
      }
    });
    field.addEventListener("blur", () => close(true));
    field.addEventListener("click", (event) => event.stopPropagation());
    place.append(field);
    field.focus();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { row, column } = focus;
    const moves = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, grid[0].length - 1],
    };
    const stance = STANCES.find((one) => one.key === event.key);
    if (moves[event.key]) moveTo(...moves[event.key]);
    else if (stance) send("judge", { value: stance.value });
    else if (event.key === "0" || event.key === "Delete") send("judge", { value: null });
    else if (event.key === "a" && table.rows[row].cells[column].suggestion) send("accept");
    else if (event.key === "n" && table.rows[row].cells[column].mine) writeNote();
    else if (event.key === "z") send("undo");
    else if (event.key === "Z") send("redo");
    else return;
    // JupyterLab would take these keys for its own, like 1 for a heading or a for a new cell above.
    event.preventDefault();
    event.stopPropagation();
  }

  function button(text, label, action, value) {
    const made = element("button", "", text);
    made.type = "button";
    made.title = label;
    if (value) made.dataset.value = value;
    made.addEventListener("click", () => {
      action();
      grid[focus.row]?.[focus.column]?.focus();
    });
    tools.append(made);
    return made;
  }

  for (const one of STANCES)
    button(`${one.mark} ${one.label}`, `${one.key}`, () => send("judge", { value: one.value }), one.value);
  button("clear", "0", () => send("judge", { value: null }));
  const accept = button("accept suggestion", "a", () => send("accept"));
  button("undo", "z", () => send("undo"));
  button("redo", "Shift+z", () => send("redo"));
  button("reload", "show the check as it is on the disk", () => model.send({ kind: "refresh" }));

  function onMessage(message) {
    const r = table.rows.findIndex((row) => row.id === message.source);
    const c = table.points.findIndex((point) => point.id === message.point);
    if (message.kind === "error") {
      status.textContent = "";
      alert.textContent = `Not saved. ${message.message}`;
    } else if (message.kind === "saved") {
      table.totals = message.totals;
      table.rating = message.rating;
      if (r >= 0 && c >= 0) {
        table.rows[r].cells[c] = message.cell;
        showCell(grid[r][c], r, c);
        if (r === focus.row && c === focus.column) remember(r, c);
      }
      showTotals();
      status.textContent = "Saved.";
    }
  }

  draw();
  model.on("change:table", draw);
  model.on("msg:custom", onMessage);
  return () => {
    model.off("change:table", draw);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
