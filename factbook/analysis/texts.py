"""What the audit needs of the kept copies."""

from __future__ import annotations

from typing import Protocol

from factbook.model.source import Snapshot


class Texts(Protocol):
    """Gives kept copies, proved against their hashes; `SnapshotError` where one is missing or damaged."""

    def original(self, snapshot: Snapshot) -> bytes:
        """Give the bytes."""

    def text(self, snapshot: Snapshot) -> str:
        """Give the text that was read out of them."""
