"""A source of a report: its reference, its copies, and the words quoted from it."""

from __future__ import annotations

from typing import Literal

from factbook.model.record import Record
from factbook.reports.views.sentence import Mark


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
