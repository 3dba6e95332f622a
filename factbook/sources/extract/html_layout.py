"""The text of HTML elements as a reader sees it: words run on, paragraphs stand apart.

It lays out both a page's own elements and the body that trafilatura makes of them (which has names from TEI,
like ``head`` and ``lb``). White space is folded as a browser does it; no other character is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from factbook.sources.extract.raised import raised
from factbook.sources.extract.text import CONTROLS

PARAGRAPH, LINE, CELL = "\n\n", "\n", "\t"

_PARAGRAPHS = set(
    "address article aside blockquote body center details dialog div dl fieldset figcaption figure footer "
    "form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html main nav ol p pre quote search section "
    "summary table ul caption list title".split()
)
_LINES = set("br lb dd dt item legend li menu option optgroup row select textarea tr graphic".split())
_CELLS = {"td", "th", "cell"}
_PREFORMATTED = {"pre", "textarea"}
_MADE_OF_PREFORMATTED = {"code", "quote"}
_WITHOUT_TEXT = {"script", "style", "head", "link", "meta", "title"}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_STRENGTH = {"": 0, CELL: 1, LINE: 2, PARAGRAPH: 3}


class _Page:
    """Text as it grows, with the break that stands before the next words."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._break = ""
        self._space = False

    def part(self, kind: str) -> None:
        if _STRENGTH[kind] > _STRENGTH[self._break]:
            self._break = kind

    def add(self, text: str, *, keeps_space: bool) -> None:
        folded = text if keeps_space else _SPACE.sub(" ", text)
        if not folded.strip(" \t\n\r\f"):
            self._space = self._space or bool(folded)
            return
        begins_with_space = folded[0] == " " and not keeps_space
        if self._parts and self._break:
            self._parts.append(self._break)
        elif self._parts and (self._space or begins_with_space):
            self._parts.append(" ")
        self._break = ""
        self._space = folded[-1] == " " and not keeps_space
        self._parts.append(folded if keeps_space else folded.strip(" "))

    @property
    def text(self) -> str:
        # References like &#1; bring in what the markup itself was cleaned of.
        return CONTROLS.sub("", "".join(self._parts)).strip()


def raise_numbers(tree: Any) -> None:
    """Write the numbers of a page that are raised in raised figures."""
    for element in tree.iter("sup"):
        text = "".join(element.itertext()).strip()
        if raised(text) != text:
            element.clear(keep_tail=True)
            element.text = raised(text)


def text_of(root: Any, *, head_is_text: bool = False) -> str:
    """Give the text of an element; ``head_is_text`` where ``head`` is a heading, as in TEI."""
    page = _Page()
    preformatted = 0
    keeping_space = _PREFORMATTED | (_MADE_OF_PREFORMATTED if head_is_text else set())
    skipped: Any = None
    for event, element in _walk(root):
        name = element.tag if isinstance(element.tag, str) else ""
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                page.add(element.tail or "", keeps_space=preformatted > 0) if element is not root else None
            continue
        if event == "start":
            if not name or (name in _WITHOUT_TEXT and not (head_is_text and name == "head")):
                skipped = element
                continue
            page.part(_break_of(name, head_is_text=head_is_text))
            preformatted += name in keeping_space
            page.add(element.text or "", keeps_space=preformatted > 0)
        else:
            preformatted -= name in keeping_space
            page.part(_break_of(name, head_is_text=head_is_text))
            if element is not root:
                page.add(element.tail or "", keeps_space=preformatted > 0)
    return page.text


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    # Not by recursion: elements may be nested thousands deep.
    yield from etree.iterwalk(root, events=("start", "end", "comment", "pi"))


def _break_of(name: str, *, head_is_text: bool) -> str:
    if name in _PARAGRAPHS or (name == "head" and head_is_text):
        return PARAGRAPH
    if name in _LINES:
        return LINE
    return CELL if name in _CELLS else ""
