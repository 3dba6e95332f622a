"""What a hedge is depends on what is asked; each question has its own words, and May is a month in all."""

from __future__ import annotations

import pytest

from factbook.drafting.hedges import PASSED_ON, has_hedge, left_open_by


@pytest.mark.parametrize(
    ("words", "may_hedge", "passed_on", "left_open"),
    [
        ("The bridge will open on Monday", False, False, set()),
        ("The bridge will allegedly open", True, True, {"allegedly"}),
        ("It is unconfirmed that it opens", True, True, {"unconfirmed"}),
        # Who says it is named in the sentence anyway, so that "says" alone hedges nothing.
        ("The mayor says that it opens", True, False, set()),
        ("According to the mayor it opens", True, False, set()),
        # A claim that is told as one is more than a word of saying, and less than a doubt.
        ("The mayor claims that it opens", True, False, {"claims"}),
        # Nothing is passed on by these, and without them more would be said.
        ("It could open if the deck holds", False, False, {"could", "if"}),
        ("It might open, whether finished or not", True, False, {"might", "whether"}),
        # What was found out about is a hedge as a whole, and by no word of its own.
        ("That could not be confirmed", True, True, {"could"}),
        ("That has not been confirmed", False, True, set()),
        # Only what a draft says of a source is asked in other languages.
        ("El puente supuestamente abrirá", False, True, set()),
    ],
)
def test_each_question_has_its_own_words(
    words: str, may_hedge: bool, passed_on: bool, left_open: set[str]
) -> None:
    assert (has_hedge(words), bool(PASSED_ON.search(words)), left_open_by(words)) == (
        may_hedge,
        passed_on,
        left_open,
    )


@pytest.mark.parametrize(
    ("words", "hedged"),
    [
        ("It opens in May", False),
        ("It may open", True),
        ("It may open in May", True),
        ("The Mayor may", True),
    ],
)
def test_may_is_a_month(words: str, hedged: bool) -> None:
    assert has_hedge(words) == bool(left_open_by(words)) == hedged
