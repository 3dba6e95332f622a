"""Breaking off a computation that can be done without."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlowError(BaseException):
    """It took too long. No `Exception`: trafilatura catches those and goes on."""


@contextmanager
def at_most(cpu_s: float) -> Iterator[None]:
    """Break off what computes longer; where the system has no such timer, the whole reading ends in time."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
