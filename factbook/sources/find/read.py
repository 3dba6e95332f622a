"""Reading a document of a folder for the index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factbook.errors import ExtractError
from factbook.sources.find.scan import MAX_FILE_BYTES

TEXT_KINDS = frozenset(["txt", "text", "md", "markdown"])
"""Extensions of files that are read at once, where they are UTF-8."""


@dataclass(frozen=True)
class ReadDocument:
    """What is indexed of a document: what it is called, and the text its readers see."""

    title: str
    text: str


def read_document(path: Path) -> ReadDocument:
    """Give the title and text of a file, or raise `ExtractError` that says why there is none.

    What is hidden in a document is left out: a search must not lead to words that no reader sees.
    """
    from factbook.sources.extract.kinds import READABLE_EXTENSIONS, media_type_of
    from factbook.sources.extract.reading import extract_text

    extension = path.suffix.lstrip(".").lower()
    if extension not in READABLE_EXTENSIONS:
        speakable = extension.isascii() and extension.isalnum() and len(extension) <= 8
        raise ExtractError(f"no text is looked for in {f'.{extension}' if speakable else 'other'} files")
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise ExtractError(f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB")
    found = extract_text(data, media_type=media_type_of(data, extension=extension), for_index=True)
    return ReadDocument(found.title or path.stem, found.text[: found.visible_length])
