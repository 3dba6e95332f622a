"""The sentences of the report, the citations in them, and who wrote them.

A citation names a source, ``[@s3]``, or words of one, ``[@s3#q2]``; several stand together as
``[@s3#q2; @s4]``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from factbook.model.record import LocalId, Record, RequiredText, Sha256, Text

_ID = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?"
_CITE = rf"@({_ID})(?:#({_ID}))?"
_GROUP = re.compile(rf"\[\s*{_CITE}(?:\s*[;,]\s*{_CITE})*\s*\]")
_ONE = re.compile(_CITE)


class Section(StrEnum):
    """The three numbered sections of the report."""

    SUMMARY = "summary"
    CONTEXT = "context"
    INTERESTS = "interests"


class Citation(NamedTuple):
    """What a sentence leans on: a source, and the words of it if they are named."""

    source: str
    quote: str | None


class Authorship(StrEnum):
    """Who answers for a sentence: a draft of a model waits until a person accepts it or changes its words."""

    PERSON = "person"
    MODEL = "model"
    ACCEPTED = "accepted"
    EDITED = "edited"


class Written(Record):
    """What stands in a report in words, written by a person or drafted by a model."""

    suggested_by: LocalId | None = Field(
        default=None, description="the model that drafted it; none: a person wrote it"
    )
    accepted_by: LocalId | None = Field(default=None, description="the person who took the draft over")
    drafted_as: Sha256 | None = Field(
        default=None, description="the hash of the words as they were drafted: other words are a person's"
    )

    @property
    def words(self) -> str:
        """What it says, without citations."""
        raise NotImplementedError

    @property
    def authorship(self) -> Authorship:
        """Whose words these are; words that differ from the draft are a person's, however they got there."""
        if self.suggested_by is None:
            return Authorship.PERSON
        if self.drafted_as != hash_words(self.words):
            return Authorship.EDITED
        return Authorship.ACCEPTED if self.accepted_by else Authorship.MODEL

    @property
    def waits(self) -> bool:
        """Whether it is a draft that no person has answered."""
        return self.authorship == Authorship.MODEL


def hash_words(words: str) -> str:
    """Give the hash under which a draft knows its words again."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


class Finding(Written):
    """One sentence of the report.

    ``points`` are the points it speaks to. ``reports_silence`` marks a sentence that says a source does *not*
    address a point: the audit then checks that it is so, instead of asking for words that bear it out.
    """

    id: LocalId
    section: Section
    text: RequiredText
    points: tuple[LocalId, ...] = ()
    key_point: bool = Field(default=False, description="set apart as one of the section's key points")
    starts_paragraph: bool = False
    reports_silence: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the sentence, in order."""
        return tuple(piece for piece in split_citations(self.text) if isinstance(piece, Citation))

    @property
    def plain_text(self) -> str:
        """The sentence without its citations."""
        words = "".join(piece for piece in split_citations(self.text) if isinstance(piece, str))
        return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", words)).strip()

    @property
    def words(self) -> str:
        """What it says, without citations."""
        return self.plain_text

    @property
    def uncited_text(self) -> str:
        """The sentence without its citations and the blank before each, else character by character."""
        told = ""
        for piece in split_citations(self.text):
            told = told.rstrip(" ") if isinstance(piece, Citation) else told + piece
        return told


class FollowUp(Written):
    """A question the check leaves open; ``answered_by`` is the id of a check that takes it up."""

    id: LocalId
    question: RequiredText
    answered_by: Text | None = None

    @property
    def words(self) -> str:
        """What it asks."""
        return self.question


class Declined(Record):
    """Words that a person did not want: a draft made again leaves them out."""

    id: LocalId
    words: RequiredText
    declined_by: LocalId
    drafted_as: Sha256 | None = Field(
        default=None, description="the hash of the words as drafted, where a person had changed them before"
    )

    @property
    def hash(self) -> str:
        """The hash of the words that are not to be drafted again."""
        return self.drafted_as or hash_words(self.words)


def split_citations(text: str) -> Iterator[str | Citation]:
    """Cut a sentence into its words and its citations, in order.

    >>> list(split_citations("Agents are trained [@s3#q2; @s4]."))
    ['Agents are trained ', Citation(source='s3', quote='q2'), Citation(source='s4', quote=None), '.']
    """
    position = 0
    for group in _GROUP.finditer(text):
        if group.start() > position:
            yield text[position : group.start()]
        for one in _ONE.finditer(group.group()):
            yield Citation(one.group(1), one.group(2))
        position = group.end()
    if position < len(text):
        yield text[position:]
