"""The picture of a comparison: alpha and its interval, of all coders together and of each pair, on one scale.

A file of its own, static SVG with a ground of its own: it reads the same on a light page and on a dark one.
Two dashed lines are the customary bounds of K. Krippendorff, Content Analysis: from 0.8 on data are taken to
be reliable, from 0.667 on good enough for tentative conclusions.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from factbook.analysis.comparison import Comparison

RELIABLE, TENTATIVE = 0.8, 0.667
MOST_PAIRS = 15
"""More pairs than these make no small picture: then those that agree least are shown."""

_WIDTH, _LEFT, _RIGHT = 760, 300, 64
_TOP, _ROW = 34, 26
_LONGEST_NAME = 34
_INK, _QUIET, _LINE, _GROUND = "#1f1f1f", "#595959", "#c9c9c9", "#ffffff"


@dataclass(frozen=True)
class _Bar:
    """One line of the picture."""

    name: str
    alpha: float
    low: float
    high: float
    strong: bool = False


def agreement_picture(comparison: Comparison) -> str:
    """Draw a comparison as SVG."""
    bars, left_out = _bars(comparison)
    lowest = min(0.0, *(bar.low for bar in bars))
    start = -1.0 if lowest < -0.5 else -0.5 if lowest < 0 else 0.0
    bottom = _TOP + _ROW * len(bars)
    height = bottom + (42 if left_out else 26)
    marks = [_upright(start, value, _TOP - 8, bottom) for value in _ticks(start)]
    bounds = [
        _bound(start, TENTATIVE, "0.667", bottom, anchor="end", shift=-4),
        _bound(start, RELIABLE, "0.8", bottom, anchor="start", shift=4),
    ]
    rows = [_row(bar, start, _TOP + _ROW * number) for number, bar in enumerate(bars)]
    note = _text(_LEFT, height - 6, left_out, fill=_QUIET, size=12) if left_out else ""
    said = "; ".join(f"{bar.name}: {bar.alpha:.2f} ({bar.low:.2f} to {bar.high:.2f})" for bar in bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" role="img" font-family="system-ui, sans-serif">'
        f"<title>{escape(f'Krippendorff’s alpha with 95% intervals. {said}')}</title>"
        f'<rect width="{_WIDTH}" height="{height}" rx="6" fill="{_GROUND}"/>'
        f"{''.join(marks)}{''.join(bounds)}{''.join(rows)}{note}</svg>"
    )


def _bars(comparison: Comparison) -> tuple[list[_Bar], str]:
    whole = _Bar("All together", comparison.alpha, comparison.low, comparison.high, strong=True)
    pairs = [
        _Bar(_shortened(row["coder"], row["other"]), row["alpha"], row["low"], row["high"])
        for row in comparison.pairs.to_dict("records")
        if row["units"]
    ]
    if len(pairs) < 2:
        # A single pair is all there is together.
        names = " and ".join(comparison.names)
        return [_Bar(_cut(names, _LONGEST_NAME), whole.alpha, whole.low, whole.high, strong=True)], ""
    if len(pairs) <= MOST_PAIRS:
        return [whole, *pairs], ""
    least = sorted(pairs, key=lambda bar: bar.alpha)[:MOST_PAIRS]
    return [whole, *least], f"The {MOST_PAIRS} of {len(pairs)} pairs that agree least"


def _shortened(one: str, other: str) -> str:
    half = (_LONGEST_NAME - 5) // 2
    if len(one) + len(other) + 5 <= _LONGEST_NAME:
        return f"{one} and {other}"
    room = max(half, _LONGEST_NAME - 5 - min(len(one), len(other)))
    return f"{_cut(one, room)} and {_cut(other, room)}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _ticks(start: float) -> list[float]:
    return [tick / 2 for tick in range(round(start * 2), 3)]


def _x(start: float, value: float) -> float:
    """Give the place across of a value; what is lower than the scale stands at its start."""
    share = (max(value, start) - start) / (1 - start)
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _upright(start: float, value: float, top: int, bottom: int) -> str:
    x = _x(start, value)
    label = _text(x, bottom + 16, f"{value:g}".replace("-", "−"), fill=_QUIET, size=12, anchor="middle")
    return f'<path d="M{x} {top}V{bottom}" stroke="{_LINE}"/>{label}'


def _bound(start: float, value: float, label: str, bottom: int, *, anchor: str, shift: int) -> str:
    x = _x(start, value)
    line = f'<path d="M{x} {_TOP - 12}V{bottom}" stroke="{_QUIET}" stroke-dasharray="3 3"/>'
    return line + _text(x + shift, _TOP - 14, label, fill=_QUIET, size=12, anchor=anchor)


def _row(bar: _Bar, start: float, top: int) -> str:
    middle = top + _ROW / 2
    low, at, high = (_x(start, value) for value in (bar.low, bar.alpha, bar.high))
    weight = 700 if bar.strong else 400
    thick = 3 if bar.strong else 1.8
    dot = (
        f'<rect x="{at - 5.5}" y="{middle - 5.5}" width="11" height="11" fill="{_INK}"/>'
        if bar.strong
        else f'<circle cx="{at}" cy="{middle}" r="4.5" fill="{_INK}"/>'
    )
    return (
        _text(_LEFT - 14, middle + 4.5, bar.name, anchor="end", weight=weight)
        + f'<path d="M{low} {middle}H{high}" stroke="{_INK}" stroke-width="{thick}"/>{dot}'
        + _text(_WIDTH - _RIGHT + 16, middle + 4.5, f"{bar.alpha:.2f}".replace("-", "−"), weight=weight)
    )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    fill: str = _INK,
    size: int = 13,
    anchor: str = "start",
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{fill}" font-size="{size}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )
