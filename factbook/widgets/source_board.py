"""The sources of a check: brought in by address, file or text, described, and copies folded."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from itertools import count
from pathlib import PurePath
from typing import Any, ClassVar

import traitlets

from factbook.analysis.origins import AUTOMATIC, INDEPENDENT, count_sources, with_origin
from factbook.errors import BadInputError
from factbook.model.check import Check
from factbook.model.source import Source
from factbook.sources.add import add_capture, add_fetched, add_text, described, is_web_address
from factbook.sources.capture import capture_bytes
from factbook.sources.choose_fetcher import fetcher_for
from factbook.sources.fetch.many import fetch_all
from factbook.sources.limits import MAX_SIZE_BYTES
from factbook.sources.recheck import recheck_sources
from factbook.store.clock import utc_now
from factbook.store.settings import load_settings
from factbook.widgets.background import in_background, why_not
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.part import text_in
from factbook.widgets.patches import JsonObject
from factbook.widgets.reader import ReaderPart
from factbook.widgets.source_edits import FIELDS, source_text, with_source_text, without_source
from factbook.widgets.stance_view import copy_text, describe
from factbook.widgets.static import isolated
from factbook.widgets.undoing import UndoablePart
from factbook.widgets.uploads import Uploads
from factbook.wording import comma_list, gettext, ngettext, say_number

Progress = tuple[str, str, str]
"""What became of something that comes in: its name, its state and what is to be said of it."""


class SourcePart(UndoablePart):
    """The sources, what is on its way, and the fields of those that are open."""

    name: ClassVar[str] = "source_board"

    def __init__(self, seat: Any) -> None:
        super().__init__(seat)
        self._coming: dict[str, JsonObject] = {}
        self._numbers = count(1)
        self._open: set[str] = set()
        self._uploads = Uploads()
        # One file after the other: each is looked for among those that came before it.
        self._filing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="factbook-filing")

    def view(self) -> JsonObject:
        """Give the sources in their order, and what is on its way.

        A source has its ``state`` (``read``, ``unread``, ``dead``) and what there is to say of it, the
        source it is a copy ``of`` and why, and its ``fields`` if it is open.
        """
        self._uploads.give_up()
        check, origins = self.seat.seen, self.seat.origins
        quotes = Counter(quote.source for quote in check.quotes)
        return {
            "coming": [dict(one) for one in self._coming.values()],
            "undo": self.undoing.count,
            "counted": count_sources(len(check.sources), len(origins.groups)),
            "sources": [
                self._view_of(check, one, number, quotes[one.id])
                for number, one in enumerate(check.sources, start=1)
            ],
        }

    def do_add_addresses(self, message: JsonObject) -> JsonObject:
        """Bring in web addresses, one a line; pages are fetched side by side, and told of as they come."""
        given = text_in(message, "text").split()
        items = list(dict.fromkeys(f"https://{one}" if one.startswith("www.") else one for one in given))
        wrong = [one for one in items if not is_web_address(one)]
        if wrong or not items:
            raise BadInputError(
                f"{wrong[0]!r} is no web address" if wrong else "There is no web address",
                next_step="Give addresses that begin with http:// or https://, one a line.",
            )
        folder = self.seat.folder
        fetcher = fetcher_for(load_settings(folder.path.parent).fetch)

        def work() -> Iterator[Progress]:
            known = {source.url: source.id for source in folder.read().sources if source.url}
            yield from (
                (item, "passed", f"{known[item]} has this address") for item in items if item in known
            )
            new = [item for item in items if item not in known]
            # As they come: nobody is to wait for the slowest server to see the others.
            for item, document in fetch_all(new, fetcher, in_order=False):
                source = add_fetched(folder, item, document)
                yield item, "done" if source.is_read else "unread", source.why_unread

        self._bring_in(items, work)
        return {"begun": items}

    def do_add_text(self, message: JsonObject) -> JsonObject:
        """Bring in a text as it was pasted; its first line is its title. The page keeps it until it is in."""
        text = text_in(message, "text")
        if not text.strip():
            raise BadInputError("There is no text", next_step="Paste some.")
        if there := self._holder_of(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()):
            raise BadInputError(f"{there} has the very same text", next_step="It need not come in again.")
        source = add_text(self.seat.folder, text)
        self.seat.read()
        return {"came": source.title, "how": "done"}

    def do_add_file(self, message: JsonObject, buffers: list[memoryview] | None = None) -> JsonObject:
        """Take a piece of a file; with the last one it is brought in."""
        upload, name = text_in(message, "upload"), PurePath(text_in(message, "name")).name or "file"
        number = message.get("number")
        received = self._uploads.take(
            upload, buffers or [], number=number if isinstance(number, int) else None
        )
        if received > MAX_SIZE_BYTES:
            self._uploads.end(upload)
            raise BadInputError(
                f"{name} is larger than {MAX_SIZE_BYTES // 1_000_000} MB", next_step="Bring in a part of it."
            )
        if not message.get("last"):
            return {}
        data = self._uploads.end(upload)

        def work() -> Iterator[Progress]:
            if not data:
                yield name, "passed", "it is empty"
            elif there := self._holder_of(hashlib.sha256(data).hexdigest()):
                yield name, "passed", f"{there} has the very same bytes"
            else:
                path = PurePath(name)
                capture = capture_bytes(data, extension=path.suffix.lstrip("."), captured_at=utc_now())
                fields = {"title": path.stem} | described(capture.extraction)
                source = add_capture(self.seat.folder, capture, fields)
                yield name, "done" if source.is_read else "unread", source.why_unread

        self._bring_in([name], work, executor=self._filing)
        return {}

    def do_recheck(self, message: JsonObject) -> None:
        """Fetch a source's address again; what was quoted is followed into the new copy."""
        source = self.seat.check.source(text_in(message, "source"))
        if not source.url:
            raise BadInputError(f"{source.id} has no web address", next_step="Give it one first.")
        fetcher = fetcher_for(load_settings(self.seat.folder.path.parent).fetch)

        def work() -> Iterator[Progress]:
            for result in recheck_sources(self.seat.folder, fetcher=fetcher, sources=(source.id,)):
                told = ": ".join(filter(None, [result.outcome.value, result.reason]))
                yield source.title, "passed", told

        self._bring_in([source.title], work)

    def do_clear(self, message: JsonObject) -> None:
        """Take what was said of something that came in off the list; without a name, all that is done."""
        wanted = text_in(message, "coming")
        for id_, one in list(self._coming.items()):
            if id_ == wanted or (not wanted and one["state"] != "coming"):
                del self._coming[id_]

    def do_open(self, message: JsonObject) -> None:
        """Show the fields of a source, or no longer."""
        source = self.seat.check.source(text_in(message, "source")).id
        (self._open.add if message.get("open") else self._open.discard)(source)

    def do_set(self, message: JsonObject) -> JsonObject:
        """Write one field of a source."""
        source, field = text_in(message, "source"), text_in(message, "field")
        return self.retype(
            message,
            read=lambda check: source_text(check.source(source), field),
            write=lambda check, text: with_source_text(check, source, field, text),
        )

    def do_copy_of(self, message: JsonObject) -> None:
        """Say that a source is a copy of another, of none, or that words are to tell."""
        source, other = text_in(message, "source"), text_in(message, "other")
        self.undoing.write(lambda check: with_origin(check, source, other))

    def do_remove(self, message: JsonObject) -> None:
        """Take a source out that nobody has used; its copy stays in the folder."""
        self.undoing.write(lambda check: without_source(check, text_in(message, "source")))

    def static_html(self) -> str:
        """Give the sources as a numbered list."""
        check, origins = self.seat.seen, self.seat.origins
        items = "".join(
            f"<li>{isolated(source.title)} {isolated(describe(source))}<br>{isolated(_state(source)[1])}"
            f"{'<br>' + isolated(copy) if (copy := copy_text(check, source, origins)) else ''}</li>"
            for source in check.sources
        )
        counted = count_sources(len(check.sources), len(origins.groups))
        return f'<div class="factbook-sources-static"><p>{counted}</p><ol>{items}</ol></div>'

    def static_text(self) -> str:
        """Give the sources as lines."""
        check, origins = self.seat.seen, self.seat.origins
        lines = [count_sources(len(check.sources), len(origins.groups))]
        for number, source in enumerate(check.sources, start=1):
            said = filter(None, [describe(source), _state(source)[1], copy_text(check, source, origins)])
            lines.append(f"[{number}] {source.title}. {'. '.join(said)}")
        return "\n".join(lines)

    def _view_of(self, check: Check, source: Source, number: int, quotes: int) -> JsonObject:
        origins = self.seat.origins
        state, told = _state(source)
        view = {
            "id": source.id,
            "number": number,
            "title": source.title,
            "detail": describe(source),
            "url": source.url or "",
            "state": state,
            "told": told,
            "quotes": quotes,
            "copy": copy_text(check, source, origins),
            "of": origins.of(source.id) if origins.fold(source.id) else "",
        }
        if source.id in self._open:
            view["fields"] = {field: source_text(source, field) for field in FIELDS}
            by_hand = INDEPENDENT if source.origin == source.id else source.origin
            view["origin"] = by_hand or AUTOMATIC
        return view

    def _holder_of(self, sha256: str) -> str:
        for source in self.seat.folder.read().sources:
            if source.kept_copy(sha256):
                return source.id
        return ""

    def _bring_in(
        self, items: list[str], work: Callable[[], Iterator[Progress]], *, executor: Executor | None = None
    ) -> None:
        """Do this in the background, and tell the page of each item as it is done."""
        ids = {}
        for item in items:
            ids[item] = f"c{next(self._numbers)}"
            self._coming[ids[item]] = {"id": ids[item], "item": item, "state": "coming", "told": ""}

        left = dict.fromkeys(items)

        def tell(progress: Progress) -> None:
            item, state, told = progress
            left.pop(item, None)
            if state == "done":
                self._coming.pop(ids[item], None)
            elif ids[item] in self._coming:
                self._coming[ids[item]] |= {"state": state, "told": told}
            self.seat.read_quietly()
            self.post({"came": item, "how": state})

        def failed(error: Exception) -> None:
            told = error.strerror if isinstance(error, OSError) else None
            for item in list(left):
                tell((item, "failed", told or why_not(error)))

        in_background(work, tell=tell, failed=failed, executor=executor)


