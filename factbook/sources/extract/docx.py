"""DOCX: paragraphs, tables and notes of a Word document, and apart from them its hidden text.

The file is read straight from its parts, as far as there is room, with entities left alone: a few kilobytes
can unpack to gigabytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from factbook.errors import ExtractError
from factbook.sources.extract.composing import APART, compose
from factbook.sources.extract.docx_styles import Styles, W
from factbook.sources.extract.docx_text import Blocks, read_blocks
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import DOCX
from factbook.sources.extract.naming import plausible_title

EXTRACTOR = "factbook docx 1"
MAX_PART_BYTES = 40_000_000
MAX_FILES = 10_000

_DAMAGED = "it is no Word document, or it is damaged"
_CHANGED = "it holds tracked changes: what they insert was read, what they delete was not"
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_NOTES = ("footnotes", "endnotes")
_OF_ITS_OWN = {"separator", "continuationSeparator", "continuationNotice"}
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "authors": "{http://purl.org/dc/elements/1.1/}creator",
    "language": "{http://purl.org/dc/elements/1.1/}language",
}


class DocxExtractor:
    """Reads Word documents."""

    media_types = (DOCX,)

    def extract(
        self,
        data: bytes,
        *,
        media_type: str,  # noqa: ARG002
        charset: str = "",  # noqa: ARG002
        url: str = "",  # noqa: ARG002
    ) -> Extraction:
        """Read the text in the order of the document, its notes after it."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return _extract(_Package(archive))
        except ExtractError:
            raise
        except _ZIP_ERRORS as error:
            raise ExtractError(_DAMAGED) from error


class _Package:
    """The parts of a document, each read once, all of them together within bounds."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        if len(archive.namelist()) > MAX_FILES:
            raise ExtractError(f"it holds more than {MAX_FILES:,} files")

    def part(self, name: str) -> Any:
        """Give the root element of a part; None if there is no such part."""
        try:
            with self._archive.open(name) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except KeyError:
            return None
        if len(data) > MAX_PART_BYTES:
            raise ExtractError(f"unpacked, {name} has more than {MAX_PART_BYTES // 1_000_000} MB")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ExtractError(_DAMAGED) from error


def _extract(package: _Package) -> Extraction:
    root = package.part("word/document.xml")
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise ExtractError(_DAMAGED)
    styles = Styles(package.part("word/styles.xml"))
    blocks = read_blocks(body, styles)
    for name in _NOTES:
        blocks += _notes_of(package.part(f"word/{name}.xml"), styles)
    visible = APART.join(blocks.visible)
    if not visible:
        raise ExtractError("all its text is hidden" if blocks.hidden else "it holds no text")
    text, visible_length = compose(visible, blocks.hidden)
    note = _CHANGED if blocks.has_changes else ""
    return Extraction(text, EXTRACTOR, visible_length=visible_length, note=note, **_metadata(package))


def _notes_of(root: Any, styles: Styles) -> Blocks:
    blocks = Blocks()
    for note in () if root is None else root:
        if note.get(f"{W}type") not in _OF_ITS_OWN:
            blocks += read_blocks(note, styles)
    return blocks


def _metadata(package: _Package) -> dict[str, Any]:
    try:
        core = package.part("docProps/core.xml")
    except ExtractError:
        return {}  # The text can be read without what the file says of itself.
    said = {} if core is None else {key: (core.findtext(tag) or "").strip() for key, tag in _CORE.items()}
    authors = [" ".join(name.split()) for name in said.get("authors", "").split(";")]
    return {
        "title": plausible_title(said.get("title", "")),
        # What python-docx writes where nobody gave a name.
        "authors": tuple(name for name in authors if plausible_title(name) and name != "python-docx"),
        "language": said.get("language", ""),
    }
