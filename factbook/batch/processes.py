"""Work done by several processes, of which one that dies takes no other's work with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from factbook.lean_imports import skip_iri_grammar

T = TypeVar("T")
R = TypeVar("R")


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
    Pairs of an item and its result; ``None`` for one whose process died even when it worked on it alone.
    """
    if jobs <= 1:
        for item in items:
            yield item, work(item)
        return
    waiting = list(items)
    while waiting:
        unfinished: list[T] = []
        for item, result in _pool(work, waiting, jobs):
            if result is None:
                unfinished.append(item)
            else:
                yield item, result
        if len(unfinished) == len(waiting):
            # A process died before anything was done: one by one, only the item that kills it fails.
            for item in unfinished:
                yield from _pool(work, [item], 1)
            return
        waiting = unfinished


def _pool(work: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[tuple[T, R | None]]:
    """Give what came of each item; ``None`` if a process died before it was done."""
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=skip_iri_grammar) as pool:
        running = {pool.submit(work, item): item for item in items}
        try:
            for done in as_completed(running):
                try:
                    yield running[done], done.result()
                except BrokenProcessPool:
                    yield running[done], None
        finally:
            pool.shutdown(cancel_futures=True)
