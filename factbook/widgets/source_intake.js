// @ts-check
// Where sources come in: a field for addresses or a text, a choice of files, and a place to drop them.

import { button, disable, element, freshId, labelled } from "./elements.js";
import { gettext, ngettext } from "./words.js";

/** Of a file, as much goes in one message as every server lets through. */
const PIECE_BYTES = 1_000_000;
const KEPT = "intake";

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
  field.append(problem);
  root.append(field, bar);

  /** Give the lines, if each is a web address. */
  function addresses() {
    const lines = input.value.split(/\s+/).filter(Boolean);
    return lines.length && lines.every((line) => /^https?:\/\/\S+$/i.test(line)) ? lines : [];
  }

  function show() {
    const text = input.value.trim();
    const many = addresses().length;
    add.textContent = !text
      ? gettext("Bring in")
      : many ? ngettext("Bring in {number} address", "Bring in {number} addresses", many) : gettext("Bring in as one text");
    disable(add, !text);
    // It is kept until it is brought in, as all that is typed.
    if (text) link.shelf.put(KEPT, { kind: KEPT, value: input.value, base: "" });
    else link.shelf.drop(KEPT);
  }

  async function bringIn() {
    const text = input.value;
    const answer = await link.ask(addresses().length ? "add_addresses" : "add_text", { text });
    problem.textContent = answer.kind === "saved" ? "" : (answer.message ?? "");
    if (answer.kind !== "saved") return;
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
        const answer = await link.ask("add_file", { upload, name: file.name, last: number === pieces - 1 }, [piece]);
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
  input.value = String(link.shelf.get(KEPT)?.value ?? "");
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
