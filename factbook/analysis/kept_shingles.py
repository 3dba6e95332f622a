"""Shingles kept from one run to the next, so that a check's texts are taken apart word by word only once.

They lie in one SQLite file in the user's cache, under the hashes of the texts. The file may be deleted at
any time. Whatever is wrong with it (it is damaged, in use, of another version, or the disk is full) costs
time and nothing else: the texts are then taken apart as if it were not there. Those that were kept longest
make room for new ones.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from factbook.analysis.shingles import SHINGLE_WORDS, Shingled, shingle

MOST_BYTES = 256_000_000
"""What the file may hold: shingles of some 28 million words."""

WORTH_IT_CHARACTERS = 200_000
"""Fewer take no longer to take apart, less than a tenth of a second, than a file is worth."""

_OF_SHINGLES = 1
"""To be raised with every change of what `analysis.shingles.shingle` gives: kept ones are then not found."""

_OF_TABLES = 1
"""To be raised with every change of the table or of how shingles are packed: the file is then made anew."""

_WAIT_S = 1.0
_PROOF_BYTES = 8

_TABLES = (
    "DROP TABLE IF EXISTS texts",
    f"PRAGMA user_version = {_OF_TABLES}",
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, packed BLOB NOT NULL)",
)


@contextmanager
def kept_shingles(*, characters: int, file: Path | None = None) -> Iterator[Callable[[str], Shingled]]:
    """Give a function that does what `shingle` does, and keep for the next time what it gave.

    Parameters
    ----------
    characters:
        How long the texts are together; below ``WORTH_IT_CHARACTERS`` nothing is read from the disk or kept.
    file:
        The file; one in the user's cache by default.
    """
    kept = _File(file or _in_cache()) if characters >= WORTH_IT_CHARACTERS else None
    seen: dict[bytes, Shingled] = {}
    new: dict[bytes, Shingled] = {}

    def shingle_once(text: str) -> Shingled:
        key = _key(text)
        if key not in seen:
            found = kept.get(key) if kept else None
            if found is None:
                found = new[key] = shingle(text)
            seen[key] = found
        return seen[key]

    try:
        yield shingle_once
        if kept and new:
            kept.put(new)
    finally:
        if kept:
            kept.close()


class _File:
    """The file; once something is wrong with it, it gives nothing and takes nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        with self._harmless():
            # What was written of whom is nobody else's business.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
            _make_tables(self._connection)

    def get(self, key: bytes) -> Shingled | None:
        """Give the shingles kept under a key, if there are any and they are whole."""
        with self._harmless():
            if self._connection:
                row = self._connection.execute("SELECT packed FROM texts WHERE key = ?", (key,)).fetchone()
                return _unpack(row[0]) if row else None
        return None

    def put(self, texts: dict[bytes, Shingled]) -> None:
        """Keep shingles, and drop those that were kept longest where there is no room.

        One check takes a quarter of the room at most; what is beyond that is not kept.
        """
        room_bytes = MOST_BYTES // 4
        with self._harmless():
            if self._connection is None:
                return
            with self._connection as connection:
                connection.execute("BEGIN IMMEDIATE")
                for key, shingled in texts.items():
                    row = (key, _pack(shingled))
                    room_bytes -= len(row[1])
                    if room_bytes >= 0:
                        connection.execute("INSERT OR REPLACE INTO texts (key, packed) VALUES (?, ?)", row)
                _make_room(connection)

    def close(self) -> None:
        """Close the file."""
        if self._connection:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    @contextmanager
    def _harmless(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self.close()
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            # Our statements are right, so an error in one is a table that is not as we made it.
            if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
                _remove(self._path)


def _make_tables(connection: sqlite3.Connection) -> None:
    # A power cut may cost the last transactions; the texts are then taken apart once more.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] == _OF_TABLES:
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        # Asked again: another program may have made them meanwhile.
        if connection.execute("PRAGMA user_version").fetchone()[0] != _OF_TABLES:
            for statement in _TABLES:
                connection.execute(statement)


def _make_room(connection: sqlite3.Connection) -> None:
    def used_bytes() -> int:
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    while used_bytes() > MOST_BYTES:
        # An eighth at a time: to look for room at every text would take longer than the texts.
        oldest = "SELECT min(id) + (max(id) - min(id)) / 8 FROM texts"
        if not connection.execute(f"DELETE FROM texts WHERE id <= ({oldest})").rowcount:  # noqa: S608
            return


def _remove(path: Path) -> None:
    for end in ("-wal", "-shm", ""):
        with suppress(OSError):
            path.with_name(path.name + end).unlink(missing_ok=True)


def _in_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("factbook") / "shingles.sqlite"


def _key(text: str) -> bytes:
    """Give what a text's shingles are kept under: other ones for a Python that knows other letters."""
    kind = f"{_OF_SHINGLES}/{SHINGLE_WORDS}/{unicodedata.unidata_version}\0"
    return hashlib.blake2b((kind + text).encode("utf-8", "surrogatepass"), digest_size=24).digest()


def _pack(shingled: Shingled) -> bytes:
    figures = "\n".join(sorted(shingled.figures)).encode("utf-8", "surrogatepass")
    words = shingled.words.to_bytes(4, "big")
    at, own = shingled.at.astype("<u8").tobytes(), np.packbits(shingled.own).tobytes()
    return _with_proof(words + at + own + figures)


def _unpack(packed: bytes) -> Shingled | None:
    """Give shingles as they were packed; None where a single bit of them was lost."""
    data = packed[_PROOF_BYTES:]
    if _with_proof(data) != packed:
        return None
    words = int.from_bytes(data[:4], "big")
    shingles = max(0, words - SHINGLE_WORDS + 1)
    own_from, figures_from = 4 + 8 * shingles, 4 + 8 * shingles + (words + 7) // 8
    at = np.frombuffer(data, dtype="<u8", count=shingles, offset=4).astype(np.uint64, copy=False)
    bits = np.frombuffer(data, dtype=np.uint8, count=figures_from - own_from, offset=own_from)
    figures = data[figures_from:].decode("utf-8", "surrogatepass").split("\n")
    return Shingled(at, np.unpackbits(bits, count=words).astype(bool), frozenset(filter(None, figures)))


def _with_proof(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_PROOF_BYTES).digest() + data
