// @ts-check
// What was typed and is not acknowledged yet, kept by the browser: a kernel that is killed, or a page that is closed,
// takes none of it along.

/**
 * @typedef {{kind: string, value: unknown, base: unknown, [field: string]: unknown}} Edit
 */

/** What a browser does not keep, because it is full or keeps nothing, as in some embedded pages, this page at least does. @type {Map<string, string>} */
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
      return JSON.parse(thisPage.get(prefix + key) ?? disk?.getItem(prefix + key) ?? "null");
    } catch {
      return null;
    }
  };
  /** Have the browser keep a text, and tell whether it does. @param {string} name @param {string} text */
  function isTaken(name, text) {
    try {
      disk?.setItem(name, text);
    } catch {
      // What it has is older, and is not to come back for this.
      disk?.removeItem(name);
      return false;
    }
    return Boolean(disk);
  }

  return {
    /** @param {string} key @param {Edit} edit */
    put(key, edit) {
      const text = JSON.stringify(edit);
      if (isTaken(prefix + key, text)) thisPage.delete(prefix + key);
      else thisPage.set(prefix + key, text);
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
