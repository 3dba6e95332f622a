"""A web server on this machine that answers as it is told, however badly."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from factbook.sources.fetch.http import HttpFetcher, Limits
from factbook.sources.fetch.pace import Pace

Answer = bytes | Callable[[socket.socket], None]


class Server:
    """Gives each path its answer: bytes, or a function that does what it likes with the connection."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(65536)
                if request.startswith(b"\x16"):
                    connection.sendall(b"This is no place for TLS.")
                    return
            text = request.decode("latin-1")
            self.requests.append(text)
            path = text.split(" ")[1]
            answer = self.answers.get(path, page(status="404 Not Found"))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


def page(
    body: bytes = b"<p>Words.</p>", *headers: str, status: str = "200 OK", length: int | None = None
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def gzipped(data: bytes) -> bytes:
    # Without the time: names of tests are made of it, and must be the same in every process.
    return gzip.compress(data, mtime=0)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def fetcher() -> HttpFetcher:
    """A fetcher that may ask this machine, does not wait between requests and has little time."""
    return make_fetcher()


def make_fetcher(**options: object) -> HttpFetcher:
    defaults = {
        "allow_address": lambda address: address == "127.0.0.1",
        "pace": Pace(0.0),
        "limits": Limits(total_time_s=1.0, max_size_bytes=1_000_000),
    }
    return HttpFetcher(**(defaults | options))  # type: ignore[arg-type]
