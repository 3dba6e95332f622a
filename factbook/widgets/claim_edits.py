"""What is done to a claim and its points at the desk, as pure functions from check to check."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from factbook.errors import BadInputError, BadRecordError
from factbook.model.canonical import parse_record
from factbook.model.check import Check, next_id
from factbook.model.claim import Appearance, Claim, Point
from factbook.model.coding import counts
from factbook.model.suggested import without_models
from factbook.wording import capital, ngettext

CLAIM_FIELDS = ("question", "statement", "claimant", "claimed_on")
CHECK_FIELDS = ("checked_on", "language", "topics")
APPEARANCE_FIELDS = ("url", "title", "publisher", "published")

M = TypeVar("M", bound=BaseModel)


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


def with_point_text(check: Check, point: str, text: str) -> Check:
    """Give the check with other words for a point."""
    return _with_points(check, [_reworded(one, text) if one.id == point else one for one in check.points])


def with_new_point(check: Check, text: str, *, after: str, wanted_id: str = "") -> tuple[Check, Point]:
    """Give the check with one more point, behind another or else at the end, and the point.

    It bears the id that is wanted where this is free.
    """
    taken = {one.id for one in check.points}
    point_id = wanted_id if wanted_id and wanted_id not in taken else next_id(check.points, "p")
    point = typed_record(Point, {"id": point_id, "text": text})
    points = list(check.points)
    points.insert(_place_behind(check, after), point)
    return _with_points(check, points), point


def with_split_point(check: Check, point: str, at: int) -> tuple[Check, Point]:
    """Give the check with a point cut in two at a character, and the new one; what was judged stays."""
    text = check.point(point).text
    first, second = text[:at].strip(), text[at:].strip()
    if not first or not second:
        raise BadInputError("There are no words on both sides", next_step="Put the cursor between two words.")
    return with_new_point(with_point_text(check, point, first), second, after=point)


def with_point_at(check: Check, point: str, place: int) -> Check:
    """Give the check with a point moved to a place in their order, counted from 0."""
    moved = check.point(point)
    points = [one for one in check.points if one.id != point]
    points.insert(place, moved)
    return _with_points(check, points)


def without_point(check: Check, point: str) -> Check:
    """Give the check without a point, and without what models suggested on it.

    Raises
    ------
    BadInputError
        People judged, quoted or wrote something on it.
    """
    check.point(point)
    if used := point_uses(check, point):
        raise BadInputError(
            f"The point {point} is in use: {', '.join(used)}",
            next_step="Reword it instead, or take these back first.",
        )
    check = without_models(check, point=point)
    return _with_points(check, [one for one in check.points if one.id != point])


def point_uses(check: Check, point: str) -> list[str]:
    """Say what people did with a point, like ``2 judgements``; nothing if they did nothing."""
    return say_uses(
        judgement=sum(one.point == point and counts(check, one) for one in check.stances),
        decision=sum(one.point == point for one in check.adjudications),
        quote=sum(point in one.points for one in check.quotes),
        sentence=sum(point in one.points for one in check.findings),
    )


def say_uses(
    *, judgement: int = 0, decision: int = 0, quote: int = 0, sentence: int = 0, copy: int = 0
) -> list[str]:
    """Say what uses something, like ``2 judgements``; nothing of what does not."""
    told = [
        judgement and ngettext("{number} judgement", "{number} judgements", judgement),
        decision and ngettext("{number} decision", "{number} decisions", decision),
        quote and ngettext("{number} quote", "{number} quotes", quote),
        sentence and ngettext("{number} sentence", "{number} sentences", sentence),
        copy and ngettext("{number} copy", "{number} copies", copy),
    ]
    return [one for one in told if one]


def typed_record(kind: type[M], fields: object) -> M:
    """Make a record of what somebody typed; what is wrong is said in words that stand under a field."""
    try:
        return parse_record(kind, fields, name="what you typed")
    except BadRecordError as error:
        told = error.problem.removeprefix("what you typed: ").removeprefix(f"{error.field}: ")
        raise BadRecordError(capital(told), field=error.field) from error


def _reworded(point: Point, text: str) -> Point:
    return typed_record(Point, {"id": point.id, "text": text})


def _with_points(check: Check, points: list[Point]) -> Check:
    return check.changed(points=tuple(points))


def _with_appearances(check: Check, appearances: list[Appearance]) -> Check:
    return check.changed(claim=check.claim.model_copy(update={"appearances": tuple(appearances)}))


def _place_behind(check: Check, point: str) -> int:
    ids = [one.id for one in check.points]
    return ids.index(point) + 1 if point in ids else len(ids)
