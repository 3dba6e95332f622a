from __future__ import annotations

import pytest

from factbook.evidence.words import content_stems, is_negation, is_number, numbers_of, split_words, stem


def test_words_and_numbers_are_told_apart():
    assert ["it", "isn’t", "1,200.5", "km"] == split_words("It isn’t 1,200.5 km.")
    assert is_number("1,200.5")
    assert not is_number("km")


@pytest.mark.parametrize("word", ["not", "never", "isn't", "isn’t", "cannot"])
def test_words_that_turn_a_sentence_round(word):
    assert is_negation(word)


def test_words_that_carry_meaning_are_kept_by_stem():
    assert ["agent", "train", "week"] == content_stems("The agents were not trained for weeks.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vaccine", "vaccines"),
        ("cases", "case"),
        ("policy", "policies"),
        ("trained", "trains"),
        ("pass", "passes"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_numbers_are_the_same_with_and_without_commas():
    assert {"1200", "3.5"} == numbers_of(["1,200", "dead", "1200", "3.5"])
