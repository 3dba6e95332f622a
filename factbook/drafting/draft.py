"""What a drafter is given, what it gives, and what it has to offer to be asked.

A drafter types no citation and anchors no quote: it names the words a sentence rests on, by the source and
where they stand in its text, and `drafting.writing` looks them up and cites them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from factbook.analysis.origins import Origins
from factbook.model.anchoring import Span
from factbook.model.check import Check
from factbook.model.finding import Section
from factbook.model.model_call import Dropped

if TYPE_CHECKING:
    from factbook.drafting.asking.call_log import CallLog


Prove = Callable[["Sequence[Sentence]"], Sequence[str]]


@dataclass(frozen=True)
class Material:
    """All a drafter is given.

    Attributes
    ----------
    check:
        The check: its claim, points, sources, stances and quotes.
    texts:
        Of each source that can be read, what readers of its newest copy see, by the source's id.
    origins:
        Which sources are copies of one text.
    prove:
        Says of sentences what the audit would have against each, if it stood in the check; empty where it
        holds.
    calls:
        Where calls of language models are kept and replayed; see `asking.ask.Asker`.
    """

    check: Check
    texts: Mapping[str, str]
    origins: Origins
    prove: Prove | None = None
    calls: CallLog | None = None


@dataclass(frozen=True)
class Cited:
    """What a sentence rests on: a source, and words of it.

    The words are a quote that the check has already, or else ``span`` in the source's text; without either,
    the sentence tells of the source's records and not of its words.
    """

    source: str
    quote: str | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of a draft, without its citations: these are put before its last stop, in their order."""

    section: Section
    words: str
    cited: tuple[Cited, ...]
    points: tuple[str, ...] = ()
    key_point: bool = False
    starts_paragraph: bool = False
    reports_silence: bool = False


@dataclass(frozen=True)
class Draft:
    """What a drafter wrote: sentences in the order in which they stand, and questions left open.

    ``dropped`` is what it wrote and took out again, with the reason of each.
    """

    sentences: tuple[Sentence, ...] = ()
    questions: tuple[str, ...] = field(default=())
    dropped: tuple[Dropped, ...] = ()


class Drafter(Protocol):
    """Writes the sentences of a report; found by name in the entry points ``factbook.drafters``."""

    name: str
    version: str

    def draft(self, material: Material) -> Draft:
        """Draft the report of a check, in the language that is spoken (`wording.speaking`)."""
        ...
