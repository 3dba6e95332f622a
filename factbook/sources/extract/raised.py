"""Raised numbers: the mark of a note must not become a digit of the number before it."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*[-+−()\d][-+−()\d,\s]*")
_SUPERSCRIPTS = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")


def raised(text: str) -> str:
    """Give raised text as it is read: numbers in raised figures, anything else as it is."""
    return text.translate(_SUPERSCRIPTS) if _NUMBER.fullmatch(text) else text
