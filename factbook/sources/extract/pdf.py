"""PDF: the text of each page, where each begins, and apart from it what the pages hide."""

from __future__ import annotations

import time
from importlib.metadata import version
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from factbook.errors import ExtractError
from factbook.sources.extract.composing import compose, join_pages
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import PDF
from factbook.sources.extract.naming import doi_in, plausible_title
from factbook.sources.extract.pdf_page import PageText, read_page

MAX_PAGES = 2_000
MAX_LENGTH = 5_000_000
"""Characters, after which no further page is begun."""

_READING_S = 6
_PASSWORD_ERRORS = {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}


class PdfExtractor:
    """Reads PDF files."""

    media_types = (PDF,)

    def extract(
        self,
        data: bytes,
        *,
        media_type: str,  # noqa: ARG002
        charset: str = "",  # noqa: ARG002
        url: str = "",  # noqa: ARG002
    ) -> Extraction:
        """Read the pages, and what the file says of itself; a scan or an encrypted file is refused."""
        document = _open(data)
        count = len(document)
        pages = _read_pages(document, count)
        if not any(page.visible for page in pages):
            raise ExtractError(_nothing(pages))
        visible, begins = join_pages([page.visible for page in pages])
        text, visible_length = compose(visible, [page.hidden for page in pages])
        return Extraction(
            text,
            f"pypdfium2 {version('pypdfium2')}",
            visible_length=visible_length,
            pages=begins,
            note="; ".join(_notes(pages, count)),
            doi=doi_in(pages[0].visible),
            **_metadata(document),
        )


def _open(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD_ERRORS:
            raise ExtractError("the PDF is encrypted", next_step="Save it without its password.") from error
        raise ExtractError("it is no PDF, or it is damaged") from error
    if len(document) < 1:
        raise ExtractError("the PDF has no pages, or it is damaged")
    return document


def _read_pages(document: Any, count: int) -> list[PageText]:
    """Read page after page, as far as there is room and time for it."""
    pages: list[PageText] = []
    until_s = time.process_time() + _READING_S
    length = 0
    for index in range(min(count, MAX_PAGES)):
        try:
            page = document[index]
            pages.append(read_page(page))
            page.close()
        except pypdfium2.PdfiumError:
            pages.append(PageText("", "", damaged=True))
        length += len(pages[-1].visible) + len(pages[-1].hidden)
        if length > MAX_LENGTH or time.process_time() > until_s:
            break
    return pages


def _notes(pages: list[PageText], count: int) -> list[str]:
    notes = []
    if len(pages) < count:
        notes.append(f"only the first {len(pages):,} of {count:,} pages were read")
    for number, what in (
        (sum(page.damaged for page in pages), "could not be read"),
        (sum(page.is_scan for page in pages), "were scanned; their text was recognised by a machine"),
        (sum(page.has_picture and not page.visible for page in pages), "hold pictures and no text"),
    ):
        if number:
            notes.append(f"{number:,} of {count:,} pages {what}")
    lost = sum(page.visible.count("\ufffd") for page in pages)
    if lost:
        notes.append(f"{lost:,} character{'s' * (lost != 1)} could not be read")
    return notes


def _nothing(pages: list[PageText]) -> str:
    if any(page.has_picture for page in pages):
        return "it is a scan: its pages hold pictures and no text"
    if any(page.hidden for page in pages):
        return "all its text is hidden"
    return "its pages could not be read" if all(page.damaged for page in pages) else "its pages hold no text"


def _metadata(document: Any) -> dict[str, Any]:
    # Not its date: when a file was made is not when its words were published.
    said = document.get_metadata_dict()
    authors = [" ".join(name.split()) for name in said.get("Author", "").split(";")]
    return {
        "title": plausible_title(said.get("Title", "")),
        "authors": tuple(filter(plausible_title, authors)),
    }
