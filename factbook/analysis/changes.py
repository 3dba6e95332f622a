"""What differs between two versions of a check, as a reader of its report would notice it.

Every field that differs is told, so that nothing changes in silence. Most changes ask for a correction once
the check is published. These do not, for they change nothing that was said: a source captured again, a quote
found at another place of the newer copy, a search, a round of blind judging, a suggestion that waits, a
follow-up question taken up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from factbook.analysis.rating_scales import OWN_SCALE, RatingScale, place_rating, rating_scale
from factbook.analysis.verdict import imply_rating
from factbook.model.check import Check, Identified
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.record import Record
from factbook.model.source import Source
from factbook.model.stance import StanceValue
from factbook.model.suggested import only_suggested_quotes
from factbook.wording import N_, and_list, gettext, ngettext

Part = Literal[
    "rating", "outdated", "claim", "point", "finding", "stance", "source", "quote", "follow_up", "other"
]
ChangeKind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Change:
    """One thing that differs.

    Attributes
    ----------
    part, kind:
        Of what it is a part, and how it differs.
    id:
        The record's id, of a stance its cell (``s1/p1``), of the claim its field; empty for a whole part.
    before, after:
        Its words then and now, where words changed.
    detail:
        What else differs, in words.
    asks:
        Whether readers of a published check are owed a word on it.
    """

    part: Part
    kind: ChangeKind
    id: str = ""
    before: str = ""
    after: str = ""
    detail: str = ""
    asks: bool = True


NAMES: dict[Part, Callable[[int], str]] = {
    "rating": lambda _number: gettext("the rating"),
    "outdated": lambda _number: gettext("whether it is outdated"),
    "claim": lambda _number: gettext("the claim"),
    "point": lambda number: ngettext("{number} point", "{number} points", number),
    "finding": lambda number: ngettext("{number} sentence", "{number} sentences", number),
    "stance": lambda number: ngettext("{number} stance", "{number} stances", number),
    "source": lambda number: ngettext("{number} source", "{number} sources", number),
    "quote": lambda number: ngettext("{number} quote", "{number} quotes", number),
    "follow_up": lambda number: ngettext(
        "{number} follow-up question", "{number} follow-up questions", number
    ),
    "other": lambda number: ngettext("another thing", "other things", number),
}
"""How each part is told, by how many of it there are."""

_LABELS = {
    "points": N_("the points it speaks to"),
    "key_point": N_("whether it is a key point"),
    "starts_paragraph": N_("where a paragraph begins"),
    "reports_silence": N_("whether it reports silence"),
    "url": N_("web address"),
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "author": N_("authors"),
    "editor": N_("editors"),
    "issued": N_("date"),
    "origin": N_("of which source it is a copy"),
    "checked_on": N_("the day it was checked on"),
    "calls": N_("what language models were asked"),
    "abstentions": N_("cells that a model did not assess"),
}
_OTHERS = (
    N_("question"), N_("statement"), N_("claimant"), N_("claimed on"), N_("text"), N_("section"), N_("title"),
    N_("type"), N_("publisher"), N_("publisher place"), N_("container title"), N_("collection title"),
    N_("edition"), N_("volume"), N_("issue"), N_("page"), N_("language"), N_("interest"), N_("note"),
    N_("snapshots"), N_("failed fetches"), N_("rechecked at"), N_("archive url"), N_("unread"),
    N_("source"), N_("exact"), N_("prefix"), N_("suffix"), N_("snapshot"), N_("start"), N_("end"),
    N_("suggested by"), N_("accepted by"), N_("drafted as"), N_("declined"), N_("dismissed"),
    N_("answered by"), N_("topics"), N_("searches"),
    N_("blind rounds"), N_("adjudications"),
)  # fmt: skip
"""What other fields are called: by their names."""

_LONGEST_FIELD = 160
"""Characters of a field's words that are told."""

# What a source gains by being captured again, and a quote by being found again in the newer copy.
_CAPTURE = frozenset(["snapshots", "failed_fetches", "rechecked_at", "archive_url", "unread"])
_PLACE = frozenset(["snapshot", "start", "end", "prefix", "suffix", "page", "suggested_by"])
_WORK = frozenset(
    ["searches", "abstentions", "blind_rounds", "adjudications", "topics", "declined", "dismissed", "calls"]
)
# Who drafted and who took over: readers are told it where the words stand.
_AUTHORS = frozenset(["suggested_by", "accepted_by", "drafted_as"])
_LOG = frozenset(["id", "schema_version", "created_at", "published_at", "publications", "revisions"])
_TOLD = frozenset(
    [
        *("claim", "points", "sources", "quotes", "coders", "stances", "findings", "follow_ups"),
        *("rating", "outdated"),
    ]
)


