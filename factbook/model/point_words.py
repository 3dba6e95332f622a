"""Points that say the same in the same words: one point, however often it is given.

They would be judged, counted and told of once each, and none says what another does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from factbook.model.record import clean_text

P = TypeVar("P")


def each_once(
    points: Iterable[P], *, words_of: Callable[[P], object] = lambda point: point
) -> tuple[list[P], list[P]]:
    """Give each point once, as it was given first, and those that say again what one before them says.

    ``words_of`` gives what a point says; where that is no text but a record with fields of its own, the point
    is kept.
    """
    seen: set[str] = set()
    kept: list[P] = []
    again: list[P] = []
    for point in points:
        words = words_of(point)
        key = fold_point(words) if isinstance(words, str) else ""
        (again if key in seen else kept).append(point)
        if key:
            seen.add(key)
    return kept, again


def fold_point(text: str) -> str:
    """Give the words by which a point is told from others: as they are kept, with one blank, without case."""
    return " ".join(clean_text(text).split()).casefold()
