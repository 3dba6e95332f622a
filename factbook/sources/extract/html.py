"""HTML: the main text of a page, what the page says of itself, and apart from it what it hides."""

from __future__ import annotations

import re
from copy import deepcopy
from importlib.metadata import version
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import trafilatura
from lxml import etree

from factbook.errors import ExtractError
from factbook.sources.extract.composing import compose
from factbook.sources.extract.encoding import decode
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.html_choosing import chosen_lines
from factbook.sources.extract.html_hidden import take_out_hidden
from factbook.sources.extract.html_layout import raise_numbers, text_of
from factbook.sources.extract.html_metadata import metadata_of
from factbook.sources.extract.kinds import HTML, XHTML
from factbook.sources.extract.patience import TooSlowError, at_most

MAX_DEPTH = 2_000
"""Elements within elements; the parser drops what is nested deeper without a word."""

MAX_CHOOSING_LENGTH = 5_000_000
"""Characters of a page, beyond which its main text is not told from the rest."""

_CHOOSING_S = 3
_METADATA_S = 2
_FAR_TOO_LITTLE = 0.1
_MUCH_LESS = 0.7
_MOSTLY_HIDDEN = "most of the page's text is hidden; its scripts were not run"
_TOO_LONG = "telling the page's main text from the rest took too long; all its text was read"
_NOT_TOLD = "the main text could not be told from the rest; all the page's text was read"
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.I)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.I)


class HtmlExtractor:
    """Reads web pages."""

    media_types = (HTML, XHTML)

    def extract(
        self,
        data: bytes,
        *,
        media_type: str,  # noqa: ARG002
        charset: str = "",
        url: str = "",
    ) -> Extraction:
        """Read the main text of a page, or all that is visible where that cannot be told."""
        markup, note = decode(data, declared=charset or _declared(data))
        tree = _parse(markup)
        hidden = take_out_hidden(tree)
        raise_numbers(tree)
        metadata = _metadata(tree, url=url)
        etree.strip_elements(tree, "script", "style", with_tail=False)
        everything = text_of(tree)
        main, choice = everything, _TOO_LONG
        if len(markup) <= MAX_CHOOSING_LENGTH:
            main, choice = _main_text(tree, everything, url=url)
        if not main:
            raise ExtractError(_nothing(hidden))
        if len("\n".join(hidden)) > len(everything):
            choice = "; ".join(filter(None, (choice, _MOSTLY_HIDDEN)))
        text, visible_length = compose(main, hidden)
        return Extraction(
            text,
            f"trafilatura {version('trafilatura')}",
            visible_length=visible_length,
            note="; ".join(filter(None, (note, choice))),
            **metadata,
        )


def _declared(data: bytes) -> str:
    head = data[:4096]
    found = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    return found[1].decode("ascii") if found else ""


def _parse(markup: str) -> Any:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    # Characters that XML cannot hold would end the parse, or the page.
    clean = re.sub("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", markup)
    try:
        tree = lxml.html.document_fromstring(clean.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ExtractError("it is no HTML, or an empty page") from error
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest >= MAX_DEPTH:
        raise ExtractError(f"its elements are nested more than {MAX_DEPTH:,} deep")
    return tree


def _metadata(tree: Any, *, url: str) -> dict[str, Any]:
    """Give what the page says of itself; nothing where that fails, for the text is worth more."""
    try:
        with at_most(_METADATA_S):
            return metadata_of(tree, url=url)
    except (TooSlowError, Exception):  # noqa: BLE001
        return {}


def _main_text(tree: Any, everything: str, *, url: str) -> tuple[str, str]:
    """Give the text without navigation, advertisements and readers' comments, and a note if that failed."""
    try:
        with at_most(_CHOOSING_S):
            document = trafilatura.bare_extraction(
                deepcopy(tree), url=url or None, include_comments=False, favor_recall=True
            )
            chosen = "" if document is None else text_of(document.body, head_is_text=True)
            main = chosen_lines(everything, chosen)
    except TooSlowError:
        return everything, _TOO_LONG
    except Exception:  # noqa: BLE001 - where it fails, all of the page can still be read
        return everything, _NOT_TOLD
    enough = len(main) >= max(_FAR_TOO_LITTLE * len(everything), _MUCH_LESS * len(chosen))
    return (main, "") if main and enough else (everything, _NOT_TOLD)


def _nothing(hidden: list[str]) -> str:
    return "all its text is hidden" if hidden else "the page holds no text; it may be written by scripts"
