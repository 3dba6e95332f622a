// @ts-check
// One source in the list: what it is and how it stands, and once it is open, its fields to be corrected.

import { button, directionOf, disable, element, freshId, isolated } from "./elements.js";
import { choiceField, textField } from "./field.js";
import { gettext, ngettext } from "./words.js";

/**
 * @param {import("./link.js").Link} link
 * @param {import("./source_board.js").Source} source
 * @param {{read: (id: string) => void, say: (text: string) => void, sources: () => import("./source_board.js").Source[],
 *   unfold: (id: string) => void, isUnfolded: (id: string) => boolean}} options
 */
export function sourceRow(link, { id }, { read, say, sources, unfold, isUnfolded }) {
  const root = element("li", "source");
  const number = element("span", "number");
  const title = isolated("title", "");
  const detail = isolated("quiet", "");
  const state = element("span", "state");
  const told = element("span", "quiet");
  const copy = element("p", "quiet copy-told");
  const head = element("div", "body");
  const first = element("div");
  first.append(title, " ", detail);
  const second = element("div", "bar");
  const quotes = element("span", "quiet");
  second.append(state, told, quotes);
  head.append(first, second, copy);

  const readIt = button(gettext("Read"), () => read(id));
  const edit = button(gettext("Details"), () => open(!fields));
  const copies = button("", () => unfold(id), { className: "plain" });
  const retry = button(gettext("Fetch again"), fetchAgain);
  const tools = element("div", "bar tools");
  tools.append(copies, retry, readIt, edit);
  const form = element("div", "details");
  form.id = freshId("details");
  edit.setAttribute("aria-controls", form.id);
  root.append(number, head, tools, form);

  /** @type {?ReturnType<typeof details>} */
  let fields = null;

  const now = () => sources().find((one) => one.id === id);

  async function fetchAgain() {
    const answer = await link.ask("recheck", { source: id });
    if (answer.kind !== "saved") say(answer.message ?? "");
  }

  /** @param {boolean} yes */
  async function open(yes) {
    const answer = await link.ask("open", { source: id, open: yes });
    if (answer.kind !== "saved") return say(answer.message ?? "");
    if (yes) /** @type {?HTMLElement} */ (form.querySelector("textarea, input"))?.focus();
  }

  function details() {
    const dates = gettext("YYYY, YYYY-MM or YYYY-MM-DD");
    /** @type {[string, string, string][]} */
    const kinds = [
      ["title", gettext("Title"), ""],
      ["author", gettext("Authors"), gettext("Separated by semicolons.")],
      ["publisher", gettext("Publisher"), ""],
      ["container_title", gettext("Published in"), gettext("A newspaper, a journal, a site.")],
      ["issued", gettext("Date"), dates],
      ["url", gettext("Web address"), ""],
      ["type", gettext("Kind"), gettext("As in CSL, like webpage, article-newspaper or report.")],
      ["language", gettext("Language"), gettext("A code, like en or ar.")],
      ["interest", gettext("Interest"), gettext("Who stands behind it, and what they stand to gain.")],
    ];
    const texts = kinds.map(([field, label, hint]) =>
      textField(link, {
        key: `${id}/${field}`,
        label,
        hint,
        rows: field === "interest" || field === "title" ? 1 : 0,
        className: field === "interest" || field === "title" ? "wide" : "",
        read: () => now()?.fields?.[field] ?? "",
        edit: (value) => ({ kind: "set", source: id, field, value }),
      }),
    );
    const origin = choiceField(link, {
      label: gettext("Copy of"),
      options: () => [
        { value: "auto", label: gettext("as its words tell") },
        { value: "none", label: gettext("none: an origin of its own") },
        ...sources().filter((one) => one.id !== id).map((one) => ({ value: one.id, label: `${one.number}. ${one.title}` })),
      ],
      read: () => now()?.origin ?? "auto",
      edit: (value) => ({ kind: "copy_of", source: id, other: value }),
      onFailed: say,
    });
    const again = button(gettext("Fetch again"), fetchAgain);
    const out = button(gettext("Take out"), async () => {
      const answer = await link.ask("remove", { source: id });
      say(answer.kind === "saved" ? gettext("{source} is taken out. Its copy stays in the folder of the check.", { source: id }) : (answer.message ?? ""));
    });
    const bar = element("div", "bar wide");
    bar.append(again, out);
    form.replaceChildren(...texts.map((one) => one.root), origin.root, bar);
    requestAnimationFrame(() => texts.forEach((one) => one.fit()));
    return {
      sync() {
        texts.forEach((one) => one.sync());
        origin.sync();
        again.hidden = !now()?.url || now()?.state === "unread";
      },
    };
  }

  return {
    root,
    /** @param {import("./source_board.js").Source} one */
    update(one) {
      number.textContent = String(one.number);
      title.textContent = one.title;
      title.dir = directionOf(one.title);
      detail.textContent = one.detail;
      state.textContent = { read: gettext("read"), unread: gettext("no text"), dead: gettext("dead link") }[one.state];
      state.className = one.state === "read" ? "state holds" : "state broken";
      told.textContent = one.told;
      quotes.textContent = one.quotes ? ngettext("{number} quote", "{number} quotes", one.quotes) : "";
      copy.textContent = one.copy;
      copy.hidden = !one.copy;
      root.classList.toggle("copy", Boolean(one.of));
      const many = sources().filter((other) => other.of === id).length;
      copies.hidden = !many;
      copies.textContent = ngettext("{number} copy", "{number} copies", many);
      copies.setAttribute("aria-expanded", String(isUnfolded(id)));
      retry.hidden = one.state !== "unread" || !one.url;
      disable(readIt, one.state === "unread");
      readIt.title = one.state === "unread" ? one.told : "";
      const isOpen = Boolean(one.fields);
      edit.setAttribute("aria-expanded", String(isOpen));
      form.hidden = !isOpen;
      if (isOpen && !fields) fields = details();
      else if (!isOpen && fields) {
        fields = null;
        form.replaceChildren();
      }
      fields?.sync();
    },
  };
}
