"""The small chart of the stance table: one bar per point, as static SVG.

Each stance has its own pattern besides its colour, and its number stands in the bar where there is room, so
the chart reads the same in print and in greyscale. Places across are in per cent and nothing is scaled: the
bars grow with the page, their numbers and patterns do not. Colours are classes of the stylesheet, so the
chart follows light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from factbook.model.stance import StanceValue
from factbook.reports.context import ReportContext
from factbook.reports.views.stances import PointView
from factbook.wording import N_, direction, gettext, spoken

_HEIGHT = 28
_NARROWEST_WITH_NUMBER = 0.08
"""A narrower share of a bar has no room for its number on a phone."""

KEYS = {
    StanceValue.SUPPORTS.value: N_("supports"),
    StanceValue.MIXED.value: N_("mixed"),
    StanceValue.REFUTES.value: N_("refutes"),
    StanceValue.NOT_ADDRESSED.value: N_("does not address it"),
    "open": N_("no settled judgement"),
}
"""What a bar shows, in the order in which a line is read, with its name in the legend."""


@dataclass(frozen=True)
class Chart:
    """The chart in pieces, for a template to lay out.

    Attributes
    ----------
    patterns:
        A hidden ``svg`` that holds the patterns; it stands once before the rest.
    legend:
        Pairs of a swatch and its name, for what the bars show and no more.
    bars:
        From the id of a point to its bar.
    """

    patterns: Markup
    legend: tuple[tuple[Markup, str], ...]
    bars: dict[str, Markup]


def stance_chart(report: ReportContext) -> Chart | None:
    """Draw the stances of all points; nothing where nobody has judged anything."""
    if not any(sum(point.counts.values()) for point in report.points):
        return None
    shown = {key for point in report.points for key, number in _numbers(point).items() if number}
    return Chart(
        patterns=_PATTERNS,
        legend=tuple((_swatch(key), gettext(name)) for key, name in KEYS.items() if key in shown),
        bars={point.id: _bar(point) for point in report.points},
    )


def _numbers(point: PointView) -> dict[str, int]:
    numbers = {value.value: number for value, number in point.counts.items()} | {"open": point.open}
    return {key: numbers.get(key, 0) for key in KEYS}


def _bar(point: PointView) -> Markup:
    numbers = _numbers(point)
    total = sum(numbers.values()) or 1
    # A bar is read the way its language is; `left` is how much of it stands before a stance.
    turned = direction(spoken()) == "rtl"
    boxes, labels, left = [], [], 0.0
    for key, number in numbers.items():
        if not number:
            continue
        share = number / total
        at = 1 - left - share if turned else left
        boxes.append(_box(key, f'x="{at * 100:.2f}%" width="{share * 100:.2f}%" height="{_HEIGHT}"'))
        if share >= _NARROWEST_WITH_NUMBER:
            labels.append(_label(number, at + share / 2))
        left += share
    said = escape(gettext("Point {number}: {summary}.", number=point.number, summary=point.summary))
    return _markup(
        f'<svg class="bar" width="100%" height="{_HEIGHT}" role="img" aria-label="{said}">'
        f"{''.join(boxes)}{''.join(labels)}</svg>"
    )


def _label(number: int, middle: float) -> str:
    # The number stands on a plate, or a pattern would run through it.
    width = 10 + 9 * len(str(number))
    return (
        f'<svg x="{middle * 100:.2f}%" overflow="visible">'
        f'<rect class="plate" x="{-width / 2:g}" y="5" width="{width}" height="18" rx="3"/>'
        f'<text x="0" y="19" text-anchor="middle">{number}</text></svg>'
    )


def _swatch(key: str) -> Markup:
    box = _box(key, 'width="22" height="14"')
    return _markup(f'<svg class="swatch" width="22" height="14" aria-hidden="true">{box}</svg>')


def _box(key: str, place: str) -> str:
    box = f'<rect class="{key}" {place}/>'
    if key in _PATTERNED:
        box += f'<rect class="over" fill="url(#pattern-{key})" {place}/>'
    return box


def _markup(svg: str) -> Markup:
    # Nothing in it comes from a check but numbers, and the label, which is escaped.
    return Markup(svg)  # noqa: S704


_PATTERNED = frozenset(["mixed", "refutes", "open"])
_PATTERNS = Markup(
    '<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="pattern-mixed" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle class="ink" cx="2" cy="2" r="1.4"/><circle class="ink" cx="6" cy="6" r="1.4"/></pattern>'
    '<pattern id="pattern-refutes" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="line" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/></pattern>'
    '<pattern id="pattern-open" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path class="dash" d="M0 3H3"/></pattern></defs></svg>'
)
