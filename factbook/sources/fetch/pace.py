"""Politeness: one request to a host at a time, and some time between two."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONGEST_GAP_S = 10.0
"""A site may ask for more; nobody would wait for it."""


class Pace:
    """Gives each host its turns; safe to use from several threads.

    Parameters
    ----------
    gap_s:
        Seconds from the end of one request to the start of the next.
    clock, sleep:
        For tests.
    """

    def __init__(
        self,
        gap_s: float = 1.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap_s = gap_s
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._ended_at: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, *, delay_s: float = 0.0) -> Iterator[None]:
        """Wait for a host's turn and hold it; ``delay_s`` is the gap its robots.txt asks for."""
        with self._lock:
            turn = self._turns[host]
        with turn:
            gap_s = max(self._gap_s, min(delay_s, LONGEST_GAP_S))
            ended_at = self._ended_at.get(host)
            if ended_at is not None and (wait_s := ended_at + gap_s - self._clock()) > 0:
                self._sleep(wait_s)
            try:
                yield
            finally:
                self._ended_at[host] = self._clock()
