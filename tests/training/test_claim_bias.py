from __future__ import annotations

import numpy as np
import pytest

from training.claim_bias import without_claim_bias
from training.examples import NOTHING, STANCE_LABELS, Example

S, R, N = STANCE_LABELS["S"], STANCE_LABELS["R"], STANCE_LABELS["N"]


def plain(origin, count=150):
    """Give claims whose words tell nothing of their stance."""
    return [
        Example(f"The bridge {number} is open.", "p", (S, R, N)[number % 3], origin=origin)
        for number in range(count)
    ]


def give_aways(origin, count=150):
    """Give claims that deny where they are refuted, and never otherwise: what a set's writers tend to do."""
    return [
        Example(f"The road {number} did not ever close.", "p", R, origin=origin) for number in range(count)
    ]


@pytest.fixture(scope="module")
def examples():
    unlabelled = [Example(f"Whale {number} seen", "p", NOTHING, origin="fnc") for number in range(5)]
    return [*plain("fever"), *give_aways("fever"), *plain("fm2"), *unlabelled]


@pytest.fixture(scope="module")
def weights(examples):
    return without_claim_bias(examples)


@pytest.mark.parametrize("origin", ["fever", "fm2", "fnc"])
def test_each_origin_weighs_one_on_average(examples, weights, origin):
    rows = [example.origin == origin for example in examples]
    assert pytest.approx(1) == weights[rows].mean()


def test_a_claim_that_gives_its_stance_away_weighs_less(examples, weights):
    tells = np.array(["not" in example.claim for example in examples])
    fever = np.array([example.origin == "fever" for example in examples])
    assert weights[fever & tells].mean() < 0.6 * weights[fever & ~tells].mean()


def test_no_claim_is_weighed_down_to_nothing(weights):
    assert weights.min() > 0.25 / 1.5


def test_what_has_no_stance_weighs_one(examples, weights):
    assert {1.0} == set(weights[[example.stance == NOTHING for example in examples]])


def test_a_claim_is_judged_by_what_was_fitted_on_other_claims():
    # A claim is there ten times with one stance: fitted on itself, its words would give it away.
    repeated = [
        Example(f"word{number} other{number}", "p", (S, R, N)[number % 3], origin="fever")
        for number in range(60)
        for _ in range(10)
    ]
    weights = without_claim_bias([*repeated, *plain("fever")])
    assert weights[: len(repeated)].mean() > 0.8 * weights[len(repeated) :].mean()
