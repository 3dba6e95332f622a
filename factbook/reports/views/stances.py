"""The stance table of a report: what was judged in each cell, by whom, and what it adds up to."""

from __future__ import annotations

from typing import Literal

from factbook.model.record import Record
from factbook.model.stance import StanceValue
from factbook.reports.views.sentence import CitationView
from factbook.reports.views.source import CopyView


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
