"""What is typed at the desk of a claim and its appearances, as pure functions from check to check."""

from __future__ import annotations

from typing import Any

from factbook.errors import BadInputError
from factbook.model.check import Check
from factbook.model.claim import Appearance, Claim
from factbook.model.typed import typed_record

CLAIM_FIELDS = ("question", "statement", "claimant", "claimed_on")
CHECK_FIELDS = ("checked_on", "language", "topics")
APPEARANCE_FIELDS = ("url", "title", "publisher", "published")


def field_text(check: Check, field: str) -> str:
    """Give a field of the claim, or of the check, as it is typed; topics stand side by side."""
    if field == "topics":
        return ", ".join(check.topics)
    if field in CLAIM_FIELDS:
        return str(getattr(check.claim, field) or "")
    if field in CHECK_FIELDS:
        return str(getattr(check, field) or "")
    raise BadInputError(f"A claim has no field {field!r}", next_step="Reload the page.")


def with_field(check: Check, field: str, text: str) -> Check:
    """Give the check with one field of the claim as it was typed; an empty date is none."""
    if field in CLAIM_FIELDS:
        value = text if text or field != "claimed_on" else None
        return check.changed(claim=typed_record(Claim, check.claim.model_dump() | {field: value}))
    value_of: dict[str, Any] = {
        "topics": tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip())),
        "checked_on": text.strip() or None,
        "language": text.strip() or "en",
    }
    fields = {name: getattr(check, name) for name in ("id", "claim", *CHECK_FIELDS)}
    # First by itself, so that what is wrong is said of this field and not of the whole check.
    typed_record(Check, fields | {field: value_of[field]})
    return check.changed(**{field: value_of[field]})


def with_appearance_field(check: Check, index: int, field: str, text: str) -> Check:
    """Give the check with one field of an appearance as it was typed; one past the last is a new one."""
    if field not in APPEARANCE_FIELDS:
        raise BadInputError(f"An appearance has no field {field!r}", next_step="Reload the page.")
    appearances = list(check.claim.appearances)
    before = appearances[index] if index < len(appearances) else Appearance()
    value = text.strip() or (None if field in {"url", "published"} else "")
    appearances[index : index + 1] = [typed_record(Appearance, before.model_dump() | {field: value})]
    return _with_appearances(check, appearances)


def find_appearance(check: Check, index: int, urls: list[str], *, is_new: bool = False) -> int:
    """Give where an appearance stands by now that was seen at ``index`` with the first of these addresses.

    There it may bear another of them, typed since. A new one that is not there yet stands behind the last.
    `BadInputError` if another stands there now, and it stands nowhere else.
    """
    there = [appearance_text(check, place, "url") for place in range(len(check.claim.appearances))]
    if index < len(there) and there[index] in urls:
        return index
    if urls and urls[0] and urls[0] in there:
        return there.index(urls[0])
    if is_new:
        return len(there)
    raise BadInputError(
        "This appearance was changed or taken out elsewhere", next_step="Look at the list again."
    )


def without_appearance(check: Check, index: int) -> Check:
    """Give the check without an appearance."""
    appearances = list(check.claim.appearances)
    del appearances[index : index + 1]
    return _with_appearances(check, appearances)


def appearance_text(check: Check, index: int, field: str) -> str:
    """Give a field of an appearance as it is typed; an empty text for one that is not there yet."""
    appearances = check.claim.appearances
    return str(getattr(appearances[index], field, None) or "") if index < len(appearances) else ""


def _with_appearances(check: Check, appearances: list[Appearance]) -> Check:
    return check.changed(claim=check.claim.model_copy(update={"appearances": tuple(appearances)}))
