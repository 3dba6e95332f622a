"""Capturing the sources of a check again, and telling what became of the words quoted from them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from factbook.errors import FetchError, NotFoundError
from factbook.model.anchoring import selectors_at
from factbook.model.check import Check, find_record, put_record
from factbook.model.reanchoring import Fate, reanchor
from factbook.model.source import FailedFetch, Snapshot, Source
from factbook.sources.add import described, failed_fetch, title_of_address
from factbook.sources.capture import Capture, capture_fetched
from factbook.sources.fetch.fetched import Fetched, Fetcher
from factbook.sources.fetch.many import fetch_all
from factbook.store.check_folder import CheckFolder


class Outcome(StrEnum):
    """What became of a source since it was captured."""

    UNCHANGED = "unchanged"
    CHANGED_ELSEWHERE = "changed elsewhere"
    WORDS_MOVED = "words moved"
    WORDS_UNSURE = "words unsure"
    WORDS_GONE = "words gone"
    UNREADABLE = "unreadable"
    DEAD = "dead"
    CAPTURED = "captured"

    @property
    def holds(self) -> bool:
        """Whether everything that was quoted is known to stand there still."""
        return self in {
            Outcome.UNCHANGED,
            Outcome.CHANGED_ELSEWHERE,
            Outcome.WORDS_MOVED,
            Outcome.CAPTURED,
        }


@dataclass(frozen=True)
class Recheck:
    """What became of a source: the outcome, the worst of its quotes', and each quote's fate by its id."""

    source: str
    outcome: Outcome
    quotes: dict[str, Fate]
    reason: str = ""


_WORST_FIRST = {
    Fate.GONE: Outcome.WORDS_GONE,
    Fate.UNSURE: Outcome.WORDS_UNSURE,
    Fate.MOVED: Outcome.WORDS_MOVED,
}


def recheck_sources(
    folder: CheckFolder, *, fetcher: Fetcher, sources: Collection[str] = (), progress: bool = False
) -> tuple[Recheck, ...]:
    """Fetch the web sources of a check again and record what changed.

    A page whose text changed gets a new snapshot beside the old ones. Quotes whose words moved are anchored
    in it where what surrounds them leaves no doubt; others stay with the copy they were taken from, and the
    audit calls them changed. An address that gives no document, or one that cannot be read, is recorded with
    the reason, and the copies stay as they are.

    Parameters
    ----------
    folder:
        The check.
    fetcher:
        Who fetches.
    sources:
        Ids of the sources to fetch; all that have a web address unless given.
    progress:
        Show a bar on standard error.

    Raises
    ------
    NotFoundError
        There is no source of that id, or it has no web address.
    """
    check = folder.read()
    chosen = [check.source(id_) for id_ in sources] or [source for source in check.sources if source.url]
    for source in chosen:
        if source.url is None:
            raise NotFoundError(
                f"{source.id} has no web address to fetch again", next_step="Add its new file as a source."
            )
    fetched = fetch_all([str(source.url) for source in chosen], fetcher, progress=progress)
    # Each is recorded as it comes: what was fetched before a stop is not lost.
    return tuple(
        _record(folder, source.id, url, document)
        for source, (url, document) in zip(chosen, fetched, strict=True)
    )


def _record(folder: CheckFolder, source_id: str, url: str, document: Fetched | FetchError) -> Recheck:
    if isinstance(document, FetchError):
        failed = failed_fetch(document, url=url)
        return _record_failure(folder, source_id, failed, Outcome.DEAD)
    capture = capture_fetched(document)
    if capture.snapshot.text_sha256 is None and folder.read().source(source_id).is_read:
        # A copy that cannot be read says nothing of the words; the one there is stays the newest.
        reason = f"what came could not be read: {capture.snapshot.note}"
        failed = FailedFetch(url=url, failed_at=capture.snapshot.captured_at, status=200, reason=reason)
        return _record_failure(folder, source_id, failed, Outcome.UNREADABLE)
    return _record_capture(folder, source_id, capture)


def _record_capture(folder: CheckFolder, source_id: str, capture: Capture) -> Recheck:
    found: list[Recheck] = []

    def change(check: Check) -> Check:
        source = find_record(check.sources, source_id, "source")
        if source.snapshot is None:
            capture.keep(folder)
            found[:] = [_first_recheck(source_id, capture)]
            return put_record(check, "sources", _first_captured(source, capture))
        same = _same_document(source.snapshot, capture.snapshot)
        kept = source.snapshot if same else capture.snapshot
        if same:
            _restore(folder, kept, capture)
        else:
            capture.keep(folder)
        # Also where the page is the same as last time: words that were gone then are gone still.
        check, fates = _follow_quotes(check, source_id, kept, capture.text)
        unharmed = Outcome.UNCHANGED if same else Outcome.CHANGED_ELSEWHERE
        outcome = next((worst for fate, worst in _WORST_FIRST.items() if fate in fates.values()), unharmed)
        found[:] = [Recheck(source_id, outcome, fates)]
        update = {
            "snapshots": source.snapshots if same else _with_copy(source, capture.snapshot),
            "rechecked_at": capture.snapshot.captured_at,
        }
        return put_record(check, "sources", source.model_copy(update=update))

    folder.update(change)
    return found[0]


def _record_failure(folder: CheckFolder, source_id: str, failed: FailedFetch, outcome: Outcome) -> Recheck:
    def change(check: Check) -> Check:
        source = find_record(check.sources, source_id, "source")
        if not source.snapshots and [f.reason for f in source.failed_fetches[-1:]] == [failed.reason]:
            return check  # It never could be had, and nothing is new.
        update = {
            "failed_fetches": (*source.failed_fetches, failed),
            "unread": source.unread if source.snapshots else failed.reason,
        }
        return put_record(check, "sources", source.model_copy(update=update))

    folder.update(change)
    return Recheck(source_id, outcome, {}, failed.reason)


def _same_document(old: Snapshot, new: Snapshot) -> bool:
    """Tell whether two copies say the same; the bytes of a page differ at each visit, its words do not."""
    if (old.text_sha256, old.visible_length) != (new.text_sha256, new.visible_length):
        return False
    return old.text_sha256 is not None or old.sha256 == new.sha256


def _restore(folder: CheckFolder, kept: Snapshot, capture: Capture) -> None:
    """Write files of a copy anew that are missing or damaged, where what came again has the same bytes."""
    for data, extension in capture.files:
        if hashlib.sha256(data).hexdigest() in {kept.sha256, kept.text_sha256}:
            folder.keep(data, extension=extension)


def _with_copy(source: Source, new: Snapshot) -> tuple[Snapshot, ...]:
    """Give the copies of a source with a new one, in place of the same bytes that could not be read."""
    older = source.snapshots
    if older[-1].sha256 == new.sha256 and older[-1].text_sha256 is None:
        older = older[:-1]
    return (*older, new)


def _first_recheck(source_id: str, capture: Capture) -> Recheck:
    if capture.snapshot.text_sha256 is None:
        return Recheck(source_id, Outcome.UNREADABLE, {}, capture.snapshot.note)
    return Recheck(source_id, Outcome.CAPTURED, {})


def _first_captured(source: Source, capture: Capture) -> Source:
    """Give a source that was only noted with its copy, and what the page says where nothing was known."""
    fields = {"id": source.id, "title": source.title} | described(capture.extraction)
    said = Source.model_validate(fields)
    update = {name: getattr(said, name) for name in said.model_fields_set if not getattr(source, name)}
    if source.title in {source.url, title_of_address(str(source.url))}:
        update["title"] = said.title
    return source.model_copy(update=update | {"snapshots": (capture.snapshot,), "unread": ""})


def _follow_quotes(
    check: Check, source_id: str, snapshot: Snapshot, text: str
) -> tuple[Check, dict[str, Fate]]:
    """Anchor a source's quotes in a newer copy, as far as that is beyond doubt, and give each one's fate."""
    seen = text[: snapshot.visible_length]
    fates = {}
    for quote in check.quotes:
        if quote.source != source_id or quote.snapshot is None:
            continue
        fate, span = reanchor(quote, seen)
        fates[quote.id] = fate
        if span is not None:
            moved = quote.model_copy(update=selectors_at(snapshot, seen, span))
            check = put_record(check, "quotes", moved)
    return check, fates
