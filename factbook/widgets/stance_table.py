"""The stance table as a widget: sources down, points across, one key per judgement.

The widget is a view of the check on disk. An edit is a message of one cell; it is written to the check, and
only then acknowledged with that cell, the totals and the Rating, so what is shown as saved is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from factbook.analysis.table import point_totals, stance_table
from factbook.analysis.verdict import imply_rating
from factbook.errors import FactbookError
from factbook.model.check import Check, find_record, put_record
from factbook.model.coding import Cell, cells, counts, parse_stance, with_coder, with_stance, without_stance
from factbook.model.stance import Stance, StanceValue
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now

_HERE = Path(__file__).parent
_MARKS = {
    StanceValue.SUPPORTS: "✓",
    StanceValue.REFUTES: "✕",
    StanceValue.MIXED: "±",
    StanceValue.NOT_ADDRESSED: "–",
}

CellKey = tuple[str, str]


class StanceTable(anywidget.AnyWidget):  # type: ignore[misc]
    """The stance table of a check, for one coder to fill.

    Keys in the table: arrows, Home and End move; 1 to 4 set supports, refutes, mixed, not addressed; 0 or
    Delete clears; a accepts a model's suggestion; n opens the note; z and Shift+z undo and redo.

    Parameters
    ----------
    folder:
        The check.
    coder:
        The name of who judges.
    """

    _esm = _HERE / "stance_table.js"
    _css = _HERE / "stance_table.css"
    table = traitlets.Dict(help="what is shown; see `table_view`").tag(sync=True)

    def __init__(self, folder: CheckFolder, *, coder: str) -> None:
        self.folder = folder
        self.coder = coder
        self._done: list[tuple[Stance | None, Stance | None]] = []
        self._undone: list[tuple[Stance | None, Stance | None]] = []
        super().__init__(table=table_view(folder.read(), coder=coder))
        self.on_msg(self._receive)

    def refresh(self) -> None:
        """Show the check as it is on the disk now."""
        self.table = table_view(self.folder.read(), coder=self.coder)

    def judge(self, source: str, point: str, value: str | None, *, note: str | None = None) -> None:
        """Record this coder's judgement of a cell, or take it back with ``None``; a note stays."""

        def change(check: Check) -> Check:
            check, coder = with_coder(check, self.coder)
            if value is None:
                return without_stance(check, source=source, point=point, coder=coder.id)
            before = _stance_of(check, source, point, coder.id)
            return with_stance(
                check,
                source=source,
                point=point,
                value=parse_stance(value),
                coder=coder.id,
                note=note if note is not None else before.note if before else "",
                coded_at=utc_now(),
            )

        self._edit((source, point), change)

    def accept(self, source: str, point: str) -> None:
        """Accept a model's suggestion in a cell: from then on it counts as coded."""

        def change(check: Check) -> Check:
            check, coder = with_coder(check, self.coder)
            suggestion = _suggestion(check, source, point)
            if suggestion is None:
                return check
            accepted = suggestion.model_copy(update={"accepted_by": coder.id})
            return put_record(check, "stances", accepted)

        self._edit((source, point), change)

    def undo(self) -> None:
        """Take back the last edit made through this widget; the check on disk changes with it."""
        self._step(self._done, self._undone, forward=False)

    def redo(self) -> None:
        """Make the last edit that was taken back again."""
        self._step(self._undone, self._done, forward=True)

    def _edit(self, key: CellKey, change: Callable[[Check], Check]) -> None:
        # update() hands over the check as it is on the disk, so "before" is what this edit replaces.
        seen: list[Check] = []

        def remember(check: Check) -> Check:
            seen[:] = [check]
            return change(check)

        after = self.folder.update(remember)
        for old, new in _differences(seen[0], after, key):
            self._done.append((old, new))
            self._undone.clear()
        self._acknowledge(after, key)

    def _step(
        self,
        take: list[tuple[Stance | None, Stance | None]],
        give: list[tuple[Stance | None, Stance | None]],
        *,
        forward: bool,
    ) -> None:
        if not take:
            return
        old, new = take[-1]
        gone, wanted = (old, new) if forward else (new, old)

        def change(check: Check) -> Check:
            if wanted is not None:
                return put_record(check, "stances", wanted)
            return check.changed(stances=tuple(s for s in check.stances if gone is None or s.id != gone.id))

        after = self.folder.update(change)
        give.append(take.pop())
        stance = old or new
        if stance is not None:
            self._acknowledge(after, (stance.source, stance.point))

    def _acknowledge(self, check: Check, key: CellKey) -> None:
        view = cell_view(check, cells(check)[key], coder=self.coder)
        self.send({"kind": "saved", "source": key[0], "point": key[1], "cell": view, **totals_view(check)})

    def _receive(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        kind = message.get("kind")
        source, point = str(message.get("source", "")), str(message.get("point", ""))
        try:
            if kind == "judge":
                self.judge(source, point, message.get("value"), note=message.get("note"))
            elif kind == "accept":
                self.accept(source, point)
            elif kind in {"undo", "redo", "refresh"}:
                getattr(self, kind)()
        except FactbookError as error:
            self.send({"kind": "error", "message": str(error), "source": source, "point": point})

    def _repr_mimebundle_(self, **options: Any) -> Any:
        # Outside a live front end the table is plain HTML; a front end takes the widget, which is richer.
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        check = self.folder.read()
        static = {"text/html": static_html(check), "text/plain": stance_table(check).to_string()}
        return data | static, metadata


def table_view(check: Check, *, coder: str) -> dict[str, Any]:
    """Give what the front end shows: points, rows with their cells, totals and the Rating."""
    by_cell = cells(check)
    return {
        "coder": coder,
        "points": [{"id": point.id, "text": point.text} for point in check.points],
        "rows": [
            {
                "id": source.id,
                "title": source.title,
                "cells": [
                    cell_view(check, by_cell[source.id, point.id], coder=coder) for point in check.points
                ],
            }
            for source in check.sources
        ],
        **totals_view(check),
    }


def totals_view(check: Check) -> dict[str, Any]:
    """Give the totals per point and the Rating, which every edit may change."""
    totals = point_totals(stance_table(check))
    verdict = imply_rating(check)
    return {
        "totals": [[int(number) for number in row] for row in totals.to_numpy()],
        "rating": {"value": verdict.value.value, "label": verdict.value.label, "reason": verdict.reason},
    }


def cell_view(check: Check, cell: Cell, *, coder: str) -> dict[str, Any]:
    """Give one cell: its value and state, the coder's own judgement, and a suggestion if one waits."""
    mine = next((s for s in cell.stances if check.coder(s.coder).name == coder), None)
    suggestion = _suggestion(check, cell.source, cell.point)
    view = {
        "value": cell.value,
        "state": cell.state,
        "mine": mine.value if mine else None,
        "note": mine.note if mine else "",
        "suggestion": suggestion.value if suggestion else None,
        "by": check.coder(suggestion.coder).name if suggestion else "",
        "quotes": sum(q.source == cell.source and cell.point in q.points for q in check.quotes),
    }
    return {name: str(value) if isinstance(value, str) else value for name, value in view.items()}


def static_html(check: Check) -> str:
    """Give the table as plain HTML, for papermill, nbconvert and pages that show no widgets."""
    if not check.sources or not check.points:
        return f"<p>{escape(_EMPTY['points' if not check.points else 'sources'])}</p>"
    by_cell = cells(check)
    head = "".join(f'<th scope="col" dir="auto">{escape(point.text)}</th>' for point in check.points)
    body = "".join(
        f'<tr><th scope="row" dir="auto">{escape(source.title)}</th>'
        + "".join(f"<td>{_static_cell(by_cell[source.id, point.id])}</td>" for point in check.points)
        + "</tr>"
        for source in check.sources
    )
    verdict = imply_rating(check)
    return (
        f"<table><caption>What each source says on each point</caption>"
        f'<thead><tr><th scope="col">Source</th>{head}</tr></thead><tbody>{body}</tbody></table>'
        f"<p>The table implies: {escape(verdict.value.label)}. {escape(verdict.reason)}</p>"
    )


_EMPTY = {
    "sources": "No sources yet. Bring one in with check.add_source(FILE).",
    "points": "No points yet. Add one with check.add_point(TEXT).",
}


def _static_cell(cell: Cell) -> str:
    return f"{_MARKS[cell.value]} {cell.value.label}" if cell.value else cell.state.value


def _stance_of(check: Check, source: str, point: str, coder: str) -> Stance | None:
    key = f"{source}/{point}/{coder}"
    return next((stance for stance in check.stances if stance.id == key), None)


def _suggestion(check: Check, source: str, point: str) -> Stance | None:
    """Give the suggestion that waits in a cell; it waits only until somebody has judged the cell."""
    find_record(check.sources, source, "source")
    find_record(check.points, point, "point")
    in_cell = [s for s in check.stances if (s.source, s.point) == (source, point)]
    if any(counts(check, stance) for stance in in_cell):
        return None
    return next(iter(in_cell), None)


def _differences(before: Check, after: Check, key: CellKey) -> list[tuple[Stance | None, Stance | None]]:
    """List which judgements of a cell an edit changed, each as before and after."""
    old, new = ({s.id: s for s in check.stances if (s.source, s.point) == key} for check in (before, after))
    return [
        (old.get(stance_id), new.get(stance_id))
        for stance_id in dict.fromkeys([*old, *new])
        if old.get(stance_id) != new.get(stance_id)
    ]
