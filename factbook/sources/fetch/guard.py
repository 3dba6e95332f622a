"""The wire, guarded: each name is resolved once, its addresses are checked, and one of them is connected to.

Between check and connection nobody can put another address under the name (DNS rebinding). Every step on the
wire ends at one deadline, however slowly the other side drips.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as ResolverTimeout
from contextlib import contextmanager
from typing import Any

import httpcore2

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
        for address in addresses:
            try:
                stream = self._network.connect_tcp(
                    address,
                    port,
                    timeout=self._deadline.left_s(),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                refused = error
            else:
                return _DeadlineStream(stream, self._deadline)
        raise refused or OSError(f"there is no server called {host}")

    def _addresses(self, host: str, port: int) -> list[str]:
        # The system's resolver cannot be interrupted: it is left behind in a thread of its own.
        left_s = self._deadline.left_s()
        pool = ThreadPoolExecutor(1, thread_name_prefix="factbook-resolver")
        try:
            return pool.submit(self._resolver, host, port).result(left_s)
        except ResolverTimeout:
            raise DeadlineError("its name could not be looked up in time") from None
        except OSError as error:
            raise OSError(f"there is no server called {host}") from error
        finally:
            pool.shutdown(wait=False)


class _DeadlineStream(httpcore2.NetworkStream):
    """A connection whose every read and write ends at the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

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
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
