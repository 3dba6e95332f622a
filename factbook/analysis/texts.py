"""What the audit needs of the kept copies and versions."""

from __future__ import annotations

from typing import Protocol

from factbook.errors import SnapshotError
from factbook.model.check import Check
from factbook.model.source import Snapshot


class Texts(Protocol):
    """Gives kept copies, proved against their hashes; `SnapshotError` where one is missing or damaged."""

    def original(self, snapshot: Snapshot) -> bytes:
        """Give the bytes."""

    def text(self, snapshot: Snapshot) -> str:
        """Give the text that was read out of them."""

    def version(self, sha256: str) -> Check:
        """Give a kept version of the check."""


class ReadOnce:
    """Kept copies and versions that are read and proved once, however much leans on them."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._read: dict[Snapshot, str | SnapshotError] = {}
        self._versions: dict[str, Check] = {}

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

    def version(self, sha256: str) -> Check:
        """Give a kept version of the check."""
        if sha256 not in self._versions:
            self._versions[sha256] = self._texts.version(sha256)
        return self._versions[sha256]
