"""The lock of a folder, which every writer holds while it works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

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
        The folder; `StoreError` if another program holds its lock for longer than ``LOCK_TIMEOUT_S``.
    within:
        Names of folders in it that the lock also guards.
    """
    # Under its real path: a folder reached through a link is the same folder and has the same lock.
    lock = _folder_lock(str((folder / _LOCK_FILE).resolve()))
    try:
        lock.acquire(timeout=LOCK_TIMEOUT_S)
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


@lru_cache(maxsize=256)
def _folder_lock(path: str) -> FileLock:
    # One lock object per folder and thread makes it re-entrant.
    return FileLock(path, thread_local=True)
