"""What a TrueType or OpenType file says of itself, read without a font library.

Whoever draws with a font (a browser, the typesetter) reads it as what it is, data from anywhere; and so does
this: every place that a file names is looked up before it is used, and no count in it is believed that would
take more work than its bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_BEGINNINGS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_NEEDED = frozenset([b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2"])
_OUTLINES = ({b"glyf", b"loca"}, {b"CFF "})
_WINDOWS, _FAMILY = 3, 1
_OTHER_FAMILIES = (16, 21)
"""Names that programs ask for before the plain one."""

_LAST_POINT = 0x10FFFF


@dataclass(frozen=True)
class FontFacts:
    """What a font says of itself.

    Attributes
    ----------
    family:
        Its name, empty if it has several.
    weight, italic:
        How bold it is, from 1 to 1000, and whether it slants.
    embedding:
        The bits of ``fsType``: how its licence lets it be embedded.
    points:
        The code points that it has letters for.
    """

    family: str
    weight: int
    italic: bool
    embedding: int
    points: frozenset[int]


def font_facts(data: bytes) -> FontFacts:
    """Read a font; ``ValueError`` says why it is none, or not a whole one."""
    tables = _tables(data)
    try:
        weight, _width, embedding = struct.unpack_from(">HHH", tables[b"OS/2"], 4)
        (selection,) = struct.unpack_from(">H", tables[b"OS/2"], 62)
        (style,) = struct.unpack_from(">H", tables[b"head"], 44)
        family, points = _family(tables[b"name"]), frozenset(_points(tables[b"cmap"]))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError("it is a damaged font: a table is shorter than it says") from error
    return FontFacts(
        family, min(max(weight, 1), 1000), bool(selection & 0x201 or style & 2), embedding, points
    )


def _tables(data: bytes) -> dict[bytes, bytes]:
    if not data.startswith(_BEGINNINGS):
        raise ValueError(_other_kind(data))
    try:
        (count,) = struct.unpack_from(">H", data, 4)
        entries = [struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count)]
    except struct.error as error:
        raise ValueError("it is cut off, or no font") from error
    if any(offset + length > len(data) for _, _, offset, length in entries):
        raise ValueError("it is cut off: its tables are not all there")
    places = {name: (offset, length) for name, _, offset, length in entries}
    if not places.keys() >= _NEEDED or not any(places.keys() >= outlines for outlines in _OUTLINES):
        raise ValueError("it is no font with letters: tables are missing")
    if b"fvar" in places:
        raise ValueError(
            "it is a variable font; give one file for each style, as 'fonttools varLib.instancer' makes them"
        )
    return {name: data[offset : offset + length] for name, (offset, length) in places.items()}


def _other_kind(data: bytes) -> str:
    kinds = {b"wOF2": "a WOFF2 file", b"wOFF": "a WOFF file", b"ttcf": "a collection of fonts"}
    found = kinds.get(data[:4])
    # PDFs cannot take them, and pages carry a cut of the font in any case.
    return f"it is {found}; give the font as TTF or OTF" if found else "it is no TTF or OTF font"


def _family(table: bytes) -> str:
    _, count, strings = struct.unpack_from(">HHH", table)
    family = ""
    for number in range(count):
        platform, _, _, kind, length, place = struct.unpack_from(">6H", table, 6 + 12 * number)
        if kind in _OTHER_FAMILIES or (kind == _FAMILY and (platform != _WINDOWS or family)):
            return ""
        if kind == _FAMILY:
            family = table[strings + place : strings + place + length].decode("utf-16-be")
    return family


def _points(table: bytes) -> Iterator[int]:
    """Give the code points of all maps that Unicode fonts have: format 4, and 12 beyond the first plane."""
    _, count = struct.unpack_from(">HH", table)
    places = {struct.unpack_from(">HHI", table, 4 + 8 * number)[2] for number in range(count)}
    for place in sorted(places):
        (kind,) = struct.unpack_from(">H", table, place)
        if kind == 4:
            yield from _in_order(_segments(table, place))
        elif kind == 12:
            (groups,) = struct.unpack_from(">I", table, place + 12)
            yield from _in_order(struct.iter_unpack(">III", _part(table, place + 16, 12 * groups)))


def _segments(table: bytes, place: int) -> Iterator[tuple[int, ...]]:
    (doubled,) = struct.unpack_from(">H", table, place + 6)
    size = doubled & ~1
    ends = struct.iter_unpack(">H", _part(table, place + 14, size))
    starts = struct.iter_unpack(">H", _part(table, place + 16 + size, size))
    for (start,), (end,) in zip(starts, ends, strict=True):
        if start < 0xFFFF:  # The last segment is an end mark.
            yield start, min(end, 0xFFFE)


def _in_order(ranges: Iterator[tuple[int, ...]]) -> Iterator[int]:
    last = -1
    for start, end, *_ in ranges:
        if not last < start <= end <= _LAST_POINT:
            raise ValueError("it is a damaged font: its map of letters is out of order")
        yield from range(start, end + 1)
        last = end


def _part(table: bytes, place: int, size: int) -> bytes:
    if place + size > len(table):
        raise IndexError
    return table[place : place + size]
