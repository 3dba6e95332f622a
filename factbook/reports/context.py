"""What a report says, whatever its format: every text, number and mark, ready to be laid out.

The context is data: plain strings that a format must escape, and no markup. It is written into the executed
notebook, so a report can be made of the notebook alone, and it is checked when it is read back.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from factbook.model.claim import Appearance
from factbook.model.log import Revision, Search
from factbook.model.record import Record
from factbook.model.stance import StanceValue
from factbook.reports.theme.view import ThemeView
from factbook.store.settings import Banner, Publisher
from factbook.wording import ENGLISH, N_

Part = Literal[
    "header",
    "summary",
    "context",
    "interests",
    "follow_ups",
    "table",
    "sources",
    "method",
    "audit",
    "corrections",
]

PARTS: tuple[Part, ...] = get_args(Part)
"""The parts of a report, in the order they stand in."""

SECTION_TITLES: dict[str, str] = {
    "summary": N_("1. Summary of the results"),
    "context": N_("2. Missing context/alternative viewpoints"),
    "interests": N_("3. Potential misinformation/bias in the original statement"),
}


class Mark(Record):
    """One thing the audit found, as a reader is told it."""

    state: str
    grade: Literal["fault", "caution"]
    label: str
    detail: str


class CitationView(Record):
    """A citation in a sentence: ``[3]``, and the anchor of the words or the source it opens."""

    number: int | None
    anchor: str
    label: str
    broken: bool = False


class Piece(Record):
    """A stretch of a sentence: words, or a citation."""

    text: str = ""
    citation: CitationView | None = None


Author = Literal["person", "model", "accepted", "edited"]
"""Whose words something is; what a model drafted and a person accepted or changed is told apart."""


class SentenceView(Record):
    """One finding, cut into its pieces; ``set_off`` tells a draft among sentences of people."""

    id: str
    anchor: str
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...] = ()
    author: Author = "person"
    set_off: bool = False


class SectionView(Record):
    """One of the three numbered sections: paragraphs of sentences, and key points set apart.

    ``drafted`` says what of it a model drafted and no person has accepted; empty if there is nothing.
    """

    section: Literal["summary", "context", "interests"]
    title: str
    paragraphs: tuple[tuple[SentenceView, ...], ...] = ()
    key_points: tuple[SentenceView, ...] = ()
    drafted: str = ""


class QuoteView(Record):
    """Exact words of a source with the text around them, and whether they stand there.

    ``before`` and ``after`` are shown; ``prefix`` to ``end`` are the quote's selectors, in the text
    ``text_sha256`` of the copy ``copy_sha256``, captured at the time ``captured_at`` (ISO 8601).
    ``marked_by`` names the model that marked the words, where no person has taken them over.
    """

    id: str
    anchor: str
    before: str
    exact: str
    after: str
    place: str
    state: str
    mark: Mark | None
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None
    points: tuple[str, ...]
    copy_sha256: str
    text_sha256: str
    captured_at: str
    marked_by: str = ""
    state_label: str = ""


class SnapshotView(Record):
    """The newest copy kept of a source."""

    sha256: str
    captured_at: str
    size_bytes: int
    media_type: str
    extractor: str
    note: str


Emphasis = Literal["italic", "bold", "superscript", "subscript"]


class ReferencePiece(Record):
    """A stretch of a source's reference: plain text, and whether it is the title, set off, or a link."""

    text: str
    title: bool = False
    emphasis: Emphasis | Literal[""] = ""
    href: str = ""


class CopyView(Record):
    """Of which source one is a copy: ``Same text as`` number 1, why, and whether a person said so."""

    number: int
    anchor: str
    same: str
    reason: str
    by_hand: bool


class SourceView(Record):
    """A numbered source with the words quoted from it.

    ``copy_of`` tells of which source it is a copy, ``copies`` the numbers of its own copies, and
    ``set_apart`` that a person set it to be a copy of none.
    """

    number: int
    id: str
    anchor: str
    title: str
    reference: tuple[ReferencePiece, ...]
    authors: str
    publisher: str
    container_title: str
    issued: str
    url: str | None
    doi: str
    isbn: str
    archive_url: str | None
    interest: str
    unread: str
    snapshot: SnapshotView | None
    marks: tuple[Mark, ...] = ()
    quotes: tuple[QuoteView, ...] = ()
    copy_of: CopyView | None = None
    copies: tuple[int, ...] = ()
    set_apart: bool = False


