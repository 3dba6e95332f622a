"""The index of a folder: one SQLite file with the texts and their words.

The words are an FTS5 table over the texts, which are kept compressed. Texts and words change in one
transaction, so whoever dies in the middle of one leaves the state before it. The file may be deleted at any
time: everything in it is read again from the folder.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from factbook.errors import StoreError
from factbook.sources.find.scan import SeenFile
from factbook.store.atomic import disk_error

_VERSION = 1
"""To be raised with every change of the tables or of how documents are read: the index is then built anew."""

_OURS = 0x66627831
"""Marks the file as ours in its header, as SQLite's ``application_id``."""

_WAIT_S = 60.0

_TABLES = (
    f"PRAGMA application_id = {_OURS}",
    f"PRAGMA user_version = {_VERSION}",
    """CREATE TABLE files (
        id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,
        size_bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, unread TEXT NOT NULL)""",
    "CREATE INDEX unread ON files (unread) WHERE unread <> ''",
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, packed BLOB NOT NULL)",
    "CREATE VIEW readable (id, title, text) AS SELECT id, title, unpack(packed) FROM texts",
    """CREATE VIRTUAL TABLE words USING fts5 (
        title, text, content = 'readable', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2')""",
    # Words are gathered in memory up to this many bytes: there is less to merge, a third of the time.
    "INSERT INTO words (words, rank) VALUES ('hashsize', 16000000)",
)


class DamagedIndexError(StoreError):
    """The index cannot be used as it is and has to be built anew; ``problem`` says why."""


@dataclass(frozen=True)
class IndexedFile:
    """A file and what was read of it; ``text`` is None where ``seen.unread`` says why there is none."""

    seen: SeenFile
    title: str = ""
    text: str | None = None


class Index:
    """An open index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def files(self) -> dict[str, SeenFile]:
        """Give every file by its path, as it was when it was read."""
        rows = self.connection.execute("SELECT path, size_bytes, mtime_ns, unread FROM files")
        return {row[0]: SeenFile(*row) for row in rows}

    def put(self, files: Iterable[IndexedFile]) -> None:
        """Add files, each in the place of the one with its path, in one transaction."""
        with self._transaction():
            for file in files:
                self._drop(file.seen.path)
                self._add(file)

    def drop(self, paths: Iterable[str]) -> None:
        """Take files out, in one transaction."""
        with self._transaction():
            for path in paths:
                self._drop(path)

    def count_texts(self) -> int:
        """Count the documents that can be found."""
        # The same rows as in texts, without the texts: forty times as fast.
        count: int = self.connection.execute("SELECT count(*) FROM words_docsize").fetchone()[0]
        return count

    def unread(self) -> list[tuple[str, str]]:
        """Give the path of each file that could not be read, and why."""
        rows = self.connection.execute("SELECT path, unread FROM files WHERE unread <> '' ORDER BY path")
        return rows.fetchall()

    def reasons(self) -> list[tuple[str, int]]:
        """Give each reason why files could not be read, with their number, the commonest first."""
        rows = self.connection.execute(
            "SELECT unread, count(*) FROM files WHERE unread <> '' GROUP BY unread ORDER BY 2 DESC, 1"
        )
        return rows.fetchall()

    def _add(self, file: IndexedFile) -> None:
        seen = file.seen
        row = (seen.path, seen.size_bytes, seen.mtime_ns, seen.unread)
        added = self.connection.execute(
            "INSERT INTO files (path, size_bytes, mtime_ns, unread) VALUES (?, ?, ?, ?)", row
        )
        if file.text is not None:
            # What goes into the words must come out of the texts again, or it could not be taken out.
            title, text = _storable(file.title), _storable(file.text)
            packed = zlib.compress(text.encode(), 1)
            self.connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (added.lastrowid, title, packed))
            self.connection.execute(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (added.lastrowid, title, text)
            )

    def _drop(self, path: str) -> None:
        row = self.connection.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
        if row:
            self.connection.execute(
                "INSERT INTO words (words, rowid, title, text) "
                "SELECT 'delete', id, title, text FROM readable WHERE id = ?",
                row,
            )
            self.connection.execute("DELETE FROM texts WHERE id = ?", row)
            self.connection.execute("DELETE FROM files WHERE id = ?", row)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # A full disk has rolled it back already.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


@contextmanager
def open_index(file: Path) -> Iterator[Index]:
    """Open an index, and make it if it is not there.

    An open index belongs to one thread; any number of threads and processes can have one open.

    Raises
    ------
    DamagedIndexError
        It is damaged, or of another version.
    StoreError
        The disk is full, say, or the file may not be written.
    """
    with _told_apart(file), closing(_connect(file)) as connection:
        yield Index(connection)


def remove_index(file: Path) -> None:
    """Delete an index, to have it built anew."""
    try:
        for end in ("-wal", "-shm", ""):
            file.with_name(file.name + end).unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error, file) from error


def is_index(file: Path) -> bool:
    """Tell whether a file is one of our indexes, or is not there or empty and can become one."""
    try:
        with file.open("rb") as opened:
            head = opened.read(72)
    except FileNotFoundError:
        return True
    return not head or head[68:] == _OURS.to_bytes(4, "big")


def _connect(file: Path) -> sqlite3.Connection:
    if not is_index(file):
        # Before SQLite changes anything in what may be somebody's own database.
        raise DamagedIndexError("something else was in its place")
    # The texts of a newsroom's folder are nobody else's business.
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(file, timeout=_WAIT_S, isolation_level=None)
    try:
        connection.create_function("unpack", 1, _unpack, deterministic=True)
        connection.execute("PRAGMA journal_mode = WAL")
        # A power cut may cost the last transactions, and the next look at the folder repeats them.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        _make_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if version != _VERSION and tables:
        raise DamagedIndexError("it was made by another version of factbook")
    if version == _VERSION:
        return
    with Index(connection)._transaction():
        for statement in _TABLES:
            connection.execute(statement)


@contextmanager
def _told_apart(file: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the disk into ours: the index is damaged, or the disk says no."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        # Our statements are right, so an error in one is a table that is not as we made it.
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
            raise DamagedIndexError(f"it was damaged ({error})") from error
        raise StoreError(
            f"The index {file} cannot be used: {error}",
            next_step="Free some space or check its permissions, or name another file for the index.",
        ) from error
    except StoreError:
        raise
    except OSError as error:
        raise disk_error(error, file) from error


def _unpack(packed: bytes) -> str:
    return zlib.decompress(packed).decode()


def _storable(text: str) -> str:
    """Give a text without what SQLite cannot hold: zero characters and halves of surrogate pairs."""
    if "\0" in text:
        text = text.replace("\0", " ")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
