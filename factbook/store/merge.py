"""Bringing two changed copies of one check together, record by record."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from factbook.errors import ConflictError
from factbook.model.check import COLLECTIONS, Check, Identified
from factbook.model.claim import Claim

_MISSING = object()


def merge_checks(base: Check, mine: Check, theirs: Check) -> Check:
    """Give a check that has the changes of both sides since ``base``.

    Fields and records that one side changed are taken from it; a record is known by its id, and the claim is
    taken field by field. What both sides changed to different values, or ordered differently, raises
    `ConflictError` with the ids in ``records``.
    """
    fields: dict[str, Any] = {}
    conflicts: list[str] = []
    for name in Check.model_fields:
        versions = [getattr(check, name) for check in (base, mine, theirs)]
        if name in COLLECTIONS:
            fields[name] = _merge_records(name, *versions, conflicts=conflicts)
        elif name == "claim":
            fields[name] = _merge_claim(*versions, conflicts=conflicts)
        else:
            fields[name] = _pick(name, *versions, conflicts=conflicts)
    if conflicts:
        raise _conflict(tuple(conflicts), "both sides changed them")
    try:
        return Check.model_validate(fields)
    except ValidationError as error:
        # Each side was whole; together they are not: one removed what the other refers to.
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise _conflict(
            (reason.split(":")[0],), f"one side needs what the other removed ({reason})"
        ) from error


def _conflict(records: tuple[str, ...], reason: str) -> ConflictError:
    return ConflictError(
        f"check.json was changed meanwhile, and {reason}: {', '.join(records)}",
        records=records,
        next_step="Read it again and repeat the change.",
    )


def _pick(name: str, base: Any, mine: Any, theirs: Any, *, conflicts: list[str]) -> Any:
    if mine == theirs or theirs == base:
        return mine
    if mine != base:
        conflicts.append(name)
    return theirs


def _merge_claim(base: Claim, mine: Claim, theirs: Claim, *, conflicts: list[str]) -> dict[str, Any]:
    """Give the fields of the claim; whether they can stand together is looked at with the whole check."""
    return {
        name: _pick(
            f"claim.{name}", *(getattr(one, name) for one in (base, mine, theirs)), conflicts=conflicts
        )
        for name in Claim.model_fields
    }


def _merge_records(
    name: str,
    base: tuple[Identified, ...],
    mine: tuple[Identified, ...],
    theirs: tuple[Identified, ...],
    *,
    conflicts: list[str],
) -> tuple[Identified, ...]:
    versions = [{record.id: record for record in side} for side in (base, mine, theirs)]
    merged = []
    for key in _merge_order(name, *(list(version) for version in versions), conflicts=conflicts):
        values = [version.get(key, _MISSING) for version in versions]
        record = _pick(f"{name}/{key}", *values, conflicts=conflicts)
        if record is not _MISSING:
            merged.append(record)
    return tuple(merged)


def _merge_order(
    name: str, base: list[str], mine: list[str], theirs: list[str], *, conflicts: list[str]
) -> list[str]:
    """Give the ids of both sides in the order of the one that moved records.

    Those that only the other side has stand before the record that follows them there.
    """
    i_moved, they_moved = _orders_differ(base, mine), _orders_differ(base, theirs)
    if i_moved and they_moved and _orders_differ(mine, theirs):
        conflicts.append(name)
    # What is on the disk already keeps its place where both only added.
    mine_first = theirs == base or i_moved
    order, other = (list(mine), theirs) if mine_first else (list(theirs), mine)
    known = set(order)
    place = len(order)
    for key in reversed(other):
        if key in known:
            place = order.index(key)
        else:
            order.insert(place, key)
    return order


def _orders_differ(one: list[str], other: list[str]) -> bool:
    """Tell whether two lists have what they share in different orders."""
    shared = set(one) & set(other)
    return [key for key in one if key in shared] != [key for key in other if key in shared]
