"""Reading the text out of a kept copy once more, as it was read when the copy was made."""

from __future__ import annotations

from factbook.model.source import Snapshot
from factbook.sources.capture import charset_of
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.reading import extract_text


def read_again(snapshot: Snapshot, data: bytes, *, content_type: str = "") -> Extraction:
    """Read a copy's text out of its bytes; `ExtractError` if it cannot be.

    ``content_type`` is what the server said of it, like ``text/html; charset=utf-8``, where it was fetched.
    """
    _, _, parameters = content_type.partition(";")
    return extract_text(
        data, media_type=snapshot.media_type, charset=charset_of(parameters), url=snapshot.url or ""
    )
