"""Files that are there whole or not at all.

A file is written under a temporary name beside its place, flushed to the disk, and renamed over it; a reader
sees the old bytes or the new, and a crash leaves at worst a temporary file, which `sweep_temporary` removes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from pathlib import Path

from factbook.errors import StoreError

_PREFIX = ".factbook-tmp-"


def write_atomic(path: Path, data: bytes) -> None:
    """Put these bytes at this path, durably; `StoreError` if the disk refuses, and what was there stays."""
    temporary = path.with_name(f"{_PREFIX}{os.getpid()}-{secrets.token_hex(6)}")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
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
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
        problem, step = "no space is left on the disk", "Free some and run the same command again."
    elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        problem, step = "it may not be written to", "Change its permissions, or work on a copy."
    else:
        problem, step = error.strerror or str(error), "Look at the disk, then run the same command again."
    return StoreError(f"{path} was not written: {problem}", next_step=f"Nothing was changed. {step}")
