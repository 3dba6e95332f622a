from __future__ import annotations

import pytest

from factbook.evidence.words import content_stems, is_negation, is_number, split_words


def test_words_and_numbers_are_told_apart():
    assert ["it", "isn’t", "1,200.5", "km"] == split_words("It isn’t 1,200.5 km.")
    assert is_number("1,200.5")
    assert not is_number("km")


@pytest.mark.parametrize("word", ["not", "never", "isn't", "isn’t", "cannot"])
def test_words_that_turn_a_sentence_round(word):
    assert is_negation(word)


def test_words_that_carry_meaning_are_kept_by_stem():
    assert ["agent", "train", "week"] == content_stems("The agents were not trained for weeks.")
