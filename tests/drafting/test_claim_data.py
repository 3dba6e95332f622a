"""A language model is told of a claim what is on record of it, and nothing of its sources."""

from __future__ import annotations

from factbook.drafting.claim_data import claim_data, words_of_claim
from factbook.model.claim import Claim
from tests.drafting.conftest import Make


def test_the_points_are_numbered_and_nothing_else_goes_along(bridge: Make) -> None:
    assert claim_data(bridge().read()) == {
        "question": "Will the bridge open in May?",
        "points": [{"point": 1, "text": "The bridge will open in May"}],
    }


def test_what_is_not_known_of_a_claim_is_left_out() -> None:
    claim = Claim(statement="It opens in May", claimant="The mayor", claimed_on="2025-03")
    assert words_of_claim(claim) == {
        "statement": "It opens in May",
        "claimant": "The mayor",
        "claimed_on": "2025-03",
    }
