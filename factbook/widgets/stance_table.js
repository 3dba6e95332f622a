// @ts-check
// The stance table in the browser. It relies on the anywidget calls get, on, off and send alone, keeps nothing that
// is not on the disk but where the focus is, and puts text from the check into the page only as text.

/**
 * @typedef {{mine?: string, note?: string, accepted?: string, others?: [string, string][], more?: number,
 *   disagreed?: boolean, decided?: string, decider?: string, suggestion?: string, by?: string, sure?: string,
 *   words?: string[], unassessed?: string[], quotes?: number}} Cell
 * @typedef {{id: string, text: string, totals: number[], origins?: number[], rating: string}} Point
 * @typedef {{id: string, title: string, detail: string, copy?: string, totals: number[], cells: Cell[]}} Row
 * @typedef {{headline: string, empty: string, counted: string, rating: {value: string, label: string}, points: Point[],
 *   rows: Row[], blind?: boolean, undo: number, redo: number}} Table
 * @typedef {{kind: string, id?: number, message?: string, source?: string, point?: string, cell?: Cell,
 *   note_stays?: boolean, of_source?: number[], of_point?: object, rating?: Table["rating"], undo: number,
 *   redo: number}} Answer
 */

const STANCES = [
  { value: "supports", label: "supports", mark: "✓", key: "1" },
  { value: "refutes", label: "refutes", mark: "✕", key: "2" },
  { value: "mixed", label: "mixed", mark: "±", key: "3" },
  { value: "not_addressed", label: "not addressed", mark: "–", key: "4" },
];
/** @param {?string} [value] */
const stanceOf = (value) => STANCES.find((one) => one.value === value);
const NOTHING = { undo: "Nothing to undo.", redo: "Nothing to redo.", refresh: "As it is on the disk now." };
/** Without an answer for this long, the reader is told that what they see is not saved. */
const PATIENCE_MS = 5000;
const BLIND_NOTE = "Judged blind: you see your own judgements alone, until all are revealed.";

/**
 * Make an element with text, never markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {string} [text]
 */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Text of the check, isolated: a right-to-left title does not turn around what stands beside it. */
