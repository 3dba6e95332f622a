"""The formats of a bibliography, by name, by file and by content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from factbook.errors import BadInputError
from factbook.model.source import Source
from factbook.sources.bibliography.bibtex_reading import read_bibtex
from factbook.sources.bibliography.bibtex_writing import write_bibtex
from factbook.sources.bibliography.csl import read_csl, write_csl
from factbook.sources.bibliography.item import Item
from factbook.sources.bibliography.ris import read_ris, write_ris


@dataclass(frozen=True)
class BibliographyFormat:
    """How a format is told from others, read and written.

    ``read(text, name=...)`` gives the items of a text; ``write(sources)`` gives the text of sources.
    """

    name: str
    extensions: tuple[str, ...]
    beginnings: tuple[str, ...]
    read: Callable[..., tuple[Item, ...]]
    write: Callable[[Iterable[Source]], str]


FORMATS = {
    one.name: one
    for one in (
        BibliographyFormat("csl-json", (".json", ".csljson"), ("[", "{"), read_csl, write_csl),
        BibliographyFormat("bibtex", (".bib", ".bibtex"), ("@", "%"), read_bibtex, write_bibtex),
        BibliographyFormat("ris", (".ris",), ("TY  -",), read_ris, write_ris),
    )
}


def format_named(name: str) -> BibliographyFormat:
    """Give a format by its name: ``csl-json``, ``bibtex`` or ``ris``."""
    if name not in FORMATS:
        raise BadInputError(
            f"{name!r} is no format of a bibliography", next_step=f"There are: {', '.join(FORMATS)}."
        )
    return FORMATS[name]


def format_of_file(path: Path) -> BibliographyFormat | None:
    """Give the format that a file's extension names, if it names one."""
    extension = path.suffix.lower()
    return next((one for one in FORMATS.values() if extension in one.extensions), None)


def format_of_text(text: str) -> BibliographyFormat | None:
    """Give the format that a text begins like, if it begins like one."""
    text = text.lstrip("\ufeff \t\r\n")
    return next((one for one in FORMATS.values() if text.startswith(one.beginnings)), None)
