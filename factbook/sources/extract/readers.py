"""Which reader is for which media type: factbook's own, and those that packages offer.

A package offers one by an entry point in the group ``factbook.extractors``: an `Extractor`, or something
that gives one when called. It goes before factbook's own for the media types it names.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from factbook.sources.extract.extraction import Extractor
from factbook.sources.extract.kinds import DOCX, HTML, MARKDOWN, PDF, PLAIN, XHTML

GROUP = "factbook.extractors"

# As names, so that only the one that is needed is imported.
_OWN = {
    HTML: "factbook.sources.extract.html:HtmlExtractor",
    XHTML: "factbook.sources.extract.html:HtmlExtractor",
    PDF: "factbook.sources.extract.pdf:PdfExtractor",
    DOCX: "factbook.sources.extract.docx:DocxExtractor",
    PLAIN: "factbook.sources.extract.text:TextExtractor",
    MARKDOWN: "factbook.sources.extract.text:TextExtractor",
}


def reader_for(media_type: str, *, extra: tuple[str, ...] = ()) -> Extractor | None:
    """Give the reader for a media type, or None; ``extra`` are more of them, as ``module:name``."""
    for reader in _offered(extra):
        if media_type in reader.media_types:
            return reader
    if media_type in _OWN:
        return _load(_OWN[media_type])
    return _load(_OWN[PLAIN]) if media_type.startswith("text/") else None


@cache
def _offered(extra: tuple[str, ...]) -> tuple[Extractor, ...]:
    own = set(_OWN.values())
    names = [point.value for point in entry_points(group=GROUP) if point.value not in own]
    readers = [_load(name) for name in extra]
    for name in names:
        try:
            readers.append(_load(name))
        except (ImportError, AttributeError):
            continue  # A package that is broken must not keep the others from reading.
    return tuple(readers)


@cache
def _load(name: str) -> Extractor:
    found = EntryPoint(name="reader", value=name, group=GROUP).load()
    reader: Extractor = found() if isinstance(found, type) else found
    return reader
