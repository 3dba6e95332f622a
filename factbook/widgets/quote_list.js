// @ts-check
// The quotes of the source that is being read: where each stands, whether it holds, and what it speaks to.

import { alignList, button, element, freshId, isolated } from "./elements.js";
import { gettext } from "./words.js";

/**
 * @param {import("./link.js").Link} link
 * @param {{view: () => import("./reader.js").ReaderView, goTo: (start: number, end: number) => void, say: (text: string) => void}} options
 */
export function quoteList(link, { view, goTo, say }) {
  const root = element("section");
  const head = element("h3", "", gettext("Quotes"));
  head.id = freshId("head");
  root.setAttribute("aria-labelledby", head.id);
  const none = element("p", "quiet", gettext("No words of this source are quoted yet."));
  const list = element("ul", "quotes");
  root.append(head, none, list);
  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();

  function row(/** @type {import("./reader.js").Quote} */ { id }) {
    const item = element("li", "quote");
    const top = element("div", "bar");
    const name = element("strong", "", id);
    const state = element("span", "state");
    const where = element("span", "quiet");
    top.append(name, state, where);
    const words = element("button", "words");
    words.type = "button";
    const told = element("p", "quiet told");
    const points = element("fieldset", "points");
    points.append(element("legend", "unseen", gettext("{quote} speaks to", { quote: id })));
    const out = button(gettext("Take out"), async () => {
      const answer = await link.ask("remove_quote", { quote: id });
      if (answer.kind !== "saved") say(answer.message ?? "");
    }, { name: gettext("Take out {quote}", { quote: id }), className: "plain" });
    item.append(top, words, told, points, out);
    words.addEventListener("click", () => {
      const at = view().open?.quotes.find((one) => one.id === id)?.at;
      if (at) goTo(...at);
      else say(gettext("These words are of an older copy, and stand elsewhere in this one or nowhere."));
    });
    let shown = "";
    return {
      root: item,
      update(/** @type {import("./reader.js").Quote} */ quote) {
        const now = JSON.stringify([quote, view().points]);
        if (now === shown) return;
        shown = now;
        state.textContent = quote.state;
        state.className = quote.holds ? "state holds" : "state broken";
        where.textContent = [quote.page && gettext("page {page}", { page: quote.page }), quote.by && gettext("marked by {model}", { model: quote.by })].filter(Boolean).join(", ");
        words.replaceChildren(isolated("", `“${quote.exact}”`));
        told.textContent = quote.holds ? "" : quote.told;
        told.hidden = quote.holds;
        const boxes = view().points.map((point, index) => {
          const label = element("label", "check");
          const box = element("input");
          box.type = "checkbox";
          box.checked = quote.points.includes(point.id);
          box.addEventListener("change", async () => {
            const answer = await link.ask("speaks_to", { quote: id, point: point.id, on: box.checked });
            if (answer.kind !== "saved") say(answer.message ?? "");
          });
          label.title = point.text;
          const spoken = element("span", "unseen", `: ${point.text}`);
          label.append(box, gettext("Point {number}", { number: index + 1 }), spoken);
          return label;
        });
        const legend = points.firstElementChild;
        const focused = [...points.querySelectorAll("input")].indexOf(/** @type {any} */ (document.activeElement));
        points.replaceChildren(...(legend ? [legend] : []), ...boxes);
        if (focused >= 0) boxes[focused]?.querySelector("input")?.focus();
      },
    };
  }

  function sync() {
    const quotes = view().open?.quotes ?? [];
    none.hidden = Boolean(quotes.length);
    alignList(list, rows, quotes, row);
  }

  return { root, sync };
}
