"""Who a sentence says is speaking: "According to the council, the bridge will open in May."."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ATTRIBUTION = re.compile(
    r"^\s*according to (?P<first>[^,.]{1,100}),\s*|,\s*according to (?P<last>[^,]{1,100})$", re.IGNORECASE
)
_NAME_CHARACTERS = 4
"""Letters from which on a word may name somebody; shorter ones do if they are written in capitals."""


def without_attribution(sentence: str) -> str:
    """Give a sentence without "According to the council,": a quote of the council does not repeat it."""
    return _ATTRIBUTION.sub("", sentence.rstrip(" ."))


def attributed_to(sentence: str) -> str | None:
    """Give whom a sentence names as speaking, in its words; ``None`` if it names nobody."""
    match = _ATTRIBUTION.search(sentence.rstrip(" ."))
    return (match["first"] or match["last"]).strip() if match else None


def is_named_in(speaker: str, texts: Iterable[str]) -> bool:
    """Tell whether one of the texts has a word of whom a sentence names as speaking."""
    words = {
        word.casefold()
        for word in re.findall(r"\w+", speaker)
        if len(word) >= _NAME_CHARACTERS or (len(word) > 1 and word.isupper())
    }
    return any(words & set(re.findall(r"\w+", text.casefold())) for text in texts)
