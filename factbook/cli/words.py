"""Words that several commands print."""

from __future__ import annotations


def plain(text: str) -> str:
    """Give words of a document on one line, as a terminal can print them, without what would command it."""
    return "".join(c if c.isprintable() else " " for c in text)


def counted(count: int, word: str) -> str:
    """Give a number with its word, like ``1 fault`` and ``2 faults``."""
    return f"{count} {word}{'' if count == 1 else 's'}"
