"""Plain text and Markdown: every character as it stands, Markdown's marks too, so they can be quoted."""

from __future__ import annotations

import re

from factbook.errors import ExtractError
from factbook.sources.extract.dateline import date_of_head
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import MARKDOWN, PLAIN

EXTRACTOR = "plain text 1"
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Characters that texts do not hold: many of them show that it is none."""


class TextExtractor:
    """Reads plain text."""

    media_types = (PLAIN, MARKDOWN)

    def extract(
        self,
        data: bytes,
        *,
        media_type: str,  # noqa: ARG002
        charset: str = "",
        url: str = "",  # noqa: ARG002
    ) -> Extraction:
        """Read the text, and say in ``note`` what it was read as if that had to be guessed."""
        from factbook.sources.extract.encoding import decode

        text, note = decode(data, declared=charset)
        if not text.strip():
            raise ExtractError("it holds no text")
        return Extraction(text, EXTRACTOR, note=note, issued=date_of_head(text))


def plain_utf_8(data: bytes) -> str | None:
    """Give the text if it is UTF-8 without doubt, else None.

    Python's own decoder is no parser: it reads byte after byte, keeps no state that a document could steer,
    and takes no more room than the text. So this is done in the process that asks.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if CONTROLS.search(text) else text
