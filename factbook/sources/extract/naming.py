"""Identifiers and dates as documents write them, in the form that records take."""

from __future__ import annotations

import re
from datetime import date

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>{}|\\^`\[\]]{1,200}")
_ISBN = re.compile(r"[\dXx][\dXx\- ]{8,16}[\dXx]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NO_TITLES = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*|untitled.*|\(?anonymous\)?|unknown|(?:un)?specified|title|"
    r"(?:document|dokument|slide|layout|book|print|page)\W*\d*|[\w./\\:-]+\.(?:docx?|pdf|indd|qxd|qxp|tex|dvi|html?|rtf)",
    re.I,
)


def doi_in(text: str) -> str:
    """Give the DOI in a text if there is one and no other, else an empty string."""
    found = {match.rstrip(".,;:)").lower(): match.rstrip(".,;:)") for match in _DOI.findall(text)}
    return next(iter(found.values())) if len(found) == 1 else ""


def isbn_in(text: str) -> str:
    """Give the ISBN in a text, digits only, or an empty string."""
    for match in _ISBN.findall(text):
        digits = match.replace("-", "").replace(" ", "").upper()
        if len(digits) == 13 and digits.isdigit() and digits.startswith(("978", "979")):
            return str(digits)
        if len(digits) == 10 and digits[:9].isdigit():
            return str(digits)
    return ""


def partial_date(text: str) -> str:
    """Give the YYYY, YYYY-MM or YYYY-MM-DD that a text begins with, if there is such a date, else nothing."""
    found = _DATE.match(text.strip())
    if not found:
        return ""
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return ""
    return found[0]


def plausible_title(text: str) -> str:
    """Give a title as a program wrote it into a file, or an empty string if it is none that a person gave."""
    title = " ".join(text.split())
    return "" if len(title) < 3 or len(title) > 500 or _NO_TITLES.fullmatch(title) else title
