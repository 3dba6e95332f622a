"""Judging: coders, stances, and which of several judgements of a cell stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from factbook.errors import BadInputError, NotFoundError
from factbook.model.blinding import blind_round
from factbook.model.canonical import parse_record
from factbook.model.check import Check, add_record, find_record, put_record
from factbook.model.names import free_id, make_slug
from factbook.model.quote import Quote
from factbook.model.rounds import Adjudication
from factbook.model.stance import Abstention, Coder, Stance, StanceValue


class CellState(StrEnum):
    """How settled a cell of the stance table is."""

    EMPTY = "empty"
    SUGGESTED = "suggested"
    CODED = "coded"
    DISAGREED = "disagreed"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True)
class Cell:
    """One source on one point: the judgement that stands, if one does, and all that were made.

    ``adjudication`` is the last decision on the cell, in state ``adjudicated`` the one that stands;
    ``abstentions`` are of the models that were asked of it and did not judge, of whatever copy.
    """

    source: str
    point: str
    state: CellState
    value: StanceValue | None
    stances: tuple[Stance, ...]
    adjudication: Adjudication | None = None
    abstentions: tuple[Abstention, ...] = ()


def parse_stance(value: str) -> StanceValue:
    """Read a stance as people write it (``not addressed``, ``Not-Addressed``), or raise `BadInputError`."""
    try:
        return StanceValue(value.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError as error:
        raise BadInputError(
            f"{value!r} is no stance", next_step=f"Use one of: {', '.join(StanceValue)}."
        ) from error


def with_coder(check: Check, name: str, *, kind: str = "person", version: str = "") -> tuple[Check, Coder]:
    """Give the check with a coder of this name or id in it, and the coder; one there is found again.

    A model is found again only as a model of the same version, so that what it suggests is never taken for
    the judgement of a person or of another version; a person who is called like a model is refused.
    """
    letters = unicodedata.normalize("NFKD", make_slug(name))
    slug = letters.encode("ascii", "ignore").decode().strip("-._") or "coder"
    new_id = free_id(slug[:70].rstrip("-."), [coder.id for coder in check.coders])
    wanted = parse_record(
        Coder, {"id": new_id, "name": name, "kind": kind, "version": version}, name="the coder"
    )
    for coder in check.coders:
        if name not in {coder.name, coder.id, coder.full_name} and coder.name != wanted.name:
            continue
        if (coder.kind, coder.version) == (wanted.kind, wanted.version) or kind == coder.kind == "person":
            return check, coder
        if kind == "person":
            raise BadInputError(
                f"The coder {name!r} of this check is a model",
                next_step="Give the name of the person who judges.",
            )
    return add_record(check, "coders", wanted), wanted


def with_stance(
    check: Check,
    *,
    source: str,
    point: str,
    value: StanceValue,
    coder: str,
    quotes: tuple[str, ...] | None = None,
    note: str = "",
    coded_at: datetime | None = None,
) -> Check:
    """Give the check with one coder's judgement of one cell, in place of the one they made before.

    A suggestion they had accepted in the cell waits again: their own word goes before it. Without
    ``quotes``, the judgement rests on the source's quotes that were marked for the point; while the check is
    judged blind, on those of them that no judgement of another leans on.
    """
    find_record(check.sources, source, "source")
    find_record(check.points, point, "point")
    find_record(check.coders, coder, "coder")
    if quotes is None:
        others = _leaned_on_by_others(check, coder) if blind_round(check) else set()
        marked = (quote for quote in check.quotes if quote.source == source and point in quote.points)
        quotes = tuple(quote.id for quote in marked if quote.id not in others)
    for quote_id in quotes:
        quote: Quote = check.quote(quote_id)
        if quote.source != source:
            raise NotFoundError(
                f"The quote {quote_id!r} is of source {quote.source!r}, not of {source!r}",
                next_step="A judgement rests on words of its own source.",
            )
    stance = Stance(
        source=source,
        point=point,
        coder=coder,
        value=value,
        quotes=quotes,
        note=note,
        coded_at=coded_at,
    )
    for other in check.stances:
        if (other.source, other.point, other.accepted_by) == (source, point, coder):
            check = put_record(check, "stances", other.model_copy(update={"accepted_by": None}))
    return put_record(check, "stances", stance)


def _leaned_on_by_others(check: Check, coder: str) -> set[str]:
    own = {quote for stance in check.stances if stance.coder == coder for quote in stance.quotes}
    return {quote for stance in check.stances for quote in stance.quotes} - own


def without_stance(check: Check, *, source: str, point: str, coder: str) -> Check:
    """Give the check without one coder's judgement of one cell."""
    key = f"{source}/{point}/{coder}"
    return check.changed(stances=tuple(stance for stance in check.stances if stance.id != key))


