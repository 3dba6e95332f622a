"""The rows of the sheet, made of a report: what stands in each column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from factbook.reports.context import ReportContext
from factbook.reports.naming import stance_place
from factbook.reports.stance_sheet.cells import printed, seal
from factbook.reports.views.source import QuoteView, SourceView
from factbook.reports.views.stances import CellView, DecisionView, JudgementView, PointView
from factbook.wording import speaking

Row = dict[str, str]

COLUMNS = {
    "source_number": "number of the source in the report",
    "source_id": "its id in the check",
    "source_title": "its title",
    "source_url": "its web address",
    "source_origin": "id of the source that it is a copy of, else its own",
    "point_number": "number of the point in the report",
    "point_id": "its id in the check",
    "point_text": "the point",
    "stance": "what the source says on the point, as settled; empty where nothing is. Edit this",
    "state": "coded, suggested, disagreed, adjudicated or empty",
    "coder": "who judged",
    "accepted_by": "who accepted a model's suggestion",
    "decided_by": "who decided where coders differed",
    "suggested_stance": "what a model suggests where nobody has judged; it counts for nothing",
    "suggested_by": "that model",
    "confidence": "how sure the model was, 0 to 1",
    "note": "why; several coders' notes begin with their names. Edit this",
    "quote_ids": "the quotes it rests on",
    "quote_words": "their words",
    "quote_states": "whether these stand in the kept copy",
    "marks": "what the audit found",
    "as_exported": "tells what was edited; leave it as it is",
}
"""The columns in their order, and what each holds."""

SEVERAL = "; "


def stance_rows(report: ReportContext) -> list[Row]:
    """Give a row for each source on each point, in the order of the report; all values are text."""
    with speaking(report.wording):
        return _rows(report)


def _rows(report: ReportContext) -> list[Row]:
    quotes = {quote.anchor: quote for source in report.sources for quote in source.quotes}
    marks: dict[str, list[str]] = {}
    for view in report.audit:
        if view.anchor == "stances":
            marks.setdefault(view.place, []).append(f"{view.mark.label}: {view.mark.detail}")
    sources = {source.number: source for source in report.sources}
    rows = []
    for line in report.rows:
        source = sources[line.number]
        origin = sources[line.copy_of.number].id if line.copy_of else source.id
        for point, cell in zip(report.points, line.cells, strict=True):
            found = marks.get(stance_place(source.number, point.number), [])
            rows.append(_row(source, point, cell, origin=origin, quotes=quotes, found=found))
    return rows


def stance_and_note(
    value: str | None, judgements: Iterable[JudgementView], decision: DecisionView | None
) -> tuple[str, str]:
    """Give the two columns that may be edited: the settled stance of a cell, and why.

    Suggestions that nobody has accepted have a part in neither.
    """
    counted = [one for one in judgements if not one.suggestion]
    notes = [(one.accepted_by or one.coder, one.note) for one in counted if one.note]
    if decision and decision.reason:
        notes.append((f"Decided by {decision.coder}", decision.reason))
    alone = len(counted) == 1 and not (decision and decision.reason)
    note = "\n".join(text if alone else f"{name}: {text}" for name, text in notes)
    return value or "", printed(note)


def _digits(percent: str) -> str:
    """Give the number of per cent, however the language of the report writes it."""
    return re.sub(r"\D", "", percent)


def _row(
    source: SourceView,
    point: PointView,
    cell: CellView,
    *,
    origin: str,
    quotes: dict[str, QuoteView],
    found: Sequence[str],
) -> Row:
    counted = [one for one in cell.judgements if not one.suggestion]
    leant = [quotes[one.anchor] for one in cell.quotes if one.anchor in quotes]
    waiting = cell.waiting
    stance, note = stance_and_note(cell.value and cell.value.value, cell.judgements, cell.decision)
    sure = [one.sure for one in ([waiting] if waiting else counted) if one.sure]
    told = [*found, *(f"not assessed by {one.coder}: {one.reason}" for one in cell.unassessed)]
    row = {
        "source_number": str(source.number),
        "source_id": source.id,
        "source_title": source.title,
        "source_url": source.url or "",
        "source_origin": origin,
        "point_number": str(point.number),
        "point_id": point.id,
        "point_text": point.text,
        "stance": stance,
        "state": cell.state,
        "coder": SEVERAL.join(one.coder for one in counted),
        "accepted_by": SEVERAL.join(one.accepted_by for one in counted if one.accepted_by),
        "decided_by": cell.decision.coder if cell.decision else "",
        "suggested_stance": waiting.value.value if waiting else "",
        "suggested_by": waiting.coder if waiting else "",
        "confidence": SEVERAL.join(f"{int(_digits(one)) / 100:.2f}" for one in sure),
        "note": note,
        "quote_ids": SEVERAL.join(one.id for one in leant),
        "quote_words": "\n".join(one.exact for one in leant),
        "quote_states": SEVERAL.join(one.state for one in leant),
        "marks": "\n".join(told),
        "as_exported": seal(source=source.id, point=point.id, stance=stance, note=note),
    }
    return {name: printed(value) for name, value in row.items()}
