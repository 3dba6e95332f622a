"""Drafts: sentences and questions that a model wrote, and a person's answer to each.

A draft waits, marked as such, until a person accepts it, changes its words or declines it. Drafted again,
only what waits is replaced: what a person wrote, accepted or changed keeps its words and its place, and what
they declined does not come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from factbook.errors import BadInputError, NotFoundError
from factbook.model.check import Check, add_record, find_record, next_id, put_record
from factbook.model.finding import Declined, Finding, FollowUp, Section, hash_words
from factbook.model.suggested import models_of, without_unused_models, without_unused_quotes

W = TypeVar("W", Finding, FollowUp)

_KEPT = ("id", "key_point", "starts_paragraph", "reports_silence", "points", "answered_by")
"""What stays of a draft that is made again in the same words: a person may have marked it otherwise."""


def all_written(check: Check) -> list[Finding | FollowUp]:
    """Give every sentence and every question of a check."""
    return [*check.findings, *check.follow_ups]


def waiting_drafts(check: Check) -> tuple[Finding | FollowUp, ...]:
    """Give what was drafted and no person has answered: sentences first, then questions."""
    return tuple(one for one in all_written(check) if one.waits)


def with_draft(
    check: Check, findings: Sequence[Finding], follow_ups: Sequence[FollowUp], *, model: str
) -> Check:
    """Give the check with what a model drafted, in place of what of earlier drafts still waits.

    Drafts of other models go with it: two of them side by side would tell a report twice. Where this one
    has no sentences, or no questions, those of the others stay. ``findings`` and ``follow_ups`` come with any
    ids; words that are there already keep theirs, so that the same draft made again changes nothing.
    ``model`` is the name of the model, whatever its version.
    """
    ours = models_of(check, model)
    every = {one.suggested_by for one in waiting_drafts(check) if one.suggested_by} | ours
    declined = {one.hash for one in check.declined}
    # Where a person has moved a sentence to, it stays.
    moved = {_drafted_hash(one): one.section for one in check.findings}
    placed = [
        one.model_copy(update={"section": moved.get(hash_words(one.words), one.section)})
        for one in findings
        if hash_words(one.words) not in declined
    ]
    before = {citation.quote for one in check.findings if one.waits for citation in one.citations}
    sentences: list[Finding] = []
    for section in Section:
        there = [one for one in check.findings if one.section == section]
        wanted = [one for one in placed if one.section == section]
        sentences += _redrafted(there, wanted, every if findings else ours)
    asked = [one for one in follow_ups if hash_words(one.words) not in declined]
    questions = _redrafted(check.follow_ups, asked, every if follow_ups else ours)
    check = check.changed(
        findings=_with_free_ids(sentences, check.findings, "f"),
        follow_ups=_with_free_ids(questions, check.follow_ups, "u"),
    )
    known = {quote.id for quote in check.quotes}
    check = without_unused_quotes(check, [quote for quote in before if quote in known])
    return without_unused_models(check, every)


def accept_drafts(check: Check, ids: Iterable[str], *, coder: str) -> Check:
    """Give the check with these drafts taken over, as they are, by the person with this id."""
    for one in [_draft(check, id_) for id_ in ids]:
        check = put_record(check, _home(one), one.model_copy(update={"accepted_by": coder}))
    return check


def edit_draft(check: Check, id_: str, words: str, *, coder: str) -> Check:
    """Give the check with other words for a sentence or question, answered for by the person with this id.

    The words of a sentence hold its citations. What a person wrote in the first place stays theirs.
    """
    one = _written(check, id_)
    fields = one.model_dump() | {"text" if isinstance(one, Finding) else "question": words}
    if one.suggested_by:
        fields["accepted_by"] = coder
    quotes = [citation.quote for citation in one.citations] if isinstance(one, Finding) else []
    check = put_record(check, _home(one), type(one).model_validate(fields))
    return _without_quotes(check, quotes)


def decline_draft(check: Check, id_: str, *, coder: str) -> Check:
    """Give the check without what a model drafted; that the person with this id did not want it is kept.

    It may have been accepted or changed before; what a person wrote is not taken out.
    """
    one = _draft(check, id_, answered=True)
    if isinstance(one, Finding):
        check = without_finding(check, one.id)
    else:
        check = check.changed(follow_ups=tuple(other for other in check.follow_ups if other.id != one.id))
    as_drafted = _drafted_hash(one)
    declined = Declined(
        id=next_id(check.declined, "d"),
        words=one.words,
        declined_by=coder,
        drafted_as=as_drafted if as_drafted != hash_words(one.words) else None,
    )
    check = add_record(check, "declined", declined)
    return (
        _without_quotes(check, [citation.quote for citation in one.citations])
        if isinstance(one, Finding)
        else check
    )


def without_finding(check: Check, id_: str) -> Check:
    """Give the check without a sentence; where it began a paragraph, the next of its section does so then.

    Else that would be read on with the paragraph before, which may tell of another side.
    """
    gone = find_record(check.findings, id_, "sentence")
    section = [one for one in check.findings if one.section == gone.section]
    following = section[section.index(gone) + 1 :]
    if gone.starts_paragraph and following:
        begins = following[0].model_copy(update={"starts_paragraph": True})
        check = put_record(check, "findings", begins)
    return check.changed(findings=tuple(one for one in check.findings if one.id != id_))


def _redrafted(there: Sequence[W], wanted: Sequence[W], models: set[str]) -> list[W]:
    """Bring a new draft together with what stands there; what is in both keeps its place and its id."""
    again = {hash_words(one.words): one for one in wanted}
    order = [
        one for one in there if not (one.waits and one.suggested_by in models) or _drafted_hash(one) in again
    ]
    hashes = [_drafted_hash(one) for one in order]
    place = min((place for place, key in enumerate(hashes) if key in again), default=len(order))
    for key, new in again.items():
        if key not in hashes:
            order.insert(place, new.model_copy(update={"id": ""}))
            hashes.insert(place, key)
        else:
            place = hashes.index(key)
            if order[place].waits:
                kept = {field: getattr(order[place], field) for field in _KEPT if hasattr(new, field)}
                order[place] = new.model_copy(update=kept)
        place += 1
    return order


def _drafted_hash(one: Finding | FollowUp) -> str:
    # A sentence that a person has changed stands for the draft that it was made of.
    return one.drafted_as or hash_words(one.words)


def _with_free_ids(records: Sequence[W], before: Sequence[W], prefix: str) -> tuple[W, ...]:
    taken = list(before)
    found = []
    for one in records:
        if not one.id:
            one = one.model_copy(update={"id": next_id(taken, prefix)})
            taken.append(one)
        found.append(one)
    return tuple(found)


def _draft(check: Check, id_: str, *, answered: bool = False) -> Finding | FollowUp:
    one = _written(check, id_)
    if not (one.waits or (answered and one.suggested_by)):
        who = "a person has answered it" if one.suggested_by else "a person wrote it"
        raise BadInputError(
            f"{id_} is no draft that waits: {who}",
            next_step="Drafts that wait are listed by factbook draft CHECK.",
        )
    return one


def _written(check: Check, id_: str) -> Finding | FollowUp:
    for one in all_written(check):
        if one.id == id_:
            return one
    raise NotFoundError(f"There is no sentence or question {id_!r} in this check", next_step="")


def _home(one: Finding | FollowUp) -> str:
    return "findings" if isinstance(one, Finding) else "follow_ups"


def _without_quotes(check: Check, quotes: Iterable[str | None]) -> Check:
    known = {quote.id for quote in check.quotes}
    return without_unused_quotes(check, [quote for quote in quotes if quote in known])
