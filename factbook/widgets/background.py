"""Work that takes its time, beside the kernel's own: fetching pages, asking models."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


def in_background(work: Callable[[], Iterator[T]], *, tell: Callable[[T], None]) -> None:
    """Do work step by step in a thread, and hand what each step gives to ``tell`` in the kernel's own.

    The kernel stays free to answer meanwhile. Without a running loop, as in a script, all is done at once.
    ``work`` is to turn its errors into something it gives.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        for step in work():
            tell(step)
        return

    def run() -> None:
        try:
            for step in work():
                loop.call_soon_threadsafe(tell, step)
        except Exception:  # noqa: BLE001  a thread has nobody else to tell
            _log.exception("Work in the background ended early")

    loop.run_in_executor(None, run)
