"""Colours, and whether they can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.model.colours import (
    DARK_GROUNDS,
    LEAST_CONTRAST,
    LIGHT_GROUNDS,
    contrast,
    expect_contrast,
    for_dark_ground,
    parse_colour,
)

STYLES = Path(__file__).parents[2] / "templates" / "factbook" / "report.css"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(("written", "kept"), [("#14507A", "#14507a"), ("#abc", "#aabbcc")])
def test_a_colour_has_one_form(written: str, kept: str) -> None:
    assert kept == parse_colour(written)


@pytest.mark.parametrize(
    "written", ["red", "14507a", "#14507", "#14507a;}body{", "#14507a\n", "url(x)", "#１４507a", ""]
)
def test_anything_else_is_none(written: str) -> None:
    with pytest.raises(ValueError, match="is no colour"):
        parse_colour(written)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_too_little_is_told_with_the_ratio_and_what_is_needed() -> None:
    with pytest.raises(
        ValueError, match=r"#777777 has a contrast of 3\.\d\d:1 on #.*needs 4\.5:1.*; go darker"
    ):
        expect_contrast("#777777", LIGHT_GROUNDS, advice="go darker")


@given(COLOURS)
def test_a_colour_made_for_the_dark_scheme_can_be_read_there(colour: str) -> None:
    made = for_dark_ground(colour)
    assert min(contrast(made, ground) for ground in DARK_GROUNDS) >= LEAST_CONTRAST
    assert made == parse_colour(made)


def test_the_grounds_are_those_of_the_page() -> None:
    """Else a colour would be held against grounds that no reader sees."""
    light, dark = re.findall(r"--ink: .*?--gain", STYLES.read_text(encoding="utf-8"), re.DOTALL)
    for style, grounds in ((light, LIGHT_GROUNDS), (dark, DARK_GROUNDS)):
        of_page = [
            re.search(rf"--{name}: (#\w+)", style) for name in ("paper", "panel", "aimed", "warn", "heed")
        ]
        assert tuple(found[1] for found in of_page if found) == grounds
