// @ts-check
// Judgements on their way to the disk. Each is shown at once as being saved, is kept by the browser until the kernel has
// acknowledged it, and builds on the one before it in its cell.

import { stanceOf } from "./stances.js";
import { gettext } from "./words.js";

/**
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {{source: string, point: string}} Place
 */

/**
 * @param {import("./link.js").Link} link
 * @param {{coder: () => string, isThere: (place: Place) => boolean, changed: () => void, say: (text: string) => void}} options
 */
export function judging(link, { coder, isThere, changed, say }) {
  /** By cell, oldest first; the key is empty for one that is taken back. @type {Map<string, {key: string, value: string, base: string}[]>} */
  const pending = new Map();
  const nameOf = (/** @type {Place} */ { source, point }) => `${source}/${point}`;

  /** Give the judgement that is on its way in a cell, if one is. @param {Place} place */
  const onItsWay = (place) => pending.get(nameOf(place))?.at(-1)?.key;

  /**
   * Have the browser keep the last judgement of a cell that is on its way.
   * @param {Place} place @param {string} kept its name on the shelf
   */
  function keep({ source, point }, kept) {
    const all = pending.get(nameOf({ source, point })) ?? [];
    if (!all.length) return link.shelf.drop(kept);
    // On the disk is what the oldest builds on, or one of those since: its answer may be lost.
    const since = all.slice(0, -1).map((one) => one.value);
    link.shelf.put(kept, { kind: "judge", source, point, value: all[all.length - 1].value, base: all[0].base, since });
  }

  /**
   * Judge a cell.
   * @param {Place} place
   * @param {string} key 1 to 4, or empty to take the judgement back
   * @param {string | undefined} mine what the cell held
   * @returns {Promise<Answer>}
   */
  async function judge(place, key, mine) {
    const name = nameOf(place);
    const base = stanceOf(onItsWay(place) ?? mine)?.value ?? "";
    const { source, point } = place;
    const value = stanceOf(key)?.value ?? "";
    pending.set(name, [...(pending.get(name) ?? []), { key, value, base }]);
    const kept = `judge/${name}/${coder()}`;
    keep(place, kept);
    changed();
    // A disk that is full takes it later: it is shown as on its way until then.
    const answer = await link.insist("judge", { source, point, value, base });
    const left = (pending.get(name) ?? []).slice(1);
    if (left.length) pending.set(name, left);
    else pending.delete(name);
    keep(place, kept);
    changed();
    return answer;
  }

  /** Make judgements that an earlier page had made and not saved, where the cell is as it was. */
  async function recover() {
    /** @type {string[]} */
    const told = [];
    for (const key of link.shelf.keys().filter((one) => one.startsWith("judge/"))) {
      const { kind, source, point, value, base, since = [] } = /** @type {any} */ (link.shelf.get(key) ?? {});
      if (!kind || !key.endsWith(`/${coder()}`)) continue;
      const cell = `${source}/${point}`;
      if (!isThere({ source, point })) {
        // Another may come to bear its name, and this judgement is not of that.
        link.shelf.drop(key);
        told.push(gettext("A judgement of {cell} that was not saved is not made: the cell is gone.", { cell }));
        continue;
      }
      let answer = await link.insist(kind, { source, point, value, base });
      for (const later of since) if (answer.kind === "moved") answer = await link.insist(kind, { source, point, value, base: later });
      if (answer.kind === "saved" || answer.kind === "moved") link.shelf.drop(key);
      if (answer.kind === "moved") told.push(gettext("A judgement of {cell} that was not saved is not made: the cell has changed.", { cell }));
      else if (answer.kind !== "saved") told.push(gettext("The judgement of {cell} is not saved, and is kept in this browser. {reason}", { cell, reason: answer.message ?? "" }));
    }
    if (told.length) say(told.join(" "));
  }

  return { judge, onItsWay, recover };
}
