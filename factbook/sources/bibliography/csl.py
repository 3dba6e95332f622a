"""CSL-JSON: the sources of a check as a citation processor and a reference manager read them, and back.

Follows the CSL-JSON schema of the Citation Style Language 1.0.2 (https://docs.citationstyles.org). A source's
fields have its names already; dates become ``date-parts``, and ``accessed`` is the day of the newest copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from factbook.errors import BadInputError, BadRecordError
from factbook.model.canonical import to_json
from factbook.model.source import Source
from factbook.sources.bibliography.item import (
    HELD_FIELDS,
    MEND,
    Item,
    accessed_on,
    archive_note,
    held_fields,
    make_item,
    on_one_line,
    read_archive_note,
    read_date,
    write_date,
)

_NAME_FIELDS = ("author", "editor")
_TEXT_FIELDS = tuple(name for name in HELD_FIELDS if name not in {*_NAME_FIELDS, "issued", "archive_url"})
_OURS_ANEW = {"id", "citation-key", "citation-label"}
"""What names an item within its file; a source gets an id of the check's own."""

_PERSON_PARTS = {"family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"}
_NO_NUMBERS = (float("inf"), float("-inf"))
_MARKUP = re.compile(
    r"</?(?:i|b|sub|sup|sc)>|<span (?:class=\"nocase\"|style=\"font-variant: ?small-caps;\")>|</span>"
)
"""The markup CSL-JSON allows in a text; a source's title has none."""


def source_to_csl(source: Source) -> dict[str, Any]:
    """Give a source as a CSL-JSON item."""
    item = held_fields(source) | {"id": source.id}
    item.pop("archive_url", None)
    if source.issued:
        item["issued"] = _date_parts(source.issued)
    seen = accessed_on(source)
    if seen:
        item["accessed"] = _date_parts(seen.isoformat())
    if source.archive_url:
        item["note"] = archive_note(source)
    return item


def write_csl(sources: Iterable[Source]) -> str:
    """Write sources as a CSL-JSON list."""
    return to_json([source_to_csl(source) for source in sources])


def read_csl(text: str, *, name: str) -> tuple[Item, ...]:
    """Read a CSL-JSON list, one item, or an object that has the list as ``items``.

    ``name`` is how errors call the file. `BadInputError` names the place of an item that cannot be used.
    """
    found = _parse(text, name=name)
    if isinstance(found, dict):
        found = found.get("items", [found])
    if not isinstance(found, list):
        raise BadInputError(
            f"{name} holds no CSL-JSON: it is no list of items",
            next_step="Export the items as CSL-JSON and give that file.",
        )
    return tuple(
        _read_item(item, place=f"{name}: item {number}") for number, item in enumerate(found, start=1)
    )


def _parse(text: str, *, name: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadInputError(
            f"{name} is not valid JSON: {reason}", next_step="Export it again, or mend it."
        ) from error


def _refuse_constant(constant: str) -> object:
    raise ValueError(f"{constant} is not a JSON number")


def _read_item(item: object, *, place: str) -> Item:
    if not isinstance(item, dict):
        raise BadInputError(
            f"{place} is no object", next_step="An item is an object like {'type': ..., 'title': ...}."
        )
    if isinstance(item.get("id"), str | int):
        place = f"{place} ({on_one_line(str(item['id']))[:60]})"
    notes: list[str] = []
    fields: dict[str, Any] = {field: _text(item.get(field), field, place=place) for field in _TEXT_FIELDS}
    fields["type"] = fields["type"] or ("webpage" if fields["URL"] else "document")
    for field in _NAME_FIELDS:
        fields[field] = _names(item.get(field), field, place=place)
    fields["issued"] = _read_date(item.get("issued"), notes)
    fields["archive_url"], rest = read_archive_note(_text(item.get("note"), "note", place=place))
    known = {*_TEXT_FIELDS, *_NAME_FIELDS, *_OURS_ANEW, "issued", "note"}
    left_out = [
        str(key) for key, value in item.items() if key not in known and value not in (None, "", [], {})
    ]
    return make_item(place, fields=fields, left_out=left_out + (["note"] if rest else []), notes=notes)


def _text(value: object, field: str, *, place: str) -> str:
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        value = value[0]  # as Crossref gives titles
    if value is None or value == []:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value in _NO_NUMBERS:
        raise BadRecordError(
            f"{place}: {field}: it is no text",
            field=field,
            next_step=MEND,
        )
    return _without_markup(str(value))


def _without_markup(text: str) -> str:
    found = _MARKUP.findall(text) if "<" in text else []
    paired = any(tag.startswith("</") for tag in found) and any(not tag.startswith("</") for tag in found)
    return _MARKUP.sub("", text) if paired else text


def _names(value: object, field: str, *, place: str) -> list[dict[str, str]]:
    if not isinstance(value, list | None):
        raise BadRecordError(f"{place}: {field}: it is no list of names", field=field, next_step=MEND)
    return [name for name in (_name(one, field, place=place) for one in value or []) if name]


def _name(value: object, field: str, *, place: str) -> dict[str, str]:
    if isinstance(value, str):
        return {"literal": value}
    if not isinstance(value, dict):
        raise BadRecordError(f"{place}: {field}: {str(value)[:40]!r} is no name", field=field, next_step=MEND)
    part = {key: _text(value.get(key), field, place=place) for key in _PERSON_PARTS}
    # A source's name has two parts; the particles and "Jr." go where a reader expects them.
    given = f"{part['given']} {part['dropping-particle']}"
    family = f"{part['non-dropping-particle']} {part['family']} {part['suffix']}"
    name = {"family": family.strip(), "given": given.strip(), "literal": part["literal"]}
    return {key: text for key, text in name.items() if text}


def _date_parts(day: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}


def _read_date(value: object, notes: list[str]) -> str:
    """Read a CSL date: ``date-parts``, or a text under ``raw`` or ``literal``, or a text itself."""
    if value in (None, "", {}):
        return ""
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            return _read_parts(parts, notes, season=value.get("season"))
        value = value.get("raw") or value.get("literal") or value.get("edtf") or ""
    day, note = read_date(str(value)[:200])
    notes.append(note)
    return day


def _read_parts(parts: list[Any], notes: list[str], *, season: object) -> str:
    first: list[int] = []
    for part in parts[0][:3]:
        if not re.fullmatch(r"[0-9]{1,4}", str(part)) or not int(part):
            break
        first.append(int(part))
    day = write_date(first) if first else ""
    if not day:
        notes.append(f"{str(parts[0])[:60]} is no date")
    elif len(parts) > 1 or season:
        notes.append(f"of the date only {day} was kept")
    return day
