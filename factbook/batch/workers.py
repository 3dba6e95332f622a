"""Workers: processes that do one piece of work at a time; one that dies takes no other's with it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol

from factbook.batch.needs import forking_is_safe
from factbook.batch.warm.kept import (
    START_TIMEOUT_S,
    USUAL_PYTHON,
    begin_warm_process,
    handed_on,
    warm_process,
)
from factbook.batch.warm.preload import WORKER
from factbook.batch.warm.process import NoChildError
from factbook.lean_imports import skip_iri_grammar

_END_TIMEOUT_S = 30


class Worker(Protocol):
    """One worker: ask it by its connection, as `warm.worker.serve` says; it ends when that is closed."""

    connection: Connection
    pid: int

    def end(self) -> None:
        """End it now, with all that it has started, whatever it is doing."""


def warm_up() -> None:
    """Begin what the first worker will wait for, and do not wait for it."""
    if forking_is_safe():
        begin_warm_process(USUAL_PYTHON, handed_on(), timeout_s=START_TIMEOUT_S, imports=(WORKER,))


def start_worker() -> Worker:
    """Start a worker: forked from a process that has imported what it needs, where that is safe."""
    if forking_is_safe():
        with suppress(NoChildError):
            return _ForkedWorker()
    return _SpawnedWorker()


class _ForkedWorker:
    def __init__(self) -> None:
        environ = handed_on()
        warm = warm_process(USUAL_PYTHON, environ, timeout_s=START_TIMEOUT_S, imports=(WORKER,))
        self.connection, theirs = get_context("fork").Pipe()
        with theirs:
            forked = warm.fork_worker(theirs.fileno(), cwd=str(Path.cwd()), environ=environ, path=sys.path)
        self.pid = forked.pid
        self._ends = forked.ends

    def end(self) -> None:
        for pid in processes_below(self.pid):  # While it is there to tell of them.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._ends, signal.SIGKILL)
        wait([self._ends], timeout=_END_TIMEOUT_S)
        self.connection.close()
        os.close(self._ends)


class _SpawnedWorker:
    def __init__(self) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve_spawned, args=(theirs,))
        self._process.start()
        theirs.close()
        self.pid = self._process.pid or 0

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _serve_spawned(connection: Connection) -> None:
    skip_iri_grammar()
    from factbook.batch.warm.worker import serve

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: Any = parent_process()
    serve(connection, wait_until_gone=partial(wait, [parent.sentinel]))


def processes_below(pid: int) -> list[int]:
    """List the processes that a process has started, and those that these have; none where /proc is not."""
    below: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                below += [child, *processes_below(child)]
    return below


def memory_of(pid: int) -> int:
    """Give the bytes that a process and those below it take up; 0 where the platform does not tell.

    Memory that several processes share counts for each in its part.
    """
    return sum(map(_own_memory, [pid, *processes_below(pid)]))


def _own_memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
