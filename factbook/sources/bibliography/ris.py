"""RIS, the tagged format of reference managers and library catalogues, by `rispy`.

Each reference begins with TY and ends with ER. What is wrong with that is said with its line, since `rispy`
passes over it in silence. RIS has no whole name with a comma in it, and no text of several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from factbook.errors import BadInputError
from factbook.model.source import Name, Source
from factbook.sources.bibliography.identifiers import is_isbn, is_issn
from factbook.sources.bibliography.item import (
    MEND,
    Item,
    accessed_on,
    archive_note,
    make_item,
    on_one_line,
    read_archive_note,
    read_date,
)
from factbook.sources.bibliography.item_types import type_from_ris, type_to_ris

_TAGS = {
    "title": ("TI", "T1", "CT", "BT"),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "container-title": ("T2", "JO", "JF", "JA", "J2", "BT"),
    "collection-title": ("T3",),
    "edition": ("ET",),
    "volume": ("VL",),
    "issue": ("IS",),
    "language": ("LA",),
    "DOI": ("DO",),
}
"""Where a source's fields are found in a reference: the first that is there."""

_READ_APART = {"TY", "ER", "AU", "A1", "A2", "ED", "DA", "PY", "Y1", "SN", "SP", "EP", "UR", "M3", "N1", "ID"}
_BOOKS = {
    "book",
    "chapter",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "pamphlet",
    "report",
    "thesis",
}
_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?")


def read_ris(text: str, *, name: str) -> tuple[Item, ...]:
    """Read the references of a RIS text.

    ``name`` is how errors call the file. `BadInputError` names the reference and the line of what is wrong.
    """
    return tuple(
        _read_reference(lines, place=f"{name}: reference {number} (line {start})")
        for number, (start, lines) in enumerate(_references(text, name=name), start=1)
    )


