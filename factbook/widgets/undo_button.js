// @ts-check
// Taking back what was done last in a part of the desk; what is typed is not among it.

import { button, disable } from "./elements.js";
import { gettext } from "./words.js";

/**
 * @param {import("./link.js").Link} link
 * @param {{say: (text: string) => void, key?: string, done?: (answer: import("./link.js").Answer) => void}} options key: that does
 *   the same
 */
export function undoButton(link, { say, key = "", done }) {
  async function undo() {
    const answer = await link.ask("undo");
    if (answer.kind !== "saved") return say(answer.message ?? "");
    if (answer.nothing) return say(gettext("Nothing to undo."));
    say(gettext("It is as it was."));
    done?.(answer);
  }

  const root = button(gettext("Undo"), undo, { title: key });
  root.addEventListener("mousedown", (event) => event.preventDefault());
  const sync = () => disable(root, !link.view.undo);
  sync();
  return { root, undo, sync };
}
