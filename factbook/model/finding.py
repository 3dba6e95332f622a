"""The sentences of the report, and the citations in them.

A citation names a source, ``[@s3]``, or words of one, ``[@s3#q2]``; several stand together as
``[@s3#q2; @s4]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from factbook.model.record import LocalId, Record, RequiredText, Text

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


class Finding(Record):
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


class FollowUp(Record):
    """A question the check leaves open; ``answered_by`` is the id of a check that takes it up."""

    id: LocalId
    question: RequiredText
    answered_by: Text | None = None


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
