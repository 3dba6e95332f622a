"""Looking through a folder for its documents, without reading any."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factbook.sources.limits import MAX_SIZE_BYTES

MAX_FILE_BYTES = MAX_SIZE_BYTES
"""A longer file could not be brought in as a source either."""

JUNK_FOLDERS = frozenset("node_modules __pycache__ __MACOSX $RECYCLE.BIN site-packages lost+found".split())
"""Folders of programs, not of documents."""

JUNK_FILES = frozenset(["Thumbs.db", "desktop.ini"])

TRY_AGAIN = -1
"""Stands for the time of change of a file that is tried again at each look."""


@dataclass(frozen=True)
class SeenFile:
    """A file as it lies on the disk: ``path`` is relative to the folder, with ``/`` between its names.

    ``unread`` says why there is no need to open it, if so.
    """

    path: str
    size_bytes: int
    mtime_ns: int
    unread: str = ""


def scan_folder(folder: Path, *, leave_out: frozenset[str] = frozenset()) -> Iterator[SeenFile]:
    """Give the files of a folder and of those in it, the same way round each time.

    Hidden files, links, what programs leave behind and the paths in ``leave_out`` are passed over. A folder
    within that cannot be opened is given as if it were a file; for ``folder`` itself it is an ``OSError``.
    """
    waiting = _entries(folder)
    start = len(os.path.join(folder, ""))  # noqa: PTH118  Path drops the separator at the end
    while waiting:
        entry = waiting.pop()
        # A hundred thousand files pass here: text is cut, not parsed.
        name = entry.path[start:].replace(os.sep, "/")
        try:
            if entry.is_dir(follow_symlinks=False):
                waiting += _entries(entry.path)
            elif entry.is_file(follow_symlinks=False) and entry.path not in leave_out:
                yield _seen(name, entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            continue  # It was taken away since.
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            yield SeenFile(_encodable(name), 0, TRY_AGAIN, f"it cannot be opened: {reason}")


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        wanted = [entry for entry in entries if _is_wanted(entry.name)]
    return sorted(wanted, key=lambda entry: entry.name, reverse=True)


def _is_wanted(name: str) -> bool:
    return not name.startswith((".", "~$")) and name not in JUNK_FOLDERS and name not in JUNK_FILES


def _seen(name: str, status: os.stat_result) -> SeenFile:
    unread = ""
    if _encodable(name) != name:
        name, unread = _encodable(name), "its name is not valid Unicode"
    elif status.st_size > MAX_FILE_BYTES:
        unread = f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB"
    elif not status.st_size:
        unread = "it is empty"
    return SeenFile(name, status.st_size, status.st_mtime_ns, unread)


def _encodable(name: str) -> str:
    """Give a name with what is not Unicode in it written out in ASCII."""
    return name.encode("utf-8", "backslashreplace").decode()
