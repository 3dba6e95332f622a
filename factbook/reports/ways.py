"""The ways through a report: from a citation to the words, from the words back, from a mark to the audit.

They follow from the context alone, so any format that can link can use them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from factbook.analysis.audit_states import STATES
from factbook.reports.context import AuditView, ReportContext
from factbook.reports.naming import sentence_name, stance_place
from factbook.reports.views.sentence import Mark, SectionView, SentenceView
from factbook.wording import gettext

_SHOWN_WORDS = 200
"""Characters of quoted words in the short note on where a citation leads."""


@dataclass(frozen=True)
class AuditEntry:
    """One line of the audit, with an anchor of its own."""

    anchor: str
    place: str
    leads_to: str
    detail: str


@dataclass(frozen=True)
class AuditGroup:
    """All lines of the audit in one state; ``meaning`` says what the state is."""

    label: str
    meaning: str
    entries: tuple[AuditEntry, ...]


class Ways:
    """The ways through one report.

    Attributes
    ----------
    names:
        From the anchor of a sentence to what a reader may call it, like ``Section 2, key point 1``.
    back:
        From the anchor of a quote or a source to the anchors of the sentences that cite it, in order.
    doubts:
        From the anchor of a quote whose words do not stand in the copy to the mark that says so.
    notes:
        From the anchor of a quote or a source to a short note on what a reader finds there.
    faults, cautions:
        The audit, grouped by state.
    """

    def __init__(self, report: ReportContext) -> None:
        self.names: dict[str, str] = {}
        self.back: dict[str, tuple[str, ...]] = {}
        self.notes = _notes(report)
        self.doubts = {
            quote.anchor: quote.mark for source in report.sources for quote in source.quotes if quote.mark
        }
        for number, section in enumerate(report.sections, start=1):
            self._walk(number, section)
        self._entries = {
            (view.anchor, view.mark): f"audit-{number}" for number, view in enumerate(report.audit, start=1)
        }
        self._in_cells: dict[str, list[Mark]] = {}
        for view in report.audit:
            if view.anchor == "stances" and view.mark.grade == "fault":
                self._in_cells.setdefault(view.place, []).append(view.mark)
        self.faults = self._groups(report, "fault")
        self.cautions = self._groups(report, "caution")

    def entry(self, anchor: str, mark: Mark) -> str:
        """Give the anchor of the audit's line on a mark; of the audit itself if it has none."""
        return self._entries.get((anchor, mark), "audit")

    def marks(self, sentence: SentenceView) -> tuple[Mark, ...]:
        """Give what to mark at a sentence: what the audit found in it, once for each state, faults first."""
        first = {mark.state: mark for mark in reversed(sentence.marks)}
        return tuple(sorted(first.values(), key=lambda mark: (mark.grade != "fault", mark.state)))

    def in_cell(self, source: int, point: int) -> tuple[Mark, ...]:
        """Give the faults to mark in a cell of the stance table, by the numbers of source and point."""
        return tuple(self._in_cells.get(stance_place(source, point), ()))

    def grade(self, sentence: SentenceView) -> str:
        """Give the worst there is to say of a sentence, or an empty string."""
        grades = {mark.grade for mark in sentence.marks}
        return "fault" if "fault" in grades else "caution" if grades else ""

    def _walk(self, number: int, section: SectionView) -> None:
        told = [sentence for paragraph in section.paragraphs for sentence in paragraph]
        for key_point, sentences in ((False, told), (True, list(section.key_points))):
            for index, sentence in enumerate(sentences, start=1):
                self.names[sentence.anchor] = sentence_name(number, index, key_point=key_point)
                cited = [piece.citation.anchor for piece in sentence.pieces if piece.citation]
                for anchor in dict.fromkeys(cited):
                    self.back[anchor] = (*self.back.get(anchor, ()), sentence.anchor)

    def _groups(self, report: ReportContext, grade: Literal["fault", "caution"]) -> tuple[AuditGroup, ...]:
        by_state: dict[str, list[tuple[int, AuditView]]] = {}
        for number, view in enumerate(report.audit, start=1):
            if view.mark.grade == grade:
                by_state.setdefault(view.mark.state, []).append((number, view))
        return tuple(
            AuditGroup(
                label=views[0][1].mark.label,
                meaning=gettext(STATES[state].means) if state in STATES else "",
                entries=tuple(
                    AuditEntry(
                        anchor=f"audit-{number}",
                        place=self.names.get(view.anchor, view.place),
                        leads_to=view.anchor,
                        detail=view.mark.detail,
                    )
                    for number, view in views
                ),
            )
            for state, views in by_state.items()
        )


def _notes(report: ReportContext) -> dict[str, str]:
    notes = {}
    for source in report.sources:
        notes[source.anchor] = source.title
        for quote in source.quotes:
            words = " ".join(quote.exact.split())
            shown = words if len(words) <= _SHOWN_WORDS else f"{words[: _SHOWN_WORDS - 1].rstrip()}…"
            whose = source.publisher or source.title
            notes[quote.anchor] = gettext("“{words}” — {source}", words=shown, source=whose)
    return notes
