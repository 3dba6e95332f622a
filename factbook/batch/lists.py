"""What stands in a list of claims, row by row: JSON lines, CSV, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

from factbook.errors import BadInputError, BadRecordError, FactbookError
from factbook.model.canonical import parse_json, parse_json_object

_LISTS = ("points", "sources", "topics")
_WORDS_ONLY = frozenset(["question", "statement", "claimant", "claimed_on", "appearance_url", "id"])
_LONGEST_CELL = 2**31 - 1
"""More than the csv module allows unless told: a cell may hold the texts of all sources."""


class ListRow(NamedTuple):
    """What stands in one row of a list, or what is wrong with it."""

    place: str
    fields: dict[str, Any] = {}  # noqa: RUF012  nothing is put into it
    error: FactbookError | None = None


def read_json_lines(file: IO[bytes], name: str) -> Iterator[ListRow]:
    """Give the row of each line; a line that is no object has its error."""
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        place = f"{name} line {number}"
        try:
            fields = parse_json_object(line, name=place)
        except BadRecordError as error:
            yield ListRow(place, error=error)
        else:
            yield ListRow(place, fields)


def read_csv(file: IO[bytes], name: str) -> Iterator[ListRow]:
    """Give the row of each line below the header, which says what separates cells."""
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{name} is not UTF-8: byte {error.start}", next_step="Save it as CSV UTF-8."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines = _csv_lines(reader, name)
    columns = _columns(next(lines, []), name)
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield _sheet_row(f"{name} line {reader.line_num}", columns, cells)


def _delimiter(text: str) -> str:
    """Give what separates cells: spreadsheets write a comma, a semicolon or a tab, by their country."""
    header = re.split(r"[\r\n]", re.sub(r'"[^"]*"', "", text), maxsplit=1)[0]
    return max(",;\t", key=header.count)


def _csv_lines(reader: Any, name: str) -> Iterator[list[str]]:
    """Give the cells of each line; where quotation marks do not pair up, no line after is certain."""
    before = csv.field_size_limit(_LONGEST_CELL)
    first_line = 1
    try:
        for cells in reader:
            yield cells
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise BadInputError(
            f"{name} line {first_line}: its quotation marks do not pair up ({error})",
            next_step="Within a cell in quotation marks, write each one twice.",
        ) from error
    finally:
        csv.field_size_limit(before)


def read_xlsx(file: IO[bytes], name: str) -> Iterator[ListRow]:
    """Give each row below the header of a workbook's first sheet, with the results of its formulas."""
    numbered = enumerate(_sheet_cells(file.read()), start=1)
    header = next(numbered, (1, ()))[1]
    columns = _columns([_cell_text(cell, f"{name} row 1") for cell in header], name)
    for number, row in numbered:
        place = f"{name} row {number}"
        try:
            cells = [_cell_text(cell, place) for cell in row]
        except BadRecordError as error:
            yield ListRow(place, error=error)
            continue
        if any(cells):
            yield _sheet_row(place, columns, cells)


def _sheet_cells(workbook: bytes) -> Iterator[list[tuple[Any, bool]]]:
    """Give the cells of a workbook's first sheet, row by row, and of each whether a formula stands in it.

    ``ValueError`` says what is wrong with a workbook that cannot be read.
    """
    import openpyxl

    try:
        sheets = []
        for data_only in (True, False):  # openpyxl gives either the results of formulas or the formulas.
            book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=data_only)
            sheets.extend(book.worksheets[:1])
        if not sheets:
            raise ValueError("it has no sheet of cells")
        for sheet in sheets:
            # Some programs write a size that leaves rows and columns out.
            sheet.reset_dimensions()
        for row, written in zip(*(sheet.rows for sheet in sheets), strict=True):
            yield [(cell, of.data_type == "f") for cell, of in zip(row, written, strict=True)]
    except Exception as error:  # of a damaged workbook, openpyxl lets through whatever its parts raise
        raise ValueError(str(error) or type(error).__name__) from error


def _columns(header: list[str], name: str) -> list[str]:
    columns = [column.strip() for column in header]
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice:
        raise BadInputError(
            f"{name} has two columns {twice!r}", next_step="Give each column a name of its own."
        )
    return columns


def _cell_text(given: tuple[Any, bool], place: str) -> str:
    """Give what a cell shows; raise `BadRecordError` where that is an error, or nobody has worked it out."""
    cell, is_formula = given
    value = cell.value
    if cell.data_type == "e":
        raise BadRecordError(
            f"{place}: {cell.coordinate} holds the error {value}", next_step="Mend the cell or empty it."
        )
    if value is None:
        # One whose result is an empty text says so by its type.
        if is_formula and cell.data_type != "str":
            raise BadRecordError(
                f"{place}: {cell.coordinate} is a formula without a result",
                next_step="Open the workbook in a spreadsheet program and save it, which works it out.",
            )
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _sheet_row(place: str, columns: list[str], cells: list[str]) -> ListRow:
    while cells and not cells[-1].strip() and len(cells) > len(columns):
        cells = cells[:-1]
    if len(cells) > len(columns):
        problem = f"{place}: it has {len(cells)} cells, the header has {len(columns)}"
        return _wrong_row(place, problem, "Put quotation marks around a cell that holds the separator.")
    fields: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        name, text = column, cell.strip()
        if not text:
            continue
        if not name:
            problem = f"{place}: {text[:40]!r} stands in a column without a name"
            return _wrong_row(place, problem, "Name the column in the first line.")
        try:
            fields[name] = _cell_value(name, text, place)
        except BadRecordError as error:
            next_step = "Mend the cell; what starts with a bracket is read as JSON."
            return _wrong_row(place, error.problem, next_step, field=name)
    return ListRow(place, fields)


def _wrong_row(place: str, problem: str, next_step: str, *, field: str = "") -> ListRow:
    return ListRow(place, error=BadRecordError(problem, field=field, next_step=next_step))


def _cell_value(name: str, text: str, place: str) -> Any:
    if name in _WORDS_ONLY:
        return text
    if text[0] in "[{":
        return parse_json(text, name=f"{place}: {name}")
    if name in _LISTS:
        return [part.strip() for part in text.split("|") if part.strip()]
    return text


READERS: dict[str, Callable[[IO[bytes], str], Iterator[ListRow]]] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
    ".xlsx": read_xlsx,
}
"""What reads a list, by the ending of its file's name; errors call it by the name that is given with it."""