def _state(source: Source) -> tuple[str, str]:
    """Give the state of a source, and what there is to say of its copy."""
    dead, snapshot = source.dead_since, source.snapshot
    if not source.is_read:
        return "unread", source.why_unread
    copy = next(one for one in reversed(source.snapshots) if one.text_sha256)
    length = say_number(copy.text_length)
    told = [ngettext("{length} character", "{length} characters", copy.text_length, length=length)]
    if copy.pages:
        told.append(ngettext("{number} page", "{number} pages", len(copy.pages)))
    if len(source.snapshots) > 1:
        day, copies = f"{copy.captured_at:%Y-%m-%d}", len(source.snapshots)
        told.append(gettext("{number} copies, the last of {day}", number=copies, day=day))
    if copy.hidden:
        told.append(gettext("it holds hidden text, which cannot be quoted"))
    if snapshot and snapshot.note:
        told.append(snapshot.note)
    if dead:
        day, held = f"{dead.failed_at:%Y-%m-%d}", comma_list(told)
        return "dead", gettext("dead since {day}: {reason}; {held}", day=day, reason=dead.reason, held=held)
    return "read", comma_list(told)


class SourceBoard(CheckWidget):
    """The sources of a check, with a reader below that opens at a click."""

    part_classes: ClassVar[Any] = (SourcePart, ReaderPart)
    module: ClassVar[str] = "source_board"
    source_board = traitlets.Dict(help="what is shown; see `SourcePart.view`").tag(sync=True)
    reader = traitlets.Dict(help="the text that is read; see `ReaderPart.view`").tag(sync=True)
