"""Suggestions: what a model says of a cell, or that it says nothing, and a person's answer to it.

A suggestion is a `Stance` of a coder of kind ``model``. It waits while nobody has judged its cell, and counts
for nothing until a person accepts it. The words it rests on are quotes that name the model in
``suggested_by``; nobody else's quotes are ever taken away with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from factbook.errors import BadInputError
from factbook.model.blinding import expect_revealed, seen_by
from factbook.model.check import Check, find_record, put_record
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.quote import Quote
from factbook.model.stance import Abstention, Coder, Dismissal, Stance, StanceValue

JUDGE_BY_HAND = "factbook stance CHECK SOURCE POINT STANCE"


def waiting_suggestion(stances: tuple[Stance, ...], check: Check) -> Stance | None:
    """Give a cell's surest suggestion; it waits only until somebody has judged the cell."""
    if any(counts(check, stance) for stance in stances):
        return None
    return max(stances, key=lambda stance: stance.confidence or 0.0, default=None)


def waiting_suggestions(check: Check) -> tuple[Stance, ...]:
    """Give the suggestions that wait, one of each cell, in the order of sources and points."""
    waiting = (waiting_suggestion(cell.stances, check) for cell in cells(check).values())
    return tuple(stance for stance in waiting if stance)


def suggested_values(check: Check) -> dict[tuple[str, str], StanceValue | None]:
    """Give what each cell would hold if people accepted what waits.

    Cells that are coded keep their value. Where models say different things, a cell has none.
    """
    values: dict[tuple[str, str], StanceValue | None] = {}
    for place, cell in cells(check).items():
        said = {stance.value for stance in cell.stances}
        open_ = not any(counts(check, stance) for stance in cell.stances)
        values[place] = next(iter(said)) if open_ and len(said) == 1 else cell.value
    return values


def not_assessed(check: Check, cell: Cell) -> tuple[Abstention, ...]:
    """Give which models were asked of a cell and did not judge, where nobody else has said anything of it.

    What they said of an older copy of the source is not told: of the newest, nobody was asked.
    """
    if cell.state != CellState.EMPTY or not cell.abstentions:
        return ()
    newest = _newest_read(check, cell.source)
    return tuple(one for one in cell.abstentions if one.snapshot == newest)


def models_of(check: Check, model: str) -> set[str]:
    """Give the ids of the coders that are this model, in whatever version."""
    return {coder.id for coder in check.coders if coder.kind == "model" and coder.name == model}


def with_suggestion(
    check: Check,
    *,
    source: str,
    point: str,
    coder: Coder,
    value: StanceValue,
    confidence: float,
    quotes: tuple[str, ...] = (),
    note: str = "",
    at: datetime | None = None,
) -> Check:
    """Give the check with a model's suggestion for a cell, in place of the one it made before.

    A suggestion that says what it said before keeps its time, so that suggesting again changes nothing.
    """
    find_record(check.sources, source, "source")
    find_record(check.points, point, "point")
    stance = Stance(
        source=source,
        point=point,
        coder=coder.id,
        value=value,
        confidence=confidence,
        quotes=quotes,
        note=note,
        coded_at=at,
    )
    before = next((one for one in check.stances if one.id == stance.id), None)
    if before and before == stance.model_copy(update={"coded_at": before.coded_at}):
        return check
    return put_record(check, "stances", stance)


def with_abstention(check: Check, abstention: Abstention) -> Check:
    """Give the check with it noted that a model did not judge a cell, in place of what it noted before.

    Noted again, it keeps its time, so that asking again changes nothing.
    """
    find_record(check.sources, abstention.source, "source")
    find_record(check.points, abstention.point, "point")
    before = next((one for one in check.abstentions if one.id == abstention.id), None)
    if before and before == abstention.model_copy(update={"asked_at": before.asked_at}):
        return check
    return put_record(check, "abstentions", abstention)


def without_abstentions(check: Check, abstentions: Iterable[Abstention]) -> Check:
    """Give the check without these, and without the models that they alone needed."""
    gone = {one.id: one for one in abstentions}
    if not gone:
        return check
    check = check.changed(abstentions=tuple(one for one in check.abstentions if one.id not in gone))
    return without_unused_models(check, {one.coder for one in gone.values()})


def accept_suggestion(
    check: Check, *, source: str, point: str, coder: str, model: str | None = None
) -> Check:
    """Give the check with the suggestion that waits in the cell accepted by the person with this id.

    Where models differ, ``model`` names the one (its id, its name, or that with its version). While the check
    is judged blind, `BadInputError`: a suggestion is shown only once the cell has been judged.
    """
    expect_revealed(check, wanted="accepting a suggestion")
    suggestion = _waiting_in(check, source, point, model=model)
    return put_record(check, "stances", suggestion.model_copy(update={"accepted_by": coder}))


def accept_suggestions(check: Check, *, above: float, coder: str) -> tuple[Check, list[Stance]]:
    """Give the check with all suggestions accepted that wait and are at least so sure, and those.

    Cells on which models differ are left to be looked at one by one.
    """
    seen = seen_by(check, coder)
    agreed = suggested_values(seen)
    chosen = [
        one
        for one in waiting_suggestions(seen)
        if (one.confidence or 0.0) >= above and agreed[one.source, one.point] is not None
    ]
    for one in chosen:
        check = put_record(check, "stances", one.model_copy(update={"accepted_by": coder}))
    return check, chosen


