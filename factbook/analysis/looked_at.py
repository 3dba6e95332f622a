"""One check of a casebook as an overview looks at it: the record, its audit and its origins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from factbook.analysis.addresses import one_form
from factbook.analysis.audit_row import AuditRow
from factbook.analysis.origins import Origins
from factbook.analysis.verdict import imply_rating
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.publishing import last_publication
from factbook.model.rating import RatingValue
from factbook.model.source import Source

JUDGED_BLIND, NOT_JUDGED = "judged_blind", "not_judged"
"""What stands in place of a Rating while a check is judged blind, and where nobody has judged anything."""


@dataclass(frozen=True, eq=False)
class LookedAt:
    """A check as it may be seen (`model.blinding.seen_by`), with its audit and its origins.

    ``blind`` tells that it is judged blind: then ``check`` holds no judgement, and none is counted.
    """

    check: Check
    audit: tuple[AuditRow, ...]
    origins: Origins
    blind: bool = False

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """Every cell of the stance table, by the ids of source and point."""
        return cells(self.check)

    @property
    def settled(self) -> Iterator[Cell]:
        """The cells that have a value."""
        return (cell for cell in self.cells.values() if cell.value)

    @property
    def rating(self) -> str:
        """The Rating a person set, else the one the table implies, by its value; or why there is none."""
        if self.blind:
            return JUDGED_BLIND
        if self.check.rating:
            return self.check.rating.value.value
        judged = any(cell.state in _JUDGED for cell in self.cells.values())
        return imply_rating(self.check, origins=self.origins).value.value if judged else NOT_JUDGED

    @property
    def published_at(self) -> datetime | None:
        """When it was last published, if it was."""
        last = last_publication(self.check)
        return last.made_at if last else self.check.published_at

    @cached_property
    def changed_quotes(self) -> dict[str, list[str]]:
        """The ids of the quotes whose words are gone or stand elsewhere, by the id of their source."""
        changed = {row.id for row in self.audit if row.kind == "quote" and row.state == "changed"}
        found: dict[str, list[str]] = {}
        for quote in self.check.quotes:
            if quote.id in changed:
                found.setdefault(quote.source, []).append(quote.id)
        return found

    def faults(self) -> int:
        """Count what readers would be misled by."""
        return sum(row.grade == "fault" for row in self.audit)

    def citing(self) -> Iterator[frozenset[str]]:
        """Give for each sentence the ids of the sources that it cites."""
        return (frozenset(one.source for one in finding.citations) for finding in self.check.findings)

    def judged_on(self, cell: Cell) -> str:
        """Give the day a cell was last judged, as far as it is known; else that of the check, or nothing."""
        times = [one.coded_at for one in cell.stances if one.coded_at and counts(self.check, one)]
        if cell.state == CellState.ADJUDICATED and cell.adjudication and cell.adjudication.made_at:
            times.append(cell.adjudication.made_at)
        if times:
            return max(times).date().isoformat()
        created = self.check.created_at
        return self.check.checked_on or (created.date().isoformat() if created else "")


def name_of_publisher(source: Source) -> str:
    """Name who published a source: its publisher, else what it appeared in, else its web host; or nothing."""
    named = source.publisher or source.container_title
    return named or (one_form(source.url).partition("/")[0] if source.url else "")


_JUDGED = {CellState.CODED, CellState.DISAGREED, CellState.ADJUDICATED}
RATINGS = (*(value.value for value in RatingValue), NOT_JUDGED, JUDGED_BLIND)
"""What a check can be rated in an overview, in the order in which it is told."""
