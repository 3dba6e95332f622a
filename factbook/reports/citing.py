"""A reference for each source, formatted by citeproc-py in a CSL style (https://docs.citationstyles.org).

A reference is data, like the rest of the context: pieces of plain text that say what they are, which each
format writes its own way. citeproc writes marks around what it makes italic; a title and an address bear
marks before it sees them, so that they are found again whatever the style does with them.

What citeproc-py cannot format, because of odd data or of its own gaps, is given in a plain form instead.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, get_args

from factbook.errors import BadInputError
from factbook.model.source import Name, Source
from factbook.reports.dates import format_day
from factbook.reports.views.source import Emphasis, ReferencePiece
from factbook.resources import resource_folder
from factbook.sources.bibliography.csl import source_to_csl
from factbook.wording import ENGLISH, spoken

OWN_STYLE = resource_folder("templates") / "factbook" / "citation.csl"

MAX_SIZE_BYTES = 1_000_000
MAX_CALLS = 20_000
"""Elements a style may print for one source; macros that call macros multiply fast."""

Kind = Literal["title", "URL", "DOI", "italic", "bold", "superscript", "subscript"]

# Unicode keeps these code points for a program's own use, and HTML forbids them.
_OPEN: dict[Kind, str] = {kind: chr(0xFDD0 + 2 * index) for index, kind in enumerate(get_args(Kind))}
_CLOSE: dict[Kind, str] = {kind: chr(ord(mark) + 1) for kind, mark in _OPEN.items()}
_KINDS = {mark: kind for kind, mark in (*_OPEN.items(), *_CLOSE.items())}
_ANY_MARK = re.compile(f"([{''.join(_KINDS)}])")
_NOT_DATA = re.compile("[\ufdd0-\ufdef]")

_CLOSING = f"[{''.join(_CLOSE.values())}]"
_STOP_AFTER_QUOTE = re.compile(f"({_CLOSING})(”)([.,])")
_SECOND_STOP = re.compile(rf"([.?!…]{_CLOSING}+[”’]?)\.|([.?!…])({_CLOSING}+)\.")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/$")
_LONG_NUMBER = re.compile(r"\d{10}")
"""In Roman numerals, which a style may ask for, such a number would fill the memory."""


def cite_sources(sources: Iterable[Source], *, style: Path | None = None) -> list[tuple[ReferencePiece, ...]]:
    """Give the reference of each source, in a CSL style or else in our own.

    `BadInputError` names a style that cannot be used.
    """
    sources = list(sources)
    formatting = _Style(style or OWN_STYLE) if sources else None
    return [formatting.reference(source) for source in sources] if formatting else []


def _marked(kind: Kind, text: object) -> str:
    return f"{_OPEN[kind]}{text}{_CLOSE[kind]}"


def _marking(kind: Kind) -> Any:
    return lambda text: _marked(kind, text)


_FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=_marking("italic"),
    Oblique=_marking("italic"),
    Bold=_marking("bold"),
    Superscript=_marking("superscript"),
    Subscript=_marking("subscript"),
    Light=str,
    Underline=str,
    SmallCaps=str,
)


class _Style:
    """A CSL style, read once for a report."""

    def __init__(self, file: Path) -> None:
        self.file = file
        data = self._read()
        try:
            self.style = self._parse(data)
            printed = [self._render(source) for source in (_SPECIMENS if file != OWN_STYLE else ())]
            if printed and not any(printed):
                raise ValueError("it prints nothing for a web page, a book or an article")
        except SyntaxError as error:
            raise self._unusable(f"it is no XML: {error.msg}") from error
        except ValueError as error:
            raise self._unusable(str(error)) from error
        except Exception as error:
            # What citeproc-py says of a style it does not understand is about its own insides.
            raise self._unusable("it is no CSL style, or one that citeproc-py cannot use") from error

    def reference(self, source: Source) -> tuple[ReferencePiece, ...]:
        """Give the reference of a source; its title is in it whatever the style prints."""
        try:
            pieces = _pieces(self._render(source), source)
        except Exception:  # noqa: BLE001  citeproc-py fails in many ways on odd data
            pieces = ()
        if not pieces:
            return _plain_reference(source)
        if any(piece.title for piece in pieces):
            return pieces
        return (
            ReferencePiece(text=_on_one_line(source.title), title=True),
            ReferencePiece(text=" "),
            *pieces,
        )

    def _read(self) -> bytes:
        try:
            if not self.file.is_file():
                raise self._unusable("there is no such file")
            if self.file.stat().st_size > MAX_SIZE_BYTES:
                raise self._unusable(f"it has more than {MAX_SIZE_BYTES:,} bytes")
            return self.file.read_bytes()
        except OSError as error:
            raise self._unusable((error.strerror or str(error)).lower()) from error

    def _parse(self, data: bytes) -> Any:
        from citeproc import CitationStylesStyle

        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ValueError("it declares entities, which no style needs")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # A reference's own words are in the language of the report's, whatever the style is made for.
            style = CitationStylesStyle(BytesIO(data), locale=_csl_locale(spoken()), validate=False)
        if not hasattr(style.root, "locales"):
            raise ValueError("it is XML, but no CSL style")
        if not style.has_bibliography():
            raise ValueError("it says nothing of a bibliography; it may only name the style it depends on")
        _check_macros(style.root)
        self.inside_quotes = style.root.get_locale_option("punctuation-in-quote") == "true"
        self.dates = [(part, dict(part.attrib)) for root in style.root.locales for part in _date_parts(root)]
        return style

    def _render(self, source: Source) -> str:
        """Give a reference with its marks; empty if the style prints nothing for such a source."""
        from citeproc import Citation, CitationStylesBibliography
        from citeproc.source.json import CiteProcJSON

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = CiteProcJSON([_item(source)])
            bibliography = CitationStylesBibliography(self.style, data, _FORMATTER)
            item = _unnumbered(source.id)
            bibliography.register(Citation([item]))
            text = "".join(map(str, self.style.render_bibliography([item])))
        # citeproc-py writes what a style says of one date into the locale, where the next would find it: the
        # reference of a source must not depend on those before it.
        for part, attributes in self.dates:
            part.attrib.clear()
            part.attrib.update(attributes)
        return self._tidied(text)

    def _tidied(self, text: str) -> str:
        """Put a stop inside the quotation marks where the locale has it there, and no stop after another."""
        if self.inside_quotes:
            text = _STOP_AFTER_QUOTE.sub(r"\1\3\2", text)
        return _SECOND_STOP.sub(lambda found: found[1] or f"{found[2]}{found[3]}", text)

    def _unusable(self, reason: str) -> BadInputError:
        return BadInputError(
            f"The citation style {self.file} cannot be used: {reason.rstrip('.')}",
            next_step="Mend citation_style in factbook.toml: it names a CSL 1.0 file, relative to itself.",
        )


def _csl_locale(language: str) -> str:
    """Give the name of the CSL locale for a language: in its region, else in the first there is."""
    from citeproc import LOCALES_PATH

    primary = language.partition("-")[0].lower()
    names = sorted(file.stem.removeprefix("locales-") for file in Path(LOCALES_PATH).glob("locales-*.xml"))
    wanted = ["en-US"] if primary == ENGLISH else [language, primary, f"{primary}-{primary.upper()}"]
    there = [name for name in wanted if name in names]
    return [*there, *(name for name in names if name.startswith(f"{primary}-")), "en-US"][0]


def _date_parts(root: Any) -> list[Any]:
    return list(root.iter("{http://purl.org/net/xbiblio/csl}date-part"))


def _unnumbered(key: str) -> Any:
    """Give a citation without a number: the report has its own."""
    from citeproc import CitationItem

    class Unnumbered(CitationItem):  # type: ignore[misc]
        number = None

    return Unnumbered(key)


def _check_macros(root: Any) -> None:
    """Raise ``ValueError`` for a macro that is missing, calls itself, or makes others print without end."""
    macros = {macro.get("name"): macro for macro in root.iter("{*}macro")}
    costs: dict[str, int] = {}

    def cost(element: Any, above: tuple[str, ...]) -> int:
        total = 1
        for name, count in Counter(one.get("macro") for one in element.iter("{*}text", "{*}key")).items():
            if name is None:
                total += count
                continue
            if name not in macros:
                raise ValueError(f"there is no macro {name!r}")
            if name in above:
                raise ValueError(f"the macro {name!r} calls itself")
            if name not in costs:
                costs[name] = cost(macros[name], (*above, name))
            total += count * costs[name]
        return total

    if cost(root.find("{*}bibliography"), ()) > MAX_CALLS:
        raise ValueError(f"it prints more than {MAX_CALLS:,} elements for one source")


def _item(source: Source) -> dict[str, Any]:
    """Give a source as citeproc-py takes it: on one line, without names that have no part, with our marks."""
    item = source_to_csl(source)
    item.pop("note", None)
    for field, value in item.items():
        if isinstance(value, str) and field not in {"id", "type"}:
            item[field] = _on_one_line(value)
    for field in ("author", "editor"):
        if field in item:
            item[field] = [_name(one) for one in getattr(source, field) if one.display.strip()]
    for field in ("volume", "issue", "edition", "page"):
        if _LONG_NUMBER.search(item.get(field, "")):
            del item[field]
    if item.get("URL") == item["title"]:
        del item["URL"]  # an address that was only noted is its own title
    marks: tuple[Kind, ...] = ("title", "URL", "DOI")
    return item | {kind: _marked(kind, item[kind]) for kind in marks if kind in item}


def _name(name: Name) -> dict[str, str]:
    if name.literal or not name.family:
        return {"literal": _on_one_line(name.display)}
    parts = {"family": _on_one_line(name.family), "given": _on_one_line(name.given)}
    return {part: text for part, text in parts.items() if text}


def _on_one_line(text: str) -> str:
    return _NOT_DATA.sub("\ufffd", " ".join(text.split()))


def _pieces(text: str, source: Source) -> tuple[ReferencePiece, ...]:
    """Cut a reference at its marks; what lies between the same ones is one piece."""
    pieces: list[ReferencePiece] = []
    open_: list[Kind] = []
    titled = False
    for part in _ANY_MARK.split(text):
        if part in _KINDS:
            kind = _KINDS[part]
            if part == _OPEN[kind]:
                open_.append(kind)
            elif kind in open_:
                open_.remove(kind)
        elif part:
            # A style may print the title a second time, where a source has no author; it is a heading once.
            pieces.append(_piece(part, open_, source, titled=titled))
            titled = titled or pieces[-1].title
            if "DOI" in open_ and len(pieces) > 1:
                pieces[-2:] = _with_address(*pieces[-2:])
    return tuple(pieces)


def _piece(text: str, open_: list[Kind], source: Source, *, titled: bool) -> ReferencePiece:
    emphases: list[Emphasis] = [kind for kind in open_ if kind in get_args(Emphasis)]  # type: ignore[misc]
    is_address = "URL" in open_ or ("title" in open_ and source.title == source.url)
    href = (source.url or "") if is_address else doi_address(source.doi) if "DOI" in open_ else ""
    return ReferencePiece(
        text=text,
        title="title" in open_ and not titled,
        emphasis=emphases[-1] if emphases else "",
        href=href,
    )


def _with_address(before: ReferencePiece, doi: ReferencePiece) -> list[ReferencePiece]:
    """Let the link of a DOI begin where its address does, which is the style's."""
    address = _DOI_ADDRESS.search(before.text)
    if not address:
        return [before, doi]
    rest = before.text[: address.start()]
    whole = doi.model_copy(update={"text": address.group() + doi.text})
    return [before.model_copy(update={"text": rest}), whole] if rest else [whole]