def dismiss_suggestion(check: Check, *, source: str, point: str) -> Check:
    """Give the check without the surest suggestion of a cell that nobody has accepted, and without its words.

    It may have been judged meanwhile: then the suggestion waits for nobody, and still is on record. That it
    was dismissed is kept, so that asking again does not bring it back.
    """
    expect_revealed(check, wanted="dismissing a suggestion")
    check.source(source)
    check.point(point)
    unanswered = [one for one in cells(check)[source, point].stances if not counts(check, one)]
    if not unanswered:
        raise _nothing_waits(source, point)
    surest = max(unanswered, key=lambda one: one.confidence or 0.0)
    dismissal = Dismissal(
        source=source,
        point=point,
        model=check.coder(surest.coder).name,
        value=surest.value,
        asked=_asked(check, source, point),
    )
    return without_suggestions(put_record(check, "dismissed", dismissal), [surest])


def is_dismissed(check: Check, *, source: str, point: str, model: str, value: StanceValue) -> bool:
    """Tell whether a person has dismissed that a model of this name says so of the cell as it is now."""
    asked = _asked(check, source, point)
    said = (source, point, model, value, asked)
    return any(said == (one.source, one.point, one.model, one.value, one.asked) for one in check.dismissed)


def without_models(check: Check, *, source: str | None = None, point: str | None = None) -> Check:
    """Give the check without what models said, or did not say, of a source or of a point."""

    def is_meant(one: Stance | Abstention | Dismissal) -> bool:
        return source in {None, one.source} and point in {None, one.point}

    check = without_suggestions(check, filter(is_meant, check.stances))
    check = without_abstentions(check, filter(is_meant, check.abstentions))
    return check.changed(dismissed=tuple(one for one in check.dismissed if not is_meant(one)))


def without_suggestions(check: Check, suggestions: Iterable[Stance]) -> Check:
    """Give the check without these stances of models, and without the quotes and coders they alone needed."""
    gone = {stance.id: stance for stance in suggestions}
    if not gone:
        return check
    check = check.changed(stances=tuple(one for one in check.stances if one.id not in gone))
    words = {quote for stance in gone.values() for quote in stance.quotes}
    check = without_unused_quotes(check, words)
    return without_unused_models(check, {stance.coder for stance in gone.values()})


def without_unused_quotes(check: Check, quotes: Iterable[str]) -> Check:
    """Give the check without those of these quotes that a model marked and nothing leans on any more."""
    unused = {
        quote.id for quote in map(check.quote, quotes) if quote.suggested_by and not _used(check, quote)
    }
    if not unused:
        return check
    return check.changed(quotes=tuple(quote for quote in check.quotes if quote.id not in unused))


def only_suggested_quotes(check: Check) -> frozenset[str]:
    """Give the ids of the quotes that a model alone has marked: no person quoted, cited or accepted them."""
    taken_over: set[str | None] = {
        quote for stance in check.stances if counts(check, stance) for quote in stance.quotes
    }
    taken_over |= {one.quote for finding in check.findings if not finding.waits for one in finding.citations}
    return frozenset(
        quote.id
        for quote in check.quotes
        if quote.suggested_by and not quote.points and quote.id not in taken_over
    )


def _waiting_in(check: Check, source: str, point: str, *, model: str | None) -> Stance:
    check.source(source)
    check.point(point)
    stances = cells(check)[source, point].stances
    if model is not None:
        stances = tuple(one for one in stances if model in _names(check.coder(one.coder)))
    suggestion = waiting_suggestion(stances, check)
    if suggestion is None:
        raise _nothing_waits(source, point, model=model)
    if len({one.value for one in stances}) > 1:
        said = ", ".join(f"{check.coder(one.coder).full_name}: {one.value.label}" for one in stances)
        raise BadInputError(
            f"Models differ on {source}/{point} ({said})", next_step="Name the one to accept with --model."
        )
    return suggestion


def _asked(check: Check, source: str, point: str) -> str:
    said = f"{check.point(point).text}\0{_newest_read(check, source) or ''}"
    return hashlib.sha256(said.encode()).hexdigest()


def _newest_read(check: Check, source: str) -> str | None:
    """Give the hash of the newest copy of a source that has a text."""
    return next((one.sha256 for one in reversed(check.source(source).snapshots) if one.text_sha256), None)


def _names(coder: Coder) -> set[str]:
    return {coder.id, coder.name, coder.full_name}


def _nothing_waits(source: str, point: str, *, model: str | None = None) -> BadInputError:
    of_model = f" of {model!r}" if model else ""
    return BadInputError(
        f"No suggestion{of_model} waits in {source}/{point}", next_step=f"Judge it with: {JUDGE_BY_HAND}"
    )


def _used(check: Check, quote: Quote) -> bool:
    return (
        bool(quote.points)
        or any(one.quote == quote.id for finding in check.findings for one in finding.citations)
        or any(quote.id in stance.quotes for stance in check.stances)
    )


def without_unused_models(check: Check, models: set[str]) -> Check:
    """Leave out models that nothing in the check names any more."""
    needed = {stance.coder for stance in check.stances}
    needed |= {quote.suggested_by for quote in check.quotes if quote.suggested_by}
    needed |= {one.coder for one in check.abstentions}
    needed |= {stance.coder for one in check.blind_rounds for stance in one.judged}
    needed |= {one.suggested_by for one in (*check.findings, *check.follow_ups) if one.suggested_by}
    needed |= {revision.made_by for revision in check.revisions if revision.made_by}
    unused = {coder.id for coder in check.coders if coder.id in models and coder.kind == "model"} - needed
    return check.changed(coders=tuple(coder for coder in check.coders if coder.id not in unused))
