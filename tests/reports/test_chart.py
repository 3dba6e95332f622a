"""The chart of the stance table."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from factbook.model.stance import StanceValue
from factbook.reports.chart import KEYS, stance_chart


def test_there_is_no_chart_of_nothing(reports):
    assert stance_chart(reports["empty"]) is None


def test_each_point_has_a_bar_that_says_what_it_shows(reports):
    chart = stance_chart(reports["clean"])
    assert list(chart.bars) == ["p1", "p2", "p3"]
    assert 'aria-label="Point 1: 2 support it, 1 refutes it and 7 do not address it."' in chart.bars["p1"]
    assert 'role="img"' in chart.bars["p1"]


def test_the_shares_fill_the_bar(reports):
    for name in ("clean", "faulty", "hostile"):
        for bar in stance_chart(reports[name]).bars.values():
            widths = re.findall(r'<rect class="(?!over|plate)\w+" x="[\d.]+%" width="([\d.]+)%"', bar)
            assert abs(sum(map(float, widths)) - 100) < 0.1


def test_stances_differ_by_more_than_colour(reports):
    chart = stance_chart(reports["faulty"])
    assert [name for _, name in chart.legend] == list(KEYS.values())
    assert len({re.sub(r'class="\w+"', "", str(swatch)) for swatch, _ in chart.legend}) == 4
    bar = chart.bars["p1"]
    assert all(f"#pattern-{key}" in bar for key in ("mixed", "refutes", "open"))
    assert re.findall(r">(\d+)</text>", bar) == ["2", "1", "1", "1", "4"]


def test_the_chart_is_well_formed_and_has_no_inline_style(reports):
    chart = stance_chart(reports["faulty"])
    for piece in (chart.patterns, *chart.bars.values(), *(swatch for swatch, _ in chart.legend)):
        ElementTree.fromstring(str(piece))  # noqa: S314
        assert "style=" not in piece


def test_a_share_too_narrow_for_its_number_has_none(samples, tmp_path):
    report = samples.compose(samples.large_check(tmp_path, sources=40, points=1))
    point = report.points[0].model_copy(
        update={"counts": {StanceValue.SUPPORTS: 39, StanceValue.REFUTES: 1}, "open": 0}
    )
    bar = stance_chart(report.model_copy(update={"points": (point,)})).bars["p1"]
    assert re.findall(r">(\d+)</text>", bar) == ["39"]
