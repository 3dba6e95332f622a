"""The direction of text, where a typesetter has no element that isolates it as a browser's ``bdi`` does.

The rules are those of the Unicode bidirectional algorithm (UAX #9): a text runs the way of its first strong
character, and an isolate is opened by one character and closed by another. Text from outside is closed
properly, so that it turns nothing around it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

FIRST_STRONG, LEFT_TO_RIGHT, RIGHT_TO_LEFT, CLOSED = "\u2068", "\u2066", "\u2067", "\u2069"

_OPENING = frozenset([FIRST_STRONG, LEFT_TO_RIGHT, RIGHT_TO_LEFT])
_BY_NAME = {"ltr": LEFT_TO_RIGHT, "rtl": RIGHT_TO_LEFT}
_TURNS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def turns_anywhere(text: str) -> bool:
    """Tell whether anything in a text runs from right to left, or says of other text that it should."""
    return _TURNS.search(text) is not None


def direction_of(text: str) -> str:
    """Give ``rtl`` or ``ltr``: the way of the first strong character that stands in no isolate."""
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
        elif character == CLOSED:
            depth = max(0, depth - 1)
        elif depth == 0:
            kind = unicodedata.bidirectional(character)
            if kind in {"R", "AL"}:
                return "rtl"
            if kind == "L":
                return "ltr"
    return "ltr"


def isolated(items: list[Any], direction: str) -> list[Any]:
    """Put inline items between the characters that isolate them; what they leave open is closed."""
    depth = 0

    def closed(inner: list[Any]) -> list[Any]:
        nonlocal depth
        kept: list[Any] = []
        for item in inner:
            if isinstance(item, str):
                text = ""
                for character in item:
                    depth += character in _OPENING
                    if character == CLOSED:
                        if depth == 0:
                            continue
                        depth -= 1
                    text += character
                kept.append(text)
            elif "i" in item:
                kept.append({**item, "i": closed(item["i"])})
            else:
                kept.append(item)
        return kept

    inside = closed(items)
    return [_BY_NAME.get(direction, FIRST_STRONG), *inside, CLOSED * (depth + 1)]
