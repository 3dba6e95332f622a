"""What reading a document gives, and who can read one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Extraction:
    """The text of a document, and what the document says of itself.

    Attributes
    ----------
    text:
        First all that a reader of the document sees, paragraphs set off by an empty line; after that, from
        ``visible_length`` on, what is hidden in it.
    extractor:
        Name and version of what read it, like ``trafilatura 2.3.1``.
    visible_length:
        Code points of visible text; None if nothing is hidden.
    pages:
        Where in the visible text each page begins; empty for a document without pages.
    note:
        What was lost on the way, in words for a reader; empty if nothing was.
    title, authors, publisher, container_title, issued, language, doi, isbn:
        What the document says of itself, empty where it says nothing. ``issued`` is YYYY, YYYY-MM or
        YYYY-MM-DD, ``language`` BCP 47, ``container_title`` the site or journal it is part of.
    """

    text: str
    extractor: str
    visible_length: int | None = None
    pages: tuple[int, ...] = ()
    note: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    container_title: str = ""
    issued: str = ""
    language: str = ""
    doi: str = ""
    isbn: str = ""


class Extractor(Protocol):
    """Reads documents of some media types (entry point group ``factbook.extractors``).

    It runs in a process of its own: what it raises, or its death, costs one document.
    """

    media_types: tuple[str, ...]

    def extract(self, data: bytes, *, media_type: str, charset: str = "", url: str = "") -> Extraction:
        """Give the text, or raise `ExtractError` that says why there is none.

        ``charset`` is what the server said of it and ``url`` where it came from, if known.
        """
