"""Reading BibTeX, as it is found.

It takes the fields of BibTeX and of biblatex (``year`` and ``month`` or ``date``, ``journal`` or
``journaltitle``). `bibtexparser` splits the text into entries; LaTeX is read as text by `latex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from factbook.errors import BadInputError
from factbook.sources.bibliography.bibtex_values import read_value
from factbook.sources.bibliography.item import (
    MEND,
    Item,
    make_item,
    on_one_line,
    read_archive_note,
    read_date,
)
from factbook.sources.bibliography.item_types import type_from_bibtex
from factbook.sources.bibliography.latex import LONGEST, from_latex

_FIELDS = {
    "title": ("title",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("address", "location"),
    "container-title": ("journal", "journaltitle", "booktitle", "maintitle"),
    "collection-title": ("series",),
    "edition": ("edition",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "language": ("language", "langid"),
    "URL": ("url",),
    "DOI": ("doi",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
}
"""Where a source's fields are found in an entry: the first that is there."""

_VERBATIM = {"url", "doi"}
_READ_APART = {"author", "editor", "date", "year", "month", "day", "note", "entrysubtype"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_bibtex(text: str, *, name: str) -> tuple[Item, ...]:
    """Read the entries of a BibTeX text.

    ``name`` is how errors call the file. `BadInputError` names the entry and the line of what cannot be used.
    """
    import bibtexparser

    library = bibtexparser.parse_string(text, parse_stack=[])
    strings: dict[str, str] = {}
    items = []
    for block in library.blocks:
        kind, place = type(block).__name__, f"{name}: line {block.start_line + 1}"
        if kind == "DuplicateBlockKeyBlock":
            # Two lists put together have keys twice; here an entry gets an id of the check's own.
            block = block.ignore_error_block
            kind = type(block).__name__
        if kind == "String":
            strings[block.key.lower()] = _value(block.value, strings, f"{place}: @string {block.key}")
        elif kind == "Entry":
            items.append(
                _read_entry(
                    block,
                    strings,
                    f"{name}: entry {on_one_line(block.key)[:60]} (line {block.start_line + 1})",
                )
            )
        elif kind.endswith("Block"):
            raise _broken(block, place)
        elif kind == "ImplicitComment" and re.match(r"@\s*\w+", block.comment):
            raise BadInputError(f"{place}: an entry begins and is not opened with '{{'", next_step=MEND)
    return tuple(items)


def _broken(block: Any, place: str) -> BadInputError:
    keys = getattr(block, "duplicate_keys", None)
    if keys:
        entry = on_one_line(block.ignore_error_block.key)[:60]
        return BadInputError(f"{place}: entry {entry}: {sorted(keys)[0]} is there twice", next_step=MEND)
    begun = re.match(r"@\s*\w+\s*[{(]\s*([^\s,{}]{0,60})", block.raw or "")
    reason = on_one_line(getattr(block.error, "abort_reason", "it cannot be read"))
    return BadInputError(f"{place}: entry {begun[1] if begun else ''}: {reason}", next_step=MEND)


def _value(raw: str, strings: dict[str, str], place: str) -> str:
    try:
        return read_value(raw, strings)
    except ValueError as error:
        raise BadInputError(f"{place}: {error}", next_step=MEND) from error


def _read_entry(entry: Any, strings: dict[str, str], place: str) -> Item:
    raw = {field.key.lower(): _value(field.value, strings, f"{place}: {field.key}") for field in entry.fields}
    raw = {key: value for key, value in raw.items() if value}
    notes: list[str] = []
    fields: dict[str, Any] = {}
    used = {"note", *_READ_APART}
    try:
        for field, keys in _FIELDS.items():
            key = next((key for key in keys if key in raw), "")
            used.add(key)
            if key in _VERBATIM:
                fields[field] = _read_verbatim(raw[key])
            elif key:
                fields[field] = from_latex(re.sub("-{2,}", "-", raw[key]) if key == "pages" else raw[key])
        for key in ("author", "editor"):
            fields[key] = list(_read_names(raw.get(key, ""), notes))
        if "subtitle" in raw:
            fields["title"] = f"{fields.get('title', '')}: {from_latex(raw['subtitle'])}"
            used.add("subtitle")
        note = from_latex(raw.get("note", "")[:LONGEST])
    except ValueError as error:
        raise BadInputError(f"{place}: {error}", next_step=MEND) from error
    fields["type"] = type_from_bibtex(entry.entry_type, raw.get("entrysubtype", ""))
    fields["issued"] = _read_issued(raw, notes)
    fields["archive_url"], rest = read_archive_note(note)
    left_out = [key for key in raw if key not in used] + (["note"] if rest else [])
    return make_item(place, fields=fields, left_out=left_out, notes=notes)


def _read_verbatim(value: str) -> str:
    """Read an address, which LaTeX takes as it stands; many programs escape it all the same."""
    wrapped = re.fullmatch(r"\\url\s*\{(.*)\}", value.strip(), re.DOTALL)
    return re.sub(r"\\([%#&_$~{}])", r"\1", wrapped[1] if wrapped else value).strip()


def _read_names(value: str, notes: list[str]) -> Iterator[dict[str, str]]:
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    for one in split_multiple_persons_names(value):
        if one.strip().lower() == "others":
            notes.append("further names ('and others') are not given")
        elif _is_one_group(one.strip()):
            yield {"literal": from_latex(one)}
        else:
            parts = parse_single_name_into_parts(one, strict=False)
            family = from_latex(" ".join([*parts.von, *parts.last, *parts.jr]))
            given = from_latex(" ".join(parts.first))
            if family or given:
                yield {key: text for key, text in (("family", family), ("given", given)) if text}


def _is_one_group(text: str) -> bool:
    """Tell whether one pair of braces holds a whole name: it is kept whole then."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return index > 0 and index == len(text) - 1
    return False


def _read_issued(raw: dict[str, str], notes: list[str]) -> str:
    written = raw.get("date") or raw.get("year", "")
    day, note = read_date(written.strip("{}"))
    if "date" not in raw and re.fullmatch(r"[0-9]{4}", day) and "month" in raw:
        number = _month(raw["month"])
        if number:
            parts = f"{day}-{number}-{raw.get('day', '')}".rstrip("-")
            day, note = read_date(parts)
        else:
            note = f"{raw['month'][:60]!r} is no month"
    notes.append(note)
    return day


def _month(text: str) -> int:
    """Give a month by its number or its English name; 0 if it is none."""
    word = text.strip(" {}.").lower()
    if word.isascii() and word.isdigit() and len(word) <= 2:
        return int(word)
    return next((number for number, name in enumerate(_MONTHS, start=1) if word.startswith(name)), 0)
