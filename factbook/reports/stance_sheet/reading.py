"""Reading an edited sheet: its rows as text, each with the name that a spreadsheet gives its place."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat, zip_longest
from pathlib import Path
from typing import Any

from factbook.errors import BadInputError
from factbook.reports.stance_sheet.cells import restore
from factbook.reports.stance_sheet.rows import COLUMNS

NEEDED = ("source_id", "point_id", "stance")
MAX_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 400_000_000
_READ = (*NEEDED, "note", "as_exported")
_MOST_COLUMNS = 1_000
_MOST_PROBLEMS = 5
_FORMULA = re.compile(rb"<(\w+:)?f[\s/>]")

_Cells = tuple[int, list[str | None]]
"""The number of a row, and the text of its cells; ``None`` for a formula that gave no value."""


@dataclass(frozen=True)
class SheetRow:
    """A row as it was read: its number in the sheet, with the head as row 1, and text by column."""

    number: int
    values: dict[str, str]


def read_sheet(path: Path) -> tuple[SheetRow, ...]:
    """Read a stance table.

    Parameters
    ----------
    path:
        CSV (comma, semicolon or tab; UTF-8, or UTF-16 with its mark) or a workbook (``.xlsx``): its sheet
        Stances, else its first. Needed are the columns `NEEDED`; columns that are none of ours are left out.

    Raises
    ------
    BadInputError
        The file cannot be read, a needed column is missing, a column is there twice, or a formula gave no
        value.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise BadInputError(
            f"{path} cannot be read: {error.strerror or error}", next_step="Check the path."
        ) from error
    if data is None:
        raise BadInputError(
            f"{path} is larger than {MAX_BYTES:,} bytes", next_step="Take out the sheets that are not needed."
        )
    try:
        rows = list(_workbook(data) if data.startswith(b"PK") else _csv(data, path.name))
    except BadInputError:
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise whatever it stumbled on.
        raise BadInputError(
            f"{path.name} cannot be read as a table: {str(error) or type(error).__name__}",
            next_step="Save it as CSV UTF-8 or as .xlsx.",
        ) from error
    return _named(rows, path.name)


def _named(rows: Sequence[_Cells], name: str) -> tuple[SheetRow, ...]:
    head = [_column(cell or "") for cell in rows[0][1]] if rows else []
    missing = next((column for column in NEEDED if column not in head), None)
    if missing:
        raise BadInputError(
            f"{name} has no column {missing!r} in its first row",
            next_step=f"Keep the head as it was exported; needed are {', '.join(NEEDED)}.",
        )
    twice = next((column for column in COLUMNS if head.count(column) > 1), None)
    if twice:
        raise BadInputError(f"{name} has two columns {twice!r}", next_step="Take one of them out.")
    places = {column: place for place, column in enumerate(head) if column in COLUMNS}
    _expect_values(rows[1:], {column: places[column] for column in _READ if column in places}, name)
    found = []
    for number, cells in rows[1:]:
        if any(cell and cell.strip() for cell in cells):
            values = {
                column: restore(cells[place] or "") if place < len(cells) else ""
                for column, place in places.items()
            }
            found.append(SheetRow(number, values))
    return tuple(found)


def _expect_values(rows: Sequence[_Cells], places: Mapping[str, int], name: str) -> None:
    """Raise `BadInputError` that names the formulas without a value in these columns, up to five."""
    lost = [
        f"row {number}, column {column}: its formula gave no value"
        for number, cells in rows
        for column, place in places.items()
        if place < len(cells) and cells[place] is None
    ]
    if lost:
        more = f"; and {len(lost) - _MOST_PROBLEMS} more" if len(lost) > _MOST_PROBLEMS else ""
        raise BadInputError(
            f"{name} {'; '.join(lost[:_MOST_PROBLEMS])}{more}",
            next_step="Nothing was changed. Open the table in a spreadsheet program and save it, or write "
            "words in place of the formula.",
        )


def _column(cell: str) -> str:
    return "_".join(restore(cell).strip().lower().replace("_", " ").split())


def _csv(data: bytes, name: str) -> Iterator[_Cells]:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{name} is not UTF-8: byte {error.start}", next_step="Save it as CSV UTF-8, or as .xlsx."
        ) from error
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)  # by the country a spreadsheet is set to
    limit = csv.field_size_limit(len(text) + 1)
    try:
        # A note may run over several lines: rows are counted, as a spreadsheet does, and not lines.
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, row in enumerate(rows, start=1):
            yield number, list(row)
    finally:
        csv.field_size_limit(limit)


def _workbook(data: bytes) -> Iterator[_Cells]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError(f"unpacked it is larger than {MAX_UNPACKED_BYTES:,} bytes")
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
        # Reading a sheet twice takes twice as long, and most have none.
        has_formulas = any(_FORMULA.search(packed.read(name)) for name in sheets)
    values = _sheet(data, worked_out=True)
    # Side by side: what the cells hold, and what was worked out of it when the file was saved.
    held = _sheet(data, worked_out=False) if has_formulas else repeat(())
    for number, (row, holding) in enumerate(zip(values, held, strict=False), start=1):
        yield number, [_text(cell, holds) for cell, holds in zip_longest(row, holding)]


def _sheet(data: bytes, *, worked_out: bool) -> Iterator[Sequence[Any]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=worked_out)
    sheet = book["Stances"] if "Stances" in book.sheetnames else book.worksheets[0]
    yield from sheet.iter_rows(max_col=_MOST_COLUMNS)


def _text(worked_out: Any, held: Any) -> str | None:
    """Give the text of a cell; ``None`` for a formula that failed, or that nobody has worked out."""
    value = worked_out.value
    # What gave an empty text has the type of a text.
    is_open = value is None and worked_out.data_type == "n" and held is not None and held.data_type == "f"
    if is_open or worked_out.data_type == "e":
        return None
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
