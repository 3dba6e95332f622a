"""The value of a BibTeX field as the file has it: ``{text}``, ``"text"``, ``2025``, ``jan``, ``a # {b}``."""

from __future__ import annotations

import re

_MONTH_NAMES = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
"""Abbreviations that every BibTeX style defines."""

LONGEST = 200_000
"""Characters of the longest value that is put together; abbreviations made of abbreviations grow fast."""


def read_value(raw: str, strings: dict[str, str]) -> str:
    """Give what a value says, without its braces or quotes, its parts put together.

    ``strings`` are the abbreviations known so far, by their names in lower case. `ValueError` names one that
    is not, or says what is wrong.
    """
    read = "".join(_read_part(part, strings) for part in _parts(raw))
    if len(read) > LONGEST:
        raise ValueError(f"it has more than {LONGEST:,} characters")
    return read.strip()


def _parts(raw: str) -> list[str]:
    """Cut a value at each ``#`` that stands outside braces and quotes."""
    parts, start, depth, quoted = [], 0, 0, False
    for mark in re.finditer(r'(?<!\\)[{}"#]', raw):
        character = mark.group()
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif depth == 0 and character == '"':
            quoted = not quoted
        elif depth == 0 and character == "#" and not quoted:
            parts.append(raw[start : mark.start()])
            start = mark.end()
    return [*parts, raw[start:]]


def _read_part(part: str, strings: dict[str, str]) -> str:
    part = part.strip()
    if len(part) >= 2 and part[0] + part[-1] in {"{}", '""'}:
        return part[1:-1]
    name = part.lower()
    if name in strings:
        return strings[name]
    if not part or part.isdigit() or name in _MONTH_NAMES:
        return part
    raise ValueError(f"{part[:60]!r} stands without braces and is no abbreviation that was defined before")
