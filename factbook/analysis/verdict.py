"""The Rating that a stance table implies.

The rule, for one point, looks only at sources that address it:

=====================================  ===================
the sources that address the point     the point is
=====================================  ===================
there are none                         not enough evidence
all support it                         supported
all refute it                          refuted
anything else                          conflicting
=====================================  ===================

The claim is as strong as its weakest point:

========================================  ===================
its points                                the claim is
========================================  ===================
any is conflicting, or some are
supported while others are refuted        conflicting
otherwise, any is refuted                 refuted
all are supported                         supported
anything else, or no point at all         not enough evidence
========================================  ===================

A source that does not address a point, or that nobody has judged, appears on neither side of either
table: silence never refutes, and silence alone is never anything but "not enough evidence".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from factbook.model.check import Check
from factbook.model.coding import cells
from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue

Counts = Mapping[StanceValue, int]

_MOST_POINTS_TOLD = 3
"""With more points than this, the reason counts them instead of telling each; the table tells each."""


@dataclass(frozen=True)
class PointVerdict:
    """What the sources add up to on one point; ``open_cells`` counts sources without a settled judgement."""

    point: str
    value: RatingValue
    counts: dict[StanceValue, int]
    open_cells: int


@dataclass(frozen=True)
class Verdict:
    """The Rating the stance table implies, with the verdict on each point and the reason in words."""

    value: RatingValue
    points: tuple[PointVerdict, ...]
    reason: str


def imply_rating(check: Check) -> Verdict:
    """Apply the rule of this module to a check's stance table."""
    by_cell = cells(check)
    verdicts = []
    for point in check.points:
        values = [by_cell[source.id, point.id].value for source in check.sources]
        counts = {value: values.count(value) for value in StanceValue}
        verdicts.append(PointVerdict(point.id, rate_point(counts), counts, values.count(None)))
    value = rate_claim([verdict.value for verdict in verdicts])
    return Verdict(value, tuple(verdicts), _reason(check, tuple(verdicts)))


def rate_point(counts: Counts) -> RatingValue:
    """Rate one point by how many sources take each stance."""
    supports, refutes = counts[StanceValue.SUPPORTS], counts[StanceValue.REFUTES]
    if not supports and not refutes and not counts[StanceValue.MIXED]:
        return RatingValue.NOT_ENOUGH_EVIDENCE
    if counts[StanceValue.MIXED] or (supports and refutes):
        return RatingValue.CONFLICTING
    return RatingValue.SUPPORTED if supports else RatingValue.REFUTED


def rate_claim(points: list[RatingValue]) -> RatingValue:
    """Rate a claim by the ratings of its points."""
    ratings = set(points)
    if RatingValue.CONFLICTING in ratings or {RatingValue.SUPPORTED, RatingValue.REFUTED} <= ratings:
        return RatingValue.CONFLICTING
    if RatingValue.REFUTED in ratings:
        return RatingValue.REFUTED
    if ratings == {RatingValue.SUPPORTED}:
        return RatingValue.SUPPORTED
    return RatingValue.NOT_ENOUGH_EVIDENCE


def _reason(check: Check, verdicts: tuple[PointVerdict, ...]) -> str:
    if not any(sum(verdict.counts.values()) for verdict in verdicts):
        return "No source has been judged on any point yet."
    if len(verdicts) == 1:
        return f"Of {_number(len(check.sources))}, {describe_counts(verdicts[0])}."
    if len(verdicts) > _MOST_POINTS_TOLD:
        values = [verdict.value for verdict in verdicts]
        told = [f"{values.count(value)} {value.label}" for value in RatingValue if value in values]
        return f"Of {len(values)} points, by {_number(len(check.sources))}: {', '.join(told)}."
    parts = [
        f"on point {number}, {describe_counts(verdict)} ({verdict.value.label})"
        for number, verdict in enumerate(verdicts, start=1)
    ]
    return f"Of {_number(len(check.sources))}: {'; '.join(parts)}."


def describe_counts(verdict: PointVerdict) -> str:
    """Say in words how the sources stand on a point, like ``2 support it and 1 does not address it``."""
    phrases = [
        _phrase(verdict.counts[StanceValue.SUPPORTS], "supports it", "support it"),
        _phrase(verdict.counts[StanceValue.REFUTES], "refutes it", "refute it"),
        _phrase(verdict.counts[StanceValue.MIXED], "is mixed", "are mixed"),
        _phrase(verdict.counts[StanceValue.NOT_ADDRESSED], "does not address it", "do not address it"),
        _phrase(verdict.open_cells, "has no settled judgement", "have no settled judgement"),
    ]
    said = [phrase for phrase in phrases if phrase]
    if not said:
        return "there is no source yet"
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _phrase(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _number(sources: int) -> str:
    return "1 source" if sources == 1 else f"{sources} sources"
