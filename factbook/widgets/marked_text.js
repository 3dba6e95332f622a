// @ts-check
// A long text as paragraphs in which stretches are marked, and the way from what is selected to places in the text.

import { element } from "./elements.js";

/**
 * @typedef {{start: number, end: number, className: string, label?: string}} Mark places in UTF-16 units
 * @typedef {{root: HTMLElement, start: number, text: string, shown: string}} Paragraph
 */

/**
 * @param {HTMLElement} root where the paragraphs go
 */
export function markedText(root) {
  /** @type {Paragraph[]} */
  let paragraphs = [];
  let whole = "";

  /**
   * Show another text; pages are the places where they begin.
   * @param {string} text @param {number[]} pages @param {(page: number) => string} namePage
   */
  function show(text, pages, namePage) {
    whole = text;
    units = {};
    paragraphs = [];
    const made = document.createDocumentFragment();
    let page = 0;
    for (const found of text.matchAll(/[^\n]*\S[^\n]*/g)) {
      const start = found.index ?? 0;
      while (page < pages.length && pages[page] <= start) {
        page += 1;
        if (page < pages.length && pages[page] <= start) continue;
        const line = element("div", "page-mark", namePage(page));
        made.append(line);
      }
      const paragraph = element("p");
      paragraph.dir = "auto";
      paragraphs.push({ root: paragraph, start, text: found[0], shown: "" });
      paragraph.textContent = found[0];
      made.append(paragraph);
    }
    root.replaceChildren(made);
  }

  /** Mark these stretches, and no others. @param {Mark[]} marks */
  function mark(marks) {
    const words = selected();
    let replaced = false;
    const sorted = [...marks].sort((one, other) => one.start - other.start);
    for (const paragraph of paragraphs) {
      const end = paragraph.start + paragraph.text.length;
      const here = sorted.filter((one) => one.start < end && one.end > paragraph.start);
      const shown = JSON.stringify(here);
      if (shown === paragraph.shown || (!here.length && !paragraph.shown)) continue;
      paragraph.shown = here.length ? shown : "";
      paragraph.root.replaceChildren(...pieces(paragraph, here));
      replaced = true;
    }
    // The browser lets go of what is selected in pieces that are replaced.
    if (words && replaced) setSelection(words.start, words.end);
  }

  /** @param {Paragraph} paragraph @param {Mark[]} marks */
  function pieces(paragraph, marks) {
    const { start, text } = paragraph;
    const within = (/** @type {number} */ place) => Math.max(0, Math.min(place - start, text.length));
    const cuts = new Set([0, text.length]);
    for (const one of marks) cuts.add(within(one.start)).add(within(one.end));
    const edges = [...cuts].sort((one, other) => one - other);
    return edges.slice(0, -1).map((from, index) => {
      const to = edges[index + 1];
      const over = marks.filter((one) => within(one.start) <= from && within(one.end) >= to);
      if (!over.length) return document.createTextNode(text.slice(from, to));
      const made = element("mark", [...new Set(over.map((one) => one.className))].join(" "), text.slice(from, to));
      // The name of a quote stands where it ends; it is no part of the text, and is never selected.
      const label = over.filter((one) => one.label && within(one.end) === to && one.end - start <= text.length);
      if (label.length) made.dataset.label = label.map((one) => one.label).join(" ");
      return made;
    });
  }

  /** Give the place in the text of a place in the page. @param {Node} node @param {number} offset */
  function placeOf(node, offset) {
    const paragraph = paragraphs.find((one) => one.root.contains(node));
    if (!paragraph) return null;
    const before = document.createRange();
    before.setStart(paragraph.root, 0);
    before.setEnd(node, offset);
    return paragraph.start + before.toString().length;
  }

  /** Give what is selected, as places in the text, if it lies in it. @returns {?{start: number, end: number}} */
  function selected() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    return start === null || end === null || start >= end ? null : { start, end };
  }

  /** Give where in the page a place of the text is. @param {number} place @returns {?[Node, number]} */
  function pointAt(place) {
    const paragraph = [...paragraphs].reverse().find((one) => one.start <= place) ?? paragraphs[0];
    if (!paragraph) return null;
    let left = Math.min(Math.max(0, place - paragraph.start), paragraph.text.length);
    const walker = document.createTreeWalker(paragraph.root, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && left > (node.textContent ?? "").length) {
      left -= (node.textContent ?? "").length;
      node = walker.nextNode();
    }
    return node ? [node, left] : [paragraph.root, 0];
  }

  /** Select a stretch of the text, and give the node it begins in. @param {number} start @param {number} end */
  function setSelection(start, end) {
    const [from, to] = [pointAt(start), pointAt(end)];
    if (!from || !to) return null;
    document.getSelection()?.setBaseAndExtent(...from, ...to);
    return from[0];
  }

  /** Select a stretch of the text and bring it into sight. @param {number} start @param {number} end */
  function select(start, end) {
    const begins = setSelection(start, end);
    if (!begins) return;
    const paragraph = begins.parentElement?.closest("p");
    const place = (begins.parentElement?.closest("mark") ?? paragraph)?.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    if (place && (place.top < frame.top || place.bottom > frame.bottom))
      root.scrollTop += place.top - frame.top - frame.height / 3;
  }

  /** Words and sentences, once they are asked for. @type {Record<string, [number, number][]>} */
  let units = {};

  /** @param {"word" | "sentence"} unit */
  function unitsOf(unit) {
    if (units[unit]) return units[unit];
    /** @type {[number, number][]} */
    const found = [];
    for (const { start, text } of paragraphs) {
      for (const one of new Intl.Segmenter(undefined, { granularity: unit }).segment(text)) {
        const words = one.segment.trimEnd();
        if (unit === "word" ? one.isWordLike : words) found.push([start + one.index, start + one.index + words.length]);
      }
    }
    return (units[unit] = found);
  }

  /**
   * Give the word or sentence after what is selected, or the one before it.
   * @param {"word" | "sentence"} unit @param {{start: number, end: number}} selected @param {number} by
   */
  function neighbour(unit, selected, by) {
    const all = unitsOf(unit);
    const next = all.findIndex((one) => one[0] >= selected.end);
    if (by > 0) return all[next];
    const before = all.findIndex((one) => one[1] > selected.start);
    return all[(before < 0 ? all.length : before) - 1];
  }

  /**
   * Give what is selected with one word or sentence more at its end, or one less.
   * @param {"word" | "sentence"} unit @param {{start: number, end: number}} selected @param {number} by
   * @returns {?[number, number]}
   */
  function extended(unit, { start, end }, by) {
    const ends = unitsOf(unit).map((one) => one[1]);
    const to = by > 0 ? ends.find((one) => one > end) : ends.filter((one) => one > start && one < end).pop();
    return to === undefined ? null : [start, to];
  }

  return { show, mark, selected, select, neighbour, extended, text: () => whole, isEmpty: () => !paragraphs.length };
}