def compare_versions(before: Check, after: Check, *, scale: RatingScale | None = None) -> tuple[Change, ...]:
    """List what differs between two versions of a check, the Rating first.

    ``scale`` is the rating scale whose words the Rating is told in; factbook's own unless given.
    """
    return tuple(_changes(before, after, scale or rating_scale(OWN_SCALE)))


def asking(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Give the changes that ask for a correction."""
    return tuple(change for change in changes if change.asks)


def tell_changes(changes: Iterable[Change]) -> str:
    """Count changes in words, like ``the rating, 2 sentences and 1 stance``."""
    parts = [change.part for change in changes]
    return and_list([tell(parts.count(part)) for part, tell in NAMES.items() if part in parts])


def shown_rating(check: Check, scale: RatingScale) -> str:
    """Give the label of the Rating that a report of this version shows on a scale."""
    return gettext(place_rating(imply_rating(check), check.rating, scale).step.label)


def _changes(before: Check, after: Check, scale: RatingScale) -> Iterator[Change]:
    yield from _rating(before, after, scale)
    yield from _outdated(before, after)
    yield from _claim(before, after)
    yield from _records("point", before.points, after.points, text="text")
    yield from _records("finding", before.findings, after.findings, text="text", quiet=_AUTHORS)
    yield from _stances(before, after)
    yield from _records("source", before.sources, after.sources, text="title", quiet=_CAPTURE)
    yield from _lost_copies(before, after)
    yield from _quotes(before, after)
    quiet = _AUTHORS | {"answered_by"}
    yield from _records("follow_up", before.follow_ups, after.follow_ups, text="question", quiet=quiet)
    names = {coder.id: coder.full_name for coder in before.coders}
    for coder in after.coders:
        if names.get(coder.id, coder.full_name) != coder.full_name:
            yield Change(
                "other", "changed", coder.id, names[coder.id], coder.full_name, gettext("the name of a coder")
            )
    for field in sorted(set(Check.model_fields) - _LOG - _TOLD):
        if getattr(before, field) != getattr(after, field):
            yield Change("other", "changed", detail=_label(field), asks=field not in _WORK)


def _rating(before: Check, after: Check, scale: RatingScale) -> Iterator[Change]:
    was, is_ = shown_rating(before, scale), shown_rating(after, scale)
    old, new = before.rating, after.rating
    said = (old.reason if old else "", new.reason if new else "")
    if was != is_:
        yield Change("rating", "changed", "", was, is_)
    if said[0] != said[1]:
        yield Change("rating", "changed", "reason", *said, gettext("its reason"))
    if was == is_ and said[0] == said[1]:
        same = old and new and old.model_copy(update={"set_at": new.set_at}) == new
        if old != new and not same:
            yield Change("rating", "changed", detail=gettext("who set it, or on which scale"))


def _outdated(before: Check, after: Check) -> Iterator[Change]:
    old, new = before.outdated, after.outdated
    if old and new:
        if old.reason != new.reason or (old.since, old.newer) != (new.since, new.newer):
            yield Change(
                "outdated",
                "changed",
                "",
                old.reason,
                new.reason,
                gettext("since when, why, or which check is newer"),
            )
    elif old or new:
        words = (old.reason if old else "", new.reason if new else "")
        yield Change("outdated", "added" if new else "removed", "", *words)


def _claim(before: Check, after: Check) -> Iterator[Change]:
    for name in type(before.claim).model_fields:
        old, new = getattr(before.claim, name), getattr(after.claim, name)
        if old == new:
            continue
        if name == "appearances":
            yield Change("claim", "changed", name, detail=gettext("where it appeared"))
        else:
            yield Change("claim", "changed", name, old or "", new or "", _label(name))


def _records(
    part: Part,
    before: Sequence[Identified],
    after: Sequence[Identified],
    *,
    text: str,
    quiet: frozenset[str] = frozenset(),
    asks: Callable[[Any], bool] = lambda _record: True,
) -> Iterator[Change]:
    """Compare two lists of records by their ids; ``quiet`` are fields that ask for no correction."""
    old = {record.id: record for record in before}
    new = {record.id: record for record in after}
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in old:
            yield Change(part, "added", key, after=getattr(new[key], text), asks=asks(new[key]))
        elif key not in new:
            yield Change(part, "removed", key, before=getattr(old[key], text), asks=asks(old[key]))
        elif old[key] != new[key]:
            differing = _differing(old[key], new[key])
            was, is_ = getattr(old[key], text), getattr(new[key], text)
            detail = gettext("; ").join(
                _field(old[key], new[key], name) for name in differing if name != text
            )
            loud = set(differing) - quiet
            yield Change(part, "changed", key, was, is_, detail, asks=bool(loud))
    shared = [[key for key in side if key in old and key in new] for side in (old, new)]
    if shared[0] != shared[1]:
        # Sentences in another order say something else; sources in another have other numbers, and no more.
        yield Change(part, "changed", detail=gettext("their order"), asks=part == "finding")


def _differing(old: Any, new: Any) -> list[str]:
    fields: dict[str, Any] = type(old).model_fields
    return [name for name in fields if getattr(old, name) != getattr(new, name)]


def _field(old: Any, new: Any, name: str) -> str:
    """Say what became of a field: of words what they were and are, of anything else that it differs."""
    was, is_ = getattr(old, name), getattr(new, name)
    if name in _PLACE | _CAPTURE or not all(isinstance(value, str | None) for value in (was, is_)):
        return _label(name)
    told = [_shorten(str(value)) if value else "" for value in (was, is_)]
    if not was:
        return gettext("{field}, now “{words}”", field=_label(name), words=told[1])
    if not is_:
        return gettext("{field}, “{words}” until now", field=_label(name), words=told[0])
    return gettext("{field}, “{before}” → “{after}”", field=_label(name), before=told[0], after=told[1])


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_FIELD else f"{text[: _LONGEST_FIELD - 1].rstrip()}…"


def _stances(before: Check, after: Check) -> Iterator[Change]:
    old, new = cells(before), cells(after)
    for place in [*new, *(place for place in old if place not in new)]:
        was, is_ = _cell_label(old.get(place)), _cell_label(new.get(place))
        said = _said(before, old.get(place)), _said(after, new.get(place))
        if was == is_ and said[0] == said[1]:
            if _waiting(old.get(place)) != _waiting(new.get(place)):
                yield Change(
                    "stance", "changed", "/".join(place), detail=gettext("what a model suggests"), asks=False
                )
            continue
        kind: ChangeKind = "changed" if was and is_ else "added" if is_ else "removed"
        detail = "" if was != is_ else gettext("who judged it, why, or on which words")
        yield Change("stance", kind, "/".join(place), was, is_, detail)


def _cell_label(cell: Cell | None) -> str:
    if cell is None or cell.state in {CellState.EMPTY, CellState.SUGGESTED}:
        return ""
    return cell.value.label if cell.value else gettext("coders disagree")


def _said(check: Check, cell: Cell | None) -> object:
    """Give what people said of a cell, without when; ``None`` if nobody did."""
    if cell is None:
        return None
    coded = {stance.id: _undated(stance) for stance in cell.stances if counts(check, stance)}
    decision = cell.adjudication if cell.state == CellState.ADJUDICATED else None
    return (coded, decision) if coded else None


def _waiting(cell: Cell | None) -> dict[str, tuple[StanceValue, float | None]]:
    return {stance.id: (stance.value, stance.confidence) for stance in cell.stances} if cell else {}


def _undated(record: Record) -> Record:
    return record.model_copy(update={"coded_at": None})


def _lost_copies(before: Check, after: Check) -> Iterator[Change]:
    """Name the sources of which a readable copy that was kept is on record no more."""
    now = {source.id: source for source in after.sources}
    for source in before.sources:
        if source.id in now and _texts(source) - _texts(now[source.id]):
            yield Change("source", "changed", source.id, detail=gettext("a kept copy is gone"))


def _texts(source: Source) -> set[str]:
    return {snapshot.text_sha256 for snapshot in source.snapshots if snapshot.text_sha256}


def _quotes(before: Check, after: Check) -> Iterator[Change]:
    suggested = only_suggested_quotes(before) | only_suggested_quotes(after)
    yield from _records(
        "quote",
        before.quotes,
        after.quotes,
        text="exact",
        quiet=_PLACE,
        asks=lambda quote: quote.id not in suggested,
    )


def _label(name: str) -> str:
    return gettext(_LABELS.get(name, name.replace("_", " ").replace("-", " ")))
