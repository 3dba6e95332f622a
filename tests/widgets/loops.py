"""A kernel's loop for tests of what is done beside: it runs until the test has seen enough."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest


def in_a_loop(main: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: the browser tests have a loop that runs in this one."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(main)
        except BaseException as error:  # noqa: BLE001  it is raised again where the test sees it
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    if failed:
        raise failed[0]


async def until(true: Callable[[], object]) -> None:
    """Let the loop go on until something is so."""
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not come")
