"""What a language model is told of a claim."""

from __future__ import annotations

from typing import Any

from factbook.model.check import Check
from factbook.model.claim import Claim


def claim_data(check: Check) -> dict[str, Any]:
    """Give the claim of a check with its points, by number, as data of a task."""
    points = [{"point": number, "text": point.text} for number, point in enumerate(check.points, start=1)]
    return words_of_claim(check.claim) | {"points": points}


def words_of_claim(claim: Claim) -> dict[str, Any]:
    """Give the claim alone, as data of a task."""
    said = {
        "question": claim.question,
        "statement": claim.statement,
        "claimant": claim.claimant,
        "claimed_on": claim.claimed_on or "",
    }
    return {name: words for name, words in said.items() if words}
