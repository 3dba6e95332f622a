"""What a reader may call a part of a check, in the report as it is now or as it was."""

from __future__ import annotations

from collections.abc import Iterable

from factbook.analysis.changes import Change
from factbook.model.check import Check, Identified
from factbook.model.finding import Citation, Section, split_citations
from factbook.wording import capital, gettext

_SECTIONS = {section.value: number for number, section in enumerate(Section, start=1)}


class Names:
    """Names of records by what they are called now; what is there no more, by what it was called last.

    Parameters
    ----------
    now:
        The check that the report is of: its numbers are those a reader sees.
    versions:
        Earlier versions, the latest first.
    """

    def __init__(self, now: Check, *versions: Check) -> None:
        self._sources = _numbers([check.sources for check in (now, *versions)])
        self._points = _numbers([check.points for check in (now, *versions)])
        self._findings: dict[str, str] = {}
        self._quotes: dict[str, str] = {}
        self._here = {
            *(f"source-{source.id}" for source in now.sources),
            *(f"quote-{quote.id}" for quote in now.quotes),
            *(f"finding-{finding.id}" for finding in now.findings),
        }
        for check in (now, *versions):
            for name, key in _finding_names(check):
                self._findings.setdefault(key, name)
            for quote in check.quotes:
                self._quotes.setdefault(quote.id, quote.source)

    def place(self, change: Change) -> tuple[str, str]:
        """Give what a reader may call the thing that changed, and its anchor if it is still there."""
        key = change.id
        if change.part == "stance":
            source, _, point = key.partition("/")
            anchor = "stances" if f"source-{source}" in self._here else ""
            return gettext(
                "{source} on {point}", source=self.source(source), point=self._point(point)
            ), anchor
        if not key or change.part in {"claim", "rating", "other"}:
            return capital(change.detail), ""
        if change.part == "finding":
            return self._findings.get(key, key), self._anchor(f"finding-{key}")
        if change.part == "source":
            return self.source(key), self._anchor(f"source-{key}")
        if change.part == "quote":
            return self._from_source(self._quotes[key]), self._anchor(f"quote-{key}")
        if change.part == "point":
            return capital(self._point(key)), "stances"
        return "", ""

    def source(self, source_id: str) -> str:
        """Give the number of a source in words."""
        number, here = self._sources.get(source_id, (0, False))
        if here:
            return gettext("Source {number}", number=number)
        return gettext("Former source {number}", number=number)

    def _from_source(self, source_id: str) -> str:
        number, here = self._sources.get(source_id, (0, False))
        if here:
            return gettext("From source {number}", number=number)
        return gettext("From former source {number}", number=number)

    def sentences(self, before: str, after: str) -> tuple[str, str]:
        """Give two wordings of a sentence with their citations as numbers.

        Where they read the same then, the quotes that they cite are named too, for there they differ.
        """
        plain = self._sentence(before), self._sentence(after)
        if plain[0] != plain[1] or before == after:
            return plain
        return self._sentence(before, quotes=True), self._sentence(after, quotes=True)

    def _sentence(self, text: str, *, quotes: bool = False) -> str:
        pieces = split_citations(text)
        return "".join(piece if isinstance(piece, str) else self._cited(piece, quotes) for piece in pieces)

    def _cited(self, citation: Citation, quotes: bool) -> str:  # noqa: FBT001
        number, here = self._sources.get(citation.source, (0, False))
        shown = str(number) if number else "?"
        shown = shown if here else gettext("former {number}", number=shown)
        return f"[{shown}, {citation.quote}]" if quotes and citation.quote else f"[{shown}]"

    def _point(self, point_id: str) -> str:
        number, here = self._points.get(point_id, (0, False))
        return (
            gettext("point {number}", number=number)
            if here
            else gettext("former point {number}", number=number)
        )

    def _anchor(self, anchor: str) -> str:
        return anchor if anchor in self._here else ""


def sentence_name(section: int, number: int, *, key_point: bool) -> str:
    """Name a sentence by its section, and its number among those of its kind."""
    if key_point:
        return gettext("Section {section}, key point {number}", section=section, number=number)
    return gettext("Section {section}, sentence {number}", section=section, number=number)


def stance_place(source: int, point: int) -> str:
    """Name a cell of the stance table by its numbers, as the audit does."""
    return gettext("Source {source} on point {point}", source=source, point=point)


def _numbers(versions: list[tuple[Identified, ...]]) -> dict[str, tuple[int, bool]]:
    """Give each record's number in the first version that has it, and whether that is the check as it is."""
    numbers: dict[str, tuple[int, bool]] = {}
    for place, records in enumerate(versions):
        for number, record in enumerate(records, start=1):
            numbers.setdefault(record.id, (number, place == 0))
    return numbers


def _finding_names(check: Check) -> Iterable[tuple[str, str]]:
    """Name each sentence as `ways.Ways` does: by its section, and its number among those of its kind."""
    counted: dict[tuple[str, bool], int] = {}
    for finding in check.findings:
        kind = (finding.section.value, finding.key_point)
        counted[kind] = counted.get(kind, 0) + 1
        section = _SECTIONS[finding.section.value]
        yield sentence_name(section, counted[kind], key_point=finding.key_point), finding.id
