"""The base of all records, and the field types they share."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

_CONTROL = re.compile(r"[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = frozenset(["Cc", "Cf", "Zl", "Zp", "Zs"])
WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
"""How a web address begins that a report may link to."""

_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LOCAL_ID = r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_-])?$"


class Record(BaseModel):
    """A frozen record. Unknown fields are an error; lists are tuples, so a record can be shared safely."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        ser_json_inf_nan="constants",
    )


def clean_text(value: str) -> str:
    """Give text of people as it is kept: NFC, control characters turned to spaces, ends trimmed."""
    cleaned = _CONTROL.sub(" ", unicodedata.normalize("NFC", value)).strip()
    # A text of invisible characters alone says nothing.
    return cleaned if any(unicodedata.category(c) not in _INVISIBLE for c in cleaned) else ""


def _clean_any(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


def _check_unicode(value: str) -> str:
    # JSON can spell half of a surrogate pair, and no file can hold it.
    if not value.isascii() and re.search("[\ud800-\udfff]", value):
        raise ValueError("the text is not valid Unicode: it holds half of a surrogate pair")
    return value


def _check_date(value: str) -> str:
    match = _PARTIAL_DATE.fullmatch(value)
    if not match:
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = match.groups()
    datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
    return value


def certainly_before(one: str, other: str) -> bool:
    """Tell whether a `PartialDate` is before another for certain, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def expect_web_address(value: str) -> str:
    """Give the address back if a report may link to it, else raise ``ValueError`` that says why not."""
    if not WEB_ADDRESS.match(value):
        raise ValueError("a web address starts with http:// or https://")
    parts = urlsplit(value)
    if "@" in parts.netloc:
        raise ValueError("a web address must not hold a user name or password: reports are public")
    _ = parts.port  # raises ValueError where it is none
    return value


def _to_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs its zone, like 2025-09-09T08:30:00Z")
    try:
        return value.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError("the time is out of range") from error


def iso_time(moment: datetime) -> str:
    """Write a moment in UTC as RFC 3339 has it, to the second: ``2025-09-09T08:30:00Z``."""
    # Before the year 1000, strftime fills the year up on some systems alone.
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")


Verbatim = Annotated[str, AfterValidator(_check_unicode)]
"""Text that is kept character by character."""

Text = Annotated[Verbatim, BeforeValidator(_clean_any)]
"""What people write; see `clean_text`."""

RequiredText = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_clean_any)]

LocalId = Annotated[str, StringConstraints(pattern=_LOCAL_ID)]
"""An id within a check, like ``s3``: ASCII letters, digits, ``.``, ``_`` and ``-``, 1 to 80 characters."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

PartialDate = Annotated[str, AfterValidator(_check_date)]
"""A date as far as it is known: ``2025``, ``2025-09`` or ``2025-09-09`` (EDTF level 0)."""

UtcTime = Annotated[datetime, AfterValidator(_to_utc)]
"""A moment in UTC, to the second."""

WebAddress = Annotated[str, BeforeValidator(_clean_any), AfterValidator(expect_web_address)]
