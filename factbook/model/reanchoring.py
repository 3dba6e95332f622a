"""Finding a quote again in a newer capture of its source.

The words alone do not say which of several places is meant, so the prefix and suffix kept with a quote
decide. Where they do not, nothing is decided: a quote never slides to a look-alike.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from factbook.model.anchoring import Span, find_words, surroundings
from factbook.model.quote import Quote

_SURE = 16
"""Characters that have to agree before the words and after them. One side alone is not enough: two motions
may be put by the same sentence, and only what follows tells them apart."""


class Fate(StrEnum):
    """What became of a quote's words in a newer text."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    UNSURE = "unsure"
    GONE = "gone"


class Reanchoring(NamedTuple):
    """What became of the words, and where they stand now; no span where that is not sure."""

    fate: Fate
    span: Span | None


def reanchor(quote: Quote, text: str) -> Reanchoring:
    """Find where a quote's words stand in a newer text of its source.

    ``unchanged`` and ``moved`` are the same and another position whose surroundings are those of the quote:
    at least `_SURE` characters agree on both sides, or all that there are near an end of the text. ``unsure``
    are words that stand only among other words, or twice among the same.
    """
    places = find_words(text, quote.exact)
    if not places:
        return Reanchoring(Fate.GONE, None)
    kept = Span(quote.start, quote.end)
    if kept in places and surroundings(text, kept) == (quote.prefix, quote.suffix):
        return Reanchoring(Fate.UNCHANGED, kept)
    agreeing = [place for place in places if _surrounded_alike(quote, text, place, kept)]
    best = max((_agreement(quote, text, place) for place in agreeing), default=0)
    fitting = [place for place in agreeing if _agreement(quote, text, place) == best]
    if len(fitting) == 1:
        return Reanchoring(Fate.UNCHANGED if fitting[0] == kept else Fate.MOVED, fitting[0])
    return Reanchoring(Fate.UNSURE, None)


def _surrounded_alike(quote: Quote, text: str, place: Span, kept: Span) -> bool:
    before, after = _sides(quote, text, place)
    if before < min(_SURE, len(_folded(quote.prefix))) or after < min(_SURE, len(_folded(quote.suffix))):
        return False
    # In a very short text there is too little around the words to know them by at another place.
    return before + after >= _SURE or place == kept


def _agreement(quote: Quote, text: str, place: Span) -> int:
    return sum(_sides(quote, text, place))


def _sides(quote: Quote, text: str, place: Span) -> tuple[int, int]:
    """Count the characters that agree, from the words outward, before and after them."""
    # White space may have changed: more of the text is looked at than was kept with the quote.
    before, after = surroundings(text, place, length=2 * max(len(quote.prefix), len(quote.suffix), 1))
    return (
        _common(_folded(quote.prefix)[::-1], _folded(before)[::-1]),
        _common(_folded(quote.suffix), _folded(after)),
    )


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _folded(text: str) -> str:
    return "".join(text.split())
