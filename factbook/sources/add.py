"""Bringing sources into a check."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from factbook.errors import BadInputError
from factbook.model.canonical import parse_record
from factbook.model.check import Check, add_record, next_id
from factbook.model.source import Source
from factbook.sources.capture import Capture, capture_bytes, capture_file
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now

NOT_FETCHED = "its address was noted, but the page was not fetched; save it and add the file"


def is_web_address(text: str) -> bool:
    """Tell a web address from the path of a file; `BadInputError` for an address of another kind."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*)://", text, re.IGNORECASE)
    if scheme and scheme.group(1).lower() not in {"http", "https"}:
        raise BadInputError(
            f"{text} is no web address that can be a source",
            next_step="Give one with http or https, or a file.",
        )
    return scheme is not None


def add_file(folder: CheckFolder, path: str | Path, **fields: Any) -> Source:
    """Add a document from a file and keep a copy; its name is the title unless ``fields`` has one.

    ``fields`` are fields of `model.source.Source`, by their Python or CSL-JSON names.
    """
    path = Path(path)
    capture = capture_file(path, captured_at=utc_now())
    return _add(folder, {"title": path.stem} | fields, capture)


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
    return _add(folder, {"title": first_line(text)} | fields, capture)


def add_web_address(folder: CheckFolder, url: str, **fields: Any) -> Source:
    """Add a document by its address alone; no copy is kept, so its words cannot be proved yet."""
    return _add(folder, {"title": url, "URL": url, "unread": NOT_FETCHED} | fields, None)


def first_line(text: str) -> str:
    """Give the first line of a text, cut to the length of a title."""
    line = next((line.strip(" #\t") for line in text.splitlines() if line.strip(" #\t")), "Untitled")
    return line if len(line) <= 80 else line[:80].rsplit(" ", 1)[0] + " …"


def _add(folder: CheckFolder, fields: dict[str, Any], capture: Capture | None) -> Source:
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
