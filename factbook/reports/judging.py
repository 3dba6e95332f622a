"""How a check was judged, told to a reader: blind or not, how far coders agree, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from factbook.errors import BadInputError
from factbook.model.blinding import blind_round, last_revealed
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells
from factbook.reports.dates import format_day
from factbook.reports.views.stances import DecisionView
from factbook.wording import gettext, ngettext

if TYPE_CHECKING:
    from factbook.analysis.comparison import Comparison


def judging_notes(check: Check) -> tuple[str, ...]:
    """Give what a reader should know of a check that several people judged, in sentences; none for one."""
    return tuple(_notes(check))


def blind_note(check: Check) -> str:
    """Say that judgements are left out while a check is judged blind; an empty string if it is not."""
    if not blind_round(check):
        return ""
    return gettext("This check is still judged blind: what other coders judged is not shown here.")


def decision_view(check: Check, cell: Cell) -> DecisionView | None:
    """Give the decision that settles a cell, if one does."""
    if cell.state != CellState.ADJUDICATED or cell.adjudication is None:
        return None
    decision = cell.adjudication
    return DecisionView(
        coder=check.coder(decision.made_by).name,
        label=decision.value.label,
        reason=decision.reason,
        made_at=format_day(decision.made_at),
    )


def _notes(check: Check) -> Iterator[str]:
    if blind_round(check):
        return
    revealed = last_revealed(check)
    if revealed and revealed.revealed_by:
        name = check.coder(revealed.revealed_by).name
        if revealed.revealed_at:
            yield gettext(
                "Coders judged blind, without seeing each other's judgements, "
                "until {name} revealed them on {day}.",
                name=name,
                day=format_day(revealed.revealed_at),
            )
        else:
            yield gettext(
                "Coders judged blind, without seeing each other's judgements, until {name} revealed them.",
                name=name,
            )
    comparison = _compared(check)
    if comparison:
        yield _agreement(comparison, blind=revealed is not None)
    decided = sum(cell.state == CellState.ADJUDICATED for cell in cells(check).values())
    if decided:
        yield ngettext(
            "One cell on which they differed was decided by a person; the table says by whom, and why.",
            "{number} cells on which they differed were decided by a person; "
            "the table says by whom, and why.",
            decided,
        )


def _compared(check: Check) -> Comparison | None:
    """Compare the people who judged; nothing where one judged alone, or no two the same cell."""
    if sum(coder.kind == "person" for coder in check.coders) < 2:
        return None
    from factbook.analysis.comparison import (
        compare_coders,
    )  # pandas comes with it; most checks have one coder.

    try:
        return compare_coders([check])
    except BadInputError:
        return None


def _agreement(comparison: Comparison, *, blind: bool) -> str:
    if blind:
        said = ngettext(
            "On the one cell that at least two people judged, their agreement when revealed "
            "(Krippendorff's alpha) is {figure}; 1 is full agreement, 0 what chance gives.",
            "On the {number} cells that at least two people judged, their agreement when revealed "
            "(Krippendorff's alpha) is {figure}; 1 is full agreement, 0 what chance gives.",
            comparison.units,
            figure=comparison.words,
        )
    else:
        said = ngettext(
            "On the one cell that at least two people judged, their agreement "
            "(Krippendorff's alpha) is {figure}; 1 is full agreement, 0 what chance gives.",
            "On the {number} cells that at least two people judged, their agreement "
            "(Krippendorff's alpha) is {figure}; 1 is full agreement, 0 what chance gives.",
            comparison.units,
            figure=comparison.words,
        )
    if comparison.few:
        few = gettext("These are few cells to tell it by.")
        return f"{said} {few}"
    return said
