"""What kind of document bytes are: their own marks tell it first, what others say of them after that."""

from __future__ import annotations

import re

HTML = "text/html"
XHTML = "application/xhtml+xml"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
UNKNOWN = "application/octet-stream"

_EXTENSIONS = {
    "html": HTML,
    "htm": HTML,
    "xhtml": XHTML,
    "pdf": PDF,
    "docx": DOCX,
    "txt": PLAIN,
    "text": PLAIN,
    "md": MARKDOWN,
    "markdown": MARKDOWN,
    "csv": "text/csv",
    "json": "application/json",
    "xml": "application/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "gz": "application/gzip",
    "zip": "application/zip",
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "epub": "application/epub+zip",
    "rtf": "application/rtf",
    "bin": UNKNOWN,
}
READABLE_EXTENSIONS = frozenset(
    name for name, kind in _EXTENSIONS.items() if kind in {HTML, XHTML, PDF, DOCX, PLAIN, MARKDOWN}
)
"""Extensions, without the dot, of the documents that are read."""

_MARKS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"),
)
_PARTS = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", _EXTENSIONS["xlsx"]),
    (b"ppt/presentation.xml", _EXTENSIONS["pptx"]),
    (b"mimetypeapplication/epub+zip", _EXTENSIONS["epub"]),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", _EXTENSIONS["odt"]),
)
_TEXTUAL = {PLAIN, MARKDOWN, HTML, XHTML}
_HEAD_BYTES = 1024
_HTML_START = re.compile(
    rb"(?:\s|\xef\xbb\xbf|<!--(?:(?!-->).)*-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def media_type_of(data: bytes, *, extension: str = "", declared: str = "") -> str:
    """Give the media type of a document.

    Marks within the bytes count most, as a server or a name may be wrong; then ``declared``, a Content-Type;
    then the extension (without the dot); then whether it looks like HTML, or like text at all.
    """
    marked = _by_marks(data)
    if marked:
        return marked
    looks_like_html = bool(_HTML_START.match(data[:_HEAD_BYTES]))
    by_name = _EXTENSIONS.get(extension.lower().lstrip("."), "")
    for said in (declared.partition(";")[0].strip().lower(), by_name):
        if said == PLAIN and by_name == MARKDOWN:
            return MARKDOWN  # Servers seldom know Markdown.
        # A page that says the document is gone often comes under the name and type of the document.
        if said and said != UNKNOWN and (said in _TEXTUAL or not looks_like_html):
            return said
    if looks_like_html:
        return HTML
    return UNKNOWN if _is_binary(data) else PLAIN


def extension_of(media_type: str) -> str:
    """Give the extension, without the dot, that documents of a media type are kept under."""
    return next((name for name, known in _EXTENSIONS.items() if known == media_type.lower()), "bin")


def _by_marks(data: bytes) -> str:
    # The PDF mark may stand after some rubbish; readers look for it in the first kilobyte.
    if b"%PDF-" in data[:_HEAD_BYTES] and not _HTML_START.match(data[:_HEAD_BYTES]):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        # The names of the parts stand in the bytes as they are. Opening the archive for them would mean to
        # parse a stranger's file in this process.
        return next((kind for part, kind in _PARTS if part in data), "application/zip")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _MARKS if data.startswith(mark)), "")


def _is_binary(data: bytes) -> bool:
    return b"\x00" in data[: 1 << 16] and not data.startswith(_BYTE_ORDER_MARKS)