def doi_address(doi: str) -> str:
    """Give the address a DOI leads to."""
    from urllib.parse import quote

    return f"https://doi.org/{quote(doi, safe='/:;().-_~')}"


def _plain_reference(source: Source) -> tuple[ReferencePiece, ...]:
    """Give names, title, publisher, date and address, one after the other."""
    names = ", ".join(name.display for name in source.author)
    where = (source.container_title, source.publisher, format_day(source.issued))
    told = ", ".join(filter(None, where))
    pieces = (
        ReferencePiece(text=f"{_on_one_line(names)}. " if names else ""),
        ReferencePiece(text=_on_one_line(source.title), title=True),
        ReferencePiece(text=f". {_on_one_line(told)}" if told else ""),
        ReferencePiece(text=". " if source.url else ""),
        ReferencePiece(text=source.url or "", href=source.url or ""),
        ReferencePiece(text="."),
    )
    return tuple(piece for piece in pieces if piece.text)


def _specimen(**fields: Any) -> Source:
    return Source(
        id="specimen",
        title="Title",
        author=(Name(family="Family", given="Given"), Name(literal="Office")),
        issued="2025-03-09",
        url="https://example.org/",
        publisher="Publisher",
        **fields,
    )


_SPECIMENS = (
    _specimen(),
    _specimen(type="book", isbn="9783161484100", edition="2", publisher_place="Place", volume="3"),
    _specimen(
        type="article-journal", container_title="Journal", volume="1", issue="2", page="3-4", doi="10.1/x"
    ),
)
"""A style that cannot format these is broken; one that cannot format a source may only lack a case."""
