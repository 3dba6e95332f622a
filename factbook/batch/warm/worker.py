"""A worker: a process that does one piece of work after the other, and lives on.

It is forked from a warm process, and first forks one of its own, for the notebooks it will run: so it starts
at once, and may itself have threads and models that no process may be forked with.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from factbook.batch.warm.kept import keep
from factbook.batch.warm.process import WarmProcess

_TIMEOUT_S = 120


def serve(connection: Connection, *, wait_until_gone: Callable[[], object]) -> None:
    """Do what is sent, until the other end is closed; ends this process at once when it has gone.

    Each piece of work is a pair ``(function, argument)``, pickled. The answer is a pair: what the function
    gave, and what it raised, or ``None``.
    """
    threading.Thread(target=_end_when, args=(wait_until_gone,), name="gone", daemon=True).start()
    while True:
        try:
            work, item = connection.recv()
        except (EOFError, OSError):
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = (work(item), None)
        except Exception as error:  # noqa: BLE001  whoever asked decides
            answer = (None, error)
        with suppress(BrokenPipeError):
            connection.send(answer)


def work_or_fork(asked: dict[str, Any], sock: socket.socket) -> socket.socket:
    """Become a worker, and never return; in a process beside it, give the socket it is asked over."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    warm = os.fork()
    if not warm:
        ours.close()
        sock.close()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        return theirs
    theirs.close()
    ours.settimeout(_TIMEOUT_S)
    # An interrupt is the other end's to heed: it ends this process, or lets it be.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.path[:] = asked["path"]
    python = (sys.executable, *sys.orig_argv[1 : sys.orig_argv.index("-m")])
    keep(WarmProcess.ready(ours, _Beside(warm)), python, os.environ)
    with Connection(sock.detach()) as connection:
        serve(connection, wait_until_gone=lambda: _wait_until_closed(connection.fileno()))
    os._exit(0)


class _Beside:
    """A process that this one has forked, as `WarmProcess` knows it."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended: int | None = None

    def poll(self) -> int | None:
        return self._reap(os.WNOHANG)

    def wait(self) -> int:
        return self._reap(0) or 0

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self._pid, signal.SIGKILL)

    def _reap(self, options: int) -> int | None:
        if self._ended is None:
            pid, status = os.waitpid(self._pid, options)
            self._ended = status if pid else None
        return self._ended


def _end_when(wait_until_gone: Callable[[], object]) -> None:
    wait_until_gone()
    os._exit(1)  # In the middle of its work: whoever follows must not find it writing.


def _wait_until_closed(connection: int) -> None:
    import select

    poll = select.poll()
    poll.register(connection, 0)  # Told of nothing but its end.
    poll.poll()
