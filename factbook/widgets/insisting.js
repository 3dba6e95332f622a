// @ts-check
// Changes that the disk would not take, as one that is full or a check.json that is damaged: each is tried again, in their
// order, until it is taken or is no longer wanted by the check.

const AGAIN_MS = 3000;

/**
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {(kind: string, fields: object) => Promise<Answer>} Ask
 */

/** @param {{ask: Ask, changed: () => void}} options changed: more is refused, or less */
export function insisting({ ask, changed }) {
  /** @type {{kind: string, fields: object, message: string, resolve: (answer: Answer) => void, told?: (answer: Answer) => void}[]} */
  let refused = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function again() {
    while (refused.length) {
      const [first] = refused;
      const answer = await ask(first.kind, first.fields);
      if (answer.again) {
        first.message = answer.message ?? "";
        first.told?.(answer);
        timer = setTimeout(again, AGAIN_MS);
        return changed();
      }
      refused = refused.slice(1);
      first.resolve(answer);
      changed();
    }
    timer = undefined;
  }

  return {
    /**
     * Ask for a change until the disk takes it, and give the answer. Behind one that is refused, others wait their turn.
     * @param {string} kind @param {object} fields @param {(answer: Answer) => void} [told] it is refused for now
     * @returns {Promise<Answer>}
     */
    async insist(kind, fields, told) {
      const [before] = refused;
      const answer = before ? /** @type {Answer} */ ({ kind: "failed", message: before.message, again: true }) : await ask(kind, fields);
      if (!answer.again) return answer;
      return new Promise((resolve) => {
        told?.(answer);
        refused.push({ kind, fields, message: answer.message ?? "", resolve, told });
        timer ??= setTimeout(again, AGAIN_MS);
        changed();
      });
    },
    /** How many are refused, and why the first is. */
    get refused() {
      return { number: refused.length, why: refused[0]?.message ?? "" };
    },
    close: () => clearTimeout(timer),
  };
}
