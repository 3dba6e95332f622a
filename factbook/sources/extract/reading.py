"""Reading the text out of a document, of whatever kind it is."""

from __future__ import annotations

from functools import cache

from factbook.errors import ExtractError
from factbook.sources.extract.dateline import date_of_head
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import MARKDOWN, PLAIN
from factbook.sources.extract.sandbox import Sandbox
from factbook.sources.extract.text import EXTRACTOR, plain_utf_8

_DOCUMENTS_PER_PROCESS = 100
"""Where many are read for an index: what is cited of them is read again, alone."""


def extract_text(
    data: bytes, *, media_type: str, charset: str = "", url: str = "", for_index: bool = False
) -> Extraction:
    """Read the text out of a document, or raise `ExtractError`, whose ``problem`` can stand in a report.

    ``media_type`` is that of `factbook.sources.extract.kinds.media_type_of`, ``charset`` what the server said
    of it and ``url`` where it came from. Everything but plain UTF-8 is read in a process of its own, with
    limits on time and memory. That process is the document's alone, unless it is read ``for_index``.
    """
    if media_type in {PLAIN, MARKDOWN}:
        text = plain_utf_8(data)
        if text is not None and text.strip() and not _other_charset(charset):
            return Extraction(text, EXTRACTOR, issued=date_of_head(text))
    if not data:
        raise ExtractError("it is empty")
    return _sandbox(_DOCUMENTS_PER_PROCESS if for_index else 1).read(
        data, media_type=media_type, charset=charset, url=url
    )


def _other_charset(charset: str) -> bool:
    # ISO-2022-JP and UTF-16 can look like plain ASCII.
    return charset.strip().lower().startswith(("iso-2022", "utf-16", "utf16"))


@cache
def _sandbox(documents_per_process: int) -> Sandbox:
    return Sandbox(documents_per_process=documents_per_process)
