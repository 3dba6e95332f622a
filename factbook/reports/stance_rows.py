"""The stance table of a report, cell by cell, and who judged how much of it."""

from __future__ import annotations

from factbook.analysis.verdict import describe_counts
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.finding import Citation
from factbook.model.stance import Coder
from factbook.reports.drafted import only_drafted
from factbook.reports.judging import decision_view
from factbook.reports.known import Known
from factbook.reports.sections import citation_view
from factbook.reports.shown_sources import copy_of
from factbook.reports.suggested import judgement_view, unassessed_view, waiting_view
from factbook.reports.views.stances import CellView, CoderView, PointView, RowView
from factbook.wording import N_, gettext

_OPEN_CELLS = {
    CellState.EMPTY: N_("not judged"),
    CellState.SUGGESTED: N_("suggested only"),
    CellState.DISAGREED: N_("coders disagree"),
}
"""What a cell without a value is called."""


def point_views(known: Known) -> tuple[PointView, ...]:
    """Give the points with their totals: the columns."""
    return tuple(
        PointView(
            id=point.id,
            number=number,
            text=point.text,
            rating=verdict.value.label.capitalize(),
            summary=describe_counts(verdict),
            counts=verdict.counts,
            open=verdict.open_cells,
        )
        for number, (point, verdict) in enumerate(
            zip(known.check.points, known.verdict.points, strict=True), start=1
        )
    )


def row_views(known: Known) -> tuple[RowView, ...]:
    """Give the sources with what was judged of each on each point: the rows."""
    by_cell = cells(known.check)
    return tuple(
        RowView(
            number=known.numbers[source.id],
            anchor=f"source-{source.id}",
            title=source.title,
            cells=tuple(_cell(known, by_cell[source.id, point.id]) for point in known.check.points),
            copy_of=copy_of(known, source),
        )
        for source in known.check.sources
    )


def _cell(known: Known, cell: Cell) -> CellView:
    # Words that a model chose stand for its suggestion, and for no judgement that a person made.
    answered = [stance for stance in cell.stances if counts(known.check, stance)]
    quote_ids = dict.fromkeys(quote for one in answered or cell.stances for quote in one.quotes)
    return CellView(
        value=cell.value,
        label=cell.value.label if cell.value else gettext(_OPEN_CELLS[cell.state]),
        state=cell.state.value,
        judgements=tuple(judgement_view(known.check, stance) for stance in cell.stances),
        waiting=waiting_view(known.check, cell),
        unassessed=unassessed_view(known.check, cell),
        decision=decision_view(known.check, cell),
        quotes=tuple(citation_view(known, Citation(cell.source, quote)) for quote in quote_ids),
    )


def coder_view(known: Known, coder: Coder) -> CoderView:
    """Say how much a coder judged, took over, decided or left open."""
    judged = [stance for stance in known.check.stances if stance.coder == coder.id]
    return CoderView(
        name=coder.name,
        kind=coder.kind,
        version=coder.version,
        judged=len(judged),
        accepted=sum(stance.accepted_by is not None for stance in judged),
        took_over=sum(stance.accepted_by == coder.id for stance in known.check.stances),
        decided=sum(one.made_by == coder.id for one in known.check.adjudications),
        abstained=sum(one.coder == coder.id for one in known.check.abstentions),
        only_drafted=only_drafted(known.check, coder),
    )
