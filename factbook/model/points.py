"""What is done to the points of a claim, as pure functions from check to check."""

from __future__ import annotations

from itertools import starmap

from factbook.errors import BadInputError
from factbook.model.check import Check, next_id
from factbook.model.claim import Point
from factbook.model.coding import counts
from factbook.model.suggested import without_models
from factbook.model.typed import typed_record


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
            f"The point {point} is in use: {', '.join(starmap(_counted, used.items()))}",
            next_step="Reword it instead, or take these back first.",
        )
    check = without_models(check, point=point)
    return _with_points(check, [one for one in check.points if one.id != point])


def point_uses(check: Check, point: str) -> dict[str, int]:
    """Count what people did with a point: each judgement, decision, quote and sentence that there is."""
    uses = {
        "judgement": sum(one.point == point and counts(check, one) for one in check.stances),
        "decision": sum(one.point == point for one in check.adjudications),
        "quote": sum(point in one.points for one in check.quotes),
        "sentence": sum(point in one.points for one in check.findings),
    }
    return {kind: number for kind, number in uses.items() if number}


def _counted(kind: str, number: int) -> str:
    return f"{number} {kind}" if number == 1 else f"{number} {kind}s"


def _reworded(point: Point, text: str) -> Point:
    return typed_record(Point, {"id": point.id, "text": text})


def _with_points(check: Check, points: list[Point]) -> Check:
    return check.changed(points=tuple(points))


def _place_behind(check: Check, point: str) -> int:
    ids = [one.id for one in check.points]
    return ids.index(point) + 1 if point in ids else len(ids)