def find_coder(check: Check, name: str) -> Coder | None:
    """Give the coder of this id, or else of this name, if the check has one."""
    wanted = unicodedata.normalize("NFC", name.strip())
    by_id = (coder for coder in check.coders if coder.id == wanted)
    by_name = (coder for coder in check.coders if coder.name == wanted)
    return next(by_id, None) or next(by_name, None)


def answering(check: Check, stance: Stance) -> str | None:
    """Give the id of the person who answers for a judgement: who made it, or accepted it; else ``None``."""
    return stance.coder if check.coder(stance.coder).kind == "person" else stance.accepted_by


def counts(check: Check, stance: Stance) -> bool:
    """Tell whether a judgement counts as coded: a person made it, or a person accepted it."""
    return answering(check, stance) is not None


def cells(check: Check, *, coder: str | None = None) -> dict[tuple[str, str], Cell]:
    """Give every cell of the stance table, keyed by source id and point id.

    A cell's value is what all who judged it agree on. Where coders disagree it has none, so that no side is
    taken in silence, until a person adjudicates it (`model.adjudicating`); suggestions that nobody accepted
    leave it open. With ``coder``, only what they judged or accepted is looked at, and no adjudication.
    """
    judged: dict[tuple[str, str], list[Stance]] = {}
    for stance in check.stances:
        if coder is None or coder in {stance.coder, stance.accepted_by}:
            judged.setdefault((stance.source, stance.point), []).append(stance)
    abstained: dict[tuple[str, str], list[Abstention]] = {}
    for abstention in check.abstentions:
        abstained.setdefault((abstention.source, abstention.point), []).append(abstention)
    # The last decision on a cell is the one that may stand; those before it are its history.
    decided = {(one.source, one.point): one for one in check.adjudications if coder is None}
    places = [(source.id, point.id) for source in check.sources for point in check.points]
    return {
        place: _settle(
            check,
            place,
            judged.get(place, []),
            decided.get(place),
            abstentions=tuple(abstained.get(place, ())),
        )
        for place in places
    }


def one_cell(check: Check, source: str, point: str) -> Cell:
    """Give one cell of the stance table, as `cells` gives it; `NotFoundError` if there is none."""
    find_record(check.sources, source, "source")
    find_record(check.points, point, "point")
    place = (source, point)
    stances = [one for one in check.stances if one.source == source and one.point == point]
    decided = [one for one in check.adjudications if (one.source, one.point) == place]
    abstained = [one for one in check.abstentions if (one.source, one.point) == place]
    return _settle(check, place, stances, decided[-1] if decided else None, abstentions=tuple(abstained))


def _settle(
    check: Check,
    place: tuple[str, str],
    stances: list[Stance],
    decision: Adjudication | None,
    *,
    abstentions: tuple[Abstention, ...],
) -> Cell:
    # What people say themselves goes before what they accepted, as where two programs wrote both.
    accepted = {one.accepted_by: one.value for one in stances if one.accepted_by}
    own = {one.coder: one.value for one in stances if answering(check, one) == one.coder}
    coded = set((accepted | own).items())
    values = {value for _, value in coded}
    value: StanceValue | None = None
    if decision and _stands(decision, coded):
        # Where all have come round to what was decided, they simply agree.
        state = CellState.CODED if values == {decision.value} else CellState.ADJUDICATED
        value = decision.value
    elif len(values) == 1:
        state, value = CellState.CODED, next(iter(values))
    elif values:
        state = CellState.DISAGREED
    else:
        state = CellState.SUGGESTED if stances else CellState.EMPTY
    return Cell(*place, state, value, tuple(stances), decision, abstentions)


def _stands(decision: Adjudication, coded: set[tuple[str, StanceValue]]) -> bool:
    """Tell whether a decision holds: no judgement that it did not know speaks against it."""
    known = {(said.coder, said.value) for said in decision.said}
    return bool(coded) and all(one in known or one[1] == decision.value for one in coded)
