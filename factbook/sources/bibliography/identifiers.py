"""DOI, ISBN and ISSN: taken out of their wrapping, and checked.

An identifier that looks wrong is kept as it was given: a person is to mend it. The checks follow the DOI
Handbook (2.2), ISO 2108 (ISBN) and ISO 3297 (ISSN).
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI_ADDRESS = re.compile(r"(?:doi:?\s*)?(?:https?://)?(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_DOI_LABEL = re.compile(r"doi[:\s]\s*(?=10\.)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9][0-9.]*/\S+")
_ISBN_LABEL = re.compile(r"(?:e-?)?isbn(?:-?1[03])?[:\s]*", re.IGNORECASE)
_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_DASHES = re.compile("[\\s\u2010-\u2015-]")


def clean_doi(text: str) -> str:
    """Give a DOI without the address or label around it: ``10.1/x`` of ``https://doi.org/10.1/x``."""
    text = text.strip()
    address = _DOI_ADDRESS.match(text)
    if address:
        return unquote(text[address.end() :]).strip()
    return _DOI_LABEL.sub("", text, count=1) if _DOI_LABEL.match(text) else text


def doi_problem(doi: str) -> str:
    """Say what is wrong with a DOI; empty if it can be one."""
    return (
        ""
        if not doi or _DOI.fullmatch(doi)
        else f"the DOI {doi[:60]!r} does not have the form 10.number/name"
    )


def clean_isbn(text: str) -> str:
    """Give an ISBN without its label; its hyphens stay where they are."""
    text = text.strip()
    label = _ISBN_LABEL.match(text)
    return text[label.end() :].strip() if label else text


def isbn_problem(isbn: str) -> str:
    """Say what is wrong with an ISBN, or several of them; empty if their check digits are right."""
    if not isbn:
        return ""
    numbers = _isbn_numbers(isbn)
    wrong = [number for number in numbers if not _has_right_digit(number)]
    if not numbers:
        return f"{isbn[:60]!r} is no ISBN: it needs 10 or 13 digits"
    return f"the check digit of the ISBN {wrong[0]} is wrong" if wrong else ""


def isbn_keys(isbn: str) -> frozenset[str]:
    """Give the numbers an ISBN can be known by, as 13 digits: ISBN-10 and ISBN-13 of a book are the same."""
    return frozenset(_as_thirteen(number) for number in _isbn_numbers(isbn))


def is_issn(text: str) -> bool:
    """Tell whether a text has the form of an ISSN, like ``0028-0836``."""
    return _ISSN.fullmatch(text.strip()) is not None


def is_isbn(text: str) -> bool:
    """Tell whether a text holds a number as long as an ISBN."""
    return bool(_isbn_numbers(text))


def _isbn_numbers(text: str) -> list[str]:
    """Give the numbers in a text that are as long as an ISBN, bare of hyphens."""
    whole = _DASHES.sub("", text)
    pieces = (
        [whole] if _is_long_enough(whole) else [_DASHES.sub("", one) for one in re.split(r"[\s,;/]+", text)]
    )
    return [piece.upper() for piece in pieces if _is_long_enough(piece)]


def _is_long_enough(text: str) -> bool:
    return re.fullmatch(r"[0-9]{13}|[0-9]{9}[0-9Xx]", text) is not None


def _has_right_digit(number: str) -> bool:
    if len(number) == 10:
        values = [10 if digit == "X" else int(digit) for digit in number]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    return number[-1] == _last_of_thirteen(number[:-1])


def _as_thirteen(number: str) -> str:
    if len(number) == 13:
        return number
    return f"978{number[:-1]}{_last_of_thirteen(f'978{number[:-1]}')}"


def _last_of_thirteen(twelve: str) -> str:
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(twelve))
    return str(-total % 10)
