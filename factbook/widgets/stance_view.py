"""What the front end is sent: the whole table once, then one cell per edit with what it changes around it.

Fields that say nothing are left out, so an open cell is ``{}`` and a settled one is a few words long.
"""

from __future__ import annotations

from typing import Any

from factbook.analysis.verdict import PointVerdict, imply_rating
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.source import Source
from factbook.model.stance import StanceValue
from factbook.widgets.stance_edits import waiting_suggestion

JsonObject = dict[str, Any]

MARKS = {
    StanceValue.SUPPORTS: "✓",
    StanceValue.REFUTES: "✕",
    StanceValue.MIXED: "±",
    StanceValue.NOT_ADDRESSED: "–",
}
"""The stances' marks, told apart by shape; ``stance_table.js`` has the same."""

_MOST_OTHERS = 4
_NAME_LENGTH = 60


def empty_text(check: Check) -> str:
    """Say what to do next where there is no table to show, or give an empty string."""
    if not check.points:
        return (
            "This check has no points yet: the parts of the claim that are checked one by one. "
            "Add one with check.add_point(TEXT), or: factbook point add CHECK TEXT"
        )
    if not check.sources:
        return (
            "This check has no sources yet. "
            "Bring one in with check.add_source(FILE_OR_URL), or: factbook source add CHECK FILE_OR_URL"
        )
    return ""


def table_view(check: Check, *, coder: str) -> JsonObject:
    """Give the whole table as the coder with this id sees it.

    Totals are five numbers: sources (or points) that support, refute, are mixed, do not address, are open.
    """
    by_cell = cells(check)
    verdict = imply_rating(check)
    return {
        "headline": check.claim.headline,
        "empty": empty_text(check),
        "rating": {"value": verdict.value.value, "label": verdict.value.label},
        "points": [
            {"id": point.id, "text": point.text, **_point_totals(on_point)}
            for point, on_point in zip(check.points, verdict.points, strict=True)
        ],
        "rows": [
            {
                "id": source.id,
                "title": source.title,
                "detail": _describe(source),
                "totals": source_totals(check, source.id, by_cell),
                "cells": [
                    cell_view(check, by_cell[source.id, point.id], coder=coder) for point in check.points
                ],
            }
            for source in check.sources
        ],
    }


def place_edit(table: JsonObject, check: Check, source: str, point: str, *, coder: str) -> None:
    """Put one cell of the check, and the totals and the Rating that follow from it, into a table's view."""
    by_cell = cells(check)
    verdict = imply_rating(check)
    row, column = _find(table, source, point)
    row["cells"][column] = cell_view(check, by_cell[source, point], coder=coder)
    row["totals"] = source_totals(check, source, by_cell)
    table["points"][column].update(_point_totals(verdict.points[column]))
    table["rating"] = {"value": verdict.value.value, "label": verdict.value.label}


def acknowledgement(table: JsonObject, source: str, point: str) -> JsonObject:
    """Give what an edit of one cell may have changed in a table's view."""
    row, column = _find(table, source, point)
    on_point = table["points"][column]
    return {
        "source": source,
        "point": point,
        "cell": dict(row["cells"][column]),
        "of_source": row["totals"],
        "of_point": {name: on_point[name] for name in ("totals", "rating")},
        "rating": table["rating"],
    }


def _find(table: JsonObject, source: str, point: str) -> tuple[JsonObject, int]:
    row = next(row for row in table["rows"] if row["id"] == source)
    return row, [one["id"] for one in table["points"]].index(point)


def source_totals(check: Check, source: str, by_cell: dict[tuple[str, str], Cell]) -> list[int]:
    """Count the points on which a source takes each stance, and those that are open."""
    values = [by_cell[source, point.id].value for point in check.points]
    return [*(values.count(value) for value in StanceValue), values.count(None)]


def cell_view(check: Check, cell: Cell, *, coder: str) -> JsonObject:
    """Give one cell as a coder sees it.

    ``mine`` is what they judged or accepted (``accepted``: from which model), ``note`` their note, ``others``
    what further coders judged, ``disagreed`` whether they differ, ``suggestion`` and ``by`` what waits to be
    accepted, ``quotes`` how many words of the source were marked for the point.
    """
    own = next((stance for stance in cell.stances if stance.coder == coder), None)
    accepted = next((stance for stance in cell.stances if stance.accepted_by == coder), None)
    mine = own or accepted
    others = [
        [_name(check, stance.coder), stance.value.value]
        for stance in cell.stances
        if counts(check, stance) and coder not in {stance.coder, stance.accepted_by}
    ]
    suggestion = waiting_suggestion(cell.stances, check)
    view = {
        "mine": mine.value.value if mine else None,
        "note": own.note if own else "",
        "accepted": _name(check, accepted.coder) if accepted and not own else "",
        "others": others[:_MOST_OTHERS],
        "more": len(others[_MOST_OTHERS:]),
        "disagreed": cell.state == CellState.DISAGREED,
        "suggestion": suggestion.value.value if suggestion else None,
        "by": _name(check, suggestion.coder) if suggestion else "",
        "quotes": sum(quote.source == cell.source and cell.point in quote.points for quote in check.quotes),
    }
    return {name: value for name, value in view.items() if value}


def _point_totals(verdict: PointVerdict) -> JsonObject:
    totals = [*(verdict.counts[value] for value in StanceValue), verdict.open_cells]
    return {"totals": totals, "rating": verdict.value.label}


def _describe(source: Source) -> str:
    return ", ".join(part for part in (source.publisher or source.container_title, source.issued) if part)


def _name(check: Check, coder: str) -> str:
    name = check.coder(coder).name
    return name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
