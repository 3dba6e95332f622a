"""The whole check: one claim, its sources, what was judged and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import AfterValidator, Field, model_validator

from factbook.errors import BadRecordError, DuplicateIdError, NotFoundError
from factbook.model.claim import Claim, Point
from factbook.model.finding import Declined, Finding, FollowUp, Section
from factbook.model.log import Outdated, Publication, Revision, Search
from factbook.model.model_call import ModelCall
from factbook.model.names import valid_check_id
from factbook.model.quote import Quote
from factbook.model.rating import Rating
from factbook.model.record import PartialDate, Record, Text, UtcTime
from factbook.model.rounds import Adjudication, BlindRound
from factbook.model.source import Source
from factbook.model.stance import Abstention, Coder, Dismissal, Stance

SCHEMA_VERSION = 1

COLLECTIONS = (
    "points",
    "sources",
    "quotes",
    "coders",
    "stances",
    "abstentions",
    "dismissed",
    "blind_rounds",
    "adjudications",
    "findings",
    "follow_ups",
    "declined",
    "searches",
    "calls",
    "publications",
    "revisions",
)
"""The fields of a check that are lists of records with ids."""


class Identified(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str:
        """What the record is called within its list."""


R = TypeVar("R", bound=Identified)


class Check(Record):
    """A fact-check: everything about one claim."""

    schema_version: int = Field(default=SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    id: Annotated[str, AfterValidator(valid_check_id)]
    claim: Claim
    checked_on: PartialDate | None = None
    created_at: UtcTime | None = None
    published_at: UtcTime | None = Field(default=None, description="when it was first published")
    language: str = Field(default="en", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    topics: tuple[Text, ...] = ()
    points: tuple[Point, ...] = ()
    sources: tuple[Source, ...] = ()
    quotes: tuple[Quote, ...] = ()
    coders: tuple[Coder, ...] = ()
    stances: tuple[Stance, ...] = ()
    abstentions: tuple[Abstention, ...] = ()
    dismissed: tuple[Dismissal, ...] = ()
    blind_rounds: tuple[BlindRound, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()
    findings: tuple[Finding, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    declined: tuple[Declined, ...] = ()
    rating: Rating | None = None
    outdated: Outdated | None = None
    searches: tuple[Search, ...] = ()
    calls: tuple[ModelCall, ...] = ()
    publications: tuple[Publication, ...] = ()
    revisions: tuple[Revision, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Check:
        for name in COLLECTIONS:
            ids = [record.id for record in getattr(self, name)]
            if len(ids) == len(set(ids)):
                continue
            first = {one: index for index, one in reversed(list(enumerate(ids)))}
            index = next(index for index, one in enumerate(ids) if first[one] != index)
            field = f"{name}[{index}].id"
            raise BadRecordError(f"{field}: {ids[index]!r} is there twice", field=field)
        return self

    @model_validator(mode="after")
    def _references_lead_somewhere(self) -> Check:
        # Citations in findings are text that people type: the audit reports those that lead nowhere.
        ids = {name: {record.id for record in getattr(self, name)} for name in COLLECTIONS}

        def expect(name: str, key: str | None, field: str) -> None:
            if key is not None and key not in ids[name]:
                raise BadRecordError(f"{field}: there is no {name.removesuffix('s')} {key!r}", field=field)

        people = {coder.id for coder in self.coders if coder.kind == "person"}

        def person(key: str | None, field: str) -> None:
            if key is not None and key not in people:
                raise BadRecordError(f"{field}: {key!r} is a model; only a person decides", field=field)

        for i, source in enumerate(self.sources):
            expect("sources", source.origin, f"sources[{i}].origin")
        for i, quote in enumerate(self.quotes):
            expect("sources", quote.source, f"quotes[{i}].source")
            expect("coders", quote.suggested_by, f"quotes[{i}].suggested_by")
            for point in quote.points:
                expect("points", point, f"quotes[{i}].points")
        for i, stance in enumerate(self.stances):
            # Of these there are many thousands, and nearly all of them hold: only then is more to be said.
            if (
                stance.source in ids["sources"]
                and stance.point in ids["points"]
                and stance.coder in ids["coders"]
                and (stance.accepted_by is None or stance.accepted_by in people)
                and ids["quotes"].issuperset(stance.quotes)
            ):
                continue
            expect("sources", stance.source, f"stances[{i}].source")
            expect("points", stance.point, f"stances[{i}].point")
            expect("coders", stance.coder, f"stances[{i}].coder")
            expect("coders", stance.accepted_by, f"stances[{i}].accepted_by")
            person(stance.accepted_by, f"stances[{i}].accepted_by")
            for quote_id in stance.quotes:
                expect("quotes", quote_id, f"stances[{i}].quotes")
        for i, abstention in enumerate(self.abstentions):
            expect("sources", abstention.source, f"abstentions[{i}].source")
            expect("points", abstention.point, f"abstentions[{i}].point")
            expect("coders", abstention.coder, f"abstentions[{i}].coder")
        for i, dismissal in enumerate(self.dismissed):
            expect("sources", dismissal.source, f"dismissed[{i}].source")
            expect("points", dismissal.point, f"dismissed[{i}].point")
        for i, blind_round in enumerate(self.blind_rounds):
            # What had been judged is a log: a source it names may have been taken out of the check since.
            for name in ("opened_by", "revealed_by"):
                expect("coders", getattr(blind_round, name), f"blind_rounds[{i}].{name}")
                person(getattr(blind_round, name), f"blind_rounds[{i}].{name}")
            for stance in blind_round.judged:
                expect("coders", stance.coder, f"blind_rounds[{i}].judged")
                expect("coders", stance.accepted_by, f"blind_rounds[{i}].judged")
        for i, adjudication in enumerate(self.adjudications):
            expect("sources", adjudication.source, f"adjudications[{i}].source")
            expect("points", adjudication.point, f"adjudications[{i}].point")
            expect("coders", adjudication.made_by, f"adjudications[{i}].made_by")
            person(adjudication.made_by, f"adjudications[{i}].made_by")
            for said in adjudication.said:
                expect("coders", said.coder, f"adjudications[{i}].said")
        for i, finding in enumerate(self.findings):
            for point in finding.points:
                expect("points", point, f"findings[{i}].points")
        for name in ("findings", "follow_ups"):
            for i, written in enumerate(getattr(self, name)):
                expect("coders", written.suggested_by, f"{name}[{i}].suggested_by")
                expect("coders", written.accepted_by, f"{name}[{i}].accepted_by")
                person(written.accepted_by, f"{name}[{i}].accepted_by")
        for i, declined in enumerate(self.declined):
            expect("coders", declined.declined_by, f"declined[{i}].declined_by")
            person(declined.declined_by, f"declined[{i}].declined_by")
        for i, revision in enumerate(self.revisions):
            expect("coders", revision.made_by, f"revisions[{i}].made_by")
            expect("publications", revision.corrects, f"revisions[{i}].corrects")
        for i, publication in enumerate(self.publications):
            expect("coders", publication.made_by, f"publications[{i}].made_by")
            person(publication.made_by, f"publications[{i}].made_by")
        if self.outdated:
            expect("coders", self.outdated.set_by, "outdated.set_by")
            person(self.outdated.set_by, "outdated.set_by")
        if self.rating:
            expect("coders", self.rating.set_by, "rating.set_by")
            person(self.rating.set_by, "rating.set_by")
        return self

    def source(self, source_id: str) -> Source:
        """Give the source with this id, or raise `NotFoundError`."""
        return find_record(self.sources, source_id, "source")

    def point(self, point_id: str) -> Point:
        """Give the point with this id, or raise `NotFoundError`."""
        return find_record(self.points, point_id, "point")

    def quote(self, quote_id: str) -> Quote:
        """Give the quote with this id, or raise `NotFoundError`."""
        return find_record(self.quotes, quote_id, "quote")

    def coder(self, coder_id: str) -> Coder:
        """Give the coder with this id, or raise `NotFoundError`."""
        return find_record(self.coders, coder_id, "coder")

    def section(self, section: Section) -> tuple[Finding, ...]:
        """Give the findings of one section, in order."""
        return tuple(finding for finding in self.findings if finding.section == section)

    def changed(self, **fields: Any) -> Check:
        """Give a copy with other values in some fields, validated as a whole."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return Check.model_validate(values | fields)


