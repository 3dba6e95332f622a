"""Searching for a check: every search is written into it, with what came back and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from factbook.errors import BadInputError, FetchError, FindError, NotFoundError, SourceError
from factbook.model.canonical import parse_record
from factbook.model.check import Check, add_record, find_record, next_id, put_record
from factbook.model.log import Search, SearchResult
from factbook.model.record import WEB_ADDRESS
from factbook.model.source import Source
from factbook.sources.find.finder import Found, Hit, SourceFinder
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now
from factbook.store.settings import load_settings

if TYPE_CHECKING:
    from factbook.sources.fetch.fetched import Fetcher

AddSource = Callable[..., Source]
"""Brings one source in: called with the check's folder, an address or path, and fields of the source."""


@dataclass(frozen=True)
class LoggedSearch:
    """A search as it stands in the check, and the hits; ``hits[0]`` is ``record.results[0]``."""

    record: Search
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Brought:
    """What became of a hit: the source it is now, if it is one, and why its text could not be read, if so.

    ``number`` counts the hits from 1; ``known`` if the check had that source already.
    """

    number: int
    source: str | None
    unread: str = ""
    known: bool = False


def search_sources(folder: CheckFolder, query: str, finder: SourceFinder, *, most: int = 10) -> LoggedSearch:
    """Search, and write the search into the check.

    A search that gets no answer is written down too, with the reason, before its `FindError` is raised. A
    query that cannot be asked (`BadInputError`) is no search.
    """
    if most < 1:
        raise BadInputError(f"{most} hits cannot be given", next_step="Ask for one or more.")
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise BadInputError(
            f"The query is not valid Unicode: character {error.start + 1} is half of a surrogate pair",
            next_step="Type it again.",
        ) from error
    try:
        found = finder.find(query, most=most)
    except FindError as error:
        _log(folder, query, finder, Found((), 0, f"The search got no answer: {error.problem}"))
        raise
    found = replace(found, hits=found.hits[:most])
    return LoggedSearch(_log(folder, query, finder, found), found.hits)


def add_found(
    folder: CheckFolder, search: LoggedSearch, numbers: Iterable[int], *, add: AddSource | None = None
) -> Iterator[Brought]:
    """Bring hits in as sources, by their numbers from 1, and write into the search what became of each.

    Each is done when it is given, so what was brought in stays in if a later one is interrupted. A hit that
    cannot be brought in is given with the reason.

    Raises
    ------
    NotFoundError
        There is no hit of that number; nothing is brought in then.
    """
    wanted = list(dict.fromkeys(numbers))
    for number in wanted:
        if not 1 <= number <= len(search.hits):
            raise NotFoundError(
                f"There is no hit {number}", next_step=f"{len(search.hits)} came back, counted from 1."
            )
    add = add or Adder(folder)
    return (_bring(folder, search, number, add) for number in wanted)


class Adder:
    """Brings in web addresses and files, as ``source add`` does, with the fetcher of the check's settings."""

    def __init__(self, folder: CheckFolder) -> None:
        self._settings = load_settings(folder.path).fetch

    @cached_property
    def _fetcher(self) -> Fetcher:
        from factbook.sources.choose_fetcher import fetcher_for

        return fetcher_for(self._settings)

    def __call__(self, folder: CheckFolder, address: str, **fields: Any) -> Source:
        """Bring one in; what a document calls itself goes before what the search calls it."""
        from factbook.sources.add import add_fetched, add_file, is_web_address

        title = fields.pop("title")
        if not is_web_address(address):
            return add_file(folder, address, **fields)
        try:
            fetched = self._fetcher.fetch(address)
        except FetchError as error:
            return add_fetched(folder, address, error, title=title, **fields)
        return add_fetched(folder, address, fetched, **fields)


def _bring(folder: CheckFolder, search: LoggedSearch, number: int, add: AddSource) -> Brought:
    hit = search.hits[number - 1]
    known = _known_source(folder.read(), hit)
    try:
        source = known or add(folder, hit.address, **({"title": hit.title} | hit.fields))
    except (SourceError, BadInputError) as error:
        brought = Brought(number, None, error.problem.replace(hit.address, _public_name(hit)))
    else:
        brought = Brought(number, source.id, source.why_unread, known=known is not None)
    _write_down(folder, search.record.id, brought)
    return brought


def _known_source(check: Check, hit: Hit) -> Source | None:
    """Give the source of a check that a hit is already, by its address or by the bytes of its file."""
    if WEB_ADDRESS.match(hit.address):
        return next((source for source in check.sources if source.url == hit.address), None)
    try:
        with Path(hit.address).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # Bringing it in will say why.
    copies = ((source, copy.sha256) for source in check.sources for copy in source.snapshots)
    return next((source for source, sha256 in copies if sha256 == digest), None)


def _log(folder: CheckFolder, query: str, finder: SourceFinder, found: Found) -> Search:
    logged: list[Search] = []
    now = utc_now()

    def change(check: Check) -> Check:
        fields = {
            "id": next_id(check.searches, "n"),
            "query": query,
            "finder": finder.name,
            "searched_at": now,
            "returned": max(found.total, len(found.hits)),
            "results": tuple(map(_result, found.hits)),
            "note": found.note,
        }
        logged[:] = [parse_record(Search, fields, name="the search")]
        return add_record(check, "searches", logged[0])

    folder.update(change)
    return logged[0]


def _result(hit: Hit) -> SearchResult:
    title = " ".join(hit.title.split()) or _public_name(hit)
    try:
        return SearchResult.model_validate({"title": title, "url": hit.address})
    except ValidationError:
        return parse_record(SearchResult, {"title": title}, name="the search")


def _public_name(hit: Hit) -> str:
    """Give a page's address, and of a file its name: where it lies on a disk is no reader's business."""
    return hit.address if WEB_ADDRESS.match(hit.address) else Path(hit.address).name


def _write_down(folder: CheckFolder, search_id: str, brought: Brought) -> None:
    def change(check: Check) -> Check:
        search = find_record(check.searches, search_id, "search")
        result = search.results[brought.number - 1].model_copy(
            update={"source": brought.source, "unread": brought.unread}
        )
        before, after = search.results[: brought.number - 1], search.results[brought.number :]
        return put_record(check, "searches", search.model_copy(update={"results": (*before, result, *after)}))

    folder.update(change)
