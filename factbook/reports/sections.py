"""The three sections of a report: paragraphs and key points of sentences, each with its citations."""

from __future__ import annotations

from collections.abc import Sequence

from factbook.model.finding import Citation, Finding, Section, split_citations
from factbook.reports.context import SECTION_TITLES
from factbook.reports.drafted import drafted_note, is_set_off
from factbook.reports.known import Known
from factbook.reports.views.sentence import CitationView, Piece, SectionView, SentenceView
from factbook.wording import gettext


def section_view(known: Known, section: Section) -> SectionView:
    """Give a section as people wrote it, or a model drafted it."""
    findings = known.check.section(section)
    paragraphs: list[list[SentenceView]] = []
    for finding in findings:
        if finding.key_point:
            continue
        if finding.starts_paragraph or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(sentence_view(known, finding, among=findings))
    return SectionView(
        section=section.value,
        title=section_title(known, section),
        paragraphs=tuple(tuple(paragraph) for paragraph in paragraphs),
        key_points=tuple(
            sentence_view(known, finding, among=findings) for finding in findings if finding.key_point
        ),
        drafted=drafted_note(known.check, findings),
    )


def section_title(known: Known, section: Section) -> str:
    """Give the title of a section, in the newsroom's own words where it has some."""
    own = getattr(known.settings.wording, section.value)
    number = list(Section).index(section) + 1
    return f"{number}. {own}" if own else gettext(SECTION_TITLES[section.value])


def sentence_view(known: Known, finding: Finding, *, among: Sequence[Finding]) -> SentenceView:
    """Cut a finding into its words and citations; ``among`` are the sentences it stands with."""
    pieces = tuple(
        Piece(text=piece) if isinstance(piece, str) else Piece(citation=citation_view(known, piece))
        for piece in split_citations(finding.text)
    )
    return SentenceView(
        id=finding.id,
        anchor=f"finding-{finding.id}",
        pieces=pieces,
        marks=tuple(known.marks.get(("finding", finding.id), ())),
        author=finding.authorship.value,
        set_off=is_set_off(finding, among),
    )


def citation_view(known: Known, citation: Citation) -> CitationView:
    """Give a citation with what it opens, or say that nothing is there."""
    number = known.numbers.get(citation.source)
    quote = known.quotes.get(citation.quote or "")
    if number is None:
        return CitationView(
            number=None,
            anchor="",
            label=gettext("Citation of {source}, which is not there", source=citation.source),
            broken=True,
        )
    if citation.quote is not None and (quote is None or quote.source != citation.source):
        return CitationView(
            number=number,
            anchor=f"source-{citation.source}",
            label=gettext("Source {number}; the quoted words are not there", number=number),
            broken=True,
        )
    if quote is None:
        return CitationView(
            number=number,
            anchor=f"source-{citation.source}",
            label=gettext("Source {number}, no words quoted", number=number),
        )
    return CitationView(
        number=number,
        anchor=f"quote-{quote.id}",
        label=gettext("Words quoted from source {number}", number=number),
    )
