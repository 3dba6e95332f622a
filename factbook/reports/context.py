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
from factbook.reports.theme.view import ThemeView
from factbook.reports.views.corrections import CorrectionView, OutdatedView, UnrecordedView
from factbook.reports.views.rating import RatingView, SensitivityView
from factbook.reports.views.sentence import FollowUpView, Mark, SectionView
from factbook.reports.views.source import SourceView
from factbook.reports.views.stances import CoderView, PointView, RowView
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
