"""What the audit needs of the kept copies."""

from __future__ import annotations

from typing import Protocol

from factbook.errors import SnapshotError
from factbook.model.source import Snapshot


class Texts(Protocol):
    """Gives kept copies, proved against their hashes; `SnapshotError` where one is missing or damaged."""

    def original(self, snapshot: Snapshot) -> bytes:
        """Give the bytes."""

    def text(self, snapshot: Snapshot) -> str:
        """Give the text that was read out of them."""


class ReadOnce:
    """Kept copies whose text is read and proved once, however many quotes stand in it."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._read: dict[Snapshot, str | SnapshotError] = {}

    def original(self, snapshot: Snapshot) -> bytes:
        """Give the bytes; they are needed once and are not held."""
        return self._texts.original(snapshot)

    def text(self, snapshot: Snapshot) -> str:
        """Give the text, or raise what was found wrong with it the first time."""
        if snapshot not in self._read:
            try:
                self._read[snapshot] = self._texts.text(snapshot)
            except SnapshotError as error:
                self._read[snapshot] = error
        found = self._read[snapshot]
        if isinstance(found, SnapshotError):
            raise found
        return found
