"""Anchoring exact words of a source."""

from __future__ import annotations

from dataclasses import dataclass

from factbook.errors import SnapshotError, WordsNotFoundError
from factbook.model.anchoring import Span, differing_words, find_words, nearest_passage, selectors_at
from factbook.model.check import Check, find_record, next_id, put_record, quote_at
from factbook.model.quote import Quote
from factbook.model.source import Snapshot, Source
from factbook.store.check_folder import CheckFolder


@dataclass(frozen=True)
class Placement:
    """A quote, and every place where its words stand; ``taken`` is the index of the one it names."""

    quote: Quote
    places: tuple[Span, ...]
    taken: int


def quote_words(
    folder: CheckFolder,
    source_id: str,
    words: str,
    *,
    points: tuple[str, ...] = (),
    occurrence: int = 1,
) -> Placement:
    """Quote words of a source: find them in its newest copy and record where they stand.

    Only what a reader of the source sees can be quoted, not text that is hidden in it.
    What is recorded is what the source has, even where the words were given with other white space or
    quotation marks. Words quoted before keep their quote, and the points are added to it.

    Parameters
    ----------
    folder:
        The check.
    source_id, words:
        Which source, and the words.
    points:
        The points the words speak to.
    occurrence:
        Which one, counted from 1, where the words stand several times.

    Raises
    ------
    WordsNotFoundError
        The words do not stand there; ``nearest`` is the passage that comes closest.
    SnapshotError
        There is no copy with a text, or it is damaged.
    """
    check = folder.read()
    source = check.source(source_id)
    for point in points:
        check.point(point)
    snapshot = newest_readable(source)
    text = folder.text(snapshot)
    seen = text[: snapshot.visible_length]
    places = find_words(seen, words)
    if not places:
        if find_words(text, words):
            raise _only_hidden(source, words)
        raise _not_found(source, seen, words)
    if not 1 <= occurrence <= len(places):
        raise WordsNotFoundError(
            f"The words stand {len(places)} times in {source_id}, there is no occurrence {occurrence}",
            next_step=f"Choose 1 to {len(places)}.",
        )
    span = places[occurrence - 1]
    quoted: list[Quote] = []

    def change(check: Check) -> Check:
        # Looked up again: another program may have changed the check since.
        find_record(check.sources, source_id, "source")
        check, quote = with_quote_at(check, source_id, snapshot=snapshot, text=seen, span=span, points=points)
        quoted[:] = [quote]
        return check

    folder.update(change)
    return Placement(quoted[0], tuple(places), occurrence - 1)


def with_quote_at(
    check: Check,
    source_id: str,
    *,
    snapshot: Snapshot,
    text: str,
    span: Span,
    points: tuple[str, ...],
) -> tuple[Check, Quote]:
    """Give the check with a quote of the words at a place of a copy's text, and the quote.

    Words quoted before keep their quote, and the points are added to it.
    """
    quote = quote_at(check, source=source_id, snapshot=snapshot.sha256, start=span.start, end=span.end)
    if quote:
        # Words that a model marked are a person's from now on.
        merged = tuple(dict.fromkeys([*quote.points, *points]))
        quote = quote.model_copy(update={"points": merged, "suggested_by": None})
    else:
        quote = Quote(
            id=next_id(check.quotes, "q"),
            source=source_id,
            points=points,
            **selectors_at(snapshot, text, span),
        )
    return put_record(check, "quotes", quote), quote


def newest_readable(source: Source) -> Snapshot:
    """Give the newest copy of a source that has a text; `SnapshotError` says why there is none."""
    for snapshot in reversed(source.snapshots):
        if snapshot.text_sha256:
            return snapshot
    raise SnapshotError(
        f"There is no text of {source.id} to quote from: {source.why_unread}",
        next_step="Bring its text in with: factbook source add CHECK FILE",
    )


def _only_hidden(source: Source, words: str) -> WordsNotFoundError:
    return WordsNotFoundError(
        f'The words "{_shortened(words)}" stand in {source.id} only where its readers do not see them',
        next_step="Hidden text cannot be quoted: it is white, of no size, off the page or marked as hidden.",
    )


def _shortened(words: str) -> str:
    return words if len(words) <= 80 else words[:77] + "..."


def _not_found(source: Source, text: str, words: str) -> WordsNotFoundError:
    nearest = nearest_passage(text, words)
    if not nearest:
        step = "Nothing in it comes close; look at the source's text again."
    else:
        pairs = differing_words(words, nearest)
        differs = f" (you have {pairs[0][0]!r}, it has {pairs[0][1]!r})" if len(pairs) == 1 else ""
        step = f'The nearest passage is: "{nearest}"{differs}'
    return WordsNotFoundError(
        f'The words "{_shortened(words)}" do not stand in {source.id}', nearest=nearest, next_step=step
    )
