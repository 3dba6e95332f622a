"""Making the report's context of a check."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version

from factbook.analysis.audit_row import AuditRow
from factbook.analysis.audit_states import state_label
from factbook.analysis.independence import find_origins
from factbook.analysis.origins import Origins
from factbook.analysis.quotes import QuoteState
from factbook.analysis.rating_scales import OWN_SCALE
from factbook.analysis.sensitivity import find_sensitivity
from factbook.analysis.texts import ReadOnce, Texts
from factbook.analysis.verdict import describe_counts, imply_rating
from factbook.errors import SnapshotError
from factbook.model.anchoring import Span, surroundings
from factbook.model.blinding import seen_by
from factbook.model.canonical import check_to_json
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.finding import Citation, Finding, Section, split_citations
from factbook.model.quote import Quote
from factbook.model.record import iso_time
from factbook.model.source import Snapshot, Source
from factbook.model.stance import Coder
from factbook.reports.citing import cite_sources
from factbook.reports.context import SECTION_TITLES, AuditView, ProofCount, ReportContext
from factbook.reports.copies import copies_of, copy_view, counted
from factbook.reports.corrections import correction_views, outdated_view, unrecorded_view
from factbook.reports.dates import format_day
from factbook.reports.drafted import (
    drafted_note,
    is_set_off,
    only_drafted,
    what_was_asked,
    who_wrote,
)
from factbook.reports.judging import blind_note, decision_view, judging_notes
from factbook.reports.naming import stance_place
from factbook.reports.proof import name_of, prove_check, support_model_of
from factbook.reports.resting import sensitivity_view
from factbook.reports.scale import placed_on_scale, scale_view
from factbook.reports.site.addresses import check_address
from factbook.reports.suggested import (
    judgement_view,
    marked_by_models,
    points_of_quotes,
    suggested_rating_view,
    unassessed_view,
    waiting_view,
)
from factbook.reports.theme.read import compose_theme
from factbook.reports.views.rating import RatingView
from factbook.reports.views.sentence import CitationView, FollowUpView, Mark, Piece, SectionView, SentenceView
from factbook.reports.views.source import CopyView, QuoteView, ReferencePiece, SnapshotView, SourceView
from factbook.reports.views.stances import CellView, CoderView, PointView, RowView
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import Settings, citation_style_file, load_settings
from factbook.wording import N_, choose_language, gettext, speaking, spoken

_SHOWN_AROUND = 240
"""Characters of the copy shown before and after quoted words."""

_OPEN_CELLS = {
    CellState.EMPTY: N_("not judged"),
    CellState.SUGGESTED: N_("suggested only"),
    CellState.DISAGREED: N_("coders disagree"),
}
"""What a cell without a value is called."""


def compose_report(
    folder: CheckFolder, *, seen: Check | None = None, wording: str | None = None
) -> ReportContext:
    """Make the context of a check's report as it is on the disk now, audit included.

    ``seen`` is the check as who looks may see it; without it, of a check that is judged blind no judgement
    is shown at all (`model.blinding.seen_by`). ``wording`` is the language of all words but those that people
    wrote; without it, the one that the settings or the check ask for.
    """
    check, texts = seen or seen_by(folder.read(), None), ReadOnce(folder)
    settings = load_settings(folder.path)
    with speaking(wording or choose_language(settings.report_language, content=check.language)):
        references = cite_sources(check.sources, style=citation_style_file(folder.path))
        origins = find_origins(check, texts)
        # Loading it takes many times as long as all else here: where there is no sentence, nobody judges.
        judge = support_model_of(folder.path) if check.findings else None
        rows = prove_check(check, folder, texts=texts, origins=origins, judge=judge)
        composer = _Composer(check, texts, settings, rows, references, origins)
        report = composer.compose(support_model=name_of(judge) if judge else "")
    theme = compose_theme(folder.path, characters=lambda: frozenset(report.model_dump_json()))
    return report.model_copy(update={"theme": theme})


class _Composer:
    """Holds what most views need: the numbers of the sources, and the audit's marks by record."""

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

    def compose(self, *, support_model: str) -> ReportContext:
        check, claim = self.check, self.check.claim
        sources = tuple(self.source(source) for source in check.sources)
        return ReportContext(
            generator=f"factbook {version('factbook')}",
            id=check.id,
            check_sha256=hashlib.sha256(check_to_json(check).encode()).hexdigest(),
            language=check.language,
            wording=spoken(),
            titles={name: words for name, words in self.settings.wording.model_dump().items() if words},
            headline=claim.headline,
            statement=claim.statement if claim.question else "",
            claimant=claim.claimant,
            claimed_on=format_day(claim.claimed_on),
            claimed_on_iso=claim.claimed_on or "",
            appearances=claim.appearances,
            checked_on=format_day(check.checked_on),
            checked_on_iso=check.checked_on or "",
            banner=self.settings.banner,
            publisher=self.settings.publisher,
            rating=self.rating(),
            sections=tuple(self.section(section) for section in Section),
            follow_ups=tuple(
                FollowUpView(
                    question=one.question,
                    answered_by=one.answered_by,
                    url=check_address(one.answered_by or "", self.settings.site),
                    author=one.authorship.value,
                    set_off=is_set_off(one, check.follow_ups),
                )
                for one in check.follow_ups
            ),
            follow_ups_drafted=drafted_note(check, check.follow_ups),
            written=(*who_wrote(check), *what_was_asked(check)),
            points=self.points(),
            rows=self.table(),
            sources=sources,
            counted=counted(check, self.origins),
            coders=tuple(self.coder(coder) for coder in check.coders),
            searches=check.searches,
            audit=tuple(self.audit_view(row) for row in self.rows),
            proof=self.proof(),
            revisions=check.revisions,
            coder_names={coder.id: coder.name for coder in check.coders},
            support_model=support_model,
            sensitivity=sensitivity_view(
                check,
                find_sensitivity(check, origins=self.origins),
                steps_are_ratings=self.placed.scale.name == OWN_SCALE,
            ),
            judging=judging_notes(check),
            blind=blind_note(check),
            published=format_day(check.published_at),
            published_iso=f"{check.published_at:%Y-%m-%d}" if check.published_at else "",
            corrections=correction_views(check, self.texts, self.settings),
            unrecorded=unrecorded_view(check, self.texts, self.settings),
            outdated=outdated_view(check, self.settings),
        )

    def rating(self) -> RatingView:
        chosen, implied = self.check.rating, self.verdict
        placed = self.placed
        return RatingView(
            value=(chosen or implied).value.value,
            label=gettext(placed.step.label),
            word=(chosen or implied).value.label,
            scale=scale_view(placed),
            reason=chosen.reason if chosen else implied.reason,
            set_by=self.check.coder(chosen.set_by).name if chosen else "",
            implied_value=implied.value.value,
            implied_label=implied.value.label.capitalize(),
            implied_reason=implied.reason,
            suggested=suggested_rating_view(self.check, self.origins),
        )

    def section(self, section: Section) -> SectionView:
        findings = self.check.section(section)
        paragraphs: list[list[SentenceView]] = []
        for finding in findings:
            if finding.key_point:
                continue
            if finding.starts_paragraph or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(self.sentence(finding, among=findings))
        return SectionView(
            section=section.value,
            title=self.section_title(section),
            paragraphs=tuple(tuple(paragraph) for paragraph in paragraphs),
            key_points=tuple(
                self.sentence(finding, among=findings) for finding in findings if finding.key_point
            ),
            drafted=drafted_note(self.check, findings),
        )

    def section_title(self, section: Section) -> str:
        own = getattr(self.settings.wording, section.value)
        number = list(Section).index(section) + 1
        return f"{number}. {own}" if own else gettext(SECTION_TITLES[section.value])

    def sentence(self, finding: Finding, *, among: Sequence[Finding]) -> SentenceView:
        pieces = tuple(
            Piece(text=piece) if isinstance(piece, str) else Piece(citation=self.citation(piece))
            for piece in split_citations(finding.text)
        )
        return SentenceView(
            id=finding.id,
            anchor=f"finding-{finding.id}",
            pieces=pieces,
            marks=tuple(self.marks.get(("finding", finding.id), ())),
            author=finding.authorship.value,
            set_off=is_set_off(finding, among),
        )

    def citation(self, citation: Citation) -> CitationView:
        number = self.numbers.get(citation.source)
        quote = self.quotes.get(citation.quote or "")
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

    def points(self) -> tuple[PointView, ...]:
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
                zip(self.check.points, self.verdict.points, strict=True), start=1
            )
        )

    def table(self) -> tuple[RowView, ...]:
        by_cell = cells(self.check)
        return tuple(
            RowView(
                number=self.numbers[source.id],
                anchor=f"source-{source.id}",
                title=source.title,
                cells=tuple(self.cell(by_cell[source.id, point.id]) for point in self.check.points),
                copy_of=self.copy_of(source),
            )
            for source in self.check.sources
        )

    def cell(self, cell: Cell) -> CellView:
        # Words that a model chose stand for its suggestion, and for no judgement that a person made.
        answered = [stance for stance in cell.stances if counts(self.check, stance)]
        quote_ids = dict.fromkeys(quote for one in answered or cell.stances for quote in one.quotes)
        return CellView(
            value=cell.value,
            label=cell.value.label if cell.value else gettext(_OPEN_CELLS[cell.state]),
            state=cell.state.value,
            judgements=tuple(judgement_view(self.check, stance) for stance in cell.stances),
            waiting=waiting_view(self.check, cell),
            unassessed=unassessed_view(self.check, cell),
            decision=decision_view(self.check, cell),
            quotes=tuple(self.citation(Citation(cell.source, quote)) for quote in quote_ids),
        )

    def source(self, source: Source) -> SourceView:
        snapshot = source.snapshot
        return SourceView(
            number=self.numbers[source.id],
            id=source.id,
            anchor=f"source-{source.id}",
            title=source.title,
            reference=self.references[self.numbers[source.id] - 1],
            authors=", ".join(name.display for name in source.author),
            publisher=source.publisher,
            container_title=source.container_title,
            issued=format_day(source.issued),
            url=source.url,
            doi=source.doi,
            isbn=source.isbn,
            archive_url=source.archive_url,
            interest=source.interest,
            unread=source.why_unread,
            snapshot=snapshot
            and SnapshotView(
                sha256=snapshot.sha256,
                captured_at=format_day(snapshot.captured_at),
                size_bytes=snapshot.size_bytes,
                media_type=snapshot.media_type,
                extractor=snapshot.extractor,
                note=snapshot.note,
            ),
            marks=tuple(
                mark for mark in self.marks.get(("source", source.id), ()) if mark.state != "uncited_source"
            ),
            quotes=tuple(self.quote(quote) for quote in self.quotes_of[source.id]),
            copy_of=self.copy_of(source),
            copies=copies_of(source.id, self.origins, numbers=self.numbers),
            set_apart=source.origin == source.id,
        )

    def copy_of(self, source: Source) -> CopyView | None:
        return copy_view(source.id, self.origins, numbers=self.numbers, spoken=self.spoken_names)

    def quote(self, quote: Quote) -> QuoteView:
        marks = self.marks.get(("quote", quote.id), [])
        copy = self.check.source(quote.source).kept_copy(quote.snapshot)
        # What the quote itself says of its surroundings is shown only once it is proved.
        before, after = self._around(quote, copy) if not marks else ("", "")
        state = marks[0].state if marks else QuoteState.VERBATIM.value
        return QuoteView(
            id=quote.id,
            anchor=f"quote-{quote.id}",
            before=before,
            exact=quote.exact,
            after=after,
            place=_place(quote),
            state=state,
            state_label=state_label(state),
            mark=marks[0] if marks else None,
            prefix=quote.prefix,
            suffix=quote.suffix,
            start=quote.start,
            end=quote.end,
            page=quote.page,
            points=self.points_of_quotes[quote.id],
            marked_by=self.marked_by.get(quote.id, ""),
            copy_sha256=quote.snapshot or "",
            text_sha256=(copy and copy.text_sha256) or "",
            captured_at=iso_time(copy.captured_at) if copy else "",
        )

    def _around(self, quote: Quote, copy: Snapshot | None) -> tuple[str, str]:
        """Give more of the copy around the words than the quote itself keeps."""
        try:
            text = self.texts.text(copy)[: copy.visible_length] if copy else ""
        except SnapshotError:
            text = ""
        if not text:
            return quote.prefix, quote.suffix
        before, after = surroundings(text, Span(quote.start, quote.end), length=_SHOWN_AROUND)
        return _from_word(before), _to_word(after)

    def coder(self, coder: Coder) -> CoderView:
        judged = [stance for stance in self.check.stances if stance.coder == coder.id]
        return CoderView(
            name=coder.name,
            kind=coder.kind,
            version=coder.version,
            judged=len(judged),
            accepted=sum(stance.accepted_by is not None for stance in judged),
            took_over=sum(stance.accepted_by == coder.id for stance in self.check.stances),
            decided=sum(one.made_by == coder.id for one in self.check.adjudications),
            abstained=sum(one.coder == coder.id for one in self.check.abstentions),
            only_drafted=only_drafted(self.check, coder),
        )

    def audit_view(self, row: AuditRow) -> AuditView:
        if row.kind == "finding":
            place, anchor = gettext("Sentence {id}", id=row.id), f"finding-{row.id}"
        elif row.kind == "quote":
            quote = self.quotes[row.id]
            number = self.numbers[quote.source]
            place = gettext("Quote {id} of source {number}", id=row.id, number=number)
            anchor = f"quote-{row.id}"
        elif row.kind == "source":
            place = gettext("Source {number}", number=self.numbers[row.id])
            anchor = f"source-{row.id}"
        elif row.kind == "stance":
            source, point = row.id.split("/")
            number = next(i for i, p in enumerate(self.check.points, start=1) if p.id == point)
            place, anchor = stance_place(self.numbers[source], number), "stances"
        elif row.kind == "check":
            place = gettext("The check")
            anchor = "stances" if row.state == "judged_blind" else "corrections"
        else:
            place, anchor = gettext("Rating"), "rating"
        return AuditView(place=place, anchor=anchor, mark=self.mark(row))

    def mark(self, row: AuditRow) -> Mark:
        return Mark(
            state=row.state,
            grade=row.grade,
            label=state_label(row.state),
            detail=row.told(self.spoken_names),
        )

    def proof(self) -> ProofCount:
        faulty = {(row.kind, row.id) for row in self.rows if row.grade == "fault"}
        kinds = [kind for kind, _ in faulty]
        with_copy = [source for source in self.check.sources if source.snapshots]
        return ProofCount(
            quotes=len(self.check.quotes),
            verbatim=len(self.check.quotes) - kinds.count("quote"),
            findings=len(self.check.findings),
            findings_without_fault=len(self.check.findings) - kinds.count("finding"),
            copies=len(with_copy),
            copies_intact=len(with_copy) - kinds.count("source"),
        )


def _place(quote: Quote) -> str:
    if not quote.snapshot:
        return gettext("no place in a copy")
    if quote.page:
        return gettext(
            "page {page}, characters {start}–{end}", page=quote.page, start=quote.start, end=quote.end
        )
    return gettext("characters {start}–{end}", start=quote.start, end=quote.end)


def _from_word(text: str) -> str:
    """Start at a whole word where a text was cut off in front."""
    if len(text) < _SHOWN_AROUND:
        return text
    cut = text.find(" ")
    return f"…{text[cut:]}" if 0 <= cut < 40 else f"…{text}"


def _to_word(text: str) -> str:
    """End at a whole word where a text was cut off behind."""
    if len(text) < _SHOWN_AROUND:
        return text
    cut = text.rfind(" ")
    return f"{text[:cut]} …" if cut > len(text) - 40 else f"{text}…"
