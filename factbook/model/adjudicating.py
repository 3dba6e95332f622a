"""Adjudication: a person decides a cell that coders disagree on, and says why.

A decision stands until a coder says something on the cell that it did not know and that speaks against it;
then the cell is open again. No decision is ever taken out of the log: the last one on a cell is the one that
may stand.
"""

from __future__ import annotations

from datetime import datetime

from factbook.errors import BadInputError
from factbook.model.blinding import expect_revealed
from factbook.model.canonical import parse_record
from factbook.model.check import Check, add_record, next_id
from factbook.model.coding import CellState, answering, cells
from factbook.model.rounds import Adjudication
from factbook.model.stance import StanceValue


def adjudicate(
    check: Check,
    *,
    source: str,
    point: str,
    value: StanceValue,
    reason: str,
    coder: str,
    at: datetime | None = None,
) -> Check:
    """Give the check with a decision on one cell that coders disagree on.

    Raises
    ------
    BadInputError
        The check is still judged blind, there is no disagreement to decide, or no reason is given.
    NotFoundError
        The check has no such source or point.
    """
    check.source(source)
    check.point(point)
    expect_revealed(check, wanted="a decision between coders")
    cell = cells(check)[source, point]
    if cell.state not in {CellState.DISAGREED, CellState.ADJUDICATED}:
        raise BadInputError(
            f"Coders do not disagree on {source}/{point}",
            next_step="A judgement of your own is recorded with: factbook stance CHECK SOURCE POINT STANCE",
        )
    said = [
        {"coder": person, "value": stance.value}
        for stance in cell.stances
        if (person := answering(check, stance))
    ]
    fields = {
        "id": next_id(check.adjudications, "a"),
        "source": source,
        "point": point,
        "value": value,
        "reason": reason,
        "made_by": coder,
        "made_at": at,
        "said": said,
    }
    return add_record(check, "adjudications", parse_record(Adjudication, fields, name="the adjudication"))
