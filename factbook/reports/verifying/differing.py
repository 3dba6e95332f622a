"""Where two files or texts begin to differ."""

from __future__ import annotations

from typing import TypeVar

A = TypeVar("A", bytes, str)


def first_difference(one: A, other: A) -> int:
    """Give where, from 0, the first byte or character differs; the length of the shorter if none does."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # Halving, for a loop over the bytes of a large report takes seconds.
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
