"""What a sentence calls a source, and the marks it puts around quoted words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from factbook.analysis.addresses import one_form
from factbook.model.check import Check
from factbook.model.finding import Citation, split_citations
from factbook.model.source import Source
from factbook.wording import N_, and_list, gettext, ngettext, say_partial_day, spoken

PLAIN_DRAFTER = "plain drafter"
"""The name under which the plain drafter's sentences stand in a check."""

_LONGEST_TITLE = 60
"""Characters of a title that stands for its source in a sentence."""

_BARE_TITLE_WORDS = 5
"""A title of no more words may be a name, like "Council minutes"; all others are set in quotation marks."""

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
    named = _harmless(source.publisher or source.container_title)
    if named or not source.url:
        return named
    host = one_form(source.url).partition("/")[0]
    return "" if _ARCHIVE.fullmatch(host) else host


def title_of(source: Source) -> str:
    """Give a source's title as a sentence names it: cut where it is long, and marked where it is no name."""
    title = _harmless(" ".join(source.title.split()))
    if not title:
        return gettext("an untitled source")
    if len(title) > _LONGEST_TITLE:
        cut = title[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:.–—-")
        title = f"{cut}…"
    return title if _is_name(title) else in_marks(title)


def _is_name(title: str) -> bool:
    """Tell whether a title can stand for its source as it is; many a file's would read as a word of ours."""
    in_capitals = title[0].isalpha() and not title.islower()
    short = len(title) > 1 and len(title.split()) <= _BARE_TITLE_WORDS
    return in_capitals and short and title[-1].isalnum() and "_" not in title


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
    return "" if any(isinstance(piece, Citation) for piece in split_citations(words)) else words.strip()
