"""The text of a Word document's body or note, in order, with what is hidden in it apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from factbook.sources.extract.docx_styles import Look, Styles, W, is_ground
from factbook.sources.extract.raised import raised

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{W}txbxContent"
_LEFT_OUT = {f"{W}{name}" for name in "del moveFrom instrText delText pPr rPr sectPr tblPr".split()}
_CHANGES = {f"{W}{name}" for name in "ins del moveFrom moveTo".split()}
_PLAIN = Look()
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}


@dataclass
class Blocks:
    """Paragraphs and tables as texts, and what else was met with."""

    visible: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    has_changes: bool = False

    def __iadd__(self, other: Blocks) -> Blocks:
        self.visible += other.visible
        self.hidden += other.hidden
        self.has_changes = self.has_changes or other.has_changes
        return self


@dataclass
class _Words:
    """The text of a paragraph as it grows; what stands in a box beside it comes after it."""

    visible: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: Blocks = field(default_factory=Blocks)

    def add(self, text: str, look: Look) -> None:
        (self.hidden if look.conceals else self.visible).append(text)


def read_blocks(parent: Any, styles: Styles, look: Look = _PLAIN) -> Blocks:
    """Read the paragraphs and tables in an element. Its depth is bounded: the parser ends at 256."""
    blocks = Blocks()
    for element in parent:
        if element.tag == f"{W}p":
            blocks += _read_paragraph(element, styles, look)
        elif element.tag == f"{W}tbl":
            blocks += _read_table(element, styles, look)
        elif isinstance(element.tag, str) and element.tag not in _LEFT_OUT and element.tag != _FALLBACK:
            # Content controls and the like hold paragraphs too.
            inner = read_blocks(element, styles, look)
            inner.has_changes = inner.has_changes or element.tag in _CHANGES
            blocks += inner
    return blocks


def _read_paragraph(paragraph: Any, styles: Styles, look: Look) -> Blocks:
    properties = paragraph.find(f"{W}pPr")
    look = styles.apply(look, _style_of(properties, "pStyle")).with_properties(properties)
    words = _Words()
    blocks = Blocks(has_changes=any(True for _ in paragraph.iter(*_CHANGES)))
    _read_runs(paragraph, styles, look, words)
    for texts, into in ((words.visible, blocks.visible), (words.hidden, blocks.hidden)):
        text = "".join(texts).strip(" \n\t")
        if text:
            into.append(text)
    blocks += words.boxes
    return blocks


def _read_runs(parent: Any, styles: Styles, look: Look, words: _Words) -> None:
    for element in parent:
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or element.tag == _FALLBACK:
            continue
        if element.tag == f"{W}t":
            text = element.text or ""
            words.add(raised(text) if look.is_raised else text, look)
        elif element.tag in _CHARACTERS:
            words.add(_CHARACTERS[element.tag], look)
        elif element.tag == _TEXT_BOX:
            # A box can have any colour behind its text.
            words.boxes += read_blocks(element, styles, Look(has_ground=True))
        elif element.tag == f"{W}r":
            properties = element.find(f"{W}rPr")
            own = styles.apply(look, _style_of(properties, "rStyle")).with_properties(properties)
            _read_runs(element, styles, own, words)
        else:
            _read_runs(element, styles, look, words)


def _read_table(table: Any, styles: Styles, look: Look) -> Blocks:
    """Give a table as one block: a line per row, tabs between cells."""
    if styles.shade(_style_of(table.find(f"{W}tblPr"), "tblStyle")):
        # Which of its cells a style shades is not worked out.
        look = Look(look.is_vanished, look.is_white, look.is_tiny, has_ground=True)
    blocks = Blocks()
    rows = []
    for row in table.iter(f"{W}tr"):
        if _table_of(row) is not table:
            continue
        cells = []
        for cell in row.iter(f"{W}tc"):
            if _table_of(cell) is not table:
                continue
            shading = cell.find(f"{W}tcPr/{W}shd")
            ground = look.has_ground or (shading is not None and is_ground(shading))
            inner = read_blocks(cell, styles, Look(look.is_vanished, look.is_white, look.is_tiny, ground))
            cells.append("\n".join(inner.visible))
            blocks.hidden += inner.hidden
            blocks.has_changes = blocks.has_changes or inner.has_changes
        rows.append("\t".join(cells).strip())
    text = "\n".join(filter(None, rows))
    blocks.visible += [text] if text else []
    return blocks


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(f"{W}tbl"), None)


def _style_of(properties: Any, kind: str) -> str | None:
    style = None if properties is None else properties.find(f"{W}{kind}")
    return None if style is None else style.get(f"{W}val")
