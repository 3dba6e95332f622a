"""What a forked kernel says: messages go out by the thread that has them, and streams leave nothing back."""

from __future__ import annotations

import array
import fcntl
import os
import select
import termios
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any

from ipykernel import iostream
from ipykernel.iostream import BackgroundSocket, IOPubThread
from tornado.log import gen_log

from factbook.batch.warm.wire import Wire


class Publisher(IOPubThread):  # type: ignore[misc]
    """Sends what a kernel has to say.

    ipykernel has a thread for it, which each message goes through. Here a message is sent by the thread that
    has it, and the thread of its own only sees to text that nobody has flushed, as that of a busy cell.
    """

    def __init__(self, wire: Wire) -> None:
        self.socket = wire
        self.background_socket = BackgroundSocket(self)
        self.io_loop = self  # A stream asks a loop for nothing but `call_later`.
        self.thread = threading.Thread(target=self._see_to_late, name="IOPub", daemon=True)
        self._late: SimpleQueue[tuple[float, Callable[[], None]]] = SimpleQueue()
        self._renew_lock()
        os.register_at_fork(after_in_child=self._renew_lock)

    def start(self) -> None:
        """Start the thread."""
        self.thread.start()

    def schedule(self, f: Callable[[], None]) -> None:
        """Call a function, while no other thread sends; if it fails, that is logged, as ipykernel does.

        The cell that has printed what cannot be sent, like half a character, goes on.
        """
        with self._lock:
            try:
                f()
            except Exception:  # noqa: BLE001  whatever a text may hold
                gen_log.exception("Uncaught exception in ZMQStream callback")

    def call_later(self, delay: float, callback: Callable[[], None]) -> None:
        """Have a function called in so many seconds; the same delay each time."""
        self._late.put((time.monotonic() + delay, callback))

    def send_multipart(self, parts: Sequence[bytes], *_args: Any, **_options: Any) -> None:
        """Send a message; to nobody, where a notebook has left a process that outlives it."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.schedule(partial(self.socket.send, parts))

    def _see_to_late(self) -> None:
        while True:
            due, callback = self._late.get()
            time.sleep(max(0.0, due - time.monotonic()))
            self.schedule(callback)

    def _renew_lock(self) -> None:
        # Another thread may have held it when a notebook forked.
        self._lock = threading.RLock()


class OutStream(iostream.OutStream):  # type: ignore[misc]
    """A stream of a kernel, which C code and other programs write to as well, by a pipe that a thread reads.

    ipykernel flushes what the thread has read so far, and sleeps a little for the rest. Here a flush waits
    until the thread has taken what is in the pipe: what a cell has had written belongs to that cell.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self._taken_bytes = 0
        self._taking = threading.Condition()
        super().__init__(*args, **options)

    def flush(self) -> None:
        """Send what has been written until now."""
        if self._fid is not None and self._is_master_process():
            with self._taking:
                until = self._taken_bytes + _bytes_in(self._fid)
                self._taking.wait_for(lambda: self._taken_bytes >= until, timeout=self.flush_timeout)
        super().flush()

    def _watch_pipe_fd(self) -> None:
        wait = select.poll()
        wait.register(self._fid, select.POLLIN)
        while self._should_watch:
            wait.poll()
            with self._taking:
                written = os.read(self._fid, iostream.PIPE_BUFFER_SIZE)
                self.write(written.decode(errors="replace"))
                os.write(self._original_stdstream_copy, written)
                self._taken_bytes += len(written)
                self._taking.notify_all()


def _bytes_in(pipe: int) -> int:
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]
