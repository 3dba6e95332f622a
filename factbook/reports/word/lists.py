"""Lists: bullets and numbers of our own, so that each ordered list counts from where it says."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from factbook.reports.word.styles import made

_BULLETS, _NUMBERS = "900", "901"
_SIGNS = "•–·"
_LEVELS = 9
_STEP = 360
"""Twentieths of a point by which each level stands further in."""


class Lists:
    """The lists of one document, and which of them are open."""

    def __init__(self, part: Any) -> None:
        self._numbering = part.numbering_part.element
        for old in list(self._numbering):
            self._numbering.remove(old)
        self._numbering.append(_levels(_BULLETS, ordered=False))
        self._numbering.append(_levels(_NUMBERS, ordered=True))
        self._open: list[int] = []
        self._made = 0

    def begin(self, *, ordered: bool, start: int) -> tuple[int, int]:
        """Give the level and the number of a list that begins here."""
        level = min(len(self._open), _LEVELS - 1)
        self._made += 1
        number = made("w:num", numId=str(self._made))
        number.append(made("w:abstractNumId", val=_NUMBERS if ordered else _BULLETS))
        if ordered:
            override = made("w:lvlOverride", ilvl=str(level))
            override.append(made("w:startOverride", val=str(start)))
            number.append(override)
        self._numbering.append(number)
        self._open.append(self._made)
        return level, self._made

    def finish(self) -> None:
        """End the list that was begun last."""
        self._open.pop()


def _levels(number: str, *, ordered: bool) -> Any:
    abstract = made("w:abstractNum", abstractNumId=number)
    abstract.append(made("w:multiLevelType", val="hybridMultilevel"))
    for level in range(_LEVELS):
        one = made("w:lvl", ilvl=str(level))
        one.append(made("w:start", val="1"))
        one.append(made("w:numFmt", val="decimal" if ordered else "bullet"))
        one.append(made("w:lvlText", val=f"%{level + 1}." if ordered else _SIGNS[level % len(_SIGNS)]))
        one.append(made("w:lvlJc", val="left"))
        properties = OxmlElement("w:pPr")
        indent = made("w:ind", left=str(_STEP * (level + 1)))
        indent.set(qn("w:hanging"), str(_STEP))
        properties.append(indent)
        one.append(properties)
        abstract.append(one)
    return abstract
