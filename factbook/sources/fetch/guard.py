"""The wire, guarded: each name is resolved once, its addresses are checked, and one of them is connected to.

Between check and connection nobody can put another address under the name (DNS rebinding). Every step on the
wire ends at one deadline, however slowly the other side drips.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2

_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}

Resolver = Callable[[str, int], list[str]]
"""Gives the numeric addresses of a host name, or raises OSError."""


class RefusedAddressError(OSError):
    """A name leads to an address that is not to be connected to."""


class DeadlineError(OSError):
    """The time for a document is over."""


class Deadline:
    """A moment by which a document must be there; clocked by ``time.monotonic``."""

    def __init__(self, total_time_s: float) -> None:
        self.total_time_s = total_time_s
        self._ends_at = time.monotonic() + total_time_s

    def left_s(self, at_most: float | None = None) -> float:
        """Give the seconds left, or raise `DeadlineError`."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise DeadlineError(f"it took longer than {self.total_time_s:g} s")
        return left if at_most is None else min(left, at_most)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let time pass that does not count."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._ends_at += time.monotonic() - began


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only, and not beyond the deadline."""

    def __init__(
        self, deadline: Deadline, *, resolver: Resolver, allow_address: Callable[[str], bool]
    ) -> None:
        self._deadline = deadline
        self._resolver = resolver
        self._allow_address = allow_address
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  the deadline is what counts
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers, once all of them have been checked."""
        addresses = self._addresses(host, port)
        for address in addresses:
            if not self._allow_address(address):
                shown = "" if address == host else f" ({address})"
                raise RefusedAddressError(f"{host} is no address of the public internet{shown}")
        refused: Exception | None = None
        for tried, address in enumerate(addresses):
            try:
                stream = self._network.connect_tcp(
                    address,
                    port,
                    # Each has its share of the time, so that a dead first address does not use up all of it.
                    timeout=self._deadline.left_s() / (len(addresses) - tried),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                refused = error
            else:
                return _DeadlineStream(stream, self._deadline, (address, port))
        raise refused or OSError(f"there is no server called {host}")

    def _addresses(self, host: str, port: int) -> list[str]:
        # The system's resolver cannot be interrupted: it is left behind in a thread that nobody waits for,
        # not even the interpreter at its end.
        left_s = self._deadline.left_s()
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolver(host, port))
            except Exception as error:  # noqa: BLE001  raised again where it is waited for
                answers.put(error)

        threading.Thread(target=ask, name="factbook-resolver", daemon=True).start()
        try:
            answer = answers.get(timeout=left_s)
        except queue.Empty:
            raise DeadlineError("its name could not be looked up in time") from None
        if isinstance(answer, Exception):
            raise _lookup_problem(host, answer) from answer
        return answer


def _lookup_problem(host: str, error: Exception) -> Exception:
    if isinstance(error, UnicodeError) or getattr(error, "errno", None) in _NO_SUCH_NAME:
        return OSError(f"there is no server called {host}")
    if isinstance(error, OSError):
        # It may well exist; a report must not say that it does not because our own network is down.
        return OSError(f"the name {host} could not be looked up ({error.strerror or error})")
    return error


class _DeadlineStream(httpcore2.NetworkStream):
    """A connection to a checked address, whose every read and write ends at the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline, server: tuple[str, int]) -> None:
        self._stream = stream
        self._deadline = deadline
        self._server = server

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left_s(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left_s(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left_s(timeout))
        return _DeadlineStream(secured, self._deadline, self._server)

    def get_extra_info(self, info: str) -> Any:
        # The system forgets the address of a connection that was reset, even with its answer still to read.
        return self._server if info == "server_addr" else self._stream.get_extra_info(info)
