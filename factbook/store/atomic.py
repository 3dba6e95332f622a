"""Files that are there whole or not at all.

A file is written under a temporary name beside its place, flushed to the disk, and renamed over it; a reader
sees the old bytes or the new, and a crash leaves at worst a temporary file, which `sweep_temporary` removes.

Waiting for the disk takes longer than all else where many files are written: `written_together` waits once.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path

from factbook.errors import StoreError

_PREFIX = ".factbook-tmp-"
_MOST_AT_ONCE = 64
"""How many files and folders wait for the disk at most, each of them open."""

_Waiting = dict[tuple[int, int], tuple[int, Path]]  # descriptor and name, by device and inode
_waiting: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


@contextlib.contextmanager
def written_together() -> Iterator[None]:
    """Have all that is written in this block reach the disk when it ends, and not file by file.

    For what counts only once it is whole, like a folder that is renamed to its place afterwards: after a
    power cut within the block any part of it may be there, or be empty. Other processes see each file whole
    as ever.
    """
    if _waiting.get() is not None:
        yield  # It is a part of what is written together already.
        return
    waiting: _Waiting = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
        if waiting:
            _sync_all(waiting)


def write_atomic(path: Path, data: bytes) -> None:
    """Put these bytes at this path, durably; `StoreError` if the disk refuses, and what was there stays."""
    temporary = path.with_name(f"{_PREFIX}{os.getpid()}-{secrets.token_hex(6)}")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                _sync(file.fileno(), path)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error, path) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut, where the platform can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor, folder)
    finally:
        os.close(descriptor)


def _sync(descriptor: int, path: Path) -> None:
    """Wait until a file or folder is on the disk, or have `written_together` wait."""
    waiting = _waiting.get()
    if waiting is None:
        os.fsync(descriptor)
        return
    found = os.fstat(descriptor)
    if (found.st_dev, found.st_ino) not in waiting:
        # Held open, so that it is found whatever it and its folders are renamed to.
        waiting[found.st_dev, found.st_ino] = os.dup(descriptor), path
    if len(waiting) >= _MOST_AT_ONCE:
        _sync_all(waiting)


def _sync_all(waiting: _Waiting) -> None:
    """Wait for all at the same time: file systems then write one journal for them, and not one for each."""
    opened = list(waiting.values())
    waiting.clear()
    try:
        with ThreadPoolExecutor(8) as threads:
            for _ in threads.map(_sync_one, *zip(*opened, strict=True)):
                pass  # What the disk refused is raised.
    finally:
        for descriptor, _ in opened:
            os.close(descriptor)


def _sync_one(descriptor: int, path: Path) -> None:
    if not os.fstat(descriptor).st_nlink:
        return  # Another has taken its place since.
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise disk_error(error, path) from error


def make_folder(folder: Path) -> None:
    """Make a folder unless it is there; `StoreError` if the disk refuses."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder) from error


def make_temporary_folder(parent: Path) -> Path:
    """Make a folder to fill before it is renamed to its place in the same parent."""
    folder = parent / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(6)}"
    folder.mkdir()
    return folder


def sweep_temporary(folder: Path) -> None:
    """Remove what writers that died left in a folder. Only the holder of the folder's lock may call this."""
    for orphan in folder.glob(f"{_PREFIX}*"):
        if orphan.is_dir() and not orphan.is_symlink():
            shutil.rmtree(orphan, ignore_errors=True)
        else:
            # What cannot be removed does no harm, and must not stop the work at hand.
            with contextlib.suppress(OSError):
                orphan.unlink()


def disk_error(error: OSError, path: Path) -> StoreError:
    """Say what the disk refused, in words that name the file."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        problem, step = "no space is left on the disk", "Free some, then try again."
    elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        problem, step = "it may not be written to", "Change its permissions, or work on a copy."
    else:
        problem, step = error.strerror or str(error), "Look at the disk, then try again."
    return StoreError(f"{path} was not written: {problem}", next_step=f"Nothing was changed. {step}")
