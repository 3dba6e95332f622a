"""Whether quoted words stand where the quote says they stand."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from factbook.analysis.texts import Texts
from factbook.errors import SnapshotError
from factbook.model.anchoring import find_words
from factbook.model.check import Check
from factbook.model.quote import Quote
from factbook.model.reanchoring import Fate, reanchor
from factbook.model.source import Snapshot, Source
from factbook.wording import gettext, ngettext, say_iso_day


class QuoteState(StrEnum):
    """The five states of a quote."""

    VERBATIM = "verbatim"
    CHANGED = "changed"
    MISATTRIBUTED = "misattributed"
    FABRICATED = "fabricated"
    UNAVAILABLE = "unavailable"


def quote_state(quote: Quote, check: Check, texts: Texts) -> tuple[QuoteState, str]:
    """Give the state of a quote, and in words what was found.

    A quote is verbatim if its words, with those kept from around them, stand at its position in the copy it
    names, and also stand, among the same words, in the newest copy of the source if there is a newer one.
    """
    source = check.source(quote.source)
    named = source.kept_copy(quote.snapshot)
    if named is not None:
        try:
            text = texts.text(named)
        except SnapshotError as error:
            return QuoteState.UNAVAILABLE, error.problem
        if _stands_at_position(quote, text):
            if named.pages and quote.page != named.page_of(quote.start):
                page = named.page_of(quote.start)
                return QuoteState.CHANGED, gettext("the words stand on page {page} of the copy", page=page)
            return _in_newer_copies(quote, source, named, texts)
    elif next(_readable(source, texts), None) is None:
        return QuoteState.UNAVAILABLE, source.why_unread or gettext("every copy of the source is damaged")
    return _elsewhere(quote, check, source, texts)


def is_hidden(quote: Quote, check: Check) -> bool:
    """Tell whether any of a quote's words stand in text that the copy it names hides from its readers."""
    named = check.source(quote.source).kept_copy(quote.snapshot)
    return named is not None and named.visible_length is not None and quote.end > named.visible_length


def _stands_at_position(quote: Quote, text: str) -> bool:
    before = text[max(0, quote.start - len(quote.prefix)) : quote.start]
    after = text[quote.end : quote.end + len(quote.suffix)]
    return text[quote.start : quote.end] == quote.exact and before == quote.prefix and after == quote.suffix


def _in_newer_copies(quote: Quote, source: Source, named: Snapshot, texts: Texts) -> tuple[QuoteState, str]:
    newest = source.snapshots[-1]
    if newest is not named:
        try:
            fate = reanchor(quote, texts.text(newest)[: newest.visible_length]).fate
        except SnapshotError:
            fate = Fate.UNCHANGED  # No text to compare; if the copy is damaged, that is told of the source.
        day = say_iso_day(newest.captured_at)
        if fate == Fate.GONE:
            return QuoteState.CHANGED, gettext("the words are gone from the copy captured on {day}", day=day)
        if fate == Fate.UNSURE:
            return QuoteState.CHANGED, gettext(
                "in the copy captured on {day}, the words stand among other words", day=day
            )
    return QuoteState.VERBATIM, gettext(
        "characters {start} to {end} of the kept copy", start=quote.start, end=quote.end
    )


def _elsewhere(quote: Quote, check: Check, source: Source, texts: Texts) -> tuple[QuoteState, str]:
    for text in _readable(source, texts):
        spans = find_words(text, quote.exact)
        if spans:
            if spans[0] == (quote.start, quote.end):
                return QuoteState.CHANGED, gettext("the words stand there, but not as the quote tells it")
            return QuoteState.CHANGED, gettext(
                "the words stand at character {start} of the source, not where the quote says",
                start=spans[0].start,
            )
    looked_in = 0
    for other in check.sources:
        for text in _readable(other, texts):
            looked_in += 1
            if other.id != source.id and find_words(text, quote.exact):
                return QuoteState.MISATTRIBUTED, gettext(
                    "the words stand in “{title}”, not in this source", title=other.title
                )
    return QuoteState.FABRICATED, ngettext(
        "the words stand in none of {number} kept copy",
        "the words stand in none of {number} kept copies",
        looked_in,
    )


def _readable(source: Source, texts: Texts) -> Iterator[str]:
    for snapshot in reversed(source.snapshots):
        try:
            yield texts.text(snapshot)
        except SnapshotError:
            continue
