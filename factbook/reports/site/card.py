"""What a site knows of a check: enough for every page but the check's own, and small enough to keep.

A card is made of the check's report, so lists and report never say two things. It is kept between runs; a
check that has not changed is not even read again.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from factbook.model.check import Check
from factbook.model.rating import RatingValue
from factbook.model.record import Record, iso_time
from factbook.model.stance import StanceValue
from factbook.reports.context import ReportContext
from factbook.reports.views.corrections import CorrectionView, OutdatedView
from factbook.reports.views.sentence import FollowUpView


class CorrectionCard(Record):
    """One correction: its anchor in the report, who, when, why, and in short what it changed."""

    anchor: str
    kind: Literal["correction", "outdated"]
    note: str
    made_by: str
    made_on: str
    told: str = ""
    rating_before: str = ""
    rating_after: str = ""


class Tally(Record):
    """What is counted in a check for the methodology page.

    ``linked`` sources have a web address, ``copied`` a kept copy, ``interested`` a word on who stands behind
    them. ``stances`` counts settled cells, ``open_cells`` the others. ``judges`` are the people who judged,
    ``by_people`` their judgements; ``suggested`` those of models, of which people ``accepted`` some.
    """

    sources: int = 0
    linked: int = 0
    copied: int = 0
    interested: int = 0
    origins: int = 0
    quotes: int = 0
    verbatim: int = 0
    sentences: int = 0
    sound_sentences: int = 0
    faults: int = 0
    cautions: int = 0
    stances: dict[StanceValue, int] = Field(default_factory=dict)
    open_cells: int = 0
    judges: int = 0
    by_people: int = 0
    suggested: int = 0
    accepted: int = 0
    models: tuple[str, ...] = ()


class Card(Record):
    """A check as the site's lists, feeds and figures see it.

    ``rating`` is the Rating, ``label`` its word on the newsroom's scale. ``date`` is the day of the check as
    far as it is known; ``updated`` (RFC 3339) when it last changed for readers. ``changed`` tells that it
    differs from what was published without a correction that says so, ``pdf`` that the report is there
    as PDF, too.
    """

    id: str
    headline: str
    statement: str = ""
    language: str
    rating: RatingValue
    label: str
    reason: str
    by_hand: bool
    claimant: str
    date: str
    topics: tuple[str, ...]
    published: str
    updated: str
    changed: bool
    outdated: OutdatedView | None
    corrections: tuple[CorrectionCard, ...]
    follow_ups: tuple[FollowUpView, ...]
    pdf: bool = False
    tally: Tally

    @property
    def corrected(self) -> bool:
        """Whether something in it was wrong, which is more than that the world has moved on."""
        return any(one.kind == "correction" for one in self.corrections)


def make_card(report: ReportContext, check: Check, *, pdf: bool = False) -> Card:
    """Make the card of a check of its report."""
    return Card(
        id=check.id,
        headline=report.headline,
        statement=report.statement,
        language=report.language,
        rating=RatingValue(report.rating.value),
        label=report.rating.label,
        reason=report.rating.reason,
        by_hand=bool(report.rating.set_by),
        claimant=report.claimant,
        date=report.checked_on_iso or report.published_iso,
        topics=check.topics,
        published=report.published_iso,
        updated=_updated(check),
        changed=report.unrecorded is not None,
        outdated=report.outdated,
        corrections=tuple(_correction(one) for one in report.corrections),
        follow_ups=report.follow_ups,
        pdf=pdf,
        tally=_tally(report),
    )


def _updated(check: Check) -> str:
    times = [one.made_at for one in check.publications] + [one.made_at for one in check.revisions]
    times += [check.outdated.set_at] if check.outdated else []
    times += [check.published_at] if check.published_at else []
    if not times and check.checked_on:
        # A date as far as it is known: the earliest moment that it may mean.
        year, month, day = (int(part) for part in f"{check.checked_on}-01-01".split("-")[:3])
        times = [datetime(year, month, day, tzinfo=UTC)]
    return iso_time(max(times, default=check.created_at or datetime(1970, 1, 1, tzinfo=UTC)))


def _correction(view: CorrectionView) -> CorrectionCard:
    differences = view.differences
    return CorrectionCard(
        anchor=view.anchor,
        kind=view.kind,
        note=view.note,
        made_by=view.made_by,
        made_on=view.made_at_iso,
        told=differences.told if differences else "",
        rating_before=differences.rating_before if differences else "",
        rating_after=differences.rating_after if differences else "",
    )


def _tally(report: ReportContext) -> Tally:
    cells = [cell for row in report.rows for cell in row.cells]
    stances = Counter(cell.value for cell in cells if cell.value)
    people = [one for one in report.coders if one.kind == "person"]
    models = [one for one in report.coders if one.kind == "model"]
    grades = Counter(one.mark.grade for one in report.audit)
    return Tally(
        sources=len(report.sources),
        linked=sum(bool(one.url) for one in report.sources),
        copied=sum(one.snapshot is not None for one in report.sources),
        interested=sum(bool(one.interest) for one in report.sources),
        origins=sum(one.copy_of is None for one in report.sources),
        quotes=report.proof.quotes,
        verbatim=report.proof.verbatim,
        sentences=report.proof.findings,
        sound_sentences=report.proof.findings_without_fault,
        faults=grades["fault"],
        cautions=grades["caution"],
        stances=dict(stances),
        open_cells=len(cells) - sum(stances.values()),
        judges=sum(one.judged > 0 for one in people),
        by_people=sum(one.judged for one in people),
        suggested=sum(one.judged for one in models),
        accepted=sum(one.accepted for one in models),
        models=tuple(f"{one.name} {one.version}".strip() for one in models if one.judged),
    )
