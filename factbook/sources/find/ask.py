"""Asking a search service over HTTP for JSON, within limits.

The service is one the user has set up, so it may well run on this machine: no address is refused.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2

from factbook.errors import BadInputError, FindError

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
    sent = {"Accept": "application/json", "User-Agent": "factbook", **(headers or {})}
    ends_s = time.monotonic() + timeout_s
    try:
        with (
            httpx2.Client(trust_env=False, follow_redirects=False, timeout=timeout_s) as client,
            client.stream("GET", address, params=dict(parameters), headers=sent) as answer,
        ):
            body = bytearray()
            for part in answer.iter_bytes():
                body += part
                if len(body) > MAX_ANSWER_BYTES:
                    raise FindError(
                        f"{service} sent more than {MAX_ANSWER_BYTES // 1_000_000} MB",
                        next_step="Check that its address is right.",
                    )
                if time.monotonic() > ends_s:
                    raise _too_slow(service, timeout_s)
            return Answer(answer.status_code, bytes(body))
    except httpx2.TimeoutException as error:
        raise _too_slow(service, timeout_s) from error
    except httpx2.ConnectError as error:
        raise FindError(
            f"{service} cannot be reached at {_place(address)}", next_step="Start it, or check its address."
        ) from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FindError(
            f"{service} gave no answer: {type(error).__name__}", next_step="Check its address and try again."
        ) from error


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


def _too_slow(service: str, timeout_s: float) -> FindError:
    return FindError(f"{service} took longer than {timeout_s:g} s", next_step=_TRY_LATER)
