// @ts-check
// What went wrong stays in sight: a desk may be longer than the window, and the line that says so stands at its end.

const GAP_PX = 8;

/**
 * Keep an element in sight while there is something in it: where its own place cannot be seen and some of the whole can, it
 * lies over the lower end of that. Give what looks again, after the element has changed, and what ends it.
 * @param {HTMLElement} one
 * @param {HTMLElement} place where it stands
 * @param {HTMLElement} whole what it belongs to
 */
export function keepInSight(one, place, whole) {
  let placeIsSeen = true;
  /** @type {DOMRectReadOnly | null} */
  let seen = null;

  function look() {
    const isLifted = Boolean(one.textContent) && !placeIsSeen && seen !== null;
    if (isLifted && seen) {
      // In the top layer: neither a notebook nor its cells cut it off there.
      one.popover = "manual";
      one.showPopover();
      const { left, width, bottom } = seen;
      Object.assign(one.style, { left: `${left}px`, width: `${width}px`, bottom: `${innerHeight - bottom + GAP_PX}px` });
    } else if (one.popover) {
      one.popover = null;
      one.removeAttribute("style");
    }
  }

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, intersectionRect } of entries) {
      if (target === place) placeIsSeen = isIntersecting;
      else seen = isIntersecting ? intersectionRect : null;
    }
    look();
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  observer.observe(place);
  observer.observe(whole);
  return { look, leave: () => observer.disconnect() };
}
