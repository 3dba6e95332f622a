"""Asking a search service over HTTP for JSON, within limits.

The service is one the user has set up, so it may well run on this machine: no address is refused.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2

from factbook.errors import BadInputError, FindError
from factbook.sources.fetch.guard import Deadline, resolve
from factbook.sources.fetch.wire import Wire, WireError

MAX_ANSWER_BYTES = 5_000_000
_TRY_LATER = "Try again later, or look at its log."


@dataclass(frozen=True)
class Answer:
    """What a service sent back: its HTTP status and the bytes."""

    status: int
    body: bytes

    def json_object(self) -> dict[str, Any] | None:
        """Give the JSON object it is, or None."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


def ask(
    address: str,
    parameters: Mapping[str, str | int],
    *,
    service: str,
    timeout_s: float,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send one request and give the answer; `FindError` if there is none within the limits.

    Redirects are not followed and no proxy of the environment is used: what is asked goes to this address.
    """
    sent = {
        "User-Agent": "factbook",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        **(headers or {}),
    }
    try:
        url = httpx2.URL(address, params=dict(parameters))
        if url.userinfo:
            credentials = base64.b64encode(f"{url.username}:{url.password}".encode()).decode("ascii")
            sent["Authorization"] = f"Basic {credentials}"
        exchange = Wire(resolver=resolve, allow_address=lambda _address: True).get(
            url,
            sent,
            deadline=Deadline(timeout_s),
            max_size_bytes=MAX_ANSWER_BYTES,
            with_bodies_of_errors=True,
        )
    except (httpx2.InvalidURL, ValueError) as error:
        raise FindError(
            f"{service} cannot be asked at {_place(address)}", next_step="Check its address."
        ) from error
    except WireError as error:
        raise FindError(
            f"{service} gave no answer at {_place(address)}: {error}",
            next_step="Start it, or check its address, and try again.",
        ) from error
    return Answer(exchange.status, exchange.body)


def unexpected(service: str, status: int) -> FindError:
    """Say that a service sends elsewhere, or that it answers with a status that nobody expects."""
    if 300 <= status < 400:
        return FindError(
            f"{service} sends to another address (HTTP {status})", next_step="Give the address it sends to."
        )
    return FindError(f"{service} answered with HTTP {status}", next_step=_TRY_LATER)


def expect_service(address: str, *, service: str) -> str:
    """Give the address of a service without what follows its path, or raise `BadInputError`."""
    try:
        parts = urlsplit(address.strip())
        _ = parts.port  # raises ValueError where it is none
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInputError(
            f"{service} cannot be at {address!r}", next_step="Give an address like http://localhost:8888"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _place(address: str) -> str:
    """Give host and port alone: an address may hold a password."""
    return urlsplit(address).netloc.rpartition("@")[2]
