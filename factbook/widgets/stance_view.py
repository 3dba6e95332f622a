"""What the front end is sent: the whole table once, then one cell per edit with what it changes around it.

Fields that say nothing are left out, so an open cell is ``{}`` and a settled one is a few words long.
"""

from __future__ import annotations

from typing import Any

from factbook.analysis.origins import Origins, count_sources, each_its_own
from factbook.analysis.verdict import PointVerdict, imply_rating
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.source import Source
from factbook.model.stance import Stance, StanceValue
from factbook.model.suggested import not_assessed, waiting_suggestion

JsonObject = dict[str, Any]

MARKS = {
    StanceValue.SUPPORTS: "✓",
    StanceValue.REFUTES: "✕",
    StanceValue.MIXED: "±",
    StanceValue.NOT_ADDRESSED: "–",
}
"""The stances' marks, told apart by shape; ``stance_table.js`` has the same."""

BLIND_NOTE = "Judged blind: you see your own judgements alone, until all are revealed."
"""What the desk says while a check is judged blind; ``stance_table.js`` has the same."""

_MOST_OTHERS = 4
_NAME_LENGTH = 60
_MOST_WORDS = 3
_WORDS_LENGTH = 400
_REASON_LENGTH = 160


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


def table_view(check: Check, *, coder: str, origins: Origins | None = None) -> JsonObject:
    """Give the whole table as the coder with this id sees it; ``check`` is what they may see of it.

    ``blind`` is there, and true, while the check is judged blind. Totals are five numbers: sources (or
    points) that support, refute, are mixed, do not address, are open. Where some sources are copies of one
    text (``origins``), a row says of which it is one, and a point has the totals of its origins as well.
    """
    origins = origins or each_its_own(check)
    by_cell = cells(check)
    verdict = imply_rating(check, origins=origins)
    blind = {"blind": True} if blind_round(check) else {}
    return blind | {
        "headline": check.claim.headline,
        "empty": empty_text(check),
        "counted": count_sources(len(check.sources), len(origins.groups)),
        "rating": {"value": verdict.value.value, "label": verdict.value.label},
        "points": [
            {"id": point.id, "text": point.text, **_point_totals(on_point, origins)}
            for point, on_point in zip(check.points, verdict.points, strict=True)
        ],
        "rows": [
            {
                "id": source.id,
                "title": source.title,
                "detail": _describe(source),
                **({"copy": said} if (said := copy_text(check, source, origins)) else {}),
                "totals": source_totals(check, source.id, by_cell),
                "cells": [
                    cell_view(check, by_cell[source.id, point.id], coder=coder) for point in check.points
                ],
            }
            for source in check.sources
        ],
    }


def place_edit(
    table: JsonObject, check: Check, source: str, point: str, *, coder: str, origins: Origins | None = None
) -> None:
    """Put one cell of the check, and the totals and the Rating that follow from it, into a table's view."""
    origins = origins or each_its_own(check)
    by_cell = cells(check)
    verdict = imply_rating(check, origins=origins)
    row, column = _find(table, source, point)
    row["cells"][column] = cell_view(check, by_cell[source, point], coder=coder)
    row["totals"] = source_totals(check, source, by_cell)
    table["points"][column].update(_point_totals(verdict.points[column], origins))
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
        "of_point": {name: on_point[name] for name in ("totals", "rating", "origins") if name in on_point},
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
    accepted, ``sure`` how sure the model was (``82%``), ``words`` what its suggestion rests on, ``decided``
    what ``decider`` decided where coders differ, ``quotes`` how many words of the source were marked for the
    point, ``unassessed`` what models say that did not judge, where nobody else said anything.
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
    decision = cell.adjudication if cell.state == CellState.ADJUDICATED else None
    view = {
        "mine": mine.value.value if mine else None,
        "note": own.note if own else "",
        "accepted": _name(check, accepted.coder) if accepted and not own else "",
        "others": others[:_MOST_OTHERS],
        "more": len(others[_MOST_OTHERS:]),
        "disagreed": cell.state == CellState.DISAGREED,
        "decided": decision.value.value if decision else None,
        "decider": _name(check, decision.made_by) if decision else "",
        "suggestion": suggestion.value.value if suggestion else None,
        "by": _name(check, suggestion.coder) if suggestion else "",
        **_rests_on(check, suggestion or (None if own else accepted)),
        "unassessed": unassessed(check, cell),
        "quotes": sum(quote.source == cell.source and cell.point in quote.points for quote in check.quotes),
    }
    return {name: value for name, value in view.items() if value}


def _rests_on(check: Check, suggestion: Stance | None) -> JsonObject:
    if suggestion is None:
        return {}
    sure = "" if suggestion.confidence is None else f"{suggestion.confidence:.0%}"
    words = [_cut(" ".join(check.quote(one).exact.split()), _WORDS_LENGTH) for one in suggestion.quotes]
    return {"sure": sure, "words": words[:_MOST_WORDS]}


def unassessed(check: Check, cell: Cell) -> list[str]:
    """Say which models were asked of an open cell and did not judge: ``not assessed by nli 1: too long``."""
    return [
        f"not assessed by {_name(check, one.coder)}: {_cut(one.reason, _REASON_LENGTH)}"
        for one in not_assessed(check, cell)[:_MOST_OTHERS]
    ]


def copy_text(check: Check, source: Source, origins: Origins) -> str:
    """Say of which source a source is a copy, and why; an empty string for one that is none."""
    fold = origins.fold(source.id)
    if fold is None:
        return ""
    called = {one.id: f"“{_shortened(one.title)}”" for one in check.sources}
    of = "" if fold.of == origins.of(source.id) else f" of {called[origins.of(source.id)]}"
    return f"Copy{of}: {fold.told(called)}"


def _point_totals(verdict: PointVerdict, origins: Origins) -> JsonObject:
    totals = [*(verdict.counts[value] for value in StanceValue), verdict.open_cells]
    said: JsonObject = {"totals": totals, "rating": verdict.value.label}
    if any(group.folds for group in origins.groups):
        said["origins"] = [verdict.origins[value] for value in StanceValue]
    return said


def _describe(source: Source) -> str:
    return ", ".join(part for part in (source.publisher or source.container_title, source.issued) if part)


def _name(check: Check, coder: str) -> str:
    return _shortened(check.coder(coder).full_name)


def _shortened(name: str) -> str:
    return _cut(name, _NAME_LENGTH)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
