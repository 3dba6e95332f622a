"""TLS over a pinned address: the certificate must be trusted, and that of the name."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from factbook.errors import FetchError
from tests.sources.fetch.conftest import make_fetcher, page

CERTIFICATE = Path(__file__).with_name("pinned.example.pem")


@pytest.fixture
def secure_port() -> Iterator[int]:
    """A server for pinned.example that answers each connection with a page."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), plain, tls.wrap_socket(plain, server_side=True) as connection:
                connection.recv(65536)
                connection.sendall(page())

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def secure_fetcher():
    return make_fetcher(resolver=lambda host, port: ["127.0.0.1"], respect_robots=False)


def reason(url: str) -> str:
    with pytest.raises(FetchError) as caught:
        secure_fetcher().fetch(url)
    return caught.value.reason


def test_the_name_is_verified_although_an_address_is_connected_to(secure_port, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    fetched = secure_fetcher().fetch(f"https://pinned.example:{secure_port}/")
    assert (fetched.body, fetched.exchanges[0].ip_address) == (b"<p>Words.</p>", "127.0.0.1")


def test_the_certificate_of_another_name_is_refused(secure_port, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    told = reason(f"https://other.example:{secure_port}/")
    assert told.startswith("its certificate is not trusted (Hostname mismatch")


def test_a_certificate_nobody_vouches_for_is_refused(secure_port):
    told = reason(f"https://pinned.example:{secure_port}/")
    assert told.startswith("its certificate is not trusted (self-signed certificate")


def test_a_handshake_that_drips_ends_with_the_time(server):
    def drip_records(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            while True:
                # The length of a long record, and then its bytes one by one.
                connection.sendall(b"\x16\x03\x03\x40\x00")
                for _ in range(0x4000):
                    connection.sendall(b"\x02")
                    time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip_records, args=(listener,), daemon=True).start()
        began = time.monotonic()
        told = reason(f"https://pinned.example:{listener.getsockname()[1]}/")
    assert told == "it took longer than 1 s"
    assert time.monotonic() - began < 3
