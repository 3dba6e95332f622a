"""Points that say the same in the same words: one point, however often it is given.

They would be judged, counted and told of once each, and none says what another does not.
"""

from __future__ import annotations

from collections.abc import Iterable


def each_once(points: Iterable[str]) -> tuple[list[str], list[str]]:
    """Give each point once, as it was given first, and those that say again what one before them says."""
    kept: dict[str, str] = {}
    again: list[str] = []
    for point in points:
        key = fold_point(point)
        if key in kept:
            again.append(point)
        else:
            kept[key] = point
    return list(kept.values()), again


def fold_point(text: str) -> str:
    """Give the words of a point by which it is told from others: without case, and with one blank between."""
    return " ".join(text.split()).casefold()
