"""The bars of a digest, as static SVG in the cells of a table.

Places across are in per cent, so bars grow with their column. Each stance has its own pattern besides its
colour, and the colours stand out from a light page and from a dark one. The numbers stand in cells beside: a
bar says aloud only what they do not, the shares.
"""

from __future__ import annotations

from collections.abc import Mapping

from factbook.model.stance import StanceValue

_HEIGHT = 14
_INK = "#fff"
_FILLS = {
    StanceValue.SUPPORTS.value: 'fill="#2c8d81"',
    StanceValue.REFUTES.value: 'fill="#c4602f"',
    StanceValue.MIXED.value: 'fill="#a07b1c"',
    StanceValue.NOT_ADDRESSED.value: 'fill="none" stroke="#83878d" stroke-width="2"',
}
_PATTERNS = {
    StanceValue.REFUTES.value: f'<path d="M-2 2 2-2M0 8 8 0M6 10 10 6" stroke="{_INK}" stroke-width="1.4"/>',
    StanceValue.MIXED.value: f'<path d="M1 1h2v2h-2zM5 5h2v2h-2z" fill="{_INK}"/>',
}


def stance_bar(counts: Mapping[str, int], *, most: int, name: str) -> str:
    """Draw how many cells have each stance, as long as its share of ``most``.

    ``name`` is that of the table, whose patterns it refers to; see `patterns`.
    """
    total = sum(counts.values())
    if not total:
        return ""
    boxes, left = [], 0.0
    for stance, number in counts.items():
        share = number / most * 100
        if number:
            boxes.append(_box(stance, f'x="{left:.2f}%" width="{share:.2f}%" height="{_HEIGHT}"', name))
        left += share
    shares = ", ".join(
        f"{number / total:.0%} {StanceValue(stance).label}" for stance, number in counts.items() if number
    )
    return f'<svg width="100%" height="{_HEIGHT}" role="img" aria-label="{shares}">{"".join(boxes)}</svg>'


def swatch(stance: str, *, name: str) -> str:
    """Draw what a stance looks like in a bar, for the head of its column."""
    box = _box(stance, 'x="0" width="18" height="12"', name)
    return f'<svg width="18" height="12" aria-hidden="true">{box}</svg>'


def patterns(name: str) -> str:
    """Give what the bars of a table refer to; it stands once, before the table."""
    drawn = "".join(
        f'<pattern id="factbook-{name}-{stance}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f"{lines}</pattern>"
        for stance, lines in _PATTERNS.items()
    )
    return f'<svg width="0" height="0" aria-hidden="true"><defs>{drawn}</defs></svg>'


def count_bar(count: int, *, most: int) -> str:
    """Draw one number as a bar; it stands beside, so the bar says nothing aloud."""
    if not count:
        return ""
    width = f"{count / most * 100:.2f}%"
    box = f'<rect width="{width}" height="{_HEIGHT}" fill="currentColor" fill-opacity=".55"/>'
    return f'<svg width="100%" height="{_HEIGHT}" aria-hidden="true">{box}</svg>'


def _box(stance: str, place: str, name: str) -> str:
    box = f"<rect {place} {_FILLS[stance]}/>"
    if stance in _PATTERNS:
        box += f'<rect {place} fill="url(#factbook-{name}-{stance})"/>'
    return box
