"""A forked child as the engine sees it: requests go in, messages come out, and it ends for sure."""

from __future__ import annotations

import os
import select
import signal
import time
from collections import deque
from contextlib import suppress
from typing import Any

from jupyter_client.session import Session

from factbook.batch.warm.wire import Wire


class ChildEndedError(RuntimeError):
    """The child has ended, and all it said has been read."""


class Child:
    """A child and the kernel in it.

    To nbclient it is both the manager and the client of a kernel, as far as a run needs those.

    Parameters
    ----------
    wire:
        What its kernel speaks over.
    pid:
        Its process, which leads a group of its own.
    ends:
        A descriptor that is ready once the process has ended.
    """

    def __init__(self, wire: Wire, *, pid: int, ends: int) -> None:
        self._wire = wire
        self._pid = pid
        self._ends = ends
        self._arrived: deque[dict[str, Any]] = deque()
        self._closed = False
        self.session = Session()
        self.session.auth = None  # Nobody else can write to a wire.
        self.shell_channel = self

    def execute(self, source: str, *, store_history: bool, stop_on_error: bool) -> str:
        """Ask for a cell to be run; give the request's id."""
        return self.request(
            "execute_request",
            code=source,
            silent=False,
            store_history=store_history,
            user_expressions={},
            allow_stdin=False,
            stop_on_error=stop_on_error,
        )

    def request(self, kind: str, **content: Any) -> str:
        """Send a request; give its id."""
        message = self.session.msg(kind, content)
        self.send(message)
        return str(message["header"]["msg_id"])

    def send(self, message: dict[str, Any]) -> None:
        """Send a message, as a channel of a client does."""
        self._wire.post(self.session.serialize(message))

    def receive(self, *, deadline: float | None) -> dict[str, Any]:
        """Wait for the next message until a time of the monotonic clock, or without end.

        Raises
        ------
        TimeoutError
            The time is over, however much has arrived: some notebooks never stop talking.
        ChildEndedError
            No more will come.
        """
        while True:
            left_s = None if deadline is None else deadline - time.monotonic()
            if left_s is not None and left_s <= 0:
                raise TimeoutError
            if self._arrived:
                return self._arrived.popleft()
            ended = self._wait(left_s)
            self._read()
            if ended and not self._arrived:
                raise ChildEndedError

    def interrupt_kernel(self) -> None:
        """Interrupt what it runs, and the processes this has started."""
        self._signal(signal.SIGINT)

    def stop(self, *, grace_s: float) -> None:
        """End it and all it started; gives it time to end by itself, and be closed with."""
        if grace_s:
            self.interrupt_kernel()
            self.request("shutdown_request", restart=False)
            deadline = time.monotonic() + grace_s
            with suppress(TimeoutError, ChildEndedError):
                while True:  # What it still says is read, so that it does not wait for that.
                    self.receive(deadline=deadline)
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._ends, signal.SIGKILL)
        self._signal(signal.SIGKILL)
        self._wire.close()
        os.close(self._ends)

    def _wait(self, timeout_s: float | None) -> bool:
        """Wait until something has arrived; tell whether the process has ended."""
        poll = select.poll()
        poll.register(self._ends, select.POLLIN)
        if not self._closed:
            unsent = self._wire.push()
            poll.register(self._wire, select.POLLIN | (select.POLLOUT if unsent else 0))
        ready = dict(poll.poll(None if timeout_s is None else timeout_s * 1000))
        return self._ends in ready

    def _read(self) -> None:
        try:
            for parts in self._wire.messages():
                _, frames = self.session.feed_identities(parts)
                self._arrived.append(self.session.deserialize(frames))
        except EOFError:
            self._closed = True  # It ends now, or a notebook has closed what is not its own.

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._pid, number)
