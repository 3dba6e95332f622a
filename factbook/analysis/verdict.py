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

Both tables ask only whether there is a source, and not how many: copies of one text change no rating. Where
sources are counted for a reader, their independent origins are counted beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from factbook.analysis.origins import Origins, count_sources, each_its_own
from factbook.model.check import Check
from factbook.model.coding import CellState, cells
from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue
from factbook.model.suggested import suggested_values, waiting_suggestions
from factbook.wording import and_list, comma_list, gettext, ngettext

Counts = Mapping[StanceValue, int]

_MOST_POINTS_TOLD = 3
"""With more points than this, the reason counts them instead of telling each; the table tells each."""


@dataclass(frozen=True)
class PointVerdict:
    """What the sources add up to on one point; ``open_cells`` counts sources without a settled judgement.

    ``origins`` counts for each stance the independent origins of the sources that take it; a stance that is
    missing has as many origins as sources.
    """

    point: str
    value: RatingValue
    counts: dict[StanceValue, int]
    open_cells: int
    origins: dict[StanceValue, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The Rating the stance table implies, with the verdict on each point and the reason in words."""

    value: RatingValue
    points: tuple[PointVerdict, ...]
    reason: str


def imply_rating(check: Check, *, origins: Origins | None = None) -> Verdict:
    """Apply the rule of this module to a check's stance table.

    ``origins``, as `analysis.independence.find_origins` gives them, are counted beside the sources; without
    them every source is taken for an origin of its own. The ratings are the same.
    """
    return _apply(check, {place: cell.value for place, cell in cells(check).items()}, origins)


def suggested_rating(check: Check, *, origins: Origins | None = None) -> Verdict | None:
    """Say what the table would imply if people accepted every suggestion that waits; ``None`` if none does.

    This is no Rating: it is shown as what models suggest, beside the Rating that people's judgements imply.
    Cells that are coded keep their value, and a cell on which models differ stays open.
    """
    return _apply(check, suggested_values(check), origins) if waiting_suggestions(check) else None


def _apply(
    check: Check, by_cell: Mapping[tuple[str, str], StanceValue | None], origins: Origins | None
) -> Verdict:
    origins = origins or each_its_own(check)
    verdicts = []
    for point in check.points:
        values = {source.id: by_cell[source.id, point.id] for source in check.sources}
        taking = {stance: [id_ for id_ in values if values[id_] == stance] for stance in StanceValue}
        counts = {stance: len(ids) for stance, ids in taking.items()}
        apart = {stance: origins.count(ids) for stance, ids in taking.items()}
        open_cells = list(values.values()).count(None)
        verdicts.append(PointVerdict(point.id, rate_point(counts), counts, open_cells, apart))
    value = rate_claim([verdict.value for verdict in verdicts])
    return Verdict(value, tuple(verdicts), _reason(check, tuple(verdicts), origins))


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


def _reason(check: Check, verdicts: tuple[PointVerdict, ...], origins: Origins) -> str:
    if not any(sum(verdict.counts.values()) for verdict in verdicts):
        disagreed = sum(cell.state == CellState.DISAGREED for cell in cells(check).values())
        if disagreed:
            return ngettext(
                "Coders disagree on the one cell that was judged: no stance is settled yet.",
                "Coders disagree on all {number} cells that were judged: no stance is settled yet.",
                disagreed,
            )
        if waiting_suggestions(check):
            return gettext(
                "No person has judged a source on any point yet; what a model suggests does not count."
            )
        return gettext("No source has been judged on any point yet.")
    counted = len(check.sources), origins.count(source.id for source in check.sources)
    sources = count_sources(*counted)
    if len(verdicts) == 1:
        told = describe_counts(verdicts[0])
        if counted[0] == counted[1]:
            return gettext("Of {sources}, {counts}.", sources=sources, counts=told)
        # The colon, where there are two counts: a second comma would run on into what the sources say.
        return gettext("Of {sources}: {counts}.", sources=sources, counts=told)
    if len(verdicts) > _MOST_POINTS_TOLD:
        values = [verdict.value for verdict in verdicts]
        rated = [
            gettext("{number} {rating}", number=values.count(value), rating=value.label)
            for value in RatingValue
            if value in values
        ]
        return ngettext(
            "Of {number} point, by {sources}: {ratings}.",
            "Of {number} points, by {sources}: {ratings}.",
            len(values),
            sources=sources,
            ratings=comma_list(rated),
        )
    parts = [
        gettext(
            "on point {number}, {counts} ({rating})",
            number=number,
            counts=describe_counts(verdict),
            rating=verdict.value.label,
        )
        for number, verdict in enumerate(verdicts, start=1)
    ]
    return gettext("Of {sources}: {counts}.", sources=sources, counts=gettext("; ").join(parts))


def describe_counts(verdict: PointVerdict) -> str:
    """Say in words how the sources stand on a point, like ``2 support it and 1 does not address it``.

    Where several are copies of one text, their origins are told: ``5 (2 origins) support it``.
    """
    counted = {stance: _count(verdict, stance) for stance in StanceValue}
    supports, refutes = counted[StanceValue.SUPPORTS], counted[StanceValue.REFUTES]
    mixed, silent = counted[StanceValue.MIXED], counted[StanceValue.NOT_ADDRESSED]
    number, open_ = verdict.counts, verdict.open_cells
    # `factbook verify` reads the numbers: every language tells them in this order, and in digits.
    phrases = [
        supports
        and ngettext(
            "{count} supports it", "{count} support it", number[StanceValue.SUPPORTS], count=supports
        ),
        refutes
        and ngettext("{count} refutes it", "{count} refute it", number[StanceValue.REFUTES], count=refutes),
        mixed and ngettext("{count} is mixed", "{count} are mixed", number[StanceValue.MIXED], count=mixed),
        silent
        and ngettext(
            "{count} does not address it",
            "{count} do not address it",
            number[StanceValue.NOT_ADDRESSED],
            count=silent,
        ),
        open_ and ngettext("{number} has no settled judgement", "{number} have no settled judgement", open_),
    ]
    return and_list([str(phrase) for phrase in phrases if phrase]) or gettext("there is no source yet")


def _count(verdict: PointVerdict, stance: StanceValue) -> str:
    """Give how many sources take a stance, with their origins where these are fewer; empty for none."""
    number = verdict.counts[stance]
    origins = verdict.origins.get(stance, number)
    if number == origins:
        return str(number or "")
    return ngettext("{sources} ({number} origin)", "{sources} ({number} origins)", origins, sources=number)
