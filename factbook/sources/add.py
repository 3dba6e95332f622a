"""Bringing sources into a check."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factbook.errors import BadInputError, FetchError
from factbook.model.canonical import parse_record
from factbook.model.check import Check, add_record, next_id
from factbook.model.record import expect_web_address
from factbook.model.source import FailedFetch, Source
from factbook.sources.capture import Capture, capture_bytes, capture_fetched, capture_file
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import READABLE_EXTENSIONS
from factbook.sources.extract.naming import partial_date
from factbook.sources.fetch.fetched import Fetched, Fetcher
from factbook.store.check_folder import CHECK_FILE, CheckFolder
from factbook.store.clock import utc_now

DOCUMENT_SUFFIXES = tuple(f".{extension}" for extension in sorted(READABLE_EXTENSIONS))
"""The files of a folder that are taken for documents."""

_LONGEST_TITLE = 300
_LONGEST_ADDRESS = 120
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn a line around: a title must not look other than it is written."""


def is_web_address(text: str) -> bool:
    """Tell a web address from the path of a file; `BadInputError` for an address that can be no source."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*)://", text, re.IGNORECASE)
    if scheme and scheme.group(1).lower() not in {"http", "https"}:
        raise BadInputError(
            f"{text} is no web address that can be a source",
            next_step="Give one with http or https, or a file.",
        )
    if scheme:
        try:
            expect_web_address(text)
        except ValueError as error:
            named = re.sub(r"//[^/]*@", "//…@", text)  # A password goes into no log.
            raise BadInputError(
                f"{named} can be no source: {error}", next_step="Give another address, or leave it out."
            ) from error
    return scheme is not None


def documents_in(folder: Path) -> list[Path]:
    """List the documents in a folder and those below it, sorted; `BadInputError` if there are none.

    Hidden files and folders are passed over, files of other kinds than `DOCUMENT_SUFFIXES`, and checks. So
    are links: in a folder from a stranger, one could bring a private file of this machine into a report.
    """
    found = sorted(filter(_is_document, _files_in(folder)))
    if not found:
        raise BadInputError(
            f"{folder} holds no document", next_step=f"Documents end in {', '.join(DOCUMENT_SUFFIXES)}."
        )
    return found


def passed_over_in(folder: Path) -> list[Path]:
    """List the files in a folder that `documents_in` passes over, hidden ones and checks aside."""
    return sorted(path for path in _files_in(folder) if not _is_document(path))


def _files_in(folder: Path) -> Iterator[Path]:
    for place, below, names in os.walk(folder, onerror=_cannot_list):
        if CHECK_FILE in names:
            below.clear()
            continue
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _is_document(path: Path) -> bool:
    return path.name.lower().endswith(DOCUMENT_SUFFIXES) and not path.is_symlink()


def _cannot_list(error: OSError) -> None:
    raise BadInputError(
        f"{error.filename} cannot be listed: {(error.strerror or str(error)).lower()}",
        next_step="Change its permissions, or give the files by their names.",
    ) from error


def add_file(folder: CheckFolder, path: str | Path, **fields: Any) -> Source:
    """Add a document from a file and keep a copy.

    What the document says of itself (title, authors, date) is taken over; its file's name is the title
    where it has none. ``fields`` are fields of `model.source.Source`, by their Python or CSL-JSON names, and
    come before what the document says.
    """
    path = Path(path)
    capture = capture_file(path, captured_at=utc_now())
    return add_capture(folder, capture, {"title": path.stem} | described(capture.extraction) | fields)


def add_text(folder: CheckFolder, text: str, **fields: Any) -> Source:
    """Add a document from its text and keep a copy; its first line is the title unless ``fields`` has one."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise BadInputError(
            f"The text cannot be kept: character {error.start} is half of a surrogate pair",
            next_step="Read the text from its file again, with the right encoding.",
        ) from error
    capture = capture_bytes(data, extension="txt", captured_at=utc_now())
    return add_capture(folder, capture, {"title": first_line(text)} | fields)


def add_web_address(folder: CheckFolder, url: str, *, fetcher: Fetcher, **fields: Any) -> Source:
    """Fetch a page, add it and keep a copy; an address that gives no document is added with the reason."""
    try:
        fetched: Fetched | FetchError = fetcher.fetch(url)
    except FetchError as error:
        fetched = error
    return add_fetched(folder, url, fetched, **fields)


def add_fetched(folder: CheckFolder, url: str, fetched: Fetched | FetchError, **fields: Any) -> Source:
    """Add what came of fetching an address: a document, or the reason why there is none."""
    if isinstance(fetched, FetchError):
        failed = failed_fetch(fetched, url=url)
        defaults = {"URL": url, "unread": fetched.reason, "failed_fetches": (failed,)}
        defaults["title"] = title_of_address(url)
        return add_capture(folder, None, defaults | fields)
    capture = capture_fetched(fetched)
    defaults = {"title": title_of_address(url), "URL": url} | described(capture.extraction)
    return add_capture(folder, capture, defaults | fields)


def add_capture(folder: CheckFolder, capture: Capture | None, fields: dict[str, Any]) -> Source:
    """Add a source with these fields, and with a capture if there is one."""
    if capture:
        fields = fields | {"snapshots": (capture.snapshot,)}
    # Before anything is kept: fields that are wrong must leave nothing behind.
    parse_record(Source, {"id": "s1"} | fields, name="the source")
    if capture:
        capture.keep(folder)
    added: list[Source] = []

    def change(check: Check) -> Check:
        with_id = {"id": next_id(check.sources, "s")} | fields
        source = parse_record(Source, with_id, name="the source")
        added[:] = [source]
        return add_record(check, "sources", source)

    folder.update(change)
    return added[0]


def failed_fetch(error: FetchError, *, url: str) -> FailedFetch:
    """Record an address that gave no document."""
    fields = {"url": url, "failed_at": utc_now(), "status": error.status, "reason": error.reason}
    return parse_record(FailedFetch, fields, name=url)


def described(extraction: Extraction) -> dict[str, Any]:
    """Give what a document says of itself as fields of a Source, those that can be used."""
    said = {
        "title": _shortened(extraction.title),
        "author": tuple({"literal": name} for name in extraction.authors if name.strip()),
        "publisher": _shortened(extraction.publisher),
        "container-title": _shortened(extraction.container_title),
        "issued": extraction.issued if partial_date(extraction.issued) == extraction.issued else "",
        "language": extraction.language,
        "DOI": extraction.doi,
        "ISBN": extraction.isbn,
    }
    return {name: value for name, value in said.items() if value}


def title_of_address(url: str) -> str:
    """Give what a page is called that says no title of its own."""
    return url if len(url) <= _LONGEST_ADDRESS else f"{url[:_LONGEST_ADDRESS]}…"


def first_line(text: str) -> str:
    """Give the first line of a text, cut to the length of a title."""
    line = next((line.strip(" #\t") for line in text.splitlines() if line.strip(" #\t")), "Untitled")
    return _shortened(line, most=80)


def _shortened(title: str, *, most: int = _LONGEST_TITLE) -> str:
    title = " ".join(_TURNED.sub("", title).split())
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0] + " …"
