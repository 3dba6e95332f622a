"""Putting the text of a document together: what is visible first, then what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

APART = "\n\n"


def compose(visible: str, hidden: Iterable[str]) -> tuple[str, int | None]:
    """Give the text with its hidden parts after it, and how much of it is visible (None: all of it)."""
    parts = [part for part in (text.strip() for text in hidden) if part]
    if not parts:
        return visible, None
    return APART.join([visible, *parts]), len(visible)


def join_pages(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Give the text of pages as one, and where each begins in it; an empty page begins where it would."""
    begins, length = [], 0
    parts: list[str] = []
    for page in pages:
        if page and parts:
            parts.append(APART)
            length += len(APART)
        begins.append(length)
        if page:
            parts.append(page)
            length += len(page)
    return "".join(parts), tuple(begins)
