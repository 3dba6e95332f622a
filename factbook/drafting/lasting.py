"""What of a draft still stands on something: its sources, quotes and points may have gone since it was begun.

A language model takes minutes to draft, and people go on with the check meanwhile. An id that has become free
is given to the next record, so that it is the words that tell whether a quote is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from factbook.drafting.draft import Cited, Sentence
from factbook.drafting.dropping import dropped
from factbook.model.check import Check
from factbook.model.model_call import Dropped


def split_lasting(
    sentences: Sequence[Sentence], *, before: Check, now: Check
) -> tuple[tuple[Sentence, ...], tuple[Dropped, ...]]:
    """Give the sentences that still stand on all that they cite, and what is dropped, each with its reason.

    Parameters
    ----------
    sentences:
        A draft, in its order.
    before:
        The check as it was drafted from.
    now:
        The check as it is.
    """
    texts = {point.id: point.text for point in now.points}
    there = {point.id for point in before.points if texts.get(point.id) == point.text}
    kept: list[Sentence] = []
    lost: list[Dropped] = []
    begins = False  # a paragraph, of which the first sentence is lost
    for one in sentences:
        gone = _gone(one, there, before, now)
        if gone:
            lost.append(dropped(one.words, f"its {gone} was taken out meanwhile"))
            begins = begins or one.starts_paragraph
            continue
        points = tuple(point for point in one.points if point in there)
        kept.append(replace(one, points=points, starts_paragraph=one.starts_paragraph or begins))
        begins = False
    return tuple(kept), tuple(lost)


def _gone(sentence: Sentence, points: set[str], before: Check, now: Check) -> str:
    """Name what a sentence cannot do without and that has gone, or nothing."""
    for one in sentence.cited:
        if not _is_there(one.source, before, now):
            return f"source {one.source}"
        if one.quote and _words_of(one, before) != _words_of(one, now):
            return f"quote {one.quote}"
    if sentence.points and not points.intersection(sentence.points):
        return f"point {sentence.points[0]}"
    return ""


def _is_there(source_id: str, before: Check, now: Check) -> bool:
    """Tell whether the source of this id is the one it was: it has every copy of then, or its address."""
    was = before.source(source_id)
    found = next((source for source in now.sources if source.id == source_id), None)
    if found is None:
        return False
    if not was.snapshots:
        return was.url == found.url
    return {copy.sha256 for copy in was.snapshots} <= {copy.sha256 for copy in found.snapshots}


def _words_of(cited: Cited, check: Check) -> tuple[str, str] | None:
    """Give the source and the words of the quote that is cited, if it is there."""
    found = (quote for quote in check.quotes if quote.id == cited.quote)
    return next(((quote.source, quote.exact) for quote in found), None)
