"""What a language model may suggest of a claim before there are sources: its points, and what to search for.

Only the claim goes along, so no source can steer either. Both are suggestions: points can be changed in the
desk, and every search is on record with its words.
"""

from __future__ import annotations

from factbook.drafting.asking.answers import Points, Queries
from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.request import Task
from factbook.drafting.claim_data import claim_data, words_of_claim
from factbook.drafting.dropping import choose_lines
from factbook.drafting.model_words import about_problem, beyond_claim_problem, denial_problem, line_problem
from factbook.model.check import Check
from factbook.model.claim import Claim
from factbook.model.model_call import Dropped

MOST_POINTS = 4
MOST_QUERIES = 3
_LONGEST = 200


def suggest_points(asker: Asker, claim: Claim) -> tuple[str, ...]:
    """Give the points that a claim breaks down into, at most `MOST_POINTS`; none if none can be used."""
    answer = asker.ask(Task("points", words_of_claim(claim)), Points)
    words = f"{claim.question} {claim.statement} {claim.claimant}"

    def problem(point: str) -> str:
        return (
            _line_problem(point, words) or beyond_claim_problem(point, words) or denial_problem(point, words)
        )

    return _noted(asker, choose_lines(answer.points, most=MOST_POINTS, kind="points", problem=problem))


def suggest_queries(asker: Asker, check: Check) -> tuple[str, ...]:
    """Give search queries for a claim, at most `MOST_QUERIES`; none if none can be used."""
    answer = asker.ask(Task("queries", claim_data(check)), Queries)
    words = f"{check.claim.question} {check.claim.statement}"

    def problem(query: str) -> str:
        return _line_problem(query, words)

    return _noted(asker, choose_lines(answer.queries, most=MOST_QUERIES, kind="queries", problem=problem))


def _line_problem(line: str, claim: str) -> str:
    return line_problem(line, _LONGEST) or about_problem(line, claim)


def _noted(asker: Asker, found: tuple[tuple[str, ...], tuple[Dropped, ...]]) -> tuple[str, ...]:
    """Give what was chosen of an answer, and put on record what was not."""
    chosen, dropped = found
    if dropped:
        asker.calls.note_dropped(dropped)
    return chosen
