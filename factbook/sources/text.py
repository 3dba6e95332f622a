"""Reading the text out of captured bytes."""

from __future__ import annotations

from dataclasses import dataclass

EXTRACTOR = "plain text 1"

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TEXT_TYPES = {
    "txt": "text/plain",
    "text": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
}
_OTHER_TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


@dataclass(frozen=True)
class Reading:
    """The text of a document, or none and why; ``note`` says what was lost or is missing."""

    text: str | None
    extractor: str
    note: str


def media_type(extension: str) -> str:
    """Give the media type of a file by its extension (without the dot)."""
    return (_TEXT_TYPES | _OTHER_TYPES).get(extension.lower(), "application/octet-stream")


def read_text(data: bytes, *, extension: str) -> Reading:
    """Read the text of a plain text or Markdown file.

    UTF-8 is read as it is; UTF-8 and UTF-16 with a byte order mark are told by it; anything else is taken
    for Windows-1252, and the note says so. Other kinds of files give no text.
    """
    if extension.lower() not in _TEXT_TYPES:
        return Reading(None, "", f"no text could be read from .{extension}; add its text as .txt or .md")
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Reading(None, "", "the file is not text: it holds zero bytes")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data, encoding, note="")
    try:
        return Reading(data.decode("utf-8"), EXTRACTOR, "")
    except UnicodeDecodeError:
        return _decode(data, "cp1252", note="not UTF-8; read as Windows-1252")


def _decode(data: bytes, encoding: str, *, note: str) -> Reading:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    notes = [part for part in (note, f"{lost} characters could not be read" if lost else "") if part]
    return Reading(text, EXTRACTOR, "; ".join(notes))
