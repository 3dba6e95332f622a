"""What an edited sheet changes: compared with what it was when exported, and with the check as it is now.

A row says in its column ``as_exported`` what it was. So a row that nobody touched changes nothing, also where
the check has moved on since; and a row that was edited is refused where its cell was judged anew meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from factbook.errors import BadInputError
from factbook.model.blinding import blind_round, seen_by
from factbook.model.check import Check
from factbook.model.coding import Cell, cells, counts, find_coder, parse_stance
from factbook.model.stance import Stance, StanceValue
from factbook.reports.judging import decision_view
from factbook.reports.stance_sheet.cells import cell_mark, note_mark
from factbook.reports.stance_sheet.reading import SheetRow
from factbook.reports.stance_sheet.rows import stance_and_note
from factbook.reports.suggested import judgement_view

_MOST_PROBLEMS = 5


@dataclass(frozen=True)
class SheetChange:
    """What one row changes: the coder's judgement of a cell, or that they take theirs back.

    Attributes
    ----------
    row:
        The row's number in the sheet.
    before, after:
        The stance that the sheet was exported with, and the one that it has now; ``None`` for none.
    note:
        The new note; ``None`` where the row's note was not edited.
    """

    row: int
    source: str
    point: str
    before: StanceValue | None
    after: StanceValue | None
    note: str | None

    def __str__(self) -> str:
        """Say it in words, like ``s1 on p2: supports -> refutes, with a note``."""
        said = [f"{one.value if one else 'no stance'}" for one in (self.before, self.after)]
        told = said[1] if said[0] == said[1] else f"{said[0]} -> {said[1]}"
        noted = "" if self.note is None else ", with a note" if self.note else ", without a note"
        return f"{self.source} on {self.point}: {told}{noted}"


class _BadCellError(Exception):
    """What is wrong in one column of a row."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column = column


def find_changes(check: Check, rows: Sequence[SheetRow], *, coder: str, name: str) -> tuple[SheetChange, ...]:
    """Give what an edited sheet changes in a check.

    Parameters
    ----------
    check:
        The check as it is now. While it is judged blind, only what the coder may see is looked at.
    rows:
        As `reading.read_sheet` gives them.
    coder:
        The name or id of the person whose judgements the changes are.
    name:
        What errors call the sheet.

    Raises
    ------
    BadInputError
        A row is about a source or point that the check has not, about a cell that another row is about, or
        says what is no stance; or its cell was judged anew since the export. Every such row is named with its
        column, up to five.
    """
    person = find_coder(check, coder)
    comparison = _Comparison(check, person.id if person else None)
    found: list[SheetChange] = []
    problems: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        try:
            place = comparison.place(row)
            if place in seen:
                raise _BadCellError("point_id", f"row {seen[place]} is on the same source and point")
            seen[place] = row.number
            change = comparison.change(row, *place)
        except _BadCellError as error:
            problems.append(f"row {row.number}, column {error.column}: {error}")
        else:
            found += [change] if change else []
    if problems:
        more = f"; and {len(problems) - _MOST_PROBLEMS} more" if len(problems) > _MOST_PROBLEMS else ""
        raise BadInputError(
            f"{name} {'; '.join(problems[:_MOST_PROBLEMS])}{more}",
            next_step="Nothing was changed. Mend the table and run the same command again.",
        )
    return tuple(found)


class _Comparison:
    """A check as one coder may see it, ready for rows to be compared with."""

    def __init__(self, check: Check, coder: str | None) -> None:
        self.coder = coder
        self.blind = blind_round(check) is not None
        self.check = seen_by(check, coder)
        self.cells = cells(self.check)
        self.sources = {source.id for source in check.sources}
        self.points = {point.id for point in check.points}

    def place(self, row: SheetRow) -> tuple[str, str]:
        source, point = (row.values[column].strip() for column in ("source_id", "point_id"))
        if source not in self.sources:
            raise _BadCellError("source_id", f"the check has no source {source!r}")
        if point not in self.points:
            raise _BadCellError("point_id", f"the check has no point {point!r}")
        return source, point

    def change(self, row: SheetRow, source: str, point: str) -> SheetChange | None:
        cell = self.cells[source, point]
        after = _stance(row.values["stance"])
        note = row.values.get("note")
        exported = row.values.get("as_exported", "").strip()
        now, now_note = self.current(cell)
        if exported:
            before, before_note = _sealed(exported, source, point)
        else:
            before, before_note = now, note_mark(now_note)
        renoted = note is not None and note_mark(note) != before_note
        if (after == before and not renoted) or (not exported and after is None and not renoted):
            return None
        mine = self.mine(cell)
        if after is None:
            return self.taken_back(row, cell, before, renoted=renoted)
        if mine and mine.value == after and (not renoted or note_mark(mine.note) == note_mark(note or "")):
            return None  # it was read back before
        if exported and not self.blind and (now, note_mark(now_note)) != (before, before_note):
            raise _BadCellError("stance", f"{source} on {point} was judged anew since the table was exported")
        own = self.own_note(cell, note or "", now_note) if renoted else None
        return SheetChange(row.number, source, point, before, after, own)

    def own_note(self, cell: Cell, note: str, now: str) -> str:
        """Give what the coder wrote in a cell's note, without what others had said there before."""
        if sum(counts(self.check, one) for one in cell.stances) < 2:
            return note.strip()
        said = now.split("\n")
        lines = [line for line in note.replace("\r\n", "\n").split("\n") if line not in said]
        name = self.check.coder(self.coder).name if self.coder else ""
        return "\n".join(lines).strip().removeprefix(f"{name}: ").strip()

    def taken_back(
        self, row: SheetRow, cell: Cell, before: StanceValue | None, *, renoted: bool
    ) -> SheetChange | None:
        if before is None:
            if renoted and row.values.get("note", "").strip():
                raise _BadCellError("stance", "there is a note here, and no stance that it is on")
            return None
        own = [one for one in cell.stances if self.coder in {one.coder, one.accepted_by} and self.coder]
        if own:
            return SheetChange(row.number, cell.source, cell.point, before, None, None)
        raise _BadCellError("stance", "it is empty, and what stood here is not the coder's own to take back")

    def mine(self, cell: Cell) -> Stance | None:
        return next((one for one in cell.stances if self.coder and one.coder == self.coder), None)

    def current(self, cell: Cell) -> tuple[StanceValue | None, str]:
        judgements = [judgement_view(self.check, stance) for stance in cell.stances]
        _, note = stance_and_note(cell.value, judgements, decision_view(self.check, cell))
        return cell.value, note


def _stance(text: str) -> StanceValue | None:
    if not text.strip():
        return None
    try:
        return parse_stance(text)
    except BadInputError as error:
        raise _BadCellError("stance", f"{error.problem} ({', '.join(StanceValue)})") from error


def _sealed(exported: str, source: str, point: str) -> tuple[StanceValue | None, str]:
    """Read what a row was when it was exported: its stance and the hash of its note."""
    stance, _, rest = exported.partition(".")
    cell, _, note = rest.partition(".")
    if stance not in {"open", *StanceValue} or not note:
        raise _BadCellError("as_exported", f"{exported!r} is not what was exported; export the table again")
    if cell != cell_mark(source, point):
        raise _BadCellError("as_exported", f"it belongs to another row than that of {source} on {point}")
    return (None if stance == "open" else StanceValue(stance)), note
