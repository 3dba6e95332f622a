"""Writing BibTeX, for biblatex and in UTF-8.

Keys are made of the first name, the year and the first long word of the title, in ASCII; the same check gives
the same keys. Titles stand in two pairs of braces, so that no style makes their capitals small.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from factbook.model.source import Name, Source
from factbook.sources.bibliography.item import accessed_on, archive_note, on_one_line
from factbook.sources.bibliography.item_types import CSL_TYPES, type_to_bibtex
from factbook.sources.bibliography.latex import to_latex

_INSTITUTES = {"report": "institution", "thesis": "institution", "online": "organization"}
_ARTICLES = {"article", "periodical"}
_VERBATIM_UNSAFE = re.compile(r"[\\{}\s]")


def write_bibtex(sources: Iterable[Source]) -> str:
    """Write sources as BibTeX entries."""
    import bibtexparser
    from bibtexparser.model import Entry, Field

    taken: set[str] = set()
    library = bibtexparser.Library()
    for source in sources:
        entry_type, subtype = type_to_bibtex(source.type)
        fields = [
            Field(key, f"{{{value}}}") for key, value in _entry_fields(source, entry_type, subtype) if value
        ]
        library.add(Entry(entry_type, _key(source, taken), fields))
    return str(bibtexparser.write_string(library, unparse_stack=[]))


def _entry_fields(source: Source, entry_type: str, subtype: str) -> Iterator[tuple[str, str]]:
    """Give the fields of an entry and their values, as BibTeX has them between its braces."""
    seen = accessed_on(source)
    article = entry_type in _ARTICLES
    yield "author", " and ".join(filter(None, map(_write_name, source.author)))
    yield "title", f"{{{_plain(source.title)}}}"
    yield "editor", " and ".join(filter(None, map(_write_name, source.editor)))
    yield "journal" if article else "booktitle", _plain(source.container_title)
    yield "series", _plain(source.collection_title)
    yield _INSTITUTES.get(entry_type, "publisher"), _plain(source.publisher)
    yield "address", _plain(source.publisher_place)
    yield "edition", _plain(source.edition)
    yield "volume", _plain(source.volume)
    yield "number" if article else "issue", _plain(source.issue)
    yield "pages", _plain(source.page)
    yield "date", source.issued or ""
    yield "year", (source.issued or "")[:4]
    yield "language", _plain(source.language)
    yield "isbn", _plain(source.isbn)
    yield "issn", _plain(source.issn)
    yield "doi", _write_verbatim(source.doi)
    yield "url", _write_verbatim(source.url or "")
    yield "urldate", seen.isoformat() if seen and source.url else ""
    yield "entrysubtype", subtype if source.type in CSL_TYPES else ""
    yield "note", _plain(archive_note(source))


def _plain(text: str) -> str:
    return to_latex(on_one_line(text))


def _write_verbatim(address: str) -> str:
    """Write an address with what would end it, braces and backslashes, as percent codes."""
    return _VERBATIM_UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", address)


def _write_name(name: Name) -> str:
    if name.literal or not name.family:
        whole = _plain(name.literal or name.given)
        return f"{{{whole}}}" if whole else ""
    family = _name_part(name.family)
    if name.given:
        return f"{family}, {_name_part(name.given)}"
    return family if " " not in family else f"{{{family}}}"


def _name_part(text: str) -> str:
    """Write a part of a name; braces keep together what would cut it: a comma, or the word "and"."""
    latex = _plain(text)
    cut = "," in latex or re.search(r"\band\b|\bothers\b", latex, re.IGNORECASE)
    return f"{{{latex}}}" if cut else latex


def _key(source: Source, taken: set[str]) -> str:
    """Make a key like ``hall2015service`` that is not taken, in any case."""
    name = source.author[0] if source.author else Name(literal=source.publisher)
    words = [_ascii_word(word) for word in source.title.split()]
    word = next((word for word in words if len(word) > 3), "")
    stem = f"{_ascii_word(name.family or name.literal)[:24]}{(source.issued or '')[:4]}{word[:24]}"
    stem = stem or _ascii_word(source.id)
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key)
    return key


def _ascii_word(text: str) -> str:
    return re.sub("[^a-z0-9]", "", unicodedata.normalize("NFKD", text).lower())
