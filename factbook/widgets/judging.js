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
 * @param {{coder: () => string, changed: () => void, say: (text: string) => void}} options
 */
export function judging(link, { coder, changed, say }) {
  /** By cell, as keys; empty for one that is taken back. @type {Map<string, string[]>} */
  const pending = new Map();
  const nameOf = (/** @type {Place} */ { source, point }) => `${source}/${point}`;

  /** Give the judgement that is on its way in a cell, if one is. @param {Place} place */
  const onItsWay = (place) => pending.get(nameOf(place))?.at(-1);

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
    const edit = { kind: "judge", source, point, value: stanceOf(key)?.value ?? "", base };
    pending.set(name, [...(pending.get(name) ?? []), key]);
    const kept = `judge/${name}/${coder()}`;
    link.shelf.put(kept, edit);
    changed();
    // A disk that is full takes it later: it is shown as on its way until then.
    const answer = await link.insist("judge", { source, point, value: edit.value, base });
    const left = (pending.get(name) ?? []).slice(1);
    if (left.length) pending.set(name, left);
    else {
      pending.delete(name);
      link.shelf.drop(kept);
    }
    changed();
    return answer;
  }

  /** Make judgements that an earlier page had made and not saved, where the cell is as it was. */
  async function recover() {
    for (const key of link.shelf.keys().filter((one) => one.startsWith("judge/"))) {
      const { kind, source, point, value, base } = /** @type {any} */ (link.shelf.get(key) ?? {});
      if (!kind || !key.endsWith(`/${coder()}`)) continue;
      const answer = await link.insist(kind, { source, point, value, base });
      link.shelf.drop(key);
      if (answer.kind !== "saved") say(gettext("A judgement of {cell} that was not saved is not made: the cell has changed.", { cell: `${source}/${point}` }));
    }
  }

  return { judge, onItsWay, recover };
}
