// @ts-check
// Who judges at the table, and whether they judge blind.

import { button, element, freshId } from "./elements.js";
import { gettext } from "./words.js";

const ANOTHER = "?";

/**
 * @param {import("./link.js").Link} link
 * @param {{view: () => import("./stance_table.js").TableView, say: (text: string) => void}} options
 */
export function peopleBar(link, { view, say }) {
  const root = element("div", "bar people");
  const select = element("select");
  select.id = freshId("coder");
  const label = element("label", "", gettext("Coder"));
  label.htmlFor = select.id;
  const name = element("input");
  name.type = "text";
  name.dir = "auto";
  name.hidden = true;
  name.setAttribute("aria-label", gettext("Name of the coder"));
  const blind = button("", toggle);
  root.append(label, select, name, blind);
  let shown = "";
  /** Asked once more before others' judgements are hidden or shown. */
  let isAsked = false;

  async function toggle() {
    if (!isAsked) {
      isAsked = true;
      sync();
      return say(view().blind ? gettext("Everybody will see all judgements. Press again to reveal them.") : gettext("Each coder will see only their own judgements until all are revealed. Press again to begin."));
    }
    isAsked = false;
    const answer = await link.ask(view().blind ? "reveal" : "blind");
    if (answer.kind !== "saved") say(answer.message ?? "");
    else say(view().blind ? gettext("Judged blind from now on.") : gettext("All judgements are revealed."));
    sync();
  }

  /** @param {string} coder */
  async function sit(coder) {
    name.hidden = true;
    const answer = await link.ask("coder", { coder });
    shown = "";
    sync();
    say(answer.kind === "saved" ? gettext("{name} judges now.", { name: view().coder_name }) : (answer.message ?? ""));
  }

  select.addEventListener("change", () => {
    if (select.value !== ANOTHER) return sit(select.value);
    name.hidden = false;
    name.value = "";
    name.focus();
  });
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && name.value.trim()) sit(name.value.trim());
    else if (event.key === "Escape") {
      name.hidden = true;
      select.value = view().coder;
      select.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  blind.addEventListener("blur", () => {
    isAsked = false;
    sync();
  });

  function sync() {
    const { people, coder, coder_name: called, blind: isBlind } = view();
    blind.textContent = isAsked ? gettext("Really?") : isBlind ? gettext("Reveal all judgements") : gettext("Judge blind");
    const known = people.some((one) => one[0] === coder) ? people : [...people, /** @type {[string, string]} */ ([coder, called])];
    const now = JSON.stringify([known, coder]);
    if (now === shown) return;
    shown = now;
    select.replaceChildren(...known.map(([id, text]) => new Option(text, id)), new Option(gettext("somebody else …"), ANOTHER));
    select.value = coder;
  }

  return { root, sync };
}
