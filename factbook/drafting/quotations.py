"""Where in a text somebody is speaking whom it quotes, as far as its quotation marks show.

Marks are looked at paragraph by paragraph: of a speech of several, each begins with a mark, and only the last
ends with one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from factbook.model.anchoring import Span

_MARK = re.compile("[“”„\"«»‘’'\n]")
_FAMILIES = {
    **dict.fromkeys('“”„"', "double"),
    **dict.fromkeys("«»", "angled"),
    **dict.fromkeys("‘’'", "single"),
}
"""Marks of one family close each other: in sloppy texts a straight one closes a curly one."""

_BEFORE_WORD = " \t\n\u00a0([{/—–-“„\"«‘'"
_BEHIND_WORD = " \t\n\u00a0.,;:!?…)]}/—–-”\"»’'"

_SHORTENED = re.compile(r"\d|(?:em|til|tis|twas|cause|cos|n|bout|round)\b", re.IGNORECASE)
"""What stands behind an apostrophe that opens nothing, but stands for the beginning of a word or a year."""


def is_spoken(text: str, place: int) -> bool:
    """Tell whether somebody whom a text quotes is speaking at a place of it."""
    for spans in quotations(text).values():
        before = bisect_left(spans, (place,)) - 1
        if before >= 0 and place < spans[before].end:
            return True
    return False


def parts_a_quotation(text: str, span: Span) -> bool:
    """Tell whether words have one end of a quotation of a text in them, and not the other."""
    for spans in quotations(text).values():
        first, last = bisect_left(spans, (span.start,)), bisect_left(spans, (span.end,))
        # The one that is open at the beginning, and the one that is at the end.
        if first > 0 and span.start < spans[first - 1].end <= span.end:
            return True
        if last > first and spans[last - 1].end > span.end:
            return True
    return False


@lru_cache(maxsize=4)
def quotations(text: str) -> Mapping[str, tuple[Span, ...]]:
    """Give where the quotations of a text stand, with their marks, in order, by the family of their marks.

    Kept for the last few texts: a draft asks many times of the same one.
    """
    found: dict[str, list[Span]] = {family: [] for family in _FAMILIES.values()}
    opened: dict[str, int] = {}
    paragraph = 0
    for match in _MARK.finditer(text):
        place, mark = match.start(), match.group()
        if mark == "\n":
            if not text[place + 1 : place + 2].islower():  # Else the line is only broken.
                _end_paragraph(text, Span(paragraph, place), opened, found)
                paragraph = place + 1
        elif (family := _FAMILIES[mark]) not in opened:
            if _opens(text, place, mark):
                opened[family] = place
        elif _closes(text, place, mark, opened_by=text[opened[family]]):
            found[family].append(Span(opened.pop(family), place + 1))
    _end_paragraph(text, Span(paragraph, len(text)), opened, found)
    return {family: tuple(spans) for family, spans in found.items()}


def _end_paragraph(text: str, paragraph: Span, opened: dict[str, int], found: dict[str, list[Span]]) -> None:
    """Close what is open behind its paragraph: the speech goes on in the next one.

    A single mark may be an apostrophe: alone it opens a speech only where it begins the paragraph.
    """
    for family, place in opened.items():
        if family != "single" or not text[paragraph.start : place].strip():
            found[family].append(Span(place, paragraph.end + 1))
    opened.clear()


def _opens(text: str, place: int, mark: str) -> bool:
    if mark in "'‘":
        return _begins_word(text, place) and not _SHORTENED.match(text, place + 1)
    if mark in "”»":
        return _begins_word(text, place) and not _ends_word(text, place)
    return mark != "’" and not _ends_word(text, place)


def _closes(text: str, place: int, mark: str, *, opened_by: str) -> bool:
    if mark in "'’":
        return _ends_word(text, place)
    if mark in "«»":
        return mark != opened_by
    if mark == "“":
        return opened_by == "„" or _ends_word(text, place)
    return mark == "”" or (mark == '"' and (_ends_word(text, place) or not _begins_word(text, place)))


def _begins_word(text: str, place: int) -> bool:
    before, behind = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return (not before or before in _BEFORE_WORD) and bool(behind.strip())


def _ends_word(text: str, place: int) -> bool:
    before, behind = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return bool(before.strip()) and (not behind or behind in _BEHIND_WORD)
