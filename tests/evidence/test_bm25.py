from __future__ import annotations

import numpy as np

from factbook.evidence.bm25 import bm25_scores

SENTENCES = [
    "The council met on Monday.",
    "The bridge will open in May, the council said.",
    "The ferry runs until the bridge opens.",
]


def test_the_sentence_that_shares_the_rarest_words_comes_first():
    assert 1 == bm25_scores("When will the bridge open in May?", SENTENCES).argmax()


def test_words_are_compared_by_their_stems():
    assert bm25_scores("opening", SENTENCES)[2] > 0


def test_what_shares_nothing_scores_nothing():
    assert [0, 0, 0] == bm25_scores("volcano", SENTENCES).tolist()
    assert [0, 0, 0] == bm25_scores("the of and", SENTENCES).tolist()
    assert [0, 0, 0] == bm25_scores("", SENTENCES).tolist()


def test_nothing_to_search_in_gives_nothing():
    assert 0 == len(bm25_scores("bridge", []))
    assert [0] == bm25_scores("bridge", [""]).tolist()


def test_a_score_does_not_depend_on_the_order_of_the_sentences():
    scores = bm25_scores("the bridge in May", SENTENCES)
    assert np.array_equal(scores[::-1], bm25_scores("the bridge in May", SENTENCES[::-1]))
