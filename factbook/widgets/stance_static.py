"""The stance table where no widget runs: papermill, nbconvert, GitHub, a terminal.

Plain markup without script or style, in the same order as the widget; see https://www.w3.org/WAI/tutorials/tables/
"""

from __future__ import annotations

from html import escape

from factbook.analysis.origins import Origins, count_sources, each_its_own
from factbook.analysis.verdict import describe_counts, imply_rating
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.source import Source
from factbook.model.stance import Stance
from factbook.model.suggested import waiting_suggestion
from factbook.widgets.stance_view import BLIND_NOTE, MARKS, copy_text, empty_text, unassessed


def static_html(check: Check, *, origins: Origins | None = None) -> str:
    """Give the table as HTML that says by itself what each cell belongs to; ``check`` is what may be seen."""
    next_step = empty_text(check)
    if next_step:
        headline = _isolated(check.claim.headline)
        return f'<p class="factbook-stances-static">{headline} {escape(next_step)}</p>'
    origins = origins or each_its_own(check)
    by_cell = cells(check)
    verdict = imply_rating(check, origins=origins)
    head = "".join(f'<th scope="col">{_isolated(point.text)}</th>' for point in check.points)
    body = "".join(
        f'<tr><th scope="row">{_isolated(source.title)}{_copy(check, source, origins)}</th>'
        + "".join(
            f"<td>{_isolated(_say(check, by_cell[source.id, point.id]))}</td>" for point in check.points
        )
        + "</tr>"
        for source in check.sources
    )
    foot = "".join(
        f"<td>{escape(point.value.label)}: {escape(describe_counts(point))}</td>" for point in verdict.points
    )
    counted = escape(count_sources(len(check.sources), len(origins.groups)))
    blind = f"{escape(BLIND_NOTE)} " if blind_round(check) else ""
    return (
        '<table class="factbook-stances-static">'
        f"<caption>{blind}{_isolated(check.claim.headline)} What each source says on each point implies: "
        f"{escape(verdict.value.label)}.</caption>"
        f'<thead><tr><th scope="col">Source</th>{head}</tr></thead><tbody>{body}</tbody>'
        f'<tfoot><tr><th scope="row">Together: {counted}</th>{foot}</tr></tfoot></table>'
    )


def static_text(check: Check, *, origins: Origins | None = None) -> str:
    """Give the table as lines of text: each source, and under it what it says on each point."""
    if empty_text(check):
        return f"{check.claim.headline}\n{empty_text(check)}"
    origins = origins or each_its_own(check)
    by_cell = cells(check)
    verdict = imply_rating(check, origins=origins)
    lines = [check.claim.headline, *([BLIND_NOTE] if blind_round(check) else [])]
    for number, source in enumerate(check.sources, start=1):
        copy = copy_text(check, source, origins)
        lines.append(f"[{number}] {source.title}{f' ({copy})' if copy else ''}")
        lines += [f"    {point.text}: {_say(check, by_cell[source.id, point.id])}" for point in check.points]
    return "\n".join([*lines, f"Implied rating: {verdict.value.label}. {verdict.reason}"])


def _copy(check: Check, source: Source, origins: Origins) -> str:
    said = copy_text(check, source, origins)
    return f"<br><small>{_isolated(said)}</small>" if said else ""


def _say(check: Check, cell: Cell) -> str:
    coded = [stance for stance in cell.stances if counts(check, stance)]
    said = "; ".join(f"{check.coder(stance.coder).name}: {stance.value.label}" for stance in coded)
    if cell.state == CellState.ADJUDICATED and cell.value and cell.adjudication:
        decider = check.coder(cell.adjudication.made_by).name
        return f"{MARKS[cell.value]} {cell.value.label} (decided by {decider}; {said})"
    if cell.value is not None:
        taken = "; ".join(_accepted(check, stance) for stance in coded if stance.accepted_by)
        return f"{MARKS[cell.value]} {cell.value.label}{f' ({taken})' if taken else ''}"
    if cell.state == CellState.DISAGREED:
        return f"≠ coders disagree ({said})"
    suggestion = waiting_suggestion(cell.stances, check)
    if suggestion is not None:
        sure = "" if suggestion.confidence is None else f", {suggestion.confidence:.0%} sure"
        model = check.coder(suggestion.coder).full_name
        return f"not judged (suggested by {model}{sure}: {suggestion.value.label})"
    asked = "; ".join(unassessed(check, cell))
    return f"not judged ({asked})" if asked else "not judged"


def _accepted(check: Check, stance: Stance) -> str:
    person = check.coder(stance.accepted_by or stance.coder).name
    return f"suggested by {check.coder(stance.coder).full_name}, accepted by {person}"


def _isolated(text: str) -> str:
    # Text of a right-to-left script must not turn around what stands beside it.
    return f"<bdi>{escape(text)}</bdi>"
