"""Words that several commands print."""

from __future__ import annotations


def counted(count: int, word: str) -> str:
    """Give a number with its word, like ``1 fault`` and ``2 faults``."""
    return f"{count} {word}{'' if count == 1 else 's'}"
