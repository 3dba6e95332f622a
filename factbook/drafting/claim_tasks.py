"""What a language model may suggest of a claim before there are sources: its points, and what to search for.

Only the claim goes along, so no source can steer either. Both are suggestions: points can be changed in the
desk, and every search is on record with its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from factbook.drafting.asking.answers import Points, Queries
from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.request import Task
from factbook.drafting.claim_data import claim_data, words_of_claim
from factbook.drafting.model_words import about_problem, line_problem
from factbook.model.check import Check
from factbook.model.claim import Claim
from factbook.model.model_call import Dropped

MOST_POINTS = 4
MOST_QUERIES = 3
_LONGEST = 200


def suggest_points(asker: Asker, claim: Claim) -> tuple[str, ...]:
    """Give the points that a claim breaks down into, at most `MOST_POINTS`; none if none can be used."""
    answer = asker.ask(Task("points", words_of_claim(claim)), Points)
    return _usable(asker, answer.points, f"{claim.question} {claim.statement}", MOST_POINTS)


def suggest_queries(asker: Asker, check: Check) -> tuple[str, ...]:
    """Give search queries for a claim, at most `MOST_QUERIES`; none if none can be used."""
    answer = asker.ask(Task("queries", claim_data(check)), Queries)
    return _usable(asker, answer.queries, f"{check.claim.question} {check.claim.statement}", MOST_QUERIES)


def _usable(asker: Asker, lines: Sequence[str], claim: str, most: int) -> tuple[str, ...]:
    said = {line.strip(): line_problem(line, _LONGEST) or about_problem(line, claim) for line in lines}
    dropped = [Dropped(words=line[:500], reason=problem) for line, problem in said.items() if problem]
    if dropped:
        asker.calls.note_dropped(dropped)
    return tuple(line for line, problem in said.items() if not problem)[:most]
