"""The styles of the document, each with a name, so that whoever restyles it changes each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor

INK, SOFT, RULE, PANEL, LINK, MARKED = "1C1E22", "555A63", "D3CFC4", "F5F3ED", "174F7C", "FCEBAC"
TONES = {"yes": "15645C", "no": "9A3412", "mix": "755406"}
FAINT = {"yes": "E3F0EE", "no": "FBECE5", "mix": "FAF3DC"}
"""The colours of the page, as the PDF has them."""

FONT, CODE_FONT = "Calibri", "Consolas"

BODY, SMALL, LEAD, NOTICE, FAULT = "Normal", "Small Print", "Lead-in", "Notice", "Fault Notice"
PANEL_TEXT, STATEMENT, BANNER, SUGGESTED_RATING = "Rating Panel", "Statement", "Banner", "Suggested Rating"
QUOTED, DOUBTFUL, SUGGESTED, QUOTE_NOTE = (
    "Quoted Words",
    "Quoted Words, Doubtful",
    "Quoted Words, Suggested",
    "Note on Quoted Words",
)
REFERENCE, TERM, CELL, CELL_SMALL, CODE = "Source", "Particulars", "Table Text", "Table Small Print", "Code"


@dataclass(frozen=True)
class _Look:
    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 7
    line: float = 1.15
    left_mm: float = 0
    edge: str = ""
    dashed: bool = False
    fill: str = ""
    outline: int | None = None
    keep: bool = False
    font: str = FONT


_PARAGRAPHS = {
    SMALL: _Look(size=9.5, colour=SOFT, after=5),
    LEAD: _Look(bold=True, after=4, keep=True),
    NOTICE: _Look(size=10, before=6, edge=RULE, fill=PANEL, left_mm=2),
    FAULT: _Look(size=10, before=6, edge=TONES["no"], fill=FAINT["no"], left_mm=2),
    BANNER: _Look(size=10, after=3, edge=RULE, fill=PANEL, left_mm=2),
    PANEL_TEXT: _Look(after=4, edge=RULE, left_mm=2),
    STATEMENT: _Look(size=12, italic=True, after=4, left_mm=2, edge=RULE),
    SUGGESTED_RATING: _Look(size=10, edge=SOFT, dashed=True, left_mm=2),
    QUOTED: _Look(size=10.5, colour=SOFT, before=5, after=2, left_mm=4, edge=TONES["yes"]),
    DOUBTFUL: _Look(size=10.5, colour=SOFT, before=5, after=2, left_mm=4, edge=TONES["no"], dashed=True),
    SUGGESTED: _Look(size=10.5, colour=SOFT, before=5, after=2, left_mm=4, edge=SOFT, dashed=True),
    QUOTE_NOTE: _Look(size=9, colour=SOFT, after=9, left_mm=4),
    REFERENCE: _Look(before=12, after=3, outline=1, keep=True),
    TERM: _Look(size=9.5, after=2, left_mm=4),
    CELL: _Look(size=9.5, after=1, line=1.05),
    CELL_SMALL: _Look(size=8.5, colour=SOFT, after=1, line=1.05),
    CODE: _Look(size=8.5, after=8, line=1.0, fill=PANEL, font=CODE_FONT),
}
_HEADINGS = {
    "Title": _Look(size=24, bold=True, after=6, line=1.0, keep=True),
    "Heading 1": _Look(size=16, bold=True, before=20, after=6, line=1.05, keep=True),
    "Heading 2": _Look(size=12.5, bold=True, before=12, after=4, line=1.05, keep=True),
    "Heading 3": _Look(size=11, bold=True, before=9, after=3, keep=True),
    "Heading 4": _Look(size=11, bold=True, italic=True, before=6, after=3, keep=True),
}
_KNOWN = {
    BODY: _Look(),
    "List Bullet": _Look(after=4),
    "List Number": _Look(after=4),
    "List Continue": _Look(after=4),
    "Caption": _Look(size=10, bold=True, before=6, after=4, keep=True),
    "Header": _Look(size=8.5, colour=SOFT, after=0),
    "Footer": _Look(size=8.5, colour=SOFT, after=0),
}


def set_styles(document: Any, *, language: str, turned: bool = False) -> None:
    """Give a new document its styles; ``language`` is that of its own words, ``turned`` if from the right."""
    _drop_unused(document)
    for name, look in (_KNOWN | _HEADINGS).items():
        _apply(document.styles[name], look, turned=turned)
    for name, look in _PARAGRAPHS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[BODY]
        style.quick_style = True
        _apply(style, look, turned=turned)
    _set_language(document, language, turned=turned)


def _drop_unused(document: Any) -> None:
    """Take out of the stock document what this one has no use for: it is most of its bytes."""
    for style in list(document.styles):
        if style.type in {WD_STYLE_TYPE.TABLE, WD_STYLE_TYPE.CHARACTER} and not style.element.default:
            style.element.getparent().remove(style.element)
    for link in document.styles.element.findall(f".//{qn('w:link')}"):
        link.getparent().remove(link)  # to styles of characters, which are gone
    package = document.part.package
    for relations in (document.part.rels, package.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in {"stylesWithEffects", "thumbnail", "customXml"}:
                del relations[name]


def _apply(style: Any, look: _Look, *, turned: bool) -> None:
    font, room = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour)
    font.underline = False
    _set_fonts(style.element.get_or_add_rPr(), look.font)
    room.space_before, room.space_after, room.line_spacing = Pt(look.before), Pt(look.after), look.line
    room.keep_with_next = look.keep
    room.left_indent = Emu(int(look.left_mm * 36000))
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)  # the stock title is underlined
    if look.edge:
        kind = "dashed" if look.dashed else "single"
        edge = made("w:right" if turned else "w:left", val=kind, sz="18", space="8", color=look.edge)
        borders = OxmlElement("w:pBdr")
        borders.append(edge)
        _insert(properties, borders)
    if look.fill:
        _insert(properties, made("w:shd", val="clear", color="auto", fill=look.fill))
    if look.outline is not None:
        properties.append(made("w:outlineLvl", val=str(look.outline)))


def _set_fonts(properties: Any, font: str) -> None:
    """Name one font for all scripts but those of East Asia, which have their own; the themes' fonts go."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, made("w:rFonts", ascii=font, hAnsi=font, cs=font))
    for name in ("w:sz", "w:b", "w:i"):
        # Word takes size and weight of Arabic and Hebrew from settings of their own.
        found = properties.find(qn(name))
        old = properties.find(qn(f"{name}Cs"))
        if old is not None:
            properties.remove(old)
        if found is not None:
            twin = OxmlElement(f"{name}Cs")
            for key, value in found.attrib.items():
                twin.set(key, value)
            found.addnext(twin)


def _set_language(document: Any, language: str, *, turned: bool) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(made("w:lang", **({"bidi": language} if turned else {"val": language})))


def _insert(properties: Any, made: Any) -> None:
    """Put borders and shading where the schema has them: before spacing and indents."""
    later = (
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
    )
    place = next((one for one in properties if one.tag in {qn(name) for name in later}), None)
    if place is None:
        properties.append(made)
    else:
        place.addprevious(made)


def made(name: str, /, **attributes: str) -> Any:
    """Give an element of the file's own markup with attributes in its name space."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
