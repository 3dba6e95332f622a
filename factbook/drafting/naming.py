"""What a sentence calls a source, and the marks it puts around quoted words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from factbook.analysis.addresses import one_form
from factbook.evidence.sentences import split_sentences
from factbook.model.check import Check
from factbook.model.finding import Citation, split_citations
from factbook.model.source import Source
from factbook.wording import N_, and_list, capital, gettext, ngettext, say_partial_day, spoken

PLAIN_DRAFTER = "plain drafter"
"""The name under which the plain drafter's sentences stand in a check."""

_LONGEST_NAME = 60
"""Characters of a title or of a publisher that stands for its source in a sentence."""

_SMALL_NAME = 3
"""A name of no more words may be in small letters, like "City council"."""

_LONGEST_SMALL_WORD = 3
"""Letters of a word that has no capital in a longer name, like "of" or "the"."""

_TURNS_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows them."""

MOST_NAMED = 3
"""Of more sources than these, a sentence gives the number."""

_ARCHIVE = re.compile(r"archive\.(?:ph|is|today|li|md|vn|fo|org)|web\.archive\.org")
"""Hosts of archives whose addresses do not always tell of what page they are a copy."""

MARKS = (("“", "”"), ("‘", "’"), ("«", "»"))
"""The quotation marks that sentences of a draft put around words."""

_CURLY, _SINGLE, _ANGLED = MARKS
_OF_LANGUAGE = {"es": _ANGLED, "ar": _ANGLED}

_COUNTS = (
    N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"), N_("ten"), N_("eleven"), N_("twelve"),
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """What the sources of a check are called; no two are called the same."""

    check: Check

    def name(self, source_id: str, *, dated: bool = True) -> str:
        """Give the name of a source, like ``Reuters (March 4, 2015)`` or ``“A title of many words”``."""
        source = self.check.source(source_id)
        name, day = self._plain[source_id], source.issued if dated else None
        return gettext("{source} ({day})", source=name, day=say_partial_day(day)) if day else name

    def has_publisher(self, source_id: str) -> bool:
        """Tell whether the name of a source is that of whoever published it, and not of a document."""
        return bool(publisher_of(self.check.source(source_id)))

    def list(self, sources: Sequence[str]) -> str:
        """Name sources one after the other, like ``Reuters, the council and “A title”``."""
        return and_list([self.name(source, dated=False) for source in sources])

    def list_or_count(self, sources: Sequence[str]) -> str:
        """Name sources if there are few of them; else say how many there are."""
        if len(sources) <= MOST_NAMED:
            return self.list(sources)
        return ngettext(
            "{how_many} source", "{how_many} sources", len(sources), how_many=say_count(len(sources))
        )

    def capitalised(self, words: str) -> str:
        """Begin a sentence with a capital; with the name of a source as it is, for not every one has one."""
        by_name = any(
            words.startswith(name) and not words[len(name) : len(name) + 1].isalnum()
            for name in self._plain.values()
        )
        return words if by_name else capital(words)

    @cached_property
    def _plain(self) -> dict[str, str]:
        found = {source.id: publisher_of(source) or title_of(source) for source in self.check.sources}
        for tell_apart in (self._with_title, self._with_number):
            held = Counter(name.casefold() for name in found.values())
            found = {
                id_: name if held[name.casefold()] == 1 else tell_apart(id_, name)
                for id_, name in found.items()
            }
        return found

    def _with_title(self, source_id: str, name: str) -> str:
        source = self.check.source(source_id)
        title = title_of(source)
        return name if name == title else gettext("{publisher}, {title}", publisher=name, title=title)

    def _with_number(self, source_id: str, name: str) -> str:
        number = [source.id for source in self.check.sources].index(source_id) + 1
        return gettext("{source} (source {number})", source=name, number=number)


def publisher_of(source: Source) -> str:
    """Give who published a source, or what it appeared in, or its web host; empty for a bare document.

    An archive of the web publishes nothing: of a page in one, the page's own host counts, if it is known.
    """
    name = noted_name(source.publisher) or noted_name(source.container_title)
    if name or not source.url:
        return name
    host = one_form(source.url).partition("/")[0]
    return "" if _ARCHIVE.fullmatch(host) else host


def noted_name(words: str) -> str:
    """Give the name of a publisher or a paper as it is noted, if it looks like one; else nothing.

    A page says itself who publishes it, and that stands in sentences of ours without marks.
    """
    words = _harmless(words)
    return words if _is_name(words) else ""


def title_of(source: Source) -> str:
    """Give a source's title as a sentence names it: in quotation marks, and cut where it is long."""
    title = _harmless(source.title)
    if not title:
        return gettext("an untitled source")
    if len(title) > _LONGEST_NAME:
        cut = title[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" ,;:.–—-")
        title = f"{cut}…"
    return in_marks(title)


def _is_name(words: str) -> bool:
    """Tell whether words look like a name: short, no sentence, and in capitals if they are many."""
    if not words or len(words) > _LONGEST_NAME or len(split_sentences(words)) > 1:
        return False
    told = words.split()
    return len(told) <= _SMALL_NAME or not any(
        word[0].islower() for word in told if len(word) > _LONGEST_SMALL_WORD
    )


def in_marks(words: str) -> str:
    """Put words in the quotation marks of the language that is spoken; inner ones if they have such."""
    before, after = _OF_LANGUAGE.get(spoken().partition("-")[0], _CURLY)
    if before == "“" and any(mark in words for mark in '“”„"'):
        before, after = _SINGLE
    elif before == "«" and any(mark in words for mark in "«»"):
        before, after = _CURLY
    return f"{before}{words}{after}"


def say_count(number: int) -> str:
    """Write a number as a sentence does: in words up to twelve, where the language has it so."""
    return gettext(_COUNTS[number - 1]) if 1 <= number <= len(_COUNTS) else str(number)


def distinct(items: Iterable[str]) -> list[str]:
    """Give each item once, in order."""
    return list(dict.fromkeys(items))


def _harmless(words: str) -> str:
    """Give a name that can stand in a sentence: a citation in it would be taken for one of ours."""
    words = " ".join(_TURNS_TEXT.sub("", words).split())
    return "" if any(isinstance(piece, Citation) for piece in split_citations(words)) else words
