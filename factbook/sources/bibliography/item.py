"""One item of a bibliography, whatever the format it came in, made ready to become a Source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from factbook.errors import BadRecordError
from factbook.model.canonical import parse_record
from factbook.model.source import Source
from factbook.sources.bibliography.identifiers import clean_doi, clean_isbn, doi_problem, isbn_problem

HELD_FIELDS = (
    "type",
    "title",
    "author",
    "editor",
    "publisher",
    "publisher-place",
    "container-title",
    "collection-title",
    "edition",
    "volume",
    "issue",
    "page",
    "language",
    "issued",
    "URL",
    "DOI",
    "ISBN",
    "ISSN",
    "archive_url",
)
"""The fields of a Source that a bibliography can hold, by their names in ``check.json``."""

MEND = "Mend it in the file; nothing was added."

_ARCHIVED = re.compile(r"Archived copy: (https?://\S+)")
_DATE = re.compile(
    r"([0-9]{4})(?![0-9])(?:[-/]([0-9]{1,2})(?![0-9])(?:[-/]([0-9]{1,2})(?![0-9]))?)?(.*)", re.DOTALL
)


@dataclass(frozen=True)
class Item:
    """What a bibliography says of one document.

    ``place`` is where it stands, as messages call it; ``fields`` are fields of a Source by their names in
    ``check.json``; ``left_out`` names the item's own fields that a Source does not hold; ``notes`` say what
    looks wrong or was kept only in part.
    """

    place: str
    fields: dict[str, Any]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def make_item(place: str, *, fields: dict[str, Any], left_out: list[str], notes: list[str]) -> Item:
    """Make an item of what was read; `BadRecordError` that names its place if no Source can be made of it."""
    fields = {name: value for name, value in fields.items() if value}
    if "DOI" in fields:
        fields["DOI"] = clean_doi(fields["DOI"])
        notes = [*notes, doi_problem(fields["DOI"])]
    if "ISBN" in fields:
        fields["ISBN"] = clean_isbn(fields["ISBN"])
        notes = [*notes, isbn_problem(fields["ISBN"])]
    if not str(fields.get("title", "")).strip():
        raise BadRecordError(f"{place}: it has no title", field="title", next_step="Give it one in the file.")
    try:
        parse_record(Source, {"id": "s1"} | fields, name=place)
    except BadRecordError as error:
        raise BadRecordError(error.problem, field=error.field, next_step=MEND) from error
    return Item(place, fields, tuple(dict.fromkeys(left_out)), tuple(filter(None, notes)))


def held_fields(source: Source) -> dict[str, Any]:
    """Give the fields of a source that a bibliography can hold, as JSON; those it has not are left out."""
    fields = source.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    fields["type"] = source.type
    return {name: fields[name] for name in HELD_FIELDS if fields.get(name)}


def on_one_line(text: str) -> str:
    """Give a text with each run of spaces and line breaks made one space."""
    return " ".join(text.split())


def accessed_on(source: Source) -> date | None:
    """Give the day a source was last looked at: when it was captured or captured again."""
    times = [snapshot.captured_at for snapshot in source.snapshots[-1:]]
    times += [source.rechecked_at] if source.rechecked_at else []
    return max(times).date() if times else None


def archive_note(source: Source) -> str:
    """Write a public archive's copy as a note, since no format has a field for it; empty if there is none."""
    return f"Archived copy: {source.archive_url}" if source.archive_url else ""


def read_archive_note(note: str) -> tuple[str, str]:
    """Give the archive's address that a note holds, and what else it says."""
    found = _ARCHIVED.search(note)
    if not found:
        return "", note.strip()
    return found.group(1), f"{note[: found.start()]} {note[found.end() :]}".strip()


def read_date(text: str) -> tuple[str, str]:
    """Read a date like ``2025``, ``2025-3-9`` or ``2025/03/09/`` as far as it is known.

    Gives it as ``2025-03-09``, empty if it is none, and a note on what of it was not kept.
    """
    text = text.strip()
    match = _DATE.fullmatch(text)
    if not match:
        return "", f"{text[:60]!r} is no date" if text else ""
    year, month, day, rest = match.groups()
    parts = [int(year)]
    for part in (month, day):
        if not part or not int(part):
            break
        parts.append(int(part))
    shown = write_date(parts)
    if not shown:
        return "", f"{text[:60]!r} is no date"
    return shown, "" if not rest.strip("/ ") else f"of the date {text[:60]!r} only {shown} was kept"


def write_date(parts: list[int]) -> str:
    """Write year, month and day, as far as they are given, as ``2025-03-09``; empty if there is none such."""
    year, month, day = [*parts, 1, 1][:3]
    try:
        date(year, month, day)
    except (ValueError, OverflowError):
        return ""
    return "-".join([f"{year:04}", f"{month:02}", f"{day:02}"][: len(parts)])
