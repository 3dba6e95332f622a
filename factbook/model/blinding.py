"""Judging blind: until it is revealed, a coder sees nobody's judgements but their own.

A check is blind while it has an open round. What a coder may see is again a check, `seen_by`, so that every
table, audit and report of it is blind in the same way. The file itself hides nothing: blinding keeps people
who work with the tools from being swayed, not those who open ``check.json`` to look.
"""

from __future__ import annotations

from datetime import datetime

from factbook.errors import BadInputError
from factbook.model.check import Check, add_record, next_id, put_record
from factbook.model.quote import Quote
from factbook.model.rounds import BlindRound
from factbook.model.stance import Stance


def blind_round(check: Check) -> BlindRound | None:
    """Give the round that has not been revealed yet, if the check is judged blind now."""
    return next((one for one in check.blind_rounds if one.is_open), None)


def last_revealed(check: Check) -> BlindRound | None:
    """Give the round that was revealed last, if there is one."""
    return next((one for one in reversed(check.blind_rounds) if not one.is_open), None)


def begin_blind(check: Check, *, coder: str, at: datetime | None = None) -> Check:
    """Give the check judged blind from now on; `BadInputError` if it is already."""
    if blind_round(check):
        raise BadInputError(
            f"The check {check.id!r} is judged blind already",
            next_step="Judge it, and once all have: factbook reveal CHECK",
        )
    opened = BlindRound(id=next_id(check.blind_rounds, "b"), opened_by=coder, opened_at=at)
    return add_record(check, "blind_rounds", opened)


def reveal(check: Check, *, coder: str, at: datetime | None = None) -> Check:
    """Give the check with all judgements to be seen by all; `BadInputError` if it is not blind.

    What had been judged is kept in the round: agreement is measured on that, and not on what coders say once
    they know each other's judgements.
    """
    current = blind_round(check)
    if current is None:
        raise BadInputError(
            f"The check {check.id!r} is not judged blind", next_step="There is nothing to reveal."
        )
    judged = tuple(stance.model_copy(update={"quotes": (), "note": ""}) for stance in check.stances)
    fields = {"revealed_by": coder, "revealed_at": at, "judged": judged}
    return put_record(check, "blind_rounds", current.model_copy(update=fields))


def expect_revealed(check: Check, *, wanted: str) -> None:
    """Raise `BadInputError` if the check is judged blind; ``wanted`` is what needs all judgements."""
    if blind_round(check):
        raise BadInputError(
            f"The check {check.id!r} is still judged blind, and {wanted} would show what each coder said",
            next_step=f"Once all have judged: factbook reveal {check.id}",
        )


def expect_own_rating(check: Check, coder: str | None) -> None:
    """Raise `BadInputError` if the check is judged blind and holds a rating of another's."""
    if blind_round(check) and check.rating and check.rating.set_by != coder:
        raise BadInputError(
            f"The check {check.id!r} is judged blind, and another coder has rated it",
            next_step=f"Rate it once all is revealed: factbook reveal {check.id}",
        )


def seen_by(check: Check, coder: str | None) -> Check:
    """Give the check as the coder with this id may see it now.

    While it is judged blind that is without what others judged or accepted, without decisions on cells, and
    without a model's suggestions, and the words they rest on, on cells the coder has not judged. Nor is there
    what a model did not assess: it is told only of cells that nobody has judged. ``None`` is somebody who is
    no coder of it: they see no judgement at all. A check that is not blind is given as it is.
    """
    if not blind_round(check):
        return check
    models = {one.id for one in check.coders if one.kind == "model"}

    def is_own(stance: Stance) -> bool:
        return coder is not None and coder in {stance.coder, stance.accepted_by}

    judged = {(stance.source, stance.point) for stance in check.stances if is_own(stance)}

    def seen(stance: Stance) -> Stance | None:
        if is_own(stance):
            return stance
        if stance.coder in models and (stance.source, stance.point) in judged:
            # That somebody else accepted it is their judgement, and not to be seen.
            return stance.model_copy(update={"accepted_by": None})
        return None

    rating = check.rating if check.rating and check.rating.set_by == coder else None
    stances = tuple(stance for stance in map(seen, check.stances) if stance)
    # The rounds before have kept what was judged in them.
    rounds = tuple(one.model_copy(update={"judged": ()}) for one in check.blind_rounds)
    return check.changed(
        stances=stances,
        abstentions=(),
        dismissed=(),
        quotes=_quotes_seen(check, stances),
        adjudications=(),
        rating=rating,
        blind_rounds=rounds,
        # What a model drafted and was dropped may tell what was judged.
        calls=tuple(one.model_copy(update={"dropped": ()}) for one in check.calls),
    )


def _quotes_seen(check: Check, stances: tuple[Stance, ...]) -> tuple[Quote, ...]:
    """Leave out words that a model marked and that nothing in sight leans on: they hint at what it says."""
    leaned_on = {quote for stance in stances for quote in stance.quotes}
    leaned_on |= {one.quote for finding in check.findings for one in finding.citations if one.quote}
    return tuple(
        quote for quote in check.quotes if not quote.suggested_by or quote.points or quote.id in leaned_on
    )
