"""Work that takes its time, beside the kernel's own: fetching pages, asking models."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import TypeVar

from factbook.errors import FactbookError

T = TypeVar("T")

_log = logging.getLogger(__name__)


def in_background(
    work: Callable[[], Iterator[T]],
    *,
    tell: Callable[[T], None],
    failed: Callable[[Exception], None],
    executor: Executor | None = None,
) -> None:
    """Do work step by step in a thread, and hand what each step gives to ``tell`` in the kernel's own.

    What ends the work early is handed to ``failed`` in the same way, whatever it is: somebody waits for it.
    The kernel stays free to answer meanwhile. Without a running loop, as in a script, all is done at once.
    ``executor`` has the threads, the loop's own unless given; with a single thread, each work waits.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        _do(work, tell, failed)
        return
    soon = loop.call_soon_threadsafe
    loop.run_in_executor(
        executor, _do, work, lambda step: soon(tell, step), lambda error: soon(failed, error)
    )


def _do(
    work: Callable[[], Iterator[T]], tell: Callable[[T], object], failed: Callable[[Exception], object]
) -> None:
    try:
        for step in work():
            tell(step)
    except Exception as error:  # noqa: BLE001  in a thread nobody else would see it
        if not isinstance(error, FactbookError):
            _log.exception("Work in the background ended early")
        failed(error)


def why_not(error: Exception) -> str:
    """Tell why something was not done; what is no error of factbook's is named as what it is."""
    if isinstance(error, FactbookError):
        return str(error)
    return f"It was not done: {type(error).__name__}: {error}"
