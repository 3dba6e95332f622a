"""The small chart of the stance table: one bar per point, as static SVG.

Each stance has its own pattern besides its colour, and its number stands in or beside it, so the chart reads
the same in print and in greyscale. Colours are classes of the stylesheet, so it follows light and dark.
"""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from factbook.model.stance import StanceValue
from factbook.reports.context import PointView, ReportContext

_WIDTH = 640
_LABEL_WIDTH = 76
_BAR_HEIGHT = 26
_ROW_HEIGHT = 40
_ORDER = (
    (StanceValue.SUPPORTS.value, "supports"),
    (StanceValue.MIXED.value, "mixed"),
    (StanceValue.REFUTES.value, "refutes"),
    (StanceValue.NOT_ADDRESSED.value, "not addressed"),
    ("open", "not judged"),
)


def stance_chart(report: ReportContext) -> Markup:
    """Draw the stances of all points; empty where there is no point or no source."""
    if not report.points or not report.sources:
        return Markup("")
    height = _ROW_HEIGHT * len(report.points) + 4
    rows = "".join(_row(point, index * _ROW_HEIGHT) for index, point in enumerate(report.points))
    said = " ".join(f"Point {point.number}: {point.summary}." for point in report.points)
    head = f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(said)}">'
    return Markup(f"{head}<defs>{_PATTERNS}</defs>{rows}</svg>")  # noqa: S704


def _row(point: PointView, top: int) -> str:
    numbers = {value.value: count for value, count in point.counts.items()} | {"open": point.open}
    total = sum(numbers.values()) or 1
    left = float(_LABEL_WIDTH)
    parts = [f'<text class="label" x="0" y="{top + 22}">Point {point.number}</text>']
    for key, _name in _ORDER:
        if not numbers[key]:
            continue
        width = (_WIDTH - _LABEL_WIDTH) * numbers[key] / total
        box = f'x="{left:.1f}" y="{top + 4}" width="{width:.1f}" height="{_BAR_HEIGHT}"'
        parts.append(f'<rect class="bar {key}" {box}/>')
        if key != StanceValue.NOT_ADDRESSED.value:
            parts.append(f'<rect class="over" fill="url(#pattern-{key})" {box}/>')
        middle = left + width / 2
        parts.append(
            f'<rect class="plate" x="{middle - 11:.1f}" y="{top + 8}" width="22" height="18" rx="3"/>'
        )
        parts.append(f'<text class="count" x="{middle:.1f}" y="{top + 22}">{numbers[key]}</text>')
        left += width
    return "".join(parts)


_PATTERNS = (
    '<pattern id="pattern-supports" width="8" height="8" patternUnits="userSpaceOnUse"/>'
    '<pattern id="pattern-mixed" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle class="ink" cx="4" cy="4" r="1.6"/></pattern>'
    '<pattern id="pattern-refutes" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="line" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/></pattern>'
    '<pattern id="pattern-open" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="line" d="M0 4H4"/></pattern>'
)
