"""Fonts of a theme: named as ours, and cut to the letters that a report may need.

What is cut once is not cut again: a bundle carries the cut font, and whoever proves the bundle gets the same
bytes of it, whatever fontTools is there.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from factbook.reports.theme.cutting import WholeFont, cut_fonts
from factbook.reports.theme.sfnt import FontFacts, font_facts
from factbook.reports.theme.view import FaceView, FontRole, ThemeView

FAMILIES: dict[FontRole, str] = {"heading": "Factbook Heading", "body": "Factbook Body"}
"""The names that fonts have in a page and in a PDF. No font of a machine has them, so none is taken instead;
and licences that keep a font's name for its whole are kept to."""

MOST_BYTES_READ = 30_000_000

_ALWAYS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020),
    *(0x2022, 0x2026, 0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2190, 0x2192, 0x2212),
)
"""Western European letters and the signs of print: checks in one language then share one cut of a font."""

_ALPHABETS = (
    (0x100, 0x180),
    (0x370, 0x400),
    (0x400, 0x460),
    (0x5D0, 0x5F5),
    (0x600, 0x700),
    (0x1E00, 0x1F00),
)
"""Small alphabets (Latin, Greek, Cyrillic, Hebrew, Arabic), whole where a report has a letter of them."""

_RESTRICTED, _NOT_IN_PART = 0x0002, 0x0100


class FontFile(NamedTuple):
    """A font file of the settings: for what, its name there, and its bytes."""

    role: FontRole
    name: str
    data: bytes


class BadFontError(ValueError):
    """A font file that cannot be taken, and why."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def expect_usable(files: Sequence[FontFile]) -> list[FontFacts]:
    """Give what font files say of themselves; `BadFontError` if one cannot be taken."""
    return [_facts(file) for file in files]


def read_faces(files: Sequence[FontFile], *, characters: frozenset[str]) -> tuple[FaceView, ...]:
    """Give font files as a report carries them; `BadFontError` if one cannot be taken."""
    facts, wanted = expect_usable(files), _wanted(characters)
    to_cut = {
        file: WholeFont(file.data, FAMILIES[file.role], f"{told.weight}{' Italic' if told.italic else ''}")
        for file, told in zip(files, facts, strict=True)
        if told.family != FAMILIES[file.role] or not told.points <= wanted
    }
    cut = dict(zip(to_cut, cut_fonts(tuple(to_cut.values()), wanted), strict=True)) if to_cut else {}
    return tuple(_face(file, told, cut.get(file, file.data)) for file, told in zip(files, facts, strict=True))


def _facts(file: FontFile) -> FontFacts:
    try:
        if len(file.data) > MOST_BYTES_READ:
            raise ValueError(f"it has {len(file.data):,} bytes, and up to {MOST_BYTES_READ:,} are read")
        facts = font_facts(file.data)
        _expect_permission(facts.embedding)
    except ValueError as error:
        raise BadFontError(file.name, str(error)) from error
    return facts


def _face(file: FontFile, facts: FontFacts, data: bytes | str) -> FaceView:
    if isinstance(data, str):
        raise BadFontError(file.name, data)
    packed = base64.b64encode(data).decode()
    return FaceView(role=file.role, weight=facts.weight, italic=facts.italic, data=packed)


def themed_letters(theme: ThemeView | None) -> frozenset[str]:
    """Give the characters that a theme's text can be set in, upright and in every other style it has."""
    faces = ours(theme.faces_of("body")) if theme else ()
    return frozenset.intersection(*(_letters(face.content) for face in faces)) if faces else frozenset()


def ours(faces: Sequence[FaceView]) -> tuple[FaceView, ...]:
    """Give the fonts that have our name for them, as those that `read_faces` gives do.

    A font out of a stranger's notebook may call itself like one of the typesetter's own, and would be taken
    for it.
    """
    return tuple(face for face in faces if font_facts(face.content).family == FAMILIES[face.role])


@lru_cache(maxsize=16)
def _letters(data: bytes) -> frozenset[str]:
    return frozenset(map(chr, font_facts(data).points))


def _wanted(characters: frozenset[str]) -> frozenset[int]:
    """Give the code points that a report may need, its alphabets whole."""
    points = {ord(one) for one in characters}
    alphabets = (range(*ends) for ends in _ALPHABETS if any(ends[0] <= point < ends[1] for point in points))
    return frozenset(_ALWAYS).union(points, *alphabets)


def _expect_permission(embedding: int) -> None:
    if embedding & 0x000F == _RESTRICTED or embedding & _NOT_IN_PART:
        raise ValueError(
            "it says (OS/2 fsType) that its licence does not let it be embedded"
            f"{' in part' if embedding & _NOT_IN_PART else ''}; take another, or ask its foundry"
        )
