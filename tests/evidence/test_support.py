from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.evidence.support import SUPPORT_THRESHOLD, supports

PASSAGE = "The agency says that new agents are trained for 13 weeks at its academy."
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from("agents train not 13 weeks the".split())).map(
    " ".join
)


def score(sentence: str, passage: str = PASSAGE) -> float:
    return float(supports([(sentence, passage)])[0])


def bears_out(sentence: str, passage: str = PASSAGE) -> bool:
    return score(sentence, passage) >= SUPPORT_THRESHOLD


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_there_is_one_score_from_0_to_1_for_each_pair(pairs):
    scores = supports(pairs)
    assert (len(pairs), np.float64) == (len(scores), scores.dtype)
    assert all(0 <= score <= 1 for score in scores)
    assert [score(*pair) for pair in pairs] == scores.tolist()


@pytest.mark.parametrize(
    "sentence",
    [
        PASSAGE,
        "New agents are trained for 13 weeks.",
        "Training of new agents takes 13 weeks at the academy.",
    ],
)
def test_a_passage_bears_out_what_says_the_same(sentence):
    assert bears_out(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "New agents are not trained for 13 weeks.",
        "New agents are trained for 20 weeks.",
        "New agents aren’t trained for 13 weeks.",
        "The mayor opened a bridge.",
        "It is so.",
        "",
        "?!",
    ],
)
def test_a_passage_does_not_bear_out_another_claim_in_its_words(sentence):
    assert not bears_out(sentence)


def test_a_negation_on_one_side_only_or_a_number_not_there_makes_it_another_claim():
    assert 1.0 == score("Agents are trained.")
    assert not bears_out("Agents are not trained.")
    assert not bears_out("Agents are trained.", "Agents are never trained.")
    assert 1.0 == score("Agents are not trained.", "Agents are never trained.")
    assert score("Agents are trained for 20 weeks.") < SUPPORT_THRESHOLD < score("Agents train for 13 weeks.")


def test_a_sentence_without_words_of_its_own_is_not_borne_out():
    assert 0.0 == score("It is, they said.", "It is, they said.")


@pytest.mark.parametrize(
    ("one", "other"),
    [("trained", "training"), ("weeks", "week"), ("AGENTS", "agents"), ("organizations", "organization")],
)
def test_forms_of_a_word_count_as_the_word(one, other):
    assert 1.0 == score(one, other)
