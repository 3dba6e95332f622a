"""What one coder judges of one cell of the stance table, as pure functions from check to check."""

from __future__ import annotations

from datetime import datetime

from factbook.model.check import Check, put_record
from factbook.model.coding import with_stance, without_stance
from factbook.model.stance import Stance, StanceValue


def judge(
    check: Check,
    *,
    source: str,
    point: str,
    coder: str,
    value: StanceValue,
    note: str | None = None,
    at: datetime,
) -> Check:
    """Give the check with the coder's judgement of a cell; without ``note`` the one they made stays.

    A suggestion they had accepted is theirs no more if it says otherwise: nobody disagrees with themselves.
    """
    mine = own_stance(check, source, point, coder)
    if mine and mine.value == value and note in {None, mine.note}:
        return check
    check = with_stance(
        check,
        source=source,
        point=point,
        value=value,
        coder=coder,
        quotes=mine.quotes if mine and mine.quotes else None,
        note=note if note is not None else mine.note if mine else "",
        coded_at=at,
    )
    for stance in stances_in(check, source, point):
        if stance.accepted_by == coder and stance.value != value:
            check = put_record(check, "stances", stance.model_copy(update={"accepted_by": None}))
    return check


def clear(check: Check, *, source: str, point: str, coder: str) -> Check:
    """Give the check with nothing in the cell that the coder judged or accepted."""
    if own_stance(check, source, point, coder):
        check = without_stance(check, source=source, point=point, coder=coder)
    for stance in stances_in(check, source, point):
        if stance.accepted_by == coder:
            check = put_record(check, "stances", stance.model_copy(update={"accepted_by": None}))
    return check


def own_stance(check: Check, source: str, point: str, coder: str) -> Stance | None:
    """Give what the coder themselves judged in a cell."""
    in_cell = (one for one in check.stances if one.source == source and one.point == point)
    return next((one for one in in_cell if one.coder == coder), None)


def stances_in(check: Check, source: str, point: str) -> tuple[Stance, ...]:
    """Give all judgements of a cell; `NotFoundError` if the check has no such source or point."""
    check.source(source)
    check.point(point)
    return tuple(one for one in check.stances if one.source == source and one.point == point)
