"""The date in the head of a plain text, where its line can say nothing else than when it was published.

A wrong date would have a report say what came first, so whatever is in doubt gives none: dates in figures
alone, dates within a sentence, and two that differ.
"""

from __future__ import annotations

import re

from factbook.sources.extract.naming import partial_date

_MOST_LINES = 4
_LONGEST_HEAD = 1_000

_MONTHS = (
    "January Jan enero يناير كانون_الثاني",
    "February Feb febrero فبراير شباط",
    "March Mar marzo مارس آذار",
    "April Apr abril أبريل إبريل نيسان",
    "May mayo مايو أيار",
    "June Jun junio يونيو حزيران",
    "July Jul julio يوليو تموز",
    "August Aug agosto أغسطس آب",
    "September Sept Sep septiembre setiembre سبتمبر أيلول",
    "October Oct octubre أكتوبر تشرين_الأول",
    "November Nov noviembre نوفمبر تشرين_الثاني",
    "December Dec diciembre ديسمبر كانون_الأول",
)
_MONTH_NUMBERS = {
    name.replace("_", " ").lower(): number
    for number, names in enumerate(_MONTHS, start=1)
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?: de)? (?P<month>{_MONTH})\.?(?: de|,)? (?P<year>\d{{4}})"
    rf"|(?P<us_month>{_MONTH})\.? (?P<us_day>\d{{1,2}}), (?P<us_year>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d))"
)
_PUBLISHED = r"(?:published|publicado|publicada|تاريخ النشر|نُ?شر)(?: on| el| في)?:? "
_LINE = re.compile(rf"(?:{_PUBLISHED})?{_DATE}", re.IGNORECASE)
_BYLINE = re.compile(rf"(?P<names>.{{2,80}}?)(?:,| [|·•–—-]) {_DATE}", re.IGNORECASE)
_SMALL = frozenset("by por the of and for in de del la las el los y".split())
_LATER = re.compile(r"\b(?:updated|modified|corrected|accessed|retrieved|printed|actualizad[oa])\b", re.I)


def date_of_head(text: str) -> str:
    """Give the date that a text bears in its first lines, as YYYY-MM-DD, or an empty string.

    A line counts that is only a date, also with "Published" before it; and, under the first one, a line of
    names and a date, like "By Ann Lee, The Courier, 3 May 2025".
    """
    # The last one may be cut off.
    lines = [line.strip(" \t\r#*_>") for line in text[:_LONGEST_HEAD].split("\n")[:-1]]
    head = [line for line in lines if line][:_MOST_LINES]
    found = {day for place, line in enumerate(head) if (day := _date_of(line, may_be_byline=place > 0))}
    return found.pop() if len(found) == 1 else ""


def _date_of(line: str, *, may_be_byline: bool) -> str:
    only = _LINE.fullmatch(line)
    if only:
        return _written(only)
    byline = _BYLINE.fullmatch(line) if may_be_byline else None
    return _written(byline) if byline and _are_names(byline["names"]) else ""


def _are_names(words: str) -> bool:
    """Tell whether words are names, of whoever wrote or published: each with a capital."""
    named = all(word[0].isupper() or word in _SMALL for word in words.split())
    return named and not _LATER.search(words)


def _written(found: re.Match[str]) -> str:
    """Give a date as records have it, or nothing if there is no such day."""
    if found["iso"]:
        return partial_date(found["iso"])
    day, month, year = (found[part] or found[f"us_{part}"] for part in ("day", "month", "year"))
    return partial_date(f"{year}-{_MONTH_NUMBERS[month.lower()]:02}-{int(day):02}")
