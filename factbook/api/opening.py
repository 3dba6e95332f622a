"""Checks opened and made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from factbook.api.open_check import OpenCheck
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.model.point_words import each_once
from factbook.store.casebook import Casebook, find_casebook, find_check
from factbook.store.clock import utc_now


def open(path: str | Path | OpenCheck, *, coder: str | None = None) -> OpenCheck:  # noqa: A001
    """Open a check by its folder, or by its id in the casebook of the working directory."""
    if isinstance(path, OpenCheck):
        return path
    return OpenCheck(find_check(path), coder=coder)


def new(
    *,
    question: str = "",
    statement: str = "",
    claimant: str = "",
    claimed_on: str | None = None,
    appearances: Iterable[dict[str, str]] = (),
    casebook: str | Path | None = None,
    id: str | None = None,  # noqa: A002
    **fields: Any,
) -> OpenCheck:
    """Make a check in a casebook.

    Without ``points``, the statement (or else the question) is its one point; one whose words are given again
    is taken once. ``claimed_on`` is a date as far as it is known; ``appearances`` have ``url``, ``title``,
    ``publisher`` and ``published``. ``fields`` are fields of `model.check.Check`; ``checked_on`` is today
    unless given.
    """
    now = utc_now()
    points, _ = each_once(fields.pop("points", None) or [statement or question])

    def make(check_id: str) -> Check:
        claim = {
            "question": question,
            "statement": statement,
            "claimant": claimant,
            "claimed_on": claimed_on,
            "appearances": list(appearances),
        }
        numbered = [
            {"id": f"p{number}", "text": point} if isinstance(point, str) else point
            for number, point in enumerate(points, start=1)
        ]
        defaults = {"claim": claim, "checked_on": now.date().isoformat(), "created_at": now}
        return parse_check(defaults | fields | {"id": check_id, "points": numbered}, name="the new check")

    book = Casebook(casebook) if casebook else find_casebook(".")
    return OpenCheck(book.create(make, title=question or statement, check_id=id))


def load_casebook(path: str | Path) -> list[OpenCheck]:
    """Open every check of a casebook, sorted by id."""
    return [OpenCheck(folder) for folder in Casebook(path)]
