from __future__ import annotations

import numpy as np
import pytest

from factbook.evidence.ranking import MOST_READ, rank_sentences

CLAIM = "The bridge will open in May."
PAGE = [
    "Home",
    "News from the town hall",
    "The council met on Monday.",
    "The bridge, closed since December, will open again in May, the mayor said.",
    "Its works cost 4.8 million.",
    "A bridge player from the town won a prize.",
    "Subscribe to our newsletter",
]


def test_the_sentence_that_says_it_comes_first():
    assert 3 == rank_sentences(CLAIM, PAGE).argmax()


def test_a_claim_without_its_stop_is_ranked_as_with_it():
    page = [
        "Bridge to open in May",
        "The new bridge will open in May, the mayor told the council on Monday.",
        "The work on the ramps is done, and the lamps were tested last week by the engineers of the city.",
        "Trams will cross the bridge from the first day, the transport office said in a written statement.",
    ]
    bare = rank_sentences("Trams will cross the bridge", page)
    assert 3 == bare.argmax()
    np.testing.assert_array_equal(bare, rank_sentences("Trams will cross the bridge.", page))


def test_a_claim_is_ranked_by_meaning_where_all_sentences_share_its_words():
    sentences = [
        "The bridge in May is a sight.",
        "A bridge club will open its doors to May.",
        "In May, the bridge will open to traffic again.",
    ]
    assert 2 == rank_sentences(CLAIM, sentences).argmax()


def test_what_the_network_does_not_read_keeps_its_place_below():
    many = ["Nothing about it here."] * (MOST_READ + 30)
    scores = rank_sentences(CLAIM, [*many, PAGE[3]])
    assert len(many) == scores.argmax()
    assert len(many) + 1 == len(scores)


@pytest.mark.parametrize("sentences", [[], ["One."], ["One.", "Two."], ["", ""]])
def test_short_lists_are_ranked(sentences):
    scores = rank_sentences(CLAIM, sentences)
    assert len(sentences) == len(scores)
    assert np.isfinite(scores).all()
