"""A local service that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

Reply = tuple[int, Any]
"""A status, and a body: bytes as they are, anything else as JSON."""


class Service:
    """The service: set ``reply``, a function of path and parameters."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.reply: Callable[[str, dict[str, str]], Reply] = lambda _path, _parameters: (404, b"")

    def answers(self, *replies: Reply) -> None:
        """Answer with these, one after the other; the last again and again."""
        left = list(replies)
        self.reply = lambda _path, _parameters: left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            parameters = dict(parse_qsl(parts.query))
            told.asked.append((parts.path, parameters, dict(self.headers)))
            status, body = told.reply(parts.path, parameters)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with contextlib.suppress(OSError):  # The other side may have heard enough.
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = Service(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
