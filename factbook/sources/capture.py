"""Turning bytes into a Snapshot and the files that are kept of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from factbook.errors import BadInputError, ExtractError
from factbook.model.source import Snapshot
from factbook.sources.archive.warc import write_warc
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import extension_of, media_type_of
from factbook.sources.extract.reading import extract_text
from factbook.sources.fetch.fetched import Fetched
from factbook.sources.limits import MAX_SIZE_BYTES
from factbook.store.check_folder import WARC_EXTENSION, CheckFolder


@dataclass(frozen=True)
class Capture:
    """A snapshot with the bytes to keep for it, as ``(bytes, extension)``, and what was read out of them.

    ``extraction`` is empty where no text could be read; the snapshot's note says why.
    """

    snapshot: Snapshot
    files: tuple[tuple[bytes, str], ...]
    extraction: Extraction

    @property
    def text(self) -> str:
        """The text, or nothing."""
        return self.extraction.text

    def keep(self, folder: CheckFolder) -> None:
        """Put the bytes into a check's ``snapshots/``."""
        for data, extension in self.files:
            folder.keep(data, extension=extension)


def capture_bytes(
    data: bytes, *, captured_at: datetime, extension: str = "", content_type: str = "", url: str = ""
) -> Capture:
    """Make a snapshot of bytes.

    Their kind is told by the bytes themselves, else by ``content_type`` (as a server sends it) or the
    ``extension`` of a file (without the dot). Bytes of which no text can be read are kept without one.
    """
    if len(data) > MAX_SIZE_BYTES:
        raise _too_large(len(data))
    declared, _, parameters = content_type.partition(";")
    media_type = media_type_of(data, extension=extension.lower(), declared=declared.strip().lower())
    try:
        extraction = extract_text(data, media_type=media_type, charset=charset_of(parameters), url=url)
    except ExtractError as error:
        extraction, encoded, note = Extraction("", ""), None, error.problem
    else:
        encoded, note = extraction.text.encode(), extraction.note
    if encoded == data:
        kept_as = "txt"
    else:
        # Under .txt lies the text; a text file's bytes in another encoding are kept beside it.
        kept_as = extension_of(media_type)
        kept_as = "raw" if kept_as == "txt" else kept_as
    snapshot = Snapshot(
        sha256=hashlib.sha256(data).hexdigest(),
        extension=kept_as,
        media_type=media_type,
        size_bytes=len(data),
        captured_at=captured_at,
        text_sha256=None if encoded is None else hashlib.sha256(encoded).hexdigest(),
        text_length=len(extraction.text),
        extractor=extraction.extractor,
        note=note,
        visible_length=extraction.visible_length,
        pages=extraction.pages,
    )
    files = [(data, kept_as)]
    if encoded is not None and encoded != data:
        files.append((encoded, "txt"))
    return Capture(snapshot, tuple(files), extraction)


def capture_file(path: Path, *, captured_at: datetime) -> Capture:
    """Make a snapshot of a file; `BadInputError` if it cannot be read."""
    check_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    return capture_bytes(data, extension=path.suffix.lstrip("."), captured_at=captured_at)


def check_file(path: Path) -> None:
    """Raise `BadInputError` if a file is not there, is none, is empty or too large to be kept."""
    try:
        # A device or a pipe has no end, and a large file is refused before it is read.
        if path.exists() and not path.is_file() and not path.is_dir():
            raise BadInputError(f"{path} is no file", next_step="Give a file; devices and pipes have no end.")
        with path.open("rb"):
            size_bytes = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error
    if size_bytes > MAX_SIZE_BYTES:
        raise _too_large(size_bytes)
    if not size_bytes:
        raise BadInputError(f"{path} is empty", next_step="There is nothing in it to quote.")


def capture_fetched(fetched: Fetched) -> Capture:
    """Make a snapshot of a fetched document; its WARC is kept with it."""
    capture = capture_bytes(
        fetched.body,
        content_type=fetched.content_type,
        extension=Path(fetched.url.partition("?")[0]).suffix.lstrip("."),
        url=fetched.url,
        captured_at=fetched.fetched_at,
    )
    warc = write_warc(fetched.exchanges)
    snapshot = capture.snapshot.model_copy(
        update={"url": fetched.url, "warc_sha256": hashlib.sha256(warc).hexdigest()}
    )
    return replace(capture, snapshot=snapshot, files=(*capture.files, (warc, WARC_EXTENSION)))


def charset_of(parameters: str) -> str:
    """Give the charset of a Content-Type's parameters, like ``charset="utf-8"``."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \t\"'")
    return ""


def _unreadable(path: Path, error: OSError) -> BadInputError:
    # Asked only of these: a name that is too long is an error here as well.
    is_folder = isinstance(error, IsADirectoryError | PermissionError) and path.is_dir()
    reason = "it is a folder" if is_folder else (error.strerror or str(error)).lower()
    return BadInputError(f"{path} cannot be read: {reason}", next_step="Check the path and its permissions.")


def _too_large(size_bytes: int) -> BadInputError:
    return BadInputError(
        f"The document has {size_bytes:,} bytes; at most {MAX_SIZE_BYTES:,} are kept",
        next_step="Cut out the part that matters and add that.",
    )
