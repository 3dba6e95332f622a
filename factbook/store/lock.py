"""The lock of a folder, which every writer holds while it works."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile

from filelock import FileLock, Timeout

from factbook.errors import StoreError
from factbook.store.atomic import disk_error, sweep_temporary

LOCK_TIMEOUT_S = 30.0
_LOCK_FILE = ".factbook.lock"


@contextmanager
def locked_folder(folder: Path, *, within: tuple[str, ...] = ()) -> Iterator[None]:
    """Hold a folder's lock, and first remove what writers that died have left in it.

    Its holder may take it again: an update may keep a snapshot on its way.

    Parameters
    ----------
    folder:
        The folder; `StoreError` if it may not be written to, or if another program holds its lock for longer
        than ``LOCK_TIMEOUT_S``.
    within:
        Names of folders in it that the lock also guards.
    """
    # Under its real path: a folder reached through a link is the same folder and has the same lock.
    lock = _folder_lock(str((folder / _LOCK_FILE).resolve()))
    try:
        _acquire(lock, folder)
    except Timeout as error:
        raise StoreError(
            f"{folder} has been in use by another program for {LOCK_TIMEOUT_S:.0f} seconds",
            next_step="Wait for it to finish, or end it, and try again.",
        ) from error
    except OSError as error:
        raise disk_error(error, folder) from error
    try:
        if lock.lock_counter == 1:
            for name in ("", *within):
                sweep_temporary(folder / name)
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, folder: Path) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        # A lock that is not there is held by nobody: its file cannot be made, and waiting does not help.
        if not os.path.lexists(lock.lock_file):
            _expect_writable(folder)
        lock.acquire(timeout=LOCK_TIMEOUT_S)


def _expect_writable(folder: Path) -> None:
    try:
        with TemporaryFile(dir=folder):
            pass
    except FileNotFoundError as error:
        # So say folders like /proc, which are there and take no file.
        if folder.is_dir():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder)) from error
        raise


@lru_cache(maxsize=256)
def _folder_lock(path: str) -> FileLock:
    # One lock object per folder and thread makes it re-entrant.
    return FileLock(path, thread_local=True)
