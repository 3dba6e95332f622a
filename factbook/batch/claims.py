"""Reading CLAIMS: the list of claims a batch works through, as JSON lines, CSV or XLSX."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, NamedTuple

from factbook.errors import BadInputError, BadRecordError, FactbookError
from factbook.model.canonical import parse_json_object
from factbook.model.names import FreeIds, fold_id, make_slug, valid_check_id
from factbook.store.casebook import Casebook

_LISTS = ("points", "sources", "topics")
_WORDS_ONLY = frozenset(["question", "statement", "claimant", "claimed_on", "appearance_url", "id"])


@dataclass(frozen=True)
class ClaimRow:
    """One claim as it was handed in: its fields, or the error that kept it from being read.

    ``id`` is the one given, else made from the question; the same file always gives the same ids, so a batch
    finds its own checks again.
    """

    place: str
    id: str
    packed: bytes = b""
    """The fields: a list of claims may hold the texts of all their sources, and waits in memory."""
    error: FactbookError | None = None
    check: Path | None = None
    """The folder of a check that is made already, in place of fields."""

    @property
    def fields(self) -> dict[str, Any]:
        """What is said of the claim, by the names of the list's columns; unpacked each time."""
        fields: dict[str, Any] = json.loads(zlib.decompress(self.packed)) if self.packed else {}
        return fields

    @property
    def file(self) -> str:
        """The name of the list the claim stands in."""
        return self.place.rsplit(" ", 2)[0]


class _Read(NamedTuple):
    """What stands in one row of a list, or what is wrong with it."""

    place: str
    fields: dict[str, Any] = {}  # noqa: RUF012  nothing is put into it
    error: FactbookError | None = None


def read_claims(path: Path) -> list[ClaimRow]:
    """Read a list of claims.

    Parameters
    ----------
    path:
        A casebook, or JSON lines (``.jsonl``, ``.ndjson``, also ``.gz``), CSV with a header (``.csv``), or
        the first sheet
        of a workbook (``.xlsx``). In CSV and XLSX, ``points``, ``sources`` and ``topics`` are separated by
        ``|``, and other fields of a check may hold JSON.

    Raises
    ------
    BadInputError
        The file cannot be read at all. A row that cannot be read is given with its ``error`` instead.
    """
    if path.is_dir():
        return _casebook(path)
    name = path.name.lower()
    readers = {".jsonl": _json_lines, ".ndjson": _json_lines, ".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(Path(name.removesuffix(".gz")).suffix)
    if reader is None:
        raise BadInputError(
            f"{path} is no list of claims that can be read", next_step="Give a .jsonl, .csv or .xlsx file."
        )
    try:
        with _opened(path) as file:
            rows = [_packed(read) for read in reader(file, path.name)]
    except FactbookError:
        raise
    except (OSError, EOFError, ValueError, KeyError, zlib.error, zipfile.BadZipFile, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInputError(
            f"{path} cannot be read: {reason}", next_step="Check the path and the file's format."
        ) from error
    if not rows:
        raise BadInputError(f"{path} holds no claim", next_step="Put one claim on each line.")
    return _with_ids(rows)


def _opened(path: Path) -> AbstractContextManager[Any]:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")


def _casebook(path: Path) -> list[ClaimRow]:
    ids = Casebook(path).ids()
    if not ids:
        raise BadInputError(
            f"{path} holds no check", next_step="Give a list of claims, or a folder of checks."
        )
    return [ClaimRow(f"{path.name}/{one}", one, check=path.absolute() / one) for one in ids]


def _json_lines(file: IO[bytes], name: str) -> Iterator[_Read]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        place = f"{name} line {number}"
        try:
            fields = parse_json_object(line, name=place)
            _expect_whole_characters(line, fields, place)
        except BadRecordError as error:
            yield _Read(place, error=error)
        else:
            yield _Read(place, fields)


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


def _csv(file: IO[bytes], name: str) -> Iterator[_Read]:
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


def _xlsx(file: IO[bytes], name: str) -> Iterator[_Read]:
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


def _sheet_row(place: str, columns: list[str], cells: list[str]) -> _Read:
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
    return _Read(place, fields)


def _wrong_row(place: str, problem: str, next_step: str, *, field: str = "") -> _Read:
    return _Read(place, error=BadRecordError(problem, field=field, next_step=next_step))


def _cell_value(name: str, text: str) -> Any:
    if name in _WORDS_ONLY:
        return text
    if text[0] in "[{":
        return json.loads(text)
    if name in _LISTS:
        return [part.strip() for part in text.split("|") if part.strip()]
    return text


def _packed(read: _Read) -> tuple[ClaimRow, str]:
    """Give a row with the id that it was given, if any, and the words that one is made of else."""
    fields = read.fields
    given, title = fields.get("id"), fields.get("question") or fields.get("statement") or read.place
    packed = zlib.compress(json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
    return ClaimRow(read.place, "" if given is None else str(given), packed, read.error), str(title)


def _with_ids(rows: list[tuple[ClaimRow, str]]) -> list[ClaimRow]:
    """Give each row its id; one that cannot name a folder, or that a row before has, makes it an error."""
    free = FreeIds(row.id for row, _ in rows if row.id)
    seen: set[str] = set()
    result = []
    for row, title in rows:
        if row.id:
            error = row.error or _wrong_id(row.id, row, seen)
            seen.add(fold_id(row.id))
            result.append(replace(row, error=error))
        else:
            result.append(replace(row, id=free.give(make_slug(title))))
    return result


def _wrong_id(wanted: str, row: ClaimRow, seen: set[str]) -> BadRecordError | None:
    """Say what is wrong with an id that was given, where ``seen`` are those of the rows before."""
    problem, next_step = "", "Give each claim an id of its own, or none."
    if fold_id(wanted) in seen:
        problem = f"{wanted!r} is there twice"
    else:
        try:
            valid_check_id(wanted)
        except ValueError as error:
            problem, next_step = str(error), "Give it another id, or none."
    if not problem:
        return None
    return BadRecordError(f"{row.place}: id: {problem}", field="id", next_step=next_step)
