"""What a fetch gives, and who can give it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Exchange:
    """One request and its answer as they went over the wire, for the archive.

    ``body`` is as it was sent, still compressed; the headers are pairs in the order they came.
    """

    url: str
    ip_address: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason_phrase: str
    response_headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True)
class Fetched:
    """A document from the web.

    ``body`` is decoded (no gzip), ``url`` the address after redirects. ``content_type`` is the header as the
    server sent it, like ``text/html; charset=utf-8``, or empty. ``exchanges`` are all requests that were
    made, redirects first.
    """

    requested_url: str
    url: str
    content_type: str
    body: bytes
    fetched_at: datetime
    exchanges: tuple[Exchange, ...]


class Fetcher(Protocol):
    """Brings a document from a web address (entry point group ``factbook.fetchers``)."""

    def fetch(self, url: str) -> Fetched:
        """Give the document, or raise `FetchError` with the reason; any status but 200 is one."""