class JudgementView(Record):
    """What one coder said in a cell; of a suggestion also how sure it was (``82%``), and who accepted it."""

    coder: str
    value: StanceValue
    label: str
    note: str
    suggestion: bool
    sure: str = ""
    accepted_by: str = ""


class AbstentionView(Record):
    """That a model was asked of a cell and did not judge: which model, and its reason."""

    coder: str
    reason: str


class DecisionView(Record):
    """What a person decided where coders differ: who, what, why and on which day."""

    coder: str
    label: str
    reason: str
    made_at: str


class CellView(Record):
    """One cell of the stance table; ``value`` is missing where nothing is settled.

    ``waiting`` is a model's suggestion for a cell that nobody has judged: it is no value. ``unassessed`` has
    the models that did not judge, in a cell of which nobody has said anything.
    """

    value: StanceValue | None
    label: str
    state: str
    judgements: tuple[JudgementView, ...] = ()
    decision: DecisionView | None = None
    waiting: JudgementView | None = None
    unassessed: tuple[AbstentionView, ...] = ()
    quotes: tuple[CitationView, ...] = ()


class RowView(Record):
    """One row of the stance table."""

    number: int
    anchor: str
    title: str
    cells: tuple[CellView, ...]
    copy_of: CopyView | None = None


class PointView(Record):
    """One column of the stance table, with its totals; ``open`` counts cells where nothing is settled."""

    id: str
    number: int
    text: str
    rating: str
    summary: str
    counts: dict[StanceValue, int]
    open: int


class SuggestedRatingView(Record):
    """What the stance table would imply if people accepted the suggestions that wait; it is no rating."""

    value: str
    label: str
    reason: str
    models: str
    waiting: int


class StepView(Record):
    """One step of a rating scale; ``value`` is missing for one that stands beside it."""

    label: str
    means: str
    value: int | None
    here: bool
    by_hand: bool


class ScaleView(Record):
    """A rating scale with the step the claim is on.

    ``steps`` are worst first. ``value`` is the step's number, missing where it stands beside the scale;
    ``chosen`` tells that a person chose the step, and ``implied_label`` the one the stance table gives.
    """

    name: str
    title: str
    source: str
    steps: tuple[StepView, ...]
    beside: tuple[StepView, ...]
    label: str
    means: str
    value: int | None
    worst: int
    best: int
    chosen: bool
    implied_label: str


class RatingView(Record):
    """The verdict shown; ``set_by`` is empty where the stance table alone gives it.

    ``label`` is in the words of the ``scale``, ``word`` in those of the Rating itself.
    """

    value: str
    label: str
    reason: str
    set_by: str
    implied_value: str
    implied_label: str
    implied_reason: str
    word: str = ""
    scale: ScaleView | None = None
    suggested: SuggestedRatingView | None = None


class InfluenceView(Record):
    """One thing without which the stance table implies another Rating."""

    what: str
    anchor: str
    value: str
    label: str


class SensitivityView(Record):
    """What the Rating rests on: in a sentence, and each thing that changes it; ``more`` are not listed."""

    told: str
    changing: tuple[InfluenceView, ...] = ()
    more: int = 0


class CoderView(Record):
    """Who judged, and how much.

    ``accepted`` counts a model's suggestions that people took over, ``took_over`` those that this person did,
    ``decided`` what a person decided where coders differed, ``abstained`` the cells a model did not assess.
    ``only_drafted`` tells a model that judged nothing and drafted sentences.
    """

    name: str
    kind: Literal["person", "model"]
    version: str
    judged: int
    accepted: int
    decided: int = 0
    took_over: int = 0
    abstained: int = 0
    only_drafted: bool = False


class FollowUpView(Record):
    """A question the check leaves open.

    ``answered_by`` names the check that takes it up, by its id or its web address; ``url`` is its address
    where that is known. ``set_off`` tells a draft among questions of people.
    """

    question: str
    answered_by: str | None
    url: str = ""
    author: Author = "person"
    set_off: bool = False


class AuditView(Record):
    """The audit as a list: where each thing stands, and what it is."""

    place: str
    anchor: str
    mark: Mark


