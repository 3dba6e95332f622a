"""A sentence of a report and what stands around it: its pieces, its citations and its marks."""

from __future__ import annotations

from typing import Literal

from factbook.model.record import Record


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
