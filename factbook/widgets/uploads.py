"""Files on their way from the page to the kernel, which come in pieces."""

from __future__ import annotations

import time
from collections.abc import Iterable

from factbook.errors import BadInputError

GIVEN_UP_S = 60.0
"""How long a file may wait for its next piece: a page that was closed sends no more."""


class Uploads:
    """The pieces of files so far, in memory, until each file is whole or given up."""

    def __init__(self) -> None:
        self._begun: dict[str, tuple[bytearray, int, float]] = {}

    @property
    def size_bytes(self) -> int:
        """How much is held."""
        return sum(len(received) for received, _, _ in self._begun.values())

    def take(self, upload: str, pieces: Iterable[memoryview], *, number: int | None = None) -> int:
        """Take a piece, by its number if it has one, and give how many bytes of the file there are now.

        `BadInputError` if pieces before it are missing: the file was given up, or another kernel had them.
        """
        self.give_up()
        received, taken, _ = self._begun.get(upload, (bytearray(), 0, 0.0))
        if number not in {None, taken}:
            self._begun.pop(upload, None)
            raise BadInputError("It did not come in whole", next_step="Bring it in again.")
        for piece in pieces:
            received += piece
        self._begun[upload] = received, taken + 1, time.monotonic()
        return len(received)

    def end(self, upload: str) -> bytes:
        """Give a file that is whole, or is no longer wanted, and hold it no longer."""
        return bytes(self._begun.pop(upload)[0])

    def give_up(self) -> None:
        """Hold no longer what has waited too long."""
        long_ago = time.monotonic() - GIVEN_UP_S
        self._begun = {name: one for name, one in self._begun.items() if one[2] > long_ago}