function isolated(className, text) {
  const made = element("bdi", className, text);
  made.dir = "auto";
  return made;
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  el.classList.add("factbook-stances");
  const headline = element("h2", "headline");
  const rating = element("p", "rating");
  const blind = element("p", "blind", BLIND_NOTE);
  const alert = element("p", "alert");
  alert.setAttribute("role", "alert");
  const frame = element("div", "frame");
  const tools = element("div", "tools");
  const status = element("span", "status");
  status.setAttribute("role", "status");
  const choices = element("span", "choices");
  /** What the suggestion in the cell that has the focus rests on. */
  const rests = element("div", "rests");
  const name = `factbook-stances-${Math.random().toString(36).slice(2)}`;
  const help = helpLine();
  el.append(headline, rating, blind, frame, rests, alert, tools, help);

  /** @type {Table} */ let table;
  /** @type {HTMLTableCellElement[][]} */ let grid = [];
  /** @type {HTMLElement[]} */ let columnTotals = [];
  /** @type {HTMLElement[]} */ let rowTotals = [];
  let focus = { row: 0, column: 0 };
  /**
   * What the kernel has not answered yet.
   * @type {Map<number, {kind: string, source: string, point: string, value?: ?string}>}
   */
  const waiting = new Map();
  let lastId = 0;
  let timer = 0;
  /** The note that is being written. @type {?{row: number, column: number, field: HTMLTextAreaElement}} */
  let note = null;

  function draw() {
    const hadFocus = frame.contains(document.activeElement);
    const draft = note && {
      source: table.rows[note.row].id,
      point: table.points[note.column].id,
      text: note.field.value,
      at: note.field.selectionStart,
    };
    note = null;
    // The object is shared by all views of this widget: each puts every answer into it, with the same result.
    table = model.get("table");
    headline.replaceChildren(isolated("", table.headline));
    showRating();
    showHistory(table);
    tools.hidden = help.hidden = rating.hidden = Boolean(table.empty);
    rests.hidden = true;
    blind.hidden = !table.blind || Boolean(table.empty);
    frame.replaceChildren(table.empty ? element("p", "empty", table.empty) : drawTable());
    const [r, c] = draft ? find(draft) : [-1, -1];
    if (draft && (r < 0 || c < 0)) alert.textContent = `The cell is gone from the check. Your note was: ${draft.text}`;
    if (table.empty) return;
    focus = { row: Math.min(focus.row, grid.length - 1), column: Math.min(focus.column, grid[0].length - 1) };
    arrive(focus.row, focus.column);
    if (hadFocus) grid[focus.row][focus.column].focus();
    // The next key that is pressed must go where the last one went, not be taken for a command.
    if (draft && r >= 0 && c >= 0) writeNote(r, c, draft);
  }

  function find({ source, point }) {
    return [table.rows.findIndex((row) => row.id === source), table.points.findIndex((one) => one.id === point)];
  }

  function drawTable() {
    const made = element("table");
    made.setAttribute("role", "grid");
    made.setAttribute("aria-label", "Stance table: what each source says on each point");
    const head = made.createTHead().insertRow();
    head.append(headerCell("col", "Source"));
    for (const point of table.points) head.append(headerCell("col", point.text));
    head.append(headerCell("col", "Totals"));
    const body = made.createTBody();
    rowTotals = [];
    grid = table.rows.map((row, r) => {
      const line = body.insertRow();
      line.append(headerCell("row", row.title, row.detail, row.copy));
      if (row.copy) line.className = "copy";
      const places = row.cells.map((_cell, c) => {
        const place = line.insertCell();
        place.setAttribute("role", "gridcell");
        place.tabIndex = -1;
        // The cell's name is what it holds, without the buttons that come to it with the focus.
        const content = element("div");
        content.id = `${name}-${r}-${c}`;
        place.setAttribute("aria-labelledby", content.id);
        place.append(content);
        place.addEventListener("click", () => place.contains(document.activeElement) || place.focus());
        place.addEventListener("focus", () => arrive(r, c));
        return place;
      });
      rowTotals.push(line.insertCell());
      return places;
    });
    const foot = made.createTFoot().insertRow();
    foot.append(headerCell("row", "Totals"));
    columnTotals = table.points.map(() => foot.insertCell());
    foot.insertCell().append(element("span", "totals counted", table.counted));
    table.rows.forEach((row, r) => row.cells.forEach((_cell, c) => showCell(r, c)));
    table.rows.forEach((_row, r) => showTotals(r, -1));
    table.points.forEach((_point, c) => showTotals(-1, c));
    made.addEventListener("keydown", onKey);
    return made;
  }

  function headerCell(scope, text, detail = "", copy = "") {
    const cell = element("th");
    cell.scope = scope;
    cell.append(isolated("", text));
    if (detail) cell.append(isolated("extra", detail));
    if (copy) cell.append(isolated("extra", copy));
    return cell;
  }

  /** Give the newest judgement of a cell that the kernel has not answered yet. */
  function editOf(r, c) {
    const [source, point] = [table.rows[r].id, table.points[c].id];
    return [...waiting.values()].filter((one) => one.source === source && one.point === point && "value" in one).pop();
  }

  /** Give this coder's judgement of a cell as it will be once all that was sent is saved. */
  function mineOf(r, c) {
    const edit = editOf(r, c);
    return edit ? edit.value : table.rows[r].cells[c].mine;
  }

  /** Show one cell: what this coder judged, else what others did, else a suggestion that waits. */
  function showCell(r, c) {
    const place = grid[r][c];
    const cell = table.rows[r].cells[c];
    const edit = editOf(r, c);
    const others = cell.others ?? [];
    const agreed = cell.disagreed ? undefined : (cell.decided ?? others[0]?.[1]);
    const shown = stanceOf(edit ? edit.value : (cell.mine ?? agreed ?? cell.suggestion));
    const suggested = !edit && shown && cell.suggestion;
    const extras = [];
    if (edit) extras.push("saving …");
    else if (suggested) extras.push(`suggested${cell.sure ? ` ${cell.sure}` : ""} by ${cell.by}`);
    else if (cell.accepted) extras.push(`accepted from ${cell.accepted}`);
    else extras.push(...(cell.unassessed ?? []));
    if (!edit && cell.disagreed) extras.push("≠ coders disagree");
    if (!edit && cell.decided) extras.push(`decided as ${stanceOf(cell.decided)?.label} by ${cell.decider}`);
    if (!edit && others.length && (cell.disagreed || cell.decided || !cell.mine)) {
      const said = others.map(([name, value]) => `${name}: ${stanceOf(value)?.label}`);
      extras.push(said.join(", ") + (cell.more ? ` and ${cell.more} more` : ""));
    }
    if (cell.quotes) extras.push(cell.quotes === 1 ? "1 quote" : `${cell.quotes} quotes`);
    place.className = edit ? "saving" : suggested ? "suggested" : shown ? shown.value : cell.disagreed ? "split" : "open";
    place.setAttribute("aria-busy", String(Boolean(edit)));
    const label = shown ? shown.label : cell.disagreed ? "no agreement" : "not judged";
    const mark = element("span", "mark", shown ? shown.mark : cell.disagreed ? "≠" : "·");
    mark.setAttribute("aria-hidden", "true");
    const parts = [mark, element("span", "label", label), ...extras.map((text) => isolated("extra", text))];
    if (cell.note) parts.push(isolated("extra note", cell.note));
    // The buttons and an open note stand behind the content, and stay.
    place.firstElementChild?.replaceChildren(...parts);
  }

  function showTotals(r, c) {
    const place = r >= 0 ? rowTotals[r] : columnTotals[c];
    const numbers = r >= 0 ? table.rows[r].totals : table.points[c].totals;
    // Where several sources are copies of one text, their origins stand behind their number.
    const origins = (c >= 0 && table.points[c].origins) || numbers;
    const from = (i) => (i < origins.length && origins[i] !== numbers[i] ? ` from ${origins[i]} origin${origins[i] === 1 ? "" : "s"}` : "");
    const names = [...STANCES.map((one) => one.label), "open"];
    const said = element("span", "tally");
    const marks = [...STANCES.map((one) => one.mark), "open"];
    marks.forEach((mark, i) => numbers[i] && said.append(element("span", "", `${numbers[i]}\u00a0${mark}${from(i)}`)));
    said.setAttribute("role", "img");
    said.setAttribute("aria-label", names.map((name, i) => `${numbers[i]} ${name}${from(i)}`).join(", "));
    said.title = said.getAttribute("aria-label") ?? "";
    place.className = "totals";
    place.replaceChildren(...(c >= 0 ? [element("span", "verdict", table.points[c].rating)] : []), said);
  }

  function showRating() {
    rating.replaceChildren(table.blind ? "Your judgements imply: " : "The table implies: ", element("strong", table.rating.value, table.rating.label));
  }

  /** The focus comes to a cell: it alone is in the tab order, and it has the buttons. */
  function arrive(row, column) {
    if (grid[focus.row]?.[focus.column]) grid[focus.row][focus.column].tabIndex = -1;
    focus = { row, column };
    const place = grid[row][column];
    place.tabIndex = 0;
    if (choices.parentElement !== place) place.append(choices);
    const cell = table.rows[row].cells[column];
    for (const one of choices.querySelectorAll("button"))
      one.setAttribute("aria-pressed", String(one.dataset.value === cell.mine));
    showWords(cell, place);
    disable(buttons.accept, !cell.suggestion);
    disable(buttons.dismiss, !cell.suggestion);
    disable(buttons.note, !cell.mine);
    disable(buttons.clear, !cell.mine);
  }

  /** Show the words that a suggestion rests on, whether it waits or was accepted. */
  function showWords(cell, place) {
    rests.id = `${name}-rests`;
    const words = cell.words ?? [];
    const shown = stanceOf(cell.suggestion ?? cell.mine);
    rests.hidden = !shown || !cell.sure || Boolean(table.empty);
    const label = shown?.label ?? "";
    const said = `${label[0]?.toUpperCase()}${label.slice(1)}, ${cell.suggestion ? `suggested by ${cell.by}` : `accepted from ${cell.accepted}`}, ${cell.sure} sure`;
    const head = words.length ? `${said}. It rests on:` : `${said}. It rests on no words.`;
    rests.replaceChildren(isolated("lead", head), ...words.map((one) => isolated("words", `“${one}”`)));
    for (const old of frame.querySelectorAll("[aria-describedby]")) old.removeAttribute("aria-describedby");
    if (!rests.hidden) place.setAttribute("aria-describedby", rests.id);
  }

  function moveTo(row, column) {
    const to = grid[Math.max(0, Math.min(row, grid.length - 1))];
    to[Math.max(0, Math.min(column, to.length - 1))].focus();
  }

  function send(kind, fields = {}, { row, column } = focus) {
    const id = ++lastId;
    const key = { source: table.rows[row]?.id, point: table.points[column]?.id };
    waiting.set(id, { kind, ...key, ...fields });
    alert.textContent = "";
    status.textContent = "Saving …";
    clearTimeout(timer);
    timer = setTimeout(complain, PATIENCE_MS);
    if (kind === "judge") showCell(row, column);
    model.send({ kind, id, ...key, ...fields });
  }

  function complain() {
    const edits = waiting.size === 1 ? "1 change is" : `${waiting.size} changes are`;
    status.textContent = "";
    alert.textContent = `${edits} not saved: the kernel is busy or gone. If it was restarted, run this cell again.`;
  }

  function say(text) {
    status.textContent = text;
  }

  /** @param {Answer} answer */
  function onMessage(answer) {
    const asked = waiting.get(answer.id ?? 0);
    waiting.delete(answer.id ?? 0);
    const [r, c] = find(answer);
    showHistory(answer);
    if (!waiting.size) clearTimeout(timer);
    if (answer.kind === "failed") {
      // Nothing was written, so the cells go back to what is known to be on the disk.
      table.rows.forEach((row, i) => row.cells.forEach((_cell, j) => showCell(i, j)));
      say("");
      alert.textContent = `Not saved. ${answer.message}`;
      return;
    }
    if (alert.textContent && !waiting.size) alert.textContent = "";
    if (!answer.cell || r < 0 || c < 0) return say(waiting.size ? "Saving …" : NOTHING[asked?.kind ?? ""] ?? "");
    const before = table.rating.value;
    table.rows[r].cells[c] = answer.note_stays ? { ...answer.cell, note: table.rows[r].cells[c].note } : answer.cell;
    table.rows[r].totals = answer.of_source ?? [];
    Object.assign(table.points[c], answer.of_point);
    table.rating = answer.rating ?? table.rating;
    showCell(r, c);
    showTotals(r, -1);
    showTotals(-1, c);
    showRating();
    if (r === focus.row && c === focus.column) arrive(r, c);
    // Undo changes a cell the eye may not be on.
    if ((asked?.kind === "undo" || asked?.kind === "redo") && frame.contains(document.activeElement)) moveTo(r, c);
    const changed = table.rating.value === before ? "" : ` The table now implies: ${table.rating.label}.`;
    if (asked) say(waiting.size ? "Saving …" : `Saved.${changed}`);
  }

  /** Open the field for a cell's note, with what was typed in it before the table was drawn again. */
  function writeNote(row = focus.row, column = focus.column, draft = undefined) {
    const place = grid[row][column];
    const cell = table.rows[row].cells[column];
    // Whoever types on does not wait for the kernel: what they typed must not be taken for keys of the table.
    if (!mineOf(row, column) && !draft) return say("Judge the cell first, with 1 to 4; then it can have a note.");
    if (note) return note.field.focus();
    const field = element("textarea", "note-field");
    field.value = draft?.text ?? cell.note ?? "";
    field.rows = 2;
    field.dir = "auto";
    field.setAttribute("aria-label", "Note on this judgement. Enter saves, Escape leaves it as it was.");
    const close = (save) => {
      if (note?.field !== field) return;
      note = null;
      field.remove();
      const now = table.rows[row].cells[column];
      if (save && field.value !== (now.note ?? ""))
        send("judge", { value: mineOf(row, column) ?? null, note: field.value }, { row, column });
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey)) {
        event.preventDefault();
        close(event.key === "Enter");
        place.focus();
      }
    });
    field.addEventListener("blur", () => close(true));
    place.append(field);
    note = { row, column, field };
    field.focus();
    if (draft) field.setSelectionRange(draft.at, draft.at);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // JupyterLab keeps its chords, like Ctrl+S and Shift+Enter. Any other key it would take for its own, and x
    // for "cut this cell".
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape") return;
    if (event.shiftKey && event.key === "Enter") return;
    event.stopPropagation();
    const { row, column } = focus;
    const cell = table.rows[row].cells[column];
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
    else if (event.key === "0" || event.key === "Delete") clear();
    else if (event.key === "a") cell.suggestion ? send("accept") : say("No suggestion waits in this cell.");
    else if (event.key === "d") cell.suggestion ? send("dismiss") : say("No suggestion waits in this cell.");
    else if (event.key === "n") writeNote();
    else if (event.key === "z") send("undo");
    else if (event.key === "Z") send("redo");
    else return;
    event.preventDefault();
  }

  function clear() {
    send("judge", { value: null });
  }

  function showHistory({ undo, redo }) {
    disable(buttons.undo, !undo);
    disable(buttons.redo, !redo);
  }

  function disable(button, yes) {
    // Not "disabled": a button that was just used would drop the focus.
    button.setAttribute("aria-disabled", String(yes));
  }

  function button(parent, content, title, action) {
    const made = element("button");
    made.type = "button";
    made.title = title;
    made.append(...content);
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", (event) => {
      event.stopPropagation();
      if (made.getAttribute("aria-disabled") !== "true") action();
    });
    parent.append(made);
    return made;
  }

  for (const one of STANCES) {
    const made = button(choices, [one.mark], `${one.label} (${one.key})`, () => {
      grid[focus.row][focus.column].focus();
      send("judge", { value: one.value });
    });
    made.tabIndex = -1;
    made.dataset.value = one.value;
    made.setAttribute("aria-label", one.label);
  }
  const buttons = {
    accept: button(tools, ["Accept suggestion"], "a", () => send("accept")),
    dismiss: button(tools, ["Dismiss"], "d", () => send("dismiss")),
    note: button(tools, ["Note"], "n", () => writeNote()),
    clear: button(tools, ["Clear"], "0", clear),
    undo: button(tools, ["Undo"], "z", () => send("undo")),
    redo: button(tools, ["Redo"], "Shift+z", () => send("redo")),
    reload: button(tools, ["Reload"], "Show the check as it is on the disk now", () => send("refresh")),
  };
  buttons.undo.classList.add("apart");
  tools.append(status);

  draw();
  model.on("change:table", draw);
  model.on("msg:custom", onMessage);
  return () => {
    clearTimeout(timer);
    model.off("change:table", draw);
    model.off("msg:custom", onMessage);
  };
}

/** The keys, for who does not know them yet. */
function helpLine() {
  const line = element("p", "help");
  const keys = [
    ...STANCES.map((one) => [one.key, `${one.mark} ${one.label}`]),
    ["0", "clear"],
    ["a", "accept"],
    ["d", "dismiss"],
    ["n", "note"],
    ["z", "undo"],
    ["⇧z", "redo"],
    ["← ↑ ↓ →", "move"],
  ];
  for (const [key, does] of keys) {
    const pair = element("span", "pair");
    pair.append(element("kbd", "", key), ` ${does}`);
    line.append(pair, " ");
  }
  return line;
}

export default { render };
