"""What most views of a report need to know: numbers, names, and the audit's marks by record."""

from __future__ import annotations

from factbook.analysis.audit_row import AuditRow
from factbook.analysis.audit_states import state_label
from factbook.analysis.origins import Origins
from factbook.analysis.texts import Texts
from factbook.analysis.verdict import imply_rating
from factbook.model.check import Check
from factbook.model.quote import Quote
from factbook.reports.scale import placed_on_scale
from factbook.reports.suggested import marked_by_models, points_of_quotes
from factbook.reports.views.sentence import Mark
from factbook.reports.views.source import ReferencePiece
from factbook.store.settings import Settings
from factbook.wording import gettext


class Known:
    """A check with what is found out once for all parts of its report.

    Parameters
    ----------
    check:
        The check, as who looks may see it.
    texts:
        Its kept copies.
    settings:
        Those of its casebook.
    rows:
        What the audit found.
    references:
        Of each source, in the order of the check.
    origins:
        Which sources are copies of one text.
    """

    def __init__(
        self,
        check: Check,
        texts: Texts,
        settings: Settings,
        rows: tuple[AuditRow, ...],
        references: list[tuple[ReferencePiece, ...]],
        origins: Origins,
    ) -> None:
        self.check = check
        self.texts = texts
        self.settings = settings
        self.rows = rows
        self.references = references
        self.origins = origins
        self.numbers = {source.id: number for number, source in enumerate(check.sources, start=1)}
        self.quotes = {quote.id: quote for quote in check.quotes}
        self.quotes_of: dict[str, list[Quote]] = {source.id: [] for source in check.sources}
        for quote in check.quotes:
            self.quotes_of[quote.source].append(quote)
        self.points_of_quotes = points_of_quotes(check)
        self.marked_by = marked_by_models(check)
        self.verdict = imply_rating(check, origins=origins)
        self.placed = placed_on_scale(check, self.verdict, settings)
        # A reader knows sources and points by their numbers.
        self.spoken_names = {
            source_id: gettext("source {number}", number=number) for source_id, number in self.numbers.items()
        } | {
            point.id: gettext("point {number}", number=number)
            for number, point in enumerate(check.points, start=1)
        }
        self.marks: dict[tuple[str, str], list[Mark]] = {}
        for row in rows:
            self.marks.setdefault((row.kind, row.id), []).append(self.mark(row))

    def mark(self, row: AuditRow) -> Mark:
        """Tell a reader what the audit found."""
        return Mark(
            state=row.state,
            grade=row.grade,
            label=state_label(row.state),
            detail=row.told(self.spoken_names),
        )
