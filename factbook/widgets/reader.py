"""A source's text to read: what bears on a point is marked, and words become quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import traitlets

from factbook.analysis.audit_states import state_label
from factbook.analysis.quotes import quote_state
from factbook.analysis.texts import ReadOnce
from factbook.errors import BadInputError
from factbook.evidence.passages import find_passages
from factbook.evidence.quoting import newest_readable, with_quote_at
from factbook.evidence.sentences import split_sentences
from factbook.model.anchoring import Span, find_words
from factbook.model.check import Check, put_record
from factbook.model.quote import Quote
from factbook.model.source import Snapshot, Source
from factbook.widgets.background import in_background, why_not
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.part import MovedOnError, place_in, text_in
from factbook.widgets.patches import JsonObject
from factbook.widgets.stance_view import describe
from factbook.widgets.static import isolated
from factbook.widgets.text_places import TextPlaces
from factbook.widgets.undoing import UndoablePart
from factbook.widgets.uses import say_uses

MOST_PASSAGES = 8
"""Passages of a source that are suggested for a point; of a short text a third of its sentences."""


@dataclass(frozen=True)
class _Opened:
    """The source that is being read: its newest copy that has a text, and that text as its readers see it."""

    source: str
    snapshot: Snapshot
    text: str
    places: TextPlaces


class ReaderPart(UndoablePart):
    """The text of one source at a time, with what is quoted and what is suggested in it."""

    name: ClassVar[str] = "reader"
    _opened: _Opened | None = None

    def __init__(self, seat: Any) -> None:
        super().__init__(seat)
        self._texts = ReadOnce(seat.folder)
        self._passages: dict[tuple[str, str], list[Span]] = {}
        self._asked: set[tuple[str, str]] = set()

    def view(self) -> JsonObject:
        """Give the sources and points to choose from, and what is open: its text, quotes and passages.

        Places are counted in UTF-16 units. ``passages`` has for each point that was asked of the best
        places, best first, or ``None`` while they are being looked for.
        """
        check = self.seat.seen
        opened = self._opened
        if opened and opened.source not in {one.id for one in check.sources}:
            opened = None
        return {
            "sources": [_choice(source, number) for number, source in enumerate(check.sources, start=1)],
            "points": [{"id": point.id, "text": point.text} for point in check.points],
            "undo": self.undoing.count,
            "open": self._view_of(check, opened) if opened else None,
        }

    def do_open(self, message: JsonObject) -> None:
        """Open a source; `SnapshotError` says why there is no text of it."""
        self.open(text_in(message, "source"))

    def open(self, source_id: str) -> None:
        """Open a source to be read."""
        source = self.seat.check.source(source_id)
        snapshot = newest_readable(source)
        if self._opened and (self._opened.source, self._opened.snapshot) == (source_id, snapshot):
            return
        text = self.seat.folder.text(snapshot)[: snapshot.visible_length]
        self._opened = _Opened(source_id, snapshot, text, TextPlaces(text))

    def do_rank(self, message: JsonObject) -> None:
        """Have the passages looked for that bear on a point; they are told of once they are found."""
        opened, check = self._expect_open(message), self.seat.check
        point = check.point(text_in(message, "point"))
        key = (opened.snapshot.sha256, point.text)
        if key in self._passages or key in self._asked:
            return
        self._asked.add(key)

        def work() -> Iterator[list[Span]]:
            most = max(1, min(MOST_PASSAGES, len(split_sentences(opened.text)) // 3))
            found = find_passages(point.text, opened.text, k=most)
            yield [Span(one.start, one.end) for one in found]

        def tell(found: list[Span], said: str = "") -> None:
            self._asked.discard(key)
            self._passages[key] = found
            self.post({"message": said} if said else {})

        in_background(work, tell=tell, failed=lambda error: tell([], why_not(error)))

    def do_quote(self, message: JsonObject) -> JsonObject:
        """Make a quote of the words between two places of the copy that the page names.

        What cuts a word takes the whole of it. `MovedOnError` where there is a newer copy by now, in which
        other words may stand between the places; it is opened then.
        """
        try:
            return {"quote": self._quote(message).id}
        except MovedOnError:
            self.seat.read()
            self.open(text_in(message, "source"))
            raise

    def _quote(self, message: JsonObject) -> Quote:
        opened = self._opened
        named = text_in(message, "source"), text_in(message, "copy")
        if opened is None or (opened.source, opened.snapshot.sha256) != named:
            raise MovedOnError(None)
        most = opened.places.in_browser(len(opened.text))
        span = _whole_words(
            opened.text,
            opened.places.in_python(place_in(message, "start", most=most)),
            opened.places.in_python(place_in(message, "end", most=most)),
        )

        def change(check: Check) -> tuple[Check, Quote]:
            if newest_readable(check.source(opened.source)) != opened.snapshot:
                raise MovedOnError(None)
            points = tuple(check.point(one).id for one in _names(message.get("points")))
            return with_quote_at(
                check, opened.source, snapshot=opened.snapshot, text=opened.text, span=span, points=points
            )

        return self.make(change, write=self.undoing.write)

    def do_speaks_to(self, message: JsonObject) -> None:
        """Say whether a quote speaks to a point."""

        def change(check: Check) -> Check:
            quote, point = check.quote(text_in(message, "quote")), check.point(text_in(message, "point")).id
            others = tuple(one for one in quote.points if one != point)
            points = (*others, point) if message.get("on") else others
            # Whoever says what words speak to has taken them for their own.
            return put_record(
                check, "quotes", quote.model_copy(update={"points": points, "suggested_by": None})
            )

        self.undoing.write(change)

    def do_remove_quote(self, message: JsonObject) -> None:
        """Take a quote out on which nothing rests."""
        self.undoing.write(lambda check: without_quote(check, text_in(message, "quote")))

    def static_html(self) -> str:
        """Give the quotes of all sources as a list; a text to read is in the report and in the copies."""
        check = self.seat.seen
        items = "".join(
            f"<li>{isolated(check.source(quote.source).title)}{_page(quote)}: "
            f"<q>{isolated(quote.exact)}</q></li>"
            for quote in check.quotes
        )
        return f'<div class="factbook-reader-static"><p>Quotes</p><ul>{items}</ul></div>'

    def static_text(self) -> str:
        """Give the quotes of all sources as lines."""
        check = self.seat.seen
        quotes = (f"{one.id}  {one.source}{_page(one)}: “{one.exact}”" for one in check.quotes)
        return "\n".join(["Quotes:", *quotes])

    def _view_of(self, check: Check, opened: _Opened) -> JsonObject:
        source, places = check.source(opened.source), opened.places
        ranked = {
            point.id: self._passages.get((opened.snapshot.sha256, point.text))
            for point in check.points
            if (opened.snapshot.sha256, point.text) in self._passages.keys() | self._asked
        }
        return {
            "source": source.id,
            "copy": opened.snapshot.sha256,
            "title": source.title,
            "detail": describe(source),
            "text": opened.text,
            "hidden": opened.snapshot.hidden,
            "note": opened.snapshot.note,
            "pages": [places.in_browser(start) for start in opened.snapshot.pages],
            "quotes": [self._view_of_quote(check, one) for one in check.quotes if one.source == source.id],
            "passages": {
                point: None
                if spans is None
                else [[places.in_browser(start), places.in_browser(end)] for start, end in spans]
                for point, spans in ranked.items()
            },
        }

    def _view_of_quote(self, check: Check, quote: Quote) -> JsonObject:
        state, told = quote_state(quote, check, self._texts)
        here = self._opened is not None and quote.snapshot == self._opened.snapshot.sha256
        places = self._opened.places if self._opened else TextPlaces("")
        return {
            "id": quote.id,
            "exact": quote.exact,
            "points": list(quote.points),
            "page": quote.page,
            "state": state_label(state),
            "holds": state == "verbatim",
            "told": told,
            "by": check.coder(quote.suggested_by).full_name if quote.suggested_by else "",
            # A quote of an older copy stands elsewhere, or nowhere, in the text that is shown.
            "at": [places.in_browser(quote.start), places.in_browser(quote.end)] if here else None,
        }

    def _expect_open(self, message: JsonObject) -> _Opened:
        self.open(text_in(message, "source"))
        if self._opened is None:
            raise BadInputError("No source is open", next_step="Choose one to read.")
        return self._opened


def without_quote(check: Check, quote_id: str) -> Check:
    """Give the check without a quote; `BadInputError` if a judgement or a sentence rests on it."""
    check.quote(quote_id)
    judged = sum(quote_id in stance.quotes for stance in check.stances)
    cited = sum(any(one.quote == quote_id for one in finding.citations) for finding in check.findings)
    if told := say_uses(judgement=judged, sentence=cited):
        raise BadInputError(
            f"{quote_id} is in use: {', '.join(told)}", next_step="Take these back first, or leave it in."
        )
    return check.changed(quotes=tuple(one for one in check.quotes if one.id != quote_id))


def _choice(source: Source, number: int) -> JsonObject:
    return {"id": source.id, "title": source.title, "number": number, "read": source.is_read}


def _names(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _page(quote: Quote) -> str:
    return f", page {quote.page}" if quote.page else ""


def _whole_words(text: str, start: int, end: int) -> Span:
    """Give a stretch without blanks at its ends, and with the whole of the words it begins or ends in."""
    start, end = min(start, end), max(start, end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise BadInputError(
            "No words are selected", next_step="Select some in the text, or move with the arrows."
        )
    if any(one.start == start and one.end == end for one in find_words(text, text[start:end])):
        return Span(start, end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return Span(start, end)


class Reader(CheckWidget):
    """The texts of a check's sources, to be read and quoted.

    Keys in the text: the arrows select words, with Shift more of them; n and p lead to the next and the
    previous passage that is suggested; q quotes what is selected; / searches; [ and ] change the point.
    """

    part_classes: ClassVar[Any] = (ReaderPart,)
    module: ClassVar[str] = "reader"
    reader = traitlets.Dict(help="what is shown; see `ReaderPart.view`").tag(sync=True)
