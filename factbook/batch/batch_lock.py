"""One batch at a time in a folder, and none while workers of one that was killed are still ending."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from factbook.errors import StoreError

_LOCK_FILE = ".factbook-batch.lock"
_WORKERS_FILE = ".factbook-batch.workers"
_WORKERS_END_WITHIN_S = 30.0

_at_work: dict[Path, int] = {}


@contextmanager
def batch_lock(out: Path) -> Iterator[None]:
    """Hold the folder of a batch; `StoreError` if another batch does."""
    busy = StoreError(
        f"Another batch is writing to {out}", next_step="Wait for it to end, or give another --out."
    )
    try:
        with FileLock(out / _LOCK_FILE, timeout=0):
            if not _wait_for_workers(out):
                raise busy
            yield
    except Timeout as error:
        raise busy from error


def be_at_work(out: Path) -> None:
    """Tell that this process works in a folder, as long as it lives."""
    if os.name == "posix" and out not in _at_work:
        import fcntl

        descriptor = os.open(out / _WORKERS_FILE, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _at_work[out] = descriptor


def _wait_for_workers(out: Path) -> bool:
    """Wait until no worker of an earlier batch is left; elsewhere than on POSIX, they are not known of."""
    if os.name != "posix":
        return True
    import fcntl

    descriptor = os.open(out / _WORKERS_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    deadline = time.monotonic() + _WORKERS_END_WITHIN_S
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.02)
            else:
                return True
    finally:
        os.close(descriptor)
