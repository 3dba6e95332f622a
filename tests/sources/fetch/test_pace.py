"""Each host has its turns."""

from __future__ import annotations

import threading
import time

from factbook.sources.fetch.pace import LONGEST_GAP_S, Pace


class Clock:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now_s += seconds


def ask(pace: Pace, host: str, **options: float) -> None:
    with pace.turn(host, **options):
        pass


def test_the_same_host_is_asked_again_only_after_the_gap():
    clock = Clock()
    pace = Pace(1.0, clock=clock, sleep=clock.sleep)
    ask(pace, "a")
    ask(pace, "b")
    assert clock.slept == []
    clock.now_s += 0.4
    ask(pace, "a")
    assert clock.slept == [0.6]


def test_a_site_may_ask_for_a_longer_gap_but_not_for_any():
    clock = Clock()
    pace = Pace(1.0, clock=clock, sleep=clock.sleep)
    for delay_s in (0.1, 3.0, 3600.0):
        ask(pace, "a", delay_s=delay_s)
    assert clock.slept == [3.0, LONGEST_GAP_S]


def test_one_at_a_time_from_a_host():
    pace, inside, most = Pace(0.0), [], []

    def work():
        with pace.turn("a"):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 5
