"""One request and its answer over the guarded wire, and what went wrong in words a report can print."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable

import httpcore2
import httpx2

from factbook.sources.fetch.fetched import Exchange
from factbook.sources.fetch.guard import (
    Deadline,
    DeadlineError,
    GuardedBackend,
    RefusedAddressError,
    Resolver,
)
from factbook.store.clock import utc_now

_MAX_HEADERS_BYTES = 64_000


class WireError(Exception):
    """An exchange failed; the message is the reason."""


class NoAnswerError(WireError):
    """Nobody answered, or not in time."""


class Wire:
    """The way to the web: whom names are asked of, which addresses may be reached, and by which proxy."""

    def __init__(self, *, resolver: Resolver, allow_address: Callable[[str], bool], proxy: str = "") -> None:
        self._resolver = resolver
        self._allow_address = allow_address
        self._proxy = proxy
        self._tls = ssl.create_default_context()

    def get(
        self,
        url: httpx2.URL,
        headers: dict[str, str],
        *,
        deadline: Deadline,
        max_size_bytes: int,
        with_bodies_of_errors: bool = False,
    ) -> Exchange:
        """Send a GET and give what came back; of answers other than 200, the body only if it is asked for.

        `WireError` if there is no answer, or one that is too large or breaks the rules.
        """
        try:
            with self._connections(url, deadline) as connections:
                return _exchange(
                    connections,
                    url,
                    headers,
                    max_size_bytes=max_size_bytes,
                    with_bodies_of_errors=with_bodies_of_errors,
                )
        except (RefusedAddressError, DeadlineError) as error:
            raise NoAnswerError(str(error)) from error
        except httpcore2.TimeoutException as error:
            raise NoAnswerError(f"it took longer than {deadline.total_time_s:g} s") from error
        except httpcore2.ConnectError as error:
            raise NoAnswerError(_connection_problem(error)) from error
        except httpcore2.ProxyError as error:
            raise WireError(f"the proxy refused ({_shortened(error)})") from error
        except (httpcore2.ProtocolError, httpcore2.NetworkError) as error:
            raise WireError(_protocol_problem(error)) from error
        except OSError as error:
            raise NoAnswerError(_shortened(error)) from error

    def _connections(self, url: httpx2.URL, deadline: Deadline) -> httpcore2.ConnectionPool:
        # A pool for each request: nothing is shared between hosts, and nothing outlives its deadline.
        if not self._proxy:
            guard = GuardedBackend(deadline, resolver=self._resolver, allow_address=self._allow_address)
            return httpcore2.ConnectionPool(ssl_context=self._tls, network_backend=guard)
        # The proxy resolves the name; where there is none to resolve, the address is looked at here.
        if re.fullmatch(r"[0-9.]+|.*:.*", url.host) and not self._allow_address(url.host):
            raise RefusedAddressError(f"{url.host} is no address of the public internet")
        proxy = httpx2.Proxy(self._proxy)
        return httpcore2.HTTPProxy(
            proxy_url=_core_url(proxy.url),
            proxy_auth=proxy.raw_auth,
            ssl_context=self._tls,
            network_backend=GuardedBackend(
                deadline, resolver=self._resolver, allow_address=lambda _address: True
            ),
        )


def _exchange(
    connections: httpcore2.ConnectionPool,
    url: httpx2.URL,
    headers: dict[str, str],
    *,
    max_size_bytes: int,
    with_bodies_of_errors: bool,
) -> Exchange:
    sent = [("Host", url.netloc.decode("ascii")), *headers.items(), ("Connection", "close")]
    with connections.stream(b"GET", _core_url(url), headers=sent) as response:
        received = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers
        )
        if sum(len(name) + len(value) for name, value in received) > _MAX_HEADERS_BYTES:
            raise WireError(f"its headers are longer than {_MAX_HEADERS_BYTES:,} bytes")
        peer = response.extensions["network_stream"].get_extra_info("server_addr")
        wanted = response.status == 200 or with_bodies_of_errors
        return Exchange(
            url=str(url),
            ip_address=str(peer[0]) if peer else "",
            request_headers=tuple(sent),
            status=response.status,
            reason_phrase=response.extensions.get("reason_phrase", b"").decode("latin-1"),
            response_headers=received,
            body=_body(response, max_size_bytes) if wanted else b"",
            fetched_at=utc_now(),
        )


def _body(response: httpcore2.Response, max_size_bytes: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > max_size_bytes:
            raise WireError(f"it is larger than {max_size_bytes:,} bytes")
    return bytes(body)


def _core_url(url: httpx2.URL) -> httpcore2.URL:
    return httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _connection_problem(error: Exception) -> str:
    cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({cause.verify_message})"
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection could be made ({cause.reason or 'TLS error'})"
    if isinstance(cause, ConnectionRefusedError):
        return "its server refused the connection"
    return f"its server could not be reached ({_shortened(cause)})"


def _protocol_problem(error: Exception) -> str:
    told = _shortened(error)
    if "too long" in told:
        return "its headers are too long"
    if "peer closed" in told or "disconnected" in told or isinstance(error, httpcore2.NetworkError):
        return "the connection was cut off before the end"
    return f"its answer breaks the rules of HTTP ({told})"


def _shortened(error: BaseException) -> str:
    told = " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())
    return told if len(told) <= 100 else told[:97] + "..."
