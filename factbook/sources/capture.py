"""Turning bytes into a Snapshot and the files that are kept of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from factbook.errors import BadInputError
from factbook.model.source import Snapshot
from factbook.sources.text import media_type, read_text
from factbook.store.check_folder import CheckFolder

MAX_SIZE_BYTES = 20_000_000


@dataclass(frozen=True)
class Capture:
    """A snapshot with the bytes to keep for it, as ``(bytes, extension)``."""

    snapshot: Snapshot
    files: tuple[tuple[bytes, str], ...]
    text: str

    def keep(self, folder: CheckFolder) -> None:
        """Put the bytes into a check's ``snapshots/``."""
        for data, extension in self.files:
            folder.keep(data, extension=extension)


def capture_bytes(data: bytes, *, extension: str, captured_at: datetime) -> Capture:
    """Make a snapshot of bytes; their kind is told by the extension (without the dot)."""
    if len(data) > MAX_SIZE_BYTES:
        raise _too_large(len(data))
    extension = extension.lower() or "bin"
    reading = read_text(data, extension=extension)
    encoded = None if reading.text is None else reading.text.encode()
    digest = hashlib.sha256(data).hexdigest()
    if encoded == data:
        extension = "txt"
    elif extension == "txt":
        # Under .txt lies the text; bytes in another encoding are kept beside it.
        extension = "raw"
    snapshot = Snapshot(
        sha256=digest,
        extension=extension,
        media_type=media_type(extension) if extension not in {"raw"} else "text/plain",
        size_bytes=len(data),
        captured_at=captured_at,
        text_sha256=None if encoded is None else hashlib.sha256(encoded).hexdigest(),
        text_length=len(reading.text or ""),
        extractor=reading.extractor,
        note=reading.note,
    )
    files = [(data, extension)]
    if encoded is not None and encoded != data:
        files.append((encoded, "txt"))
    return Capture(snapshot, tuple(files), reading.text or "")


def capture_file(path: Path, *, captured_at: datetime) -> Capture:
    """Make a snapshot of a file; `BadInputError` if it cannot be read."""
    try:
        # A device or a pipe has no end, and a large file is refused before it is read.
        if path.exists() and not path.is_file() and not path.is_dir():
            raise BadInputError(f"{path} is no file", next_step="Give a file; devices and pipes have no end.")
        if path.is_file() and path.stat().st_size > MAX_SIZE_BYTES:
            raise _too_large(path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        reason = "it is a folder" if path.is_dir() else (error.strerror or str(error)).lower()
        raise BadInputError(
            f"{path} cannot be read: {reason}", next_step="Check the path and its permissions."
        ) from error
    if not data:
        raise BadInputError(f"{path} is empty", next_step="There is nothing in it to quote.")
    return capture_bytes(data, extension=_safe_extension(path), captured_at=captured_at)


def _safe_extension(path: Path) -> str:
    extension = path.suffix.lstrip(".").lower()
    return extension if extension.isascii() and extension.isalnum() and len(extension) <= 8 else "bin"


def _too_large(size_bytes: int) -> BadInputError:
    return BadInputError(
        f"The document has {size_bytes:,} bytes; at most {MAX_SIZE_BYTES:,} are kept",
        next_step="Cut out the part that matters and add that.",
    )
