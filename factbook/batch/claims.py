"""Reading CLAIMS: the list of claims a batch works through, as JSON lines, CSV or XLSX."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

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
    fields: dict[str, Any]
    error: FactbookError | None = None
    check: Path | None = None
    """The folder of a check that is made already, in place of fields."""

    @property
    def file(self) -> str:
        """The name of the list the claim stands in."""
        return self.place.rsplit(" ", 2)[0]


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
        data = path.read_bytes()
        if name.endswith(".gz"):
            data = gzip.decompress(data)
        rows = list(reader(data, path.name))
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


def _casebook(path: Path) -> list[ClaimRow]:
    ids = Casebook(path).ids()
    if not ids:
        raise BadInputError(
            f"{path} holds no check", next_step="Give a list of claims, or a folder of checks."
        )
    return [ClaimRow(f"{path.name}/{one}", one, {}, check=path.absolute() / one) for one in ids]


def _json_lines(data: bytes, name: str) -> Iterator[ClaimRow]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        place = f"{name} line {number}"
        try:
            fields = parse_json_object(line, name=place)
            _expect_whole_characters(line, fields, place)
        except BadRecordError as error:
            yield ClaimRow(place, "", {}, error)
        else:
            yield ClaimRow(place, "", fields)


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


def _csv(data: bytes, name: str) -> Iterator[ClaimRow]:
    try:
        text = data.decode("utf-8-sig")
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


def _xlsx(data: bytes, name: str) -> Iterator[ClaimRow]:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
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


def _sheet_row(place: str, columns: list[str], cells: list[str]) -> ClaimRow:
    while cells and not cells[-1].strip() and len(cells) > len(columns):
        cells = cells[:-1]
    if len(cells) > len(columns):
        return ClaimRow(
            place,
            "",
            {},
            BadRecordError(
                f"{place}: it has {len(cells)} cells, the header has {len(columns)}",
                next_step="Put quotation marks around a cell that holds the separator.",
            ),
        )
    fields: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        name, text = column, cell.strip()
        if not text:
            continue
        if not name:
            problem = f"{place}: {text[:40]!r} stands in a column without a name"
            return ClaimRow(
                place, "", {}, BadRecordError(problem, next_step="Name the column in the first line.")
            )
        try:
            fields[name] = _cell_value(name, text)
        except ValueError as error:
            problem = f"{place}: {name}: it starts like JSON and is none ({error})"
            return ClaimRow(place, "", {}, BadRecordError(problem, field=name, next_step="Mend the cell."))
    return ClaimRow(place, "", fields)


def _cell_value(name: str, text: str) -> Any:
    if name in _WORDS_ONLY:
        return text
    if text[0] in "[{":
        return json.loads(text)
    if name in _LISTS:
        return [part.strip() for part in text.split("|") if part.strip()]
    return text


def _with_ids(rows: list[ClaimRow]) -> list[ClaimRow]:
    """Give each row its id; one that cannot name a folder, or that a row before has, makes it an error."""
    given = [str(row.fields["id"]) if row.fields.get("id") not in (None, "") else "" for row in rows]
    free = FreeIds(filter(None, given))
    seen: set[str] = set()
    result = []
    for row, wanted in zip(rows, given, strict=True):
        if wanted:
            error = row.error or _wrong_id(wanted, row, seen)
            seen.add(fold_id(wanted))
            result.append(replace(row, id=wanted, error=error))
        else:
            title = row.fields.get("question") or row.fields.get("statement") or row.place
            result.append(replace(row, id=free.give(make_slug(str(title)))))
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
