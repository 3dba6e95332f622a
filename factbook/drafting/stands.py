"""How the sources of a check stand on a point: what people judged, and apart from it what models suggest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from factbook.drafting.naming import distinct, in_marks
from factbook.model.check import Check
from factbook.model.claim import Point
from factbook.model.coding import Cell, CellState, cells
from factbook.model.stance import Stance, StanceValue
from factbook.model.suggested import suggested_values, waiting_suggestion
from factbook.wording import and_list, gettext

SUPPORTS, REFUTES = StanceValue.SUPPORTS, StanceValue.REFUTES
MIXED, SILENT = StanceValue.MIXED, StanceValue.NOT_ADDRESSED

_LONGEST_POINT = 110
"""Characters of a point that a sentence repeats."""

BySide = Mapping[StanceValue, tuple[str, ...]]


@dataclass(frozen=True)
class Stands:
    """How the sources stand on one point, by their ids in the order of the check.

    Attributes
    ----------
    point:
        The point.
    number:
        Its number, or ``None`` if it is the only one.
    judged, read:
        What people judged, and what models suggest for sources that nobody has judged.
    disagreed, untold:
        On which sources coders or models disagree, and of which nobody has said anything.
    models:
        Whose suggestions ``read`` has.
    """

    point: Point
    number: int | None
    judged: BySide
    read: BySide
    disagreed: tuple[str, ...]
    untold: tuple[str, ...]
    models: tuple[str, ...]

    def taking(self, value: StanceValue) -> tuple[str, ...]:
        """Give the sources that take a stance, by a person's judgement or by a suggestion."""
        return (*self.judged[value], *self.read[value])

    @property
    def any_judged(self) -> bool:
        """Whether a person's judgement stands on any source."""
        return any(self.judged.values())

    @property
    def any_read(self) -> bool:
        """Whether a suggestion waits on any source."""
        return any(self.read.values())

    def spoken_claim(self, *, in_full: bool = False) -> str:
        """Give what a sentence calls the point: the claim if it is the only one; else its number."""
        if self.number is None:
            return gettext("this claim")
        if not in_full:
            return gettext("point {number}", number=self.number)
        return gettext("point {number} ({point})", number=self.number, point=in_marks(shortened(self.point)))


def spoken_points(stands: Sequence[Stands]) -> str:
    """Give what a sentence calls several points, by their numbers."""
    return gettext("points {numbers}", numbers=and_list([str(one.number) for one in stands]))


def stands_of(check: Check) -> tuple[Stands, ...]:
    """Say of each point of a check how its sources stand on it."""
    by_cell, suggested = cells(check), suggested_values(check)
    several = len(check.points) > 1
    return tuple(
        _stands(check, point, number if several else None, by_cell, suggested)
        for number, point in enumerate(check.points, start=1)
    )


def shortened(point: Point) -> str:
    """Give the words of a point, cut at a word where they are long, without their last stop."""
    text = " ".join(point.text.split()).rstrip(".")
    if len(text) <= _LONGEST_POINT:
        return text
    return text[:_LONGEST_POINT].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"


def standing_stances(check: Check, cell: Cell, value: StanceValue) -> list[Stance]:
    """Give the stances of a cell that say this, those of people first and the surest first of the others."""
    order = [one for one in cell.stances if one.value == value]
    return sorted(order, key=lambda one: (check.coder(one.coder).kind == "model", -(one.confidence or 0)))


def _stands(
    check: Check,
    point: Point,
    number: int | None,
    by_cell: Mapping[tuple[str, str], Cell],
    suggested: Mapping[tuple[str, str], StanceValue | None],
) -> Stands:
    judged: dict[StanceValue, list[str]] = {value: [] for value in StanceValue}
    read: dict[StanceValue, list[str]] = {value: [] for value in StanceValue}
    disagreed, untold, models = [], [], []
    for source in check.sources:
        cell = by_cell[source.id, point.id]
        would_be = suggested[source.id, point.id]
        waiting = waiting_suggestion(cell.stances, check)
        if cell.value:
            judged[cell.value].append(source.id)
        elif cell.state == CellState.SUGGESTED and would_be and waiting:
            read[would_be].append(source.id)
            models.append(check.coder(waiting.coder).full_name)
        elif cell.stances:
            disagreed.append(source.id)
        else:
            untold.append(source.id)
    return Stands(
        point,
        number,
        {value: tuple(ids) for value, ids in judged.items()},
        {value: tuple(ids) for value, ids in read.items()},
        tuple(disagreed),
        tuple(untold),
        tuple(distinct(models)),
    )
