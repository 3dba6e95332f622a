// @ts-check
// Where sources come in: a field for addresses or a text, a choice of files, and a place to drop them.

import { button, disable, element, freshId, labelled } from "./elements.js";
import { gettext, ngettext } from "./words.js";

/** Of a file, as much goes in one message as every server lets through. */
const PIECE_BYTES = 1_000_000;
const KEPT = "intake";
/** Addresses that are on their way, by the shelf: a kernel that dies takes them along. */
const FETCHING = "fetching";
const ADDRESS = /^(?:https?:\/\/|www\.)\S+$/i;

/**
 * @param {import("./link.js").Link} link
 * @param {{root: HTMLElement, say: (text: string) => void}} options root: where files may be dropped
 */
export function sourceIntake(link, { root: dropZone, say }) {
  const root = element("section", "intake");
  const [field, input] = labelled(gettext("Web addresses, one a line, or the text of a source"), element("textarea"));
  input.rows = 3;
  input.dir = "auto";
  input.spellcheck = false;
  const problem = element("p", "problem");
  problem.setAttribute("role", "alert");
  const add = button("", bringIn, { className: "main" });
  const files = element("input", "unseen");
  files.type = "file";
  files.multiple = true;
  files.tabIndex = -1;
  files.setAttribute("aria-label", gettext("Files"));
  const choose = button(gettext("Choose files …"), () => files.click());
  const bar = element("div", "bar");
  bar.append(add, choose, files, element("span", "quiet", gettext("or drop them anywhere here")));
  const hint = element("p", "quiet");
  field.append(hint, problem);
  root.append(field, bar);

  /** Give the lines, if each is a web address. */
  function addresses() {
    const lines = input.value.split(/\s+/).filter(Boolean);
    return lines.every((line) => ADDRESS.test(line)) ? lines : [];
  }

  /** Say what keeps lines of which some are addresses from being taken for addresses. */
  function whyNoAddresses() {
    const lines = input.value.split(/\n/).map((line) => line.trim()).filter(Boolean);
    const other = lines.find((line) => !ADDRESS.test(line));
    const many = lines.filter((line) => ADDRESS.test(line)).length;
    return many && other ? gettext("“{line}” does not begin like a web address: all lines together would come in as one text.", { line: other.slice(0, 60) }) : "";
  }

  /** @returns {string[]} */
  const fetching = () => /** @type {any} */ (link.shelf.get(FETCHING)?.value ?? []);

  /** @param {string[]} items */
  function keepFetching(items) {
    if (items.length) link.shelf.put(FETCHING, { kind: FETCHING, value: items, base: [] });
    else link.shelf.drop(FETCHING);
  }

  function show() {
    const text = input.value.trim();
    const many = addresses().length;
    add.textContent = !text
      ? gettext("Bring in")
      : many ? ngettext("Bring in {number} address", "Bring in {number} addresses", many) : gettext("Bring in as one text");
    disable(add, !text);
    hint.textContent = many ? "" : whyNoAddresses();
    hint.hidden = !hint.textContent;
    // It is kept until it is brought in, as all that is typed.
    if (text) link.shelf.put(KEPT, { kind: KEPT, value: input.value, base: "" });
    else link.shelf.drop(KEPT);
  }

  async function bringIn() {
    const text = input.value;
    const wanted = addresses();
    const answer = await (wanted.length ? link.ask("add_addresses", { text: wanted.join("\n") }) : link.ask("add_text", { text }));
    problem.textContent = answer.kind === "saved" ? "" : (answer.message ?? "");
    if (answer.kind !== "saved") return;
    const isComing = (/** @type {string} */ item) => link.view.coming.some((/** @type {any} */ one) => one.item === item && one.state === "coming");
    keepFetching([...new Set([...fetching(), ...(answer.begun ?? []).filter(isComing)])]);
    if (input.value === text) input.value = "";
    show();
    input.focus();
  }

  /** @param {Iterable<File>} chosen */
  async function send(chosen) {
    for (const file of chosen) {
      const upload = freshId("upload");
      const pieces = Math.max(1, Math.ceil(file.size / PIECE_BYTES));
      for (let number = 0; number < pieces; number += 1) {
        if (pieces > 1) say(gettext("Sending {name}: {percent} %", { name: file.name, percent: Math.round((100 * number) / pieces) }));
        const piece = await file.slice(number * PIECE_BYTES, (number + 1) * PIECE_BYTES).arrayBuffer();
        const answer = await link.ask("add_file", { upload, name: file.name, number, last: number === pieces - 1 }, [piece]);
        if (answer.kind === "saved") continue;
        problem.textContent = answer.message ?? "";
        break;
      }
    }
  }

  /** @param {DragEvent} event */
  function onOver(event) {
    if (!event.dataTransfer?.types.some((one) => one === "Files" || one === "text/uri-list")) return;
    event.preventDefault();
    event.stopPropagation();
    dropZone.classList.add("dropping");
  }

  /** @param {DragEvent} event */
  function onDrop(event) {
    dropZone.classList.remove("dropping");
    const data = event.dataTransfer;
    if (!data) return;
    const links = data.getData("text/uri-list").split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
    if (!data.files.length && !links.length) return;
    event.preventDefault();
    event.stopPropagation();
    if (data.files.length) send(data.files);
    else {
      input.value = [input.value.trim(), ...links].filter(Boolean).join("\n");
      show();
    }
  }

  const onLeave = () => dropZone.classList.remove("dropping");
  dropZone.addEventListener("dragover", onOver);
  dropZone.addEventListener("dragleave", onLeave);
  dropZone.addEventListener("drop", onDrop);
  input.addEventListener("input", () => {
    problem.textContent = "";
    show();
  });
  files.addEventListener("change", async () => {
    await send(files.files ?? []);
    files.value = "";
  });
  link.on("message", (/** @type {any} */ answer) => answer.came && keepFetching(fetching().filter((one) => one !== answer.came)));
  // What had not come in when the page or the kernel ended is there to be brought in again.
  const there = new Set([...link.view.coming.map((/** @type {any} */ one) => one.item), ...link.view.sources.map((/** @type {any} */ one) => one.url)]);
  const lost = fetching().filter((one) => !there.has(one));
  keepFetching(fetching().filter((one) => there.has(one)));
  input.value = [String(link.shelf.get(KEPT)?.value ?? ""), ...lost].filter(Boolean).join("\n");
  if (lost.length) say(ngettext("{number} address had not come in, and is there again.", "{number} addresses had not come in, and are there again.", lost.length));
  show();
  return {
    root,
    close() {
      dropZone.removeEventListener("dragover", onOver);
      dropZone.removeEventListener("dragleave", onLeave);
      dropZone.removeEventListener("drop", onDrop);
    },
  };
}
