from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.evidence.lexical import LEXICAL_FEATURES, denies_the_opposite, lexical_features


def feature(name: str, claim: str, passage: str) -> float:
    return float(lexical_features([(claim, passage)])[0, LEXICAL_FEATURES.index(name)])


def test_coverage_is_the_share_of_the_claims_words_that_the_passage_has():
    assert 1 == feature("coverage", "Agents train hard", "The agents trained very hard.")
    assert 0 == feature("coverage", "Agents train hard", "A bridge opened.")


@pytest.mark.parametrize(
    ("passage", "expected"), [("It took 13 weeks.", 0), ("It took 20 weeks.", 1), ("Weeks.", 1)]
)
def test_a_number_is_missing_when_the_passage_does_not_have_it(passage, expected):
    assert expected == feature("number_missing", "It took 13 weeks", passage)


def test_a_number_is_in_conflict_only_with_another_number():
    assert 0 == feature("number_conflict", "It took 13 weeks", "It took weeks.")
    assert 1 == feature("number_conflict", "It took 13 weeks", "It took 20 weeks.")


@pytest.mark.parametrize(
    ("name", "passage"),
    [
        ("passage_denies", "The photo is a hoax, and the mayor denied it."),
        ("passage_hedges", "He reportedly left, according to unconfirmed rumours."),
        ("passage_firm", "Officials confirmed the arrest."),
        ("negation_differs", "The bridge did not open."),
    ],
)
def test_cues_are_seen(name, passage):
    assert feature(name, "The bridge opened.", passage) > 0
    assert 0 == feature(name, "The bridge opened.", "The bridge opened.")


@pytest.mark.parametrize(
    "passage",
    [
        "The mayor denied that the bridge will not open in May.",
        "The mayor rejected rumours the bridge won’t open in May.",
        "There is no truth to claims that the bridge will not open in May. Work goes on.",
        "The mayor did not deny that the bridge will open in May.",
    ],
)
def test_a_denial_of_the_opposite_is_told(passage):
    assert denies_the_opposite("The bridge will open in May.", passage)


def test_a_denial_of_what_a_negated_claim_denies_is_one_too():
    myth = "The claim that vaccines cause autism has been debunked."
    assert denies_the_opposite("Vaccines do not cause autism.", myth)
    assert not denies_the_opposite("Vaccines cause autism.", myth)


@pytest.mark.parametrize(
    "passage",
    [
        "",
        "The bridge will not open in May.",
        "The mayor denied that the bridge will open in May.",
        "The mayor denied that the bridge will open in May, and not for the first time.",
        "The mayor denied that he is ill. The bridge will not open in May.",
        "The mayor did not deny that the bridge will not open in May.",
    ],
)
def test_a_plain_denial_is_no_denial_of_the_opposite(passage):
    assert not denies_the_opposite("The bridge will open in May.", passage)


@given(st.lists(st.tuples(st.text(max_size=50), st.text(max_size=50)), max_size=4))
def test_any_text_gives_finite_features_each_pair_on_its_own(pairs):
    features = lexical_features(pairs)
    assert (len(pairs), len(LEXICAL_FEATURES)) == features.shape
    assert np.isfinite(features).all()
    for row, pair in enumerate(pairs):
        assert np.array_equal(features[row], lexical_features([pair])[0])
