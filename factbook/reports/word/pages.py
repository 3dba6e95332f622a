"""The pages of the document: upright or on their side, with a head and a numbered foot."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from factbook.reports.context import ReportContext
from factbook.reports.pictures import logo_node
from factbook.reports.render import shorten
from factbook.reports.word.pictures import make_picture
from factbook.reports.word.styles import CELL_SMALL, made
from factbook.reports.word.text import clean, write_text
from factbook.wording import gettext

_WIDTH, _HEIGHT, _MARGIN = 11906, 16838, 1418
"""A4, in twentieths of a point."""

_LOGO_ROOM, _LOGO_HEIGHT = 3402, 324_000
"""Of a logo in the head: 60 millimetres across in twentieths of a point, 9 high in English metric units."""

_LONGEST_NAME = 60
"""Characters of the publisher's name in the head of each page."""


def page_room(*, sideways: bool) -> int:
    """Give what there is room for across a page, in twentieths of a point."""
    return (_HEIGHT if sideways else _WIDTH) - 2 * _MARGIN


def set_pages(document: Any, report: ReportContext, *, turned: bool = False) -> None:
    """Set the page of a document that has one section, its head, and its foot with its number."""
    section = document.sections[0]
    _set_page(document.element.body[-1], sideways=False)
    name = shorten(clean(report.publisher.name), _LONGEST_NAME)
    what = report.titles.get("fact_check") or gettext("Fact check")
    head, foot = section.header.paragraphs[0]._p, section.footer.paragraphs[0]._p
    if turned:
        _turn(document.element.body[-1])
        for paragraph in (head, foot):
            paragraph.get_or_add_pPr().append(made("w:bidi"))
    logo = _logo(section.header.part, report)
    if logo is not None:
        head.append(logo)
        write_text(head, f"   {what}")
    else:
        write_text(head, f"{name} · {what}" if name else what)
    foot.get_or_add_pPr().append(made("w:jc", val="right"))
    for words in re.split("({page}|{pages})", gettext("Page {page} of {pages}")):
        field = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(words)
        if field:
            counted = made("w:fldSimple", instr=field)
            write_text(counted, "1")
            foot.append(counted)
        elif words:
            write_text(foot, words)


def end_of_section(last: Any, *, sideways: bool) -> Any:
    """Give the paragraph that ends the pages so far, which are upright or ``sideways``.

    ``last`` are the properties of the document's last section. Its head and foot go to the first one that
    ends, for a section without any goes on with those before it.
    """
    paragraph, properties, section = (OxmlElement(name) for name in ("w:p", "w:pPr", "w:sectPr"))
    for found in last.findall(qn("w:headerReference")) + last.findall(qn("w:footerReference")):
        section.append(found)
    _set_page(section, sideways=sideways)
    if last.find(qn("w:bidi")) is not None:
        _turn(section)
    properties.append(made("w:pStyle", val=CELL_SMALL.replace(" ", "")))
    properties.append(section)
    paragraph.append(properties)
    return paragraph


def _logo(part: Any, report: ReportContext) -> Any | None:
    logo = report.theme and report.theme.logo
    if not logo:
        return None
    return make_picture(part, logo_node(logo), number=0, room=_LOGO_ROOM, tallest=_LOGO_HEIGHT, grows=True)


def _turn(section: Any) -> None:
    """Let the lines and the columns of a section run from right to left."""
    grid = section.find(qn("w:docGrid"))
    if grid is None:
        section.append(made("w:bidi"))
    else:
        grid.addprevious(made("w:bidi"))  # the schema has it there


def _set_page(section: Any, *, sideways: bool) -> None:
    for old in section.findall(qn("w:pgSz")) + section.findall(qn("w:pgMar")):
        section.remove(old)
    wide, high = (_HEIGHT, _WIDTH) if sideways else (_WIDTH, _HEIGHT)
    size = made("w:pgSz", w=str(wide), h=str(high), **({"orient": "landscape"} if sideways else {}))
    edges = dict.fromkeys(("top", "right", "bottom", "left"), str(_MARGIN))
    margins = made("w:pgMar", **edges, header="709", footer="709", gutter="0")
    later = [one for one in section if not one.tag.endswith(("Reference", "type"))]
    for one in (size, margins):
        if later:
            later[0].addprevious(one)
        else:
            section.append(one)