def _references(text: str, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """Cut a text into references: the number of the first line, and a line for each tag."""
    start, lines = 0, []
    for number, line in enumerate(re.split(r"\r\n?|\n", text), start=1):
        match = _LINE.match(line.strip() if line.lstrip().startswith("TY  -") else line)
        tag = match[1] if match else ""
        if tag == "TY":
            if start:
                raise BadInputError(
                    f"{name}: line {start}: a reference does not end before the next, at line {number}",
                    next_step=f"Put a line 'ER  - ' before it. {MEND}",
                )
            start, lines = number, [line.strip()]
        elif start and tag == "ER":
            yield start, lines
            start = 0
        elif start and tag:
            lines.append(line)
        elif start and line.strip():
            lines[-1] += f" {line.strip()}"  # a long text that goes on
    if start:
        raise BadInputError(
            f"{name}: line {start}: a reference begins and does not end; the file may be cut off",
            next_step=f"Put a line 'ER  - ' behind it. {MEND}",
        )


def _parse(lines: list[str]) -> dict[str, list[str]]:
    """Give what stands under each tag, in order."""
    import rispy

    # By its tags, each a list: rispy's own names have no room for two ISSNs, and it cuts an address at ";".
    tags = {line[:2] for line in lines} | {"TY", "ER", "UK"}
    parser = rispy.RisParser(
        mapping={tag: tag for tag in tags}, list_tags=sorted(tags - {"TY"}), delimiter_tags_mapping={}
    )
    (reference,) = parser.parse("\n".join([*lines, "ER  - "]))
    return {
        tag: [value] if isinstance(value, str) else list(filter(None, value))
        for tag, value in reference.items()
    }


def _read_reference(lines: list[str], *, place: str) -> Item:
    found = _parse(lines)
    notes: list[str] = []
    used = {*_READ_APART}
    fields: dict[str, Any] = {}
    for field, tags in _TAGS.items():
        tag = next((tag for tag in tags if found.get(tag) and tag not in used), "")
        used.add(tag)
        if tag:
            fields[field] = found[tag][0]
            notes += [f"a second {tag} was left out"] if len(found[tag]) > 1 else []
    fields["type"] = type_from_ris(*found["TY"], *found.get("M3", [])[:1])
    fields["author"] = [_read_name(one) for tag in ("AU", "A1") for one in found.get(tag, [])]
    fields["editor"] = [_read_name(one) for tag in ("A2", "ED") for one in found.get(tag, [])]
    fields["issued"] = _read_issued(found, notes)
    fields["page"] = "-".join([*found.get("SP", [])[:1], *found.get("EP", [])[:1]])
    fields |= _read_numbers(found.get("SN", []), book=fields["type"] in _BOOKS)
    addresses = found.get("UR", [])
    fields["URL"] = addresses[0] if addresses else ""
    notes += [f"the address {one} was left out" for one in addresses[1:]]
    fields["archive_url"], rest = read_archive_note(" ".join(found.get("N1", [])))
    left_out = [tag for tag in found if tag not in used and found[tag]] + (["N1"] if rest else [])
    return make_item(place, fields=fields, left_out=left_out, notes=notes)


def _read_name(text: str) -> dict[str, str]:
    """Read ``Family, Given, Suffix``; without a comma it is a name that is kept whole."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if not (comma and family and given):
        return {"literal": text.strip(" ,")}
    given, _, suffix = (part.strip() for part in given.partition(","))
    return {"family": f"{family} {suffix}".strip(), "given": given}


def _read_issued(found: dict[str, list[str]], notes: list[str]) -> str:
    """Read the date under the tag that knows most of it; several tags may have it."""
    written = [read_date(found[tag][0]) for tag in ("DA", "PY", "Y1") if found.get(tag)]
    day, note = max(written, key=lambda read: len(read[0]), default=("", ""))
    notes.append(note)
    return day


def _read_numbers(numbers: list[str], *, book: bool) -> dict[str, str]:
    """Tell ISBNs from ISSNs, which share a tag, by their form; else by the kind of document."""
    fields: dict[str, list[str]] = {"ISBN": [], "ISSN": []}
    for number in numbers:
        issn = is_issn(number) or not (is_isbn(number) or book)
        fields["ISSN" if issn else "ISBN"].append(number)
    return {field: ", ".join(of_it) for field, of_it in fields.items()}


def write_ris(sources: Iterable[Source]) -> str:
    """Write sources as RIS references."""
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc]
        """Writes no number above a reference: it is no tag."""

        def set_header(self, count: int) -> str:  # noqa: ARG002
            return ""

    references = [_write_reference(source) for source in sources]
    tags = {tag for reference in references for tag in reference} | {"TY", "ER", "UK"}
    writer = Writer(
        mapping={tag: tag.lower() for tag in tags}, list_tags=sorted(tags - {"TY"}), delimiter_tags_mapping={}
    )
    writer.REFERENCE_TYPE_KEY = "ty"
    lines = [{tag.lower(): value for tag, value in reference.items()} for reference in references]
    return str(writer.formats(lines))


def _write_reference(source: Source) -> dict[str, Any]:
    reference_type, work = type_to_ris(source.type)
    first, last = _pages(source.page)
    seen = accessed_on(source)
    tags: dict[str, list[str]] = {
        "ID": [source.id],
        "M3": [work],
        "AU": [_write_name(name) for name in source.author],
        "TI": [source.title],
        "A2": [_write_name(name) for name in source.editor],
        "T2": [source.container_title],
        "T3": [source.collection_title],
        "PB": [source.publisher],
        "CY": [source.publisher_place],
        "ET": [source.edition],
        "VL": [source.volume],
        "IS": [source.issue],
        "SP": [first],
        "EP": [last],
        "PY": [(source.issued or "")[:4]],
        "DA": [_slashed(source.issued)],
        "LA": [source.language],
        "SN": [source.isbn, source.issn],
        "DO": [source.doi],
        "UR": [source.url or ""],
        "Y2": [_slashed(seen.isoformat())] if seen and source.url else [],
        "N1": [archive_note(source)],
    }
    kept = {tag: list(filter(None, map(on_one_line, values))) for tag, values in tags.items()}
    return {"TY": reference_type} | {tag: values for tag, values in kept.items() if values}


def _write_name(name: Name) -> str:
    if name.literal or not (name.family and name.given):
        return name.literal or name.family or name.given
    return f"{name.family}, {name.given}"


def _pages(page: str) -> tuple[str, str]:
    match = re.fullmatch(r"([^\s-]+)-([^\s-]+)", page)
    return (match[1], match[2]) if match else (page, "")


def _slashed(day: str | None) -> str:
    """Write a date as RIS has it: ``2025/03/09/``, with the slashes of what is not known."""
    return "/".join([*(day.split("-") if day else []), "", "", ""][:4]) if day else ""
