// @ts-check
// Who is to draft: the casebook's drafter, another that is installed, or a language model, with what it may take.

import { element, isolated, labelled } from "./elements.js";
import { gettext } from "./words.js";

const ANOTHER = "?";

/**
 * @typedef {{name: string, model: string, where: string}} Drafter model: of a language model, what it is called; where: it is
 *   asked
 * @typedef {{model: string, budget?: number, again?: boolean}} Wanted
 */

/** @param {import("./link.js").Link} link */
export function drafterChoice(link) {
  const view = () => /** @type {import("./draft_editor.js").DraftView} */ (link.view);
  const [field, select] = labelled(gettext("Drafted by"), element("select"), "labelled");
  const [nameField, name] = labelled(gettext("Model"), element("input"), "labelled");
  name.type = "text";
  name.placeholder = "ollama:qwen3";
  name.spellcheck = false;
  const [budgetField, budget] = labelled(gettext("Tokens at most"), element("input"), "labelled");
  budget.type = "text";
  budget.inputMode = "numeric";
  budget.placeholder = gettext("no limit");
  const againField = element("label", "check");
  const again = element("input");
  again.type = "checkbox";
  againField.append(again, gettext("ask anew"));
  again.title = gettext("Though its answers to the same questions are kept");
  const note = element("p", "quiet");
  const root = element("div", "drafter bar");
  root.append(field, nameField, budgetField, againField, note);
  let shown = "";

  const chosen = () => view().drafters.find((one) => one.name === select.value);
  const isModel = () => select.value === ANOTHER || Boolean(chosen()?.model);

  function show() {
    nameField.hidden = select.value !== ANOTHER;
    budgetField.hidden = againField.hidden = note.hidden = !isModel();
    const where = chosen()?.where;
    note.replaceChildren(
      ...(where
        ? [gettext("Passages of the sources are sent to:"), " ", isolated("", where)]
        : [gettext("PROVIDER:MODEL, like ollama:qwen3 on this machine or openai:gpt-5-mini. Passages of the sources are sent there.")]),
    );
  }

  select.addEventListener("change", () => {
    show();
    if (select.value === ANOTHER) name.focus();
  });

  return {
    root,
    /** What is asked for, or why it cannot be. @returns {Wanted | string} */
    wanted() {
      const model = select.value === ANOTHER ? name.value.trim() : select.value;
      if (select.value === ANOTHER && !/^\w+:./.test(model)) return gettext("Name the model as PROVIDER:MODEL, like ollama:qwen3.");
      if (!isModel()) return { model };
      const tokens = budget.value.replace(/[\s.,_]/g, "");
      if (tokens && !/^[1-9]\d*$/.test(tokens)) return gettext("The most tokens are a number, like 50000.");
      return { model, again: again.checked, ...(tokens ? { budget: Number(tokens) } : {}) };
    },
    sync() {
      const { drafters, drafter } = view();
      // Its room is kept until it is known who there is: nothing is to move under the hand.
      root.style.visibility = drafters.length ? "" : "hidden";
      const now = JSON.stringify([drafters, drafter]);
      if (now === shown) return;
      shown = now;
      const before = select.value;
      const label = (/** @type {Drafter} */ one) => (one.name === "plain" ? gettext("plain, without a model") : one.model || one.name);
      select.replaceChildren(...drafters.map((one) => new Option(label(one), one.name)), new Option(gettext("another language model …"), ANOTHER));
      select.value = before || drafter;
      show();
    },
  };
}
