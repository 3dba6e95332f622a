"""The direction of text, and text that cannot turn what stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.reports.direction import direction_of, isolated, turns_anywhere


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("plain", "ltr"),
        ("12 (שלום)", "rtl"),
        ("مرحبا hello", "rtl"),
        ("\u2068مرحبا\u2069 hello", "ltr"),
        ("", "ltr"),
        ("123", "ltr"),
    ],
)
def test_a_text_runs_the_way_of_its_first_strong_character(text, way):
    assert direction_of(text) == way


@given(st.lists(st.text(alphabet="a\u2066\u2067\u2068\u2069\u202e", max_size=8), max_size=4))
def test_an_isolate_is_closed_by_its_own_end(texts):
    items = isolated([texts[0] if texts else "", {"k": "em", "i": texts[1:]}], "auto")
    flat = items[0] + items[1] + "".join(items[2]["i"]) + items[3]
    depth = 0
    for number, character in enumerate(flat, start=1):
        depth += character in "\u2066\u2067\u2068"
        depth -= character == "\u2069"
        assert depth > 0 or number == len(flat)
    assert depth == 0


def test_only_what_turns_is_said_to():
    assert not turns_anywhere("Ελληνικά, 中文, naïve")
    assert turns_anywhere("a\u202eb")
    assert turns_anywhere("שלום")
