"""Reading CLAIMS: the list of claims a batch works through, as JSON lines, CSV or XLSX."""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from factbook.batch.lists import READERS, ListRow
from factbook.errors import BadInputError, BadRecordError, FactbookError
from factbook.model.names import FreeIds, fold_id, make_slug, valid_check_id
from factbook.store.casebook import Casebook


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


def read_claims(path: Path) -> list[ClaimRow]:
    """Read a list of claims.

    Parameters
    ----------
    path:
        A casebook, or JSON lines (``.jsonl``, ``.ndjson``, also ``.gz``), CSV with a header (``.csv``), or
        the first sheet of a workbook (``.xlsx``). In CSV and XLSX, ``points``, ``sources`` and ``topics`` are
        separated by ``|``, and other fields of a check may hold JSON.

    Raises
    ------
    BadInputError
        The file cannot be read at all. A row that cannot be read is given with its ``error`` instead.
    """
    if path.is_dir():
        return _casebook(path)
    name = path.name.lower()
    reader = READERS.get(Path(name.removesuffix(".gz")).suffix)
    if reader is None:
        raise BadInputError(
            f"{path} is no list of claims that can be read", next_step="Give a .jsonl, .csv or .xlsx file."
        )
    try:
        with _opened(path) as file:
            rows = [_packed(read) for read in reader(file, path.name)]
    except FactbookError:
        raise
    except (OSError, EOFError, ValueError, zlib.error) as error:
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


def _packed(read: ListRow) -> tuple[ClaimRow, str]:
    """Give a row with the id that it was given, if any, and the words that one is made of else."""
    try:
        packed = _pack(read)
    except BadRecordError as error:
        read = ListRow(read.place, error=error)
        packed = b""
    fields = read.fields
    given, title = fields.get("id"), fields.get("question") or fields.get("statement") or read.place
    return ClaimRow(read.place, "" if given is None else str(given), packed, read.error), str(title)


def _pack(read: ListRow) -> bytes:
    try:
        return zlib.compress(json.dumps(read.fields, ensure_ascii=False).encode(), 1)
    except UnicodeEncodeError as error:  # JSON may spell it, and no file can hold it.
        raise BadRecordError(
            f"{read.place} is not valid Unicode: it holds half of a surrogate pair",
            next_step="Take it out, or write the character itself.",
        ) from error


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
