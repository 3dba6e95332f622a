"""The sources of a report, each with its reference, its copy, and the words quoted from it."""

from __future__ import annotations

from factbook.analysis.audit_states import state_label
from factbook.analysis.quotes import QuoteState
from factbook.errors import SnapshotError
from factbook.model.anchoring import Span, surroundings
from factbook.model.quote import Quote
from factbook.model.record import iso_time
from factbook.model.source import Snapshot, Source
from factbook.reports.copies import copies_of, copy_view
from factbook.reports.dates import format_day
from factbook.reports.known import Known
from factbook.reports.views.source import CopyView, QuoteView, SnapshotView, SourceView
from factbook.wording import gettext

_SHOWN_AROUND = 240
"""Characters of the copy shown before and after quoted words."""


def source_view(known: Known, source: Source) -> SourceView:
    """Give a source with all that a reader may want to know of it."""
    snapshot = source.snapshot
    return SourceView(
        number=known.numbers[source.id],
        id=source.id,
        anchor=f"source-{source.id}",
        title=source.title,
        reference=known.references[known.numbers[source.id] - 1],
        authors=", ".join(name.display for name in source.author),
        publisher=source.publisher,
        container_title=source.container_title,
        issued=format_day(source.issued),
        url=source.url,
        doi=source.doi,
        isbn=source.isbn,
        archive_url=source.archive_url,
        interest=source.interest,
        unread=source.why_unread,
        snapshot=snapshot
        and SnapshotView(
            sha256=snapshot.sha256,
            captured_at=format_day(snapshot.captured_at),
            size_bytes=snapshot.size_bytes,
            media_type=snapshot.media_type,
            extractor=snapshot.extractor,
            note=snapshot.note,
        ),
        marks=tuple(
            mark for mark in known.marks.get(("source", source.id), ()) if mark.state != "uncited_source"
        ),
        quotes=tuple(_quote(known, quote) for quote in known.quotes_of[source.id]),
        copy_of=copy_of(known, source),
        copies=copies_of(source.id, known.origins, numbers=known.numbers),
        set_apart=source.origin == source.id,
    )


def copy_of(known: Known, source: Source) -> CopyView | None:
    """Say of which source a source is a copy."""
    return copy_view(source.id, known.origins, numbers=known.numbers, spoken=known.spoken_names)


def _quote(known: Known, quote: Quote) -> QuoteView:
    marks = known.marks.get(("quote", quote.id), [])
    copy = known.check.source(quote.source).kept_copy(quote.snapshot)
    # What the quote itself says of its surroundings is shown only once it is proved.
    before, after = _around(known, quote, copy) if not marks else ("", "")
    state = marks[0].state if marks else QuoteState.VERBATIM.value
    return QuoteView(
        id=quote.id,
        anchor=f"quote-{quote.id}",
        before=before,
        exact=quote.exact,
        after=after,
        place=_place(quote),
        state=state,
        state_label=state_label(state),
        mark=marks[0] if marks else None,
        prefix=quote.prefix,
        suffix=quote.suffix,
        start=quote.start,
        end=quote.end,
        page=quote.page,
        points=known.points_of_quotes[quote.id],
        marked_by=known.marked_by.get(quote.id, ""),
        copy_sha256=quote.snapshot or "",
        text_sha256=(copy and copy.text_sha256) or "",
        captured_at=iso_time(copy.captured_at) if copy else "",
    )


def _around(known: Known, quote: Quote, copy: Snapshot | None) -> tuple[str, str]:
    """Give more of the copy around the words than the quote itself keeps."""
    try:
        text = known.texts.text(copy)[: copy.visible_length] if copy else ""
    except SnapshotError:
        text = ""
    if not text:
        return quote.prefix, quote.suffix
    before, after = surroundings(text, Span(quote.start, quote.end), length=_SHOWN_AROUND)
    return _from_word(before), _to_word(after)


def _place(quote: Quote) -> str:
    if not quote.snapshot:
        return gettext("no place in a copy")
    if quote.page:
        return gettext(
            "page {page}, characters {start}–{end}", page=quote.page, start=quote.start, end=quote.end
        )
    return gettext("characters {start}–{end}", start=quote.start, end=quote.end)


def _from_word(text: str) -> str:
    """Start at a whole word where a text was cut off in front."""
    if len(text) < _SHOWN_AROUND:
        return text
    cut = text.find(" ")
    return f"…{text[cut:]}" if 0 <= cut < 40 else f"…{text}"


def _to_word(text: str) -> str:
    """End at a whole word where a text was cut off behind."""
    if len(text) < _SHOWN_AROUND:
        return text
    cut = text.rfind(" ")
    return f"{text[:cut]} …" if cut > len(text) - 40 else f"{text}…"
