"""Work dealt out to several workers: what one does, what it did last, and what is to be tried again."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from factbook.batch.workers import Worker, memory_of, start_worker

T = TypeVar("T")
R = TypeVar("R")

_LOOK_EVERY_S = 1.0
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Done(Generic[T, R]):
    """What came of an item.

    ``result`` is ``None`` if its process died, or was ended because it took more memory than ``memory_mb``
    allowed (``ended``). ``memory_mb`` is the most that was seen, 0 if it was too quick to be looked at.
    """

    item: T
    result: R | None
    tries: int
    memory_mb: float = 0.0
    ended: bool = False


@dataclass
class Slot(Generic[T]):
    """A place for one worker, and what it is doing: nothing, if ``item`` is ``None``."""

    number: int
    item: T | None = None
    tries: int = 0
    began: float = 0.0
    memory_mb: float = 0.0
    _looked: float = field(default=0.0, repr=False)
    _worker: Worker | None = field(default=None, repr=False)

    def call(self, work: Callable[[Any], Any], argument: object) -> Any:
        """Have something done and wait for it; give what it gave, and raise what it raised."""
        self._worker = self._worker or start_worker()
        self._worker.connection.send((work, argument))
        return self.finish()

    def begin(self, work: Callable[[T], Any], item: T, *, tries: int) -> None:
        """Have an item worked on; `OSError` if the worker has died since it was last asked."""
        self._worker = self._worker or start_worker()
        self.item, self.tries, self.began, self.memory_mb = item, tries, time.monotonic(), 0.0
        self._worker.connection.send((work, item))

    @property
    def connection(self) -> Any:
        """What becomes ready once its worker is done, or has died."""
        assert self._worker  # noqa: S101
        return self._worker.connection

    def finish(self) -> Any:
        """Give what came of its item, ``None`` if the worker died; what the work raised is raised."""
        self.item = None
        try:
            result, error = self.connection.recv()
        except (EOFError, OSError):
            self.end()
            return None
        if error:
            raise error
        return result

    def look(self) -> None:
        """See, now and then, how much memory its worker takes with all that it has started."""
        now = time.monotonic()
        if self._worker and now - self._looked > _LOOK_EVERY_S:
            self._looked = now
            self.memory_mb = max(self.memory_mb, memory_of(self._worker.pid) / _MEGABYTE)

    def end(self) -> None:
        """End its worker; the next item gets a new one."""
        self.item = None
        if self._worker:
            self._worker.end()
            self._worker = None


def deal_out(
    work: Callable[[T], R],
    items: Sequence[T],
    *,
    slots: Sequence[Slot[T]],
    again: Callable[[Done[T, R]], bool] = lambda _done: False,
    memory_limit_mb: float | None = None,
    watch: Callable[[], object] = lambda: None,
) -> Iterator[Done[T, R]]:
    """Do the same work on many items, one in each slot at a time, and give each as it is done.

    Parameters
    ----------
    work:
        A function that other processes can import; what it raises is raised here.
    items:
        What it is called with, one by one.
    slots:
        Where it is done; their workers are kept, and the caller ends them.
    again:
        Whether an item is put back to the end of the line. It is given once it is not.
    memory_limit_mb:
        How much a worker may take with all that it has started; one that takes more is ended.
    watch:
        Called whenever a slot has begun or ended an item, and every second.
    """
    waiting = deque((item, 1) for item in items)
    while waiting or any(slot.item is not None for slot in slots):
        for slot in slots:
            if slot.item is None and waiting:
                item, tries = waiting.popleft()
                try:
                    slot.begin(work, item, tries=tries)
                except OSError:  # It died while it had nothing to do.
                    slot.end()
                    slot.begin(work, item, tries=tries)
        watch()
        for done in _wait(slots, memory_limit_mb):
            if again(done):
                waiting.append((done.item, done.tries + 1))
            else:
                yield done


def _wait(slots: Sequence[Slot[T]], memory_limit_mb: float | None) -> Iterator[Done[T, Any]]:
    """Give what is done, once something is, or nothing after a second."""
    busy = {slot.connection: slot for slot in slots if slot.item is not None}
    ready = wait(list(busy), timeout=_LOOK_EVERY_S)
    for connection, slot in busy.items():
        item, tries = slot.item, slot.tries
        assert item is not None  # noqa: S101
        if connection in ready:
            yield Done(item, slot.finish(), tries, slot.memory_mb)
        else:
            slot.look()
            if memory_limit_mb and slot.memory_mb > memory_limit_mb:
                slot.end()
                yield Done(item, None, tries, slot.memory_mb, ended=True)


def in_processes(work: Callable[[T], R], items: Sequence[T], *, jobs: int) -> Iterator[tuple[T, R | None]]:
    """Do the same work on many items, and give each with what came of it, in the order they are done.

    Parameters
    ----------
    work:
        A function that other processes can import; what it raises is raised here.
    items:
        What it is called with, one by one.
    jobs:
        How many at a time, each in a process of its own; with 1, all in this process.

    Returns
    -------
    Pairs of an item and its result; ``None`` for one whose process died.
    """
    if jobs <= 1:
        for item in items:
            yield item, work(item)
        return
    slots: list[Slot[T]] = [Slot(number) for number in range(min(jobs, len(items)))]
    try:
        for done in deal_out(work, items, slots=slots):
            yield done.item, done.result
    finally:
        for slot in slots:
            slot.end()
