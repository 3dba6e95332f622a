"""What a search for sources gives, and who can search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Hit:
    """One document that came back.

    ``address`` is its URL, or the path of its file, to be handed to ``source add``; ``fields`` are fields of
    a Source that the finder knows, by their CSL-JSON names (``issued``, ``publisher`` ...); ``excerpt`` shows
    why it came back.
    """

    address: str
    title: str
    excerpt: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What came back: the best hits, how many there are in all if known, and what could not be read."""

    hits: tuple[Hit, ...]
    total: int
    note: str = ""


class SourceFinder(Protocol):
    """Searches for sources (entry point group ``factbook.finders``)."""

    name: str

    def find(self, query: str, *, most: int = 10) -> Found:
        """Give the best ``most`` hits, or raise `FindError` that says what to do."""