def find_record(records: Sequence[R], record_id: str, kind: str) -> R:
    """Give the record with this id, or raise `NotFoundError` that lists the ids there are."""
    for record in records:
        if record.id == record_id:
            return record
    known = [record.id for record in records]
    have = f"It has: {', '.join(known[:12])}{' ...' if len(known) > 12 else ''}." if known else ""
    raise NotFoundError(
        f"There is no {kind} {record_id!r} in this check", next_step=have or f"It has no {kind} yet."
    )


def quote_at(check: Check, *, source: str, snapshot: str, start: int, end: int) -> Quote | None:
    """Give the quote of these very words: at this place of the source's copy with this hash."""
    for quote in check.quotes:
        if (quote.source, quote.snapshot, quote.start, quote.end) == (source, snapshot, start, end):
            return quote
    return None


def next_id(records: Sequence[Identified], prefix: str) -> str:
    """Give the first free id of the form ``s1``, ``s2`` ... after the highest in use."""
    numbers = [
        int(tail)
        for record in records
        if record.id.startswith(prefix) and (tail := record.id[len(prefix) :]).isascii() and tail.isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def add_record(check: Check, collection: str, record: Identified) -> Check:
    """Give the check with one more record; an id that is taken raises `DuplicateIdError`."""
    records: tuple[Identified, ...] = getattr(check, collection)
    if any(other.id == record.id for other in records):
        raise DuplicateIdError(
            f"{collection}: the id {record.id!r} is taken",
            next_step="Choose another, or leave it out to have one made.",
        )
    return check.changed(**{collection: (*records, record)})


def put_record(check: Check, collection: str, record: Identified) -> Check:
    """Give the check with this record in place of the one with its id, or added at the end."""
    records: tuple[Identified, ...] = getattr(check, collection)
    wanted = record.id
    place = next((place for place, other in enumerate(records) if other.id == wanted), len(records))
    return check.changed(**{collection: (*records[:place], record, *records[place + 1 :])})
