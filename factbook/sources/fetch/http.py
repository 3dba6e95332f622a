"""The fetcher: one document from the public web, within limits of time and size.

Only http and https, only public addresses, redirects followed by hand so that each hop is checked; no
cookies, no credentials, and no proxy but one that was configured.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urljoin

import httpx2

from factbook.errors import BadInputError, FetchError
from factbook.sources.fetch.addresses import is_public_address
from factbook.sources.fetch.decoding import DecodingError, decode_body
from factbook.sources.fetch.fetched import Exchange, Fetched
from factbook.sources.fetch.guard import Deadline, Resolver, resolve
from factbook.sources.fetch.pace import Pace
from factbook.sources.fetch.robots import Robots
from factbook.sources.fetch.wire import NoAnswerError, Wire, WireError
from factbook.sources.limits import MAX_SIZE_BYTES
from factbook.store.settings import Fetch

_REDIRECTS = {301, 302, 303, 307, 308}
_LONGEST_URL = 8_000
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True)
class Limits:
    """How much of time, bytes and patience a document may take; the size is that of the decoded document."""

    total_time_s: float = 30.0
    max_size_bytes: int = MAX_SIZE_BYTES
    max_redirects: int = 5


class HttpFetcher:
    """Fetches over HTTP/1.1 (entry point ``http`` of ``factbook.fetchers``); threads may share it.

    Parameters
    ----------
    limits:
        See `Limits`.
    user_agent:
        Who asks; robots.txt is looked up under its first word.
    proxy:
        The address of a proxy. It resolves names itself, so that only its own side can guard against those
        that lead into its network.
    respect_robots:
        Whether a site's robots.txt is kept to.
    pace:
        The politeness towards each host.
    resolver, allow_address:
        Who gives the addresses of a name, and which may be connected to.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        user_agent: str = "",
        proxy: str = "",
        respect_robots: bool = True,
        pace: Pace | None = None,
        resolver: Resolver = resolve,
        allow_address: Callable[[str], bool] = is_public_address,
    ) -> None:
        self.limits = limits or Limits()
        self.user_agent = _sendable(
            user_agent.strip() or f"factbook/{version('factbook')} (fact-checking, page by page)"
        )
        self._pace = pace or Pace()
        self._wire = Wire(resolver=resolver, allow_address=allow_address, proxy=_usable(proxy))
        self._robots = Robots(self.user_agent, self._robots_text) if respect_robots else None

    @classmethod
    def from_settings(cls, settings: Fetch) -> HttpFetcher:
        """Make the fetcher that ``[fetch]`` in factbook.toml describes."""
        return cls(
            limits=Limits(total_time_s=settings.total_time_s),
            user_agent=settings.user_agent,
            proxy=settings.proxy,
            respect_robots=settings.respect_robots,
            allow_address=(lambda _address: True) if settings.private_addresses else is_public_address,
        )

    def fetch(self, url: str) -> Fetched:
        """Give the document at an address; see `Fetcher`."""
        return self._follow(url, self._robots, Deadline(self.limits.total_time_s))

    def _follow(self, requested: str, robots: Robots | None, deadline: Deadline) -> Fetched:
        exchanges: list[Exchange] = []
        url = requested
        while len(exchanges) <= self.limits.max_redirects:
            exchange = self._ask(_checked(url, requested), requested, robots, deadline)
            exchanges.append(exchange)
            location = _header(exchange, "location").strip()
            if exchange.status not in _REDIRECTS or not location:
                return self._document(requested, exchanges)
            url = _target(exchange.url, location, requested)
        reason = f"it redirects more than {self.limits.max_redirects} times"
        raise _failed(requested, url, reason, status=exchange.status)

    def _ask(self, url: httpx2.URL, requested: str, robots: Robots | None, deadline: Deadline) -> Exchange:
        delay_s = self._permission(url, requested, robots, deadline) if robots else 0.0
        with ExitStack() as stack:
            # The time in which we wait for our turn is not the server's.
            with deadline.paused():
                stack.enter_context(self._pace.turn(url.host, delay_s=delay_s))
            try:
                return self._wire.get(
                    url,
                    {"User-Agent": self.user_agent, **_HEADERS},
                    deadline=deadline,
                    max_size_bytes=self.limits.max_size_bytes,
                )
            except WireError as error:
                raise _failed(requested, str(url), str(error)) from error

    def _permission(self, url: httpx2.URL, requested: str, robots: Robots, deadline: Deadline) -> float:
        """Give the seconds a site wants between two requests; `FetchError` if it wants none of ours."""
        try:
            rules = robots.rules_of(url, deadline)
        except FetchError as error:
            raise _failed(requested, str(url), error.reason) from error
        if refusal := rules.refusal(url):
            raise _failed(requested, str(url), refusal)
        return rules.delay_s

    def _document(self, requested: str, exchanges: list[Exchange]) -> Fetched:
        last = exchanges[-1]
        if last.status != HTTPStatus.OK:
            raise _failed(requested, last.url, f"it answered {_status(last)}", status=last.status)
        encodings = ",".join(
            value for name, value in last.response_headers if name.lower() == "content-encoding"
        )
        try:
            body = decode_body(last.body, encodings.split(","), max_size_bytes=self.limits.max_size_bytes)
        except DecodingError as error:
            raise _failed(requested, last.url, str(error), status=last.status) from error
        if not body:
            raise _failed(requested, last.url, "it answered with an empty document", status=last.status)
        return Fetched(
            requested_url=requested,
            url=last.url,
            content_type=_header(last, "content-type"),
            body=body,
            fetched_at=last.fetched_at,
            exchanges=tuple(exchanges),
        )

    def _robots_text(self, url: str, deadline: Deadline) -> tuple[str, bytes]:
        try:
            return "", self._follow(url, None, deadline).body
        except FetchError as error:
            if isinstance(error.__cause__, NoAnswerError):
                raise  # The document would fail in the same way; the next may have more luck.
            broken = error.status is None or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
            return (error.reason if broken else ""), b""