class ProofCount(Record):
    """How much was checked, and how much of it holds."""

    quotes: int
    verbatim: int
    findings: int
    findings_without_fault: int
    copies: int
    copies_intact: int


class DiffPiece(Record):
    """A stretch of a text that changed: words that stayed, were removed, or were added."""

    kind: Literal["same", "removed", "added"]
    text: str


class ChangeView(Record):
    """One thing that a correction changed: where it stands, what became of its words, and what else differs.

    ``anchor`` is empty where it stands no more.
    """

    kind: Literal["added", "removed", "changed"]
    place: str
    anchor: str
    pieces: tuple[DiffPiece, ...] = ()
    detail: str = ""


class ChangeGroup(Record):
    """The changes of one part of a check, like its sentences; ``more`` are not listed."""

    title: str
    changes: tuple[ChangeView, ...]
    more: int = 0


class Differences(Record):
    """What differs between two versions of a check.

    ``told`` counts it in words and is empty where nothing differs; ``rating_before`` and ``rating_after`` are
    labels on the rating scale in use; ``quiet`` names what changed without changing what was said.
    """

    told: str
    rating_before: str
    rating_after: str
    groups: tuple[ChangeGroup, ...] = ()
    quiet: str = ""


class CorrectionView(Record):
    """One correction: who, when, why, and what it changed.

    ``differences`` is missing where no version was kept to compare with; ``missing`` says which is lost.
    ``kind`` is ``outdated`` for one that says only that the world has moved on: nothing was wrong.
    """

    id: str
    kind: Literal["correction", "outdated"] = "correction"
    anchor: str
    note: str
    made_by: str
    made_at: str
    made_at_iso: str
    differences: Differences | None = None
    missing: str = ""


class UnrecordedView(Record):
    """What changed since a check was published or last corrected (``was``), though no correction says so."""

    was: Literal["published", "corrected"]
    since: str
    since_iso: str
    differences: Differences


class OutdatedView(Record):
    """That the world has moved on.

    ``newer`` names the check that takes its place, ``newer_url`` is its web address where that is known.
    """

    reason: str
    since: str
    since_iso: str
    set_by: str
    set_at: str
    set_at_iso: str
    newer: str = ""
    newer_url: str | None = None


class ReportContext(Record):
    """A whole report.

    ``counted`` says how many sources there are: ``8 sources, 3 independent origins``. ``check_sha256`` is the
    hash of the ``check.json`` that the report was made of, in its canonical form. ``corrections`` are the
    ``revisions`` with what they changed, the newest first. ``language`` is that of what people wrote,
    ``wording`` that of all other words; ``titles`` are what the newsroom calls parts of the report.
    ``written`` says who wrote the sentences, where a model drafted any, and what language models were asked.
    """

    format: Literal["factbook.report/1"] = "factbook.report/1"
    generator: str
    id: str
    check_sha256: str = ""
    language: str
    wording: str = Field(default=ENGLISH, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    titles: dict[str, str] = Field(default_factory=dict)
    headline: str
    statement: str
    claimant: str
    claimed_on: str
    claimed_on_iso: str
    appearances: tuple[Appearance, ...]
    checked_on: str
    checked_on_iso: str
    banner: Banner | None
    publisher: Publisher
    rating: RatingView
    sections: tuple[SectionView, ...]
    follow_ups: tuple[FollowUpView, ...]
    follow_ups_drafted: str = ""
    written: tuple[str, ...] = ()
    points: tuple[PointView, ...]
    rows: tuple[RowView, ...]
    sources: tuple[SourceView, ...]
    counted: str = ""
    coders: tuple[CoderView, ...]
    searches: tuple[Search, ...]
    audit: tuple[AuditView, ...]
    proof: ProofCount
    revisions: tuple[Revision, ...]
    coder_names: dict[str, str]
    support_model: str = ""
    sensitivity: SensitivityView | None = None
    judging: tuple[str, ...] = ()
    blind: str = ""
    published: str = ""
    published_iso: str = ""
    corrections: tuple[CorrectionView, ...] = ()
    unrecorded: UnrecordedView | None = None
    outdated: OutdatedView | None = None
    theme: ThemeView | None = None

    def section(self, name: str) -> SectionView:
        """Give one of the three sections by its name."""
        return next(section for section in self.sections if section.section == name)
