// @ts-check
// What was typed and is not acknowledged yet, kept by the browser: a kernel that is killed, or a page that is closed,
// takes none of it along.

/**
 * @typedef {{kind: string, value: unknown, base: unknown, [field: string]: unknown}} Edit
 */

/** Where a browser keeps nothing, as in some embedded pages, this page at least does. @type {Map<string, string>} */
const thisPage = ((/** @type {any} */ (globalThis)).__factbookShelf ??= new Map());

/**
 * The shelf of one part of one check.
 * @param {string} place
 * @param {string} part
 */
export function openShelf(place, part) {
  const prefix = `factbook/${place}/${part}/`;
  const disk = browserStorage();
  /** @param {string} key */
  const read = (key) => {
    try {
      return JSON.parse(disk?.getItem(prefix + key) ?? thisPage.get(prefix + key) ?? "null");
    } catch {
      return null;
    }
  };
  return {
    /** @param {string} key @param {Edit} edit */
    put(key, edit) {
      const text = JSON.stringify(edit);
      thisPage.set(prefix + key, text);
      try {
        disk?.setItem(prefix + key, text);
      } catch {
        // It is full: then this page keeps it alone.
      }
    },
    /** @param {string} key @returns {?Edit} */
    get: (key) => read(key),
    /** @param {string} key */
    drop(key) {
      thisPage.delete(prefix + key);
      disk?.removeItem(prefix + key);
    },
    /** Give the keys of all that is on it. @returns {string[]} */
    keys() {
      const names = new Set(thisPage.keys());
      for (let i = 0; disk && i < disk.length; i += 1) names.add(disk.key(i) ?? "");
      return [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)).sort();
    },
  };
}

/** @returns {?Storage} */
function browserStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
