"""The audit: what in a check does not hold.

Every quote has one of five states, every finding may have several faults. A fault is something a reader
would be misled by; a caution is something an editor should know. See `STATES` for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from factbook.analysis.quotes import QuoteState, quote_state
from factbook.analysis.texts import Texts
from factbook.analysis.verdict import imply_rating
from factbook.errors import SnapshotError
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells
from factbook.model.finding import Finding
from factbook.model.source import Snapshot
from factbook.model.stance import StanceValue

Grade = Literal["fault", "caution"]
Scorer = Callable[[Iterable[tuple[str, str]]], Iterable[float]]

STATES: dict[str, tuple[Grade, str]] = {
    QuoteState.CHANGED: ("fault", "the words are gone from a newer capture, or stand at another place"),
    QuoteState.MISATTRIBUTED: ("fault", "the words stand in another source of the check"),
    QuoteState.FABRICATED: ("fault", "the words stand in no source of the check"),
    QuoteState.UNAVAILABLE: ("fault", "there is no copy to look in"),
    "damaged": ("fault", "a kept copy is missing or does not match its hash"),
    "uncited": ("fault", "the sentence cites nothing"),
    "dangling": ("fault", "the sentence cites a source or quote that is not there, or not of that source"),
    "unsupported": ("fault", "the quoted words do not bear the sentence out"),
    "leans_on_silence": ("fault", "the sentence leans on a source that does not address its point"),
    "not_silent": ("fault", "the sentence says a source is silent, and it is not coded so"),
    "unquoted": ("caution", "the sentence cites a source, but no words of it"),
    "one_sided": ("caution", "the section tells the point from one side, though sources stand on both"),
    "rating_differs": ("caution", "the rating that was set is not the one the stance table implies"),
    "not_accepted": ("caution", "a model's suggestion that nobody has accepted or replaced"),
    "disagreed": ("caution", "coders disagree on the cell"),
    "unread": ("caution", "a source without a copy"),
    "uncited_source": ("caution", "no sentence cites the source"),
}
"""Every state the audit reports, with its grade and what it means."""


@dataclass(frozen=True)
class AuditRow:
    """One thing that does not hold."""

    kind: Literal["quote", "finding", "source", "stance", "rating"]
    id: str
    state: str
    grade: Grade
    detail: str


def audit_check(check: Check, texts: Texts, *, supports: Scorer, threshold: float) -> tuple[AuditRow, ...]:
    """List what does not hold: quotes first, then findings, sources, stances and the rating.

    Parameters
    ----------
    check:
        The check.
    texts:
        The kept copies, see `analysis.texts.Texts`.
    supports, threshold:
        The SupportModel: scores of ``(sentence, passage)`` pairs, and from which score on a passage
        counts as bearing the sentence out.
    """
    quotes = tuple(_audit_quotes(check, texts))
    return (
        *quotes,
        *_audit_findings(check, supports, threshold, doubtful={row.id: row.state for row in quotes}),
        *_audit_sources(check, texts),
        *_audit_stances(check),
        *_audit_rating(check),
    )


def audit_frame(rows: Iterable[AuditRow]) -> pd.DataFrame:
    """Give the audit as a DataFrame: columns ``kind``, ``id``, ``state``, ``grade``, ``detail``."""
    columns = list(AuditRow.__dataclass_fields__)
    return pd.DataFrame([asdict(row) for row in rows], columns=columns, dtype=object)


def _row(
    kind: Literal["quote", "finding", "source", "stance", "rating"], id_: str, state: str, detail: str
) -> AuditRow:
    return AuditRow(kind, id_, str(state), STATES[state][0], detail)


def _audit_quotes(check: Check, texts: Texts) -> Iterable[AuditRow]:
    for quote in check.quotes:
        state, detail = quote_state(quote, check, texts)
        if state != QuoteState.VERBATIM:
            yield _row("quote", quote.id, state, detail)


def _audit_findings(
    check: Check, supports: Scorer, threshold: float, *, doubtful: dict[str, str]
) -> Iterable[AuditRow]:
    by_cell = cells(check)
    scores = _support_scores(check, supports, doubtful)
    for finding in check.findings:
        if not finding.citations:
            yield _row("finding", finding.id, "uncited", "it cites nothing")
            continue
        lost = _dangling(check, finding)
        if lost:
            yield _row("finding", finding.id, "dangling", f"it cites {', '.join(lost)}")
        yield from _audit_silence(finding, by_cell)
        bad = {c.quote: doubtful[c.quote] for c in finding.citations if c.quote in doubtful}
        if finding.id in scores:
            score = scores[finding.id]
            if score < threshold:
                detail = f"its quotes bear it out with a score of {score:.2f}; {threshold:.2f} is needed"
                yield _row("finding", finding.id, "unsupported", detail)
        elif bad:
            said = ", ".join(f"{quote} is {state}" for quote, state in bad.items())
            yield _row("finding", finding.id, "unsupported", f"no words it quotes are proved: {said}")
        elif not finding.reports_silence and not lost:
            yield _row("finding", finding.id, "unquoted", "it cites no words, only sources")
        yield from _audit_sides(check, finding, by_cell)


def _support_scores(check: Check, supports: Scorer, doubtful: Container[str]) -> dict[str, float]:
    """Score each finding against all verbatim words it quotes, in one call of the model."""
    quotes = {quote.id: quote for quote in check.quotes if quote.id not in doubtful}
    asked: dict[str, tuple[str, str]] = {}
    for finding in check.findings:
        cited = dict.fromkeys(citation.quote for citation in finding.citations if citation.quote in quotes)
        words = [quotes[quote_id].exact for quote_id in cited if quote_id is not None]
        if words and not finding.reports_silence:
            asked[finding.id] = (finding.plain_text, "\n".join(words))
    return dict(zip(asked, (float(score) for score in supports(asked.values())), strict=True))


def _dangling(check: Check, finding: Finding) -> list[str]:
    sources = {source.id for source in check.sources}
    quote_sources = {quote.id: quote.source for quote in check.quotes}
    lost = []
    for source, quote in finding.citations:
        if source not in sources:
            lost.append(f"@{source}, which is no source")
        elif quote is not None and quote not in quote_sources:
            lost.append(f"@{source}#{quote}, which is no quote")
        elif quote is not None and quote_sources[quote] != source:
            lost.append(f"@{source}#{quote}, which is a quote of {quote_sources[quote]}")
    return list(dict.fromkeys(lost))


def _audit_silence(finding: Finding, by_cell: dict[tuple[str, str], Cell]) -> Iterable[AuditRow]:
    silent, spoken = [], []
    for source in dict.fromkeys(citation.source for citation in finding.citations):
        values = [by_cell[source, point].value for point in finding.points if (source, point) in by_cell]
        if not values:
            continue
        if all(value == StanceValue.NOT_ADDRESSED for value in values):
            silent.append(source)
        else:
            spoken.append(source)
    points = ", ".join(finding.points)
    if finding.reports_silence and not finding.points:
        # Without a point there is nothing the sentence could be held against.
        yield _row("finding", finding.id, "not_silent", "it says a source is silent, but not on which point")
    if finding.reports_silence and spoken:
        detail = f"it says {', '.join(spoken)} is silent on {points}, where it is not coded so"
        yield _row("finding", finding.id, "not_silent", detail)
    if silent and not finding.reports_silence:
        detail = f"it leans on {', '.join(silent)}: not addressed there is {points}"
        yield _row("finding", finding.id, "leans_on_silence", detail)


def _audit_sides(check: Check, finding: Finding, by_cell: dict[tuple[str, str], Cell]) -> Iterable[AuditRow]:
    for point in finding.points:
        sides = {
            value: {source.id for source in check.sources if by_cell[source.id, point].value == value}
            for value in (StanceValue.SUPPORTS, StanceValue.REFUTES)
        }
        if not all(sides.values()):
            continue
        told = {
            citation.source
            for other in check.section(finding.section)
            if point in other.points
            for citation in other.citations
        }
        for value, sources in sides.items():
            other = next(side for side in sides if side != value)
            if not told & sources and told & sides[other]:
                yield _row(
                    "finding",
                    finding.id,
                    "one_sided",
                    f"on {point}, its section cites no source that {value.value} it, "
                    f"though there is {', '.join(sorted(sources))}",
                )


def _audit_sources(check: Check, texts: Texts) -> Iterable[AuditRow]:
    cited = {citation.source for finding in check.findings for citation in finding.citations}
    for source in check.sources:
        if not source.snapshots:
            yield _row("source", source.id, "unread", source.unread or "no copy of it was kept")
        for snapshot in source.snapshots:
            problem = _damage(snapshot, texts)
            if problem:
                yield _row("source", source.id, "damaged", problem)
        if check.findings and source.id not in cited:
            yield _row("source", source.id, "uncited_source", "no sentence cites it")


def _damage(snapshot: Snapshot, texts: Texts) -> str:
    try:
        texts.original(snapshot)
        if snapshot.text_sha256:
            texts.text(snapshot)
    except SnapshotError as error:
        return error.problem
    return ""


def _audit_stances(check: Check) -> Iterable[AuditRow]:
    for cell in cells(check).values():
        if cell.state == CellState.SUGGESTED:
            yield _row("stance", f"{cell.source}/{cell.point}", "not_accepted", "only a model has judged it")
        elif cell.state == CellState.DISAGREED:
            said = ", ".join(f"{stance.coder}: {stance.value.label}" for stance in cell.stances)
            yield _row("stance", f"{cell.source}/{cell.point}", "disagreed", said)


def _audit_rating(check: Check) -> Iterable[AuditRow]:
    implied = imply_rating(check)
    if check.rating and check.rating.value != implied.value:
        yield _row(
            "rating",
            "rating",
            "rating_differs",
            f"it was set to {check.rating.value.label}; the stance table implies {implied.value.label}",
        )
