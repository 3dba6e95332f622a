// @ts-check
// The line that says whether all is saved, and the one that says what went wrong.

import { element } from "./elements.js";
import { keepInSight } from "./in_sight.js";
import { gettext, ngettext } from "./words.js";

/** @param {import("./link.js").Link} link @param {HTMLElement} whole what it stands at the end of */
export function statusLine(link, whole) {
  const root = element("div", "status-line");
  const alert = element("p", "alert");
  alert.setAttribute("role", "alert");
  const status = element("p", "status");
  status.setAttribute("role", "status");
  root.append(alert, status);
  const sight = keepInSight(alert, root, whole);
  let said = "";
  let isWarning = false;

  function show() {
    const { unsaved, late, trouble, saved, failed, rejected, refused } = link.status;
    const isFailure = Boolean(said && (isWarning || (failed && said.includes(failed))));
    const kept = refused.number
      ? ngettext(
          "1 change is not saved. {reason} It is kept in this browser until then, and saved by itself.",
          "{number} changes are not saved. {reason} They are kept in this browser until then, and saved by themselves.",
          refused.number,
          { reason: refused.why },
        )
      : "";
    const warning = late
      ? ngettext(
          "1 change is not saved: the kernel is busy or gone. It is kept in this browser. If the kernel was restarted, run this cell again.",
          "{number} changes are not saved: the kernel is busy or gone. They are kept in this browser. If the kernel was restarted, run this cell again.",
          unsaved,
        )
      : kept || (isFailure ? said : failed || trouble);
    if (alert.textContent !== warning) alert.textContent = warning;
    const done = rejected.length ? gettext("Not saved. {reason}", { reason: rejected[0] }) : saved ? gettext("Saved.") : "";
    const told = late || refused.number || isFailure || failed ? "" : unsaved ? gettext("Saving …") : said || done;
    if (status.textContent !== told) status.textContent = told;
    sight.look();
  }

  link.on("message", (/** @type {import("./link.js").Answer} */ answer) => {
    if (answer.kind === "saved" && !answer.still) said = "";
  });
  link.on("status", show);
  show();
  return {
    root,
    /** Say something once; the next thing that is saved takes its place. @param {string} text */
    say(text) {
      said = text;
      isWarning = false;
      show();
    },
    /** Say what went wrong beside. @param {string} text */
    warn(text) {
      said = text;
      isWarning = true;
      show();
    },
    show,
    leave: sight.leave,
  };
}
