"""Adding what a bibliography lists to a check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from factbook.errors import BadInputError, ExtractError
from factbook.model.canonical import parse_record
from factbook.model.check import Check, next_id
from factbook.model.source import Source
from factbook.sources.bibliography.formats import format_of_file, format_of_text
from factbook.sources.bibliography.identifiers import isbn_keys
from factbook.sources.bibliography.item import Item, on_one_line
from factbook.sources.extract.encoding import decode
from factbook.store.check_folder import CheckFolder

NOT_READ = "only its bibliographic data was brought in"

MAX_SIZE_BYTES = 20_000_000


@dataclass(frozen=True)
class Imported:
    """What became of a bibliography: the sources added, the items that were there already, what was lost."""

    sources: tuple[Source, ...]
    skipped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def add_bibliography(folder: CheckFolder, *paths_or_texts: Path | str) -> Imported:
    """Add the sources of CSL-JSON, BibTeX or RIS files to a check, all of them at once or none.

    A string that has several lines, or begins as one of the formats does, is a bibliography itself; else it
    is a path. Items that are in the check already, or come twice, are skipped: those with the same DOI, the
    same address, or the same ISBN and title. `BadInputError` names the item that cannot be used.
    """
    items: list[Item] = []
    notes: list[str] = []
    for one in paths_or_texts:
        text, name, note = _read(one)
        notes += [note] if note else []
        items += _read_items(text, name, Path(one) if name != _UNNAMED else None)
    added: list[Source] = []
    skipped: list[str] = []

    def change(check: Check) -> Check:
        added[:], skipped[:] = _new_sources(check, items)
        return check.changed(sources=(*check.sources, *added))

    folder.update(change)
    return Imported(tuple(added), tuple(skipped), (*notes, *_what_was_lost(items)))


_UNNAMED = "the bibliography"


def _read(path_or_text: Path | str) -> tuple[str, str, str]:
    """Give a bibliography's text, what to call it, and a note on how it was read."""
    if isinstance(path_or_text, str) and ("\n" in path_or_text or format_of_text(path_or_text)):
        return path_or_text, _UNNAMED, ""
    path = Path(path_or_text)
    name = path.name
    try:
        if path.exists() and not path.is_file():
            raise BadInputError(f"{path} is no file", next_step="Give a file: .json, .bib or .ris.")
        if path.is_file() and path.stat().st_size > MAX_SIZE_BYTES:
            raise BadInputError(
                f"{path} has {path.stat().st_size:,} bytes; at most {MAX_SIZE_BYTES:,} are read",
                next_step="Export fewer items at a time.",
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        if isinstance(error, BadInputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInputError(
            f"{path} cannot be read: {reason.lower()}", next_step="Check the path and its permissions."
        ) from error
    try:
        text, note = decode(data)
    except ExtractError as error:
        raise BadInputError(
            f"{path}: {error.problem}", next_step="Give a file: .json, .bib or .ris."
        ) from error
    return text, name, f"{name}: {note}" if note else ""


def _read_items(text: str, name: str, path: Path | None) -> tuple[Item, ...]:
    known = (format_of_file(path) if path else None) or format_of_text(text)
    if known is None:
        raise BadInputError(
            f"{name} is no bibliography: it is neither CSL-JSON nor BibTeX nor RIS",
            next_step="Export it in one of these formats.",
        )
    items = known.read(text, name=name)
    if not items:
        raise BadInputError(f"{name} lists nothing", next_step=f"Is it {known.name}?")
    return items


def _new_sources(check: Check, items: Sequence[Item]) -> tuple[list[Source], list[str]]:
    """Give the sources to add to a check, and what was said of the items that are there already."""
    known: dict[tuple[str, ...], str] = {}
    for source in check.sources:
        known |= dict.fromkeys(_identities(source), f"{source.id}, {_short(source.title)}")
    first = int(next_id(check.sources, "s")[1:])
    added: list[Source] = []
    skipped: list[str] = []
    for item in items:
        source = _make_source(item, source_id=f"s{first + len(added)}")
        same = next((key for key in _identities(source) if key in known), None)
        if same:
            skipped.append(f"{item.place}: the same {same[0]} as {known[same]}")
            continue
        known |= dict.fromkeys(_identities(source), f"{source.id}, {_short(source.title)}")
        added.append(source)
    return added, skipped


def _make_source(item: Item, *, source_id: str) -> Source:
    return parse_record(Source, item.fields | {"id": source_id, "unread": NOT_READ}, name=item.place)


def _identities(source: Source) -> list[tuple[str, ...]]:
    """Give what a source is known by: each begins with what it is called."""
    keys: list[tuple[str, ...]] = []
    if source.doi:
        keys.append(("DOI", source.doi.casefold()))
    if source.url:
        keys.append(("address", _plain_address(source.url)))
    title = on_one_line(source.title).casefold()
    return keys + [("ISBN and title", isbn, title) for isbn in sorted(isbn_keys(source.isbn))]


def _plain_address(url: str) -> str:
    """Give an address without what makes no difference: http or https, the case of the host, a last slash."""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc=parts.netloc.lower(), path=parts.path.rstrip("/")).geturl()


def _what_was_lost(items: Iterable[Item]) -> list[str]:
    """Say what looks wrong, by item, and which fields a source does not hold, with how often they came."""
    notes = [f"{item.place}: {note}" for item in items for note in item.notes]
    counts = Counter(field for item in items for field in item.left_out)
    if counts:
        # A field's name is whatever somebody typed.
        names = [f"{ascii(field[:40])[1:-1]} ({count})" for field, count in sorted(counts.items())]
        notes.append(f"left out, since a source does not hold them: {', '.join(names[:40])}")
    return notes


def _short(title: str) -> str:
    return repr(title if len(title) <= 60 else f"{title[:57]}...")
