"""What stands in a list of claims, row by row: JSON lines, CSV, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

from factbook.errors import BadInputError, BadRecordError, FactbookError
from factbook.model.canonical import parse_json_object

_LISTS = ("points", "sources", "topics")
_WORDS_ONLY = frozenset(["question", "statement", "claimant", "claimed_on", "appearance_url", "id"])


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
            _expect_whole_characters(line, fields, place)
        except BadRecordError as error:
            yield ListRow(place, error=error)
        else:
            yield ListRow(place, fields)


def _expect_whole_characters(line: bytes, fields: dict[str, Any], place: str) -> None:
    """Raise what is wrong with a line that spells half of a surrogate pair: no file can hold it."""
    if b"\\ud" in line.lower():
        try:
            json.dumps(fields, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise BadRecordError(
                f"{place} is not valid Unicode: it holds half of a surrogate pair",
                next_step="Take it out, or write the character itself.",
            ) from error


def read_csv(file: IO[bytes], name: str) -> Iterator[ListRow]:
    """Give the row of each line below the header, which says what separates cells."""
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{name} is not UTF-8: byte {error.start}", next_step="Save it as CSV UTF-8."
        ) from error
    # Spreadsheets write a comma, a semicolon or a tab, by the country they are set to.
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns = _columns(next(reader, []), name)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _sheet_row(f"{name} line {reader.line_num}", columns, cells)


def read_xlsx(file: IO[bytes], name: str) -> Iterator[ListRow]:
    """Give each row below the header of a workbook's first sheet."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(file.read()), read_only=True, data_only=True)
    rows = workbook.worksheets[0].iter_rows(values_only=True)
    columns = _columns([_cell_text(cell) for cell in next(rows, ())], name)
    for number, row in enumerate(rows, start=2):
        cells = [_cell_text(cell) for cell in row]
        if any(cells):
            yield _sheet_row(f"{name} row {number}", columns, cells)


def _columns(header: list[str], name: str) -> list[str]:
    columns = [column.strip() for column in header]
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice:
        raise BadInputError(
            f"{name} has two columns {twice!r}", next_step="Give each column a name of its own."
        )
    return columns


def _cell_text(value: object) -> str:
    if value is None:
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
            fields[name] = _cell_value(name, text)
        except ValueError as error:
            problem = f"{place}: {name}: it starts like JSON and is none ({error})"
            return _wrong_row(place, problem, "Mend the cell.", field=name)
    return ListRow(place, fields)


def _wrong_row(place: str, problem: str, next_step: str, *, field: str = "") -> ListRow:
    return ListRow(place, error=BadRecordError(problem, field=field, next_step=next_step))


def _cell_value(name: str, text: str) -> Any:
    if name in _WORDS_ONLY:
        return text
    if text[0] in "[{":
        return json.loads(text)
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
