from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.evidence.unstated import is_unstated

STATED = "The bridge will open in May."


@pytest.mark.parametrize(
    "passage",
    [
        "Will the bridge open in May?",
        "The bridge may open in May.",
        "The bridge might soon be opened, the mayor said.",
        "The bridge may have been opened. May was mild.",
    ],
)
def test_what_is_asked_or_left_open_is_not_stated(passage):
    assert is_unstated(STATED, passage)


@pytest.mark.parametrize(
    "passage",
    [
        "",
        "The bridge will open in May.",
        "Will it? The bridge will open in May.",
        "The bridge may be painted. It will open in May.",
        "The bridge may open at noon. It will open in May, the mayor said.",
        "In May opens the bridge.",
    ],
)
def test_what_else_stands_there_is(passage):
    assert not is_unstated(STATED, passage)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The bridge could open in May.", "The bridge may open in May."),
        ("The bridge may open in May.", "The bridge might open in May."),
        ("The mayor expects the bridge to open.", "The bridge may open in May."),
        ("Will the bridge open in May?", "Does the bridge open in May?"),
        ("The paper asks whether the bridge will open.", "Will the bridge open in May?"),
    ],
)
def test_a_sentence_that_leaves_it_open_too_makes_no_more_of_it(sentence, passage):
    assert not is_unstated(sentence, passage)


@given(st.text(max_size=60))
def test_no_text_says_less_than_itself_unless_it_says_may(text):
    assert not is_unstated(text, text) or "may" in text or "might" in text