def _sendable(user_agent: str) -> str:
    if not re.fullmatch(r"[ -~]+", user_agent):
        raise BadInputError(
            f"The user agent {user_agent!r} cannot be sent", next_step="Use ASCII letters, on one line."
        )
    return user_agent


def _usable(proxy: str) -> str:
    try:
        parsed = httpx2.URL(proxy)
    except (httpx2.InvalidURL, UnicodeError, ValueError):
        parsed = httpx2.URL()
    if proxy and (parsed.scheme not in {"http", "https"} or not parsed.host):
        # Not shown: it may hold a password.
        raise BadInputError(
            "The address of the proxy cannot be used",
            next_step="Give one like http://proxy.example.org:3128.",
        )
    return proxy


def _target(base: str, location: str, requested: str) -> str:
    """Give the address a redirect leads to."""
    # Headers are read as Latin-1, but what browsers and servers put there is UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise _failed(requested, base, "it redirects to an address that is not valid") from error


def _checked(url: str, requested: str) -> httpx2.URL:
    """Give a parsed address without its fragment, or raise `FetchError` if it is none to be fetched."""
    if len(url) > _LONGEST_URL:
        raise _failed(requested, url, f"its address is longer than {_LONGEST_URL:,} characters")
    try:
        parsed = httpx2.URL(url).copy_with(fragment=None)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise _failed(requested, url, "its address is not valid") from error
    if (parsed.port is not None and not 0 < parsed.port < 65536) or "%" in parsed.host:
        raise _failed(requested, url, "its address is not valid")
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise _failed(requested, url, "its address is none of the web (http or https)")
    if parsed.userinfo:
        raise _failed(requested, url, "its address holds a user name or password")
    return parsed


def _header(exchange: Exchange, wanted: str) -> str:
    return next((value for name, value in exchange.response_headers if name.lower() == wanted), "")


def _status(exchange: Exchange) -> str:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    return f"{exchange.status} {phrase}".strip()


def _failed(requested: str, url: str, reason: str, *, status: int | None = None) -> FetchError:
    reason = _printable(reason)
    return FetchError(
        f"{_printable(requested)} could not be fetched: {reason}",
        url=_printable(url),
        status=status,
        reason=reason,
        next_step="If a browser shows it, save it there and add the file.",
    )


def _printable(text: str) -> str:
    # A server's words are shown in terminals and reports: no escape codes, no marks that turn lines around.
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:_LONGEST_URL])
