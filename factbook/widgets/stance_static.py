"""The stance table where no widget runs: papermill, nbconvert, GitHub, a terminal.

Plain markup without script or style, in the same order as the widget; see https://www.w3.org/WAI/tutorials/tables/
"""

from __future__ import annotations

from html import escape

from factbook.analysis.verdict import describe_counts, imply_rating
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells
from factbook.widgets.stance_edits import waiting_suggestion
from factbook.widgets.stance_view import MARKS, empty_text


def static_html(check: Check) -> str:
    """Give the table as HTML that says by itself what each cell belongs to."""
    next_step = empty_text(check)
    if next_step:
        headline = _isolated(check.claim.headline)
        return f'<p class="factbook-stances-static">{headline} {escape(next_step)}</p>'
    by_cell = cells(check)
    verdict = imply_rating(check)
    head = "".join(f'<th scope="col">{_isolated(point.text)}</th>' for point in check.points)
    body = "".join(
        f'<tr><th scope="row">{_isolated(source.title)}</th>'
        + "".join(
            f"<td>{_isolated(_say(check, by_cell[source.id, point.id]))}</td>" for point in check.points
        )
        + "</tr>"
        for source in check.sources
    )
    foot = "".join(
        f"<td>{escape(point.value.label)}: {escape(describe_counts(point))}</td>" for point in verdict.points
    )
    return (
        '<table class="factbook-stances-static">'
        f"<caption>{_isolated(check.claim.headline)} What each source says on each point implies: "
        f"{escape(verdict.value.label)}.</caption>"
        f'<thead><tr><th scope="col">Source</th>{head}</tr></thead><tbody>{body}</tbody>'
        f'<tfoot><tr><th scope="row">Together</th>{foot}</tr></tfoot></table>'
    )


def static_text(check: Check) -> str:
    """Give the table as lines of text: each source, and under it what it says on each point."""
    if empty_text(check):
        return f"{check.claim.headline}\n{empty_text(check)}"
    by_cell = cells(check)
    verdict = imply_rating(check)
    lines = [check.claim.headline]
    for number, source in enumerate(check.sources, start=1):
        lines.append(f"[{number}] {source.title}")
        lines += [f"    {point.text}: {_say(check, by_cell[source.id, point.id])}" for point in check.points]
    return "\n".join([*lines, f"Implied rating: {verdict.value.label}. {verdict.reason}"])


def _say(check: Check, cell: Cell) -> str:
    if cell.value is not None:
        return f"{MARKS[cell.value]} {cell.value.label}"
    if cell.state == CellState.DISAGREED:
        said = "; ".join(f"{check.coder(stance.coder).name}: {stance.value.label}" for stance in cell.stances)
        return f"≠ coders disagree ({said})"
    suggestion = waiting_suggestion(cell.stances, check)
    if suggestion is not None:
        return f"not judged (suggested by {check.coder(suggestion.coder).name}: {suggestion.value.label})"
    return "not judged"


def _isolated(text: str) -> str:
    # Text of a right-to-left script must not turn around what stands beside it.
    return f"<bdi>{escape(text)}</bdi>"
