"""Pictures of the analyst's notebook, each with its words, no larger than there is room."""

from __future__ import annotations

import io
from typing import Any

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.shared import Emu

from factbook.reports.page_items import Node
from factbook.reports.typeset import picture_png
from factbook.reports.word.text import clean

_EMU = 635
"""English metric units in a twentieth of a point."""

_PIXEL_OF_VECTOR = 72 / 192
"""Of a drawing's size as it comes: it is drawn with 192 pixels to the inch, and read as if with 72."""

_TALLEST = 8_200_000
"""EMU of a picture's height: what a page has room for, with its words."""

_NO_PICTURE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)
_BROKEN = (ValueError, ZeroDivisionError, LookupError, TypeError, AttributeError, OverflowError)
"""What python-docx stumbles on in the head of a damaged picture."""


def make_picture(
    part: Any, node: Node, *, number: int, room: int, tallest: int = _TALLEST, grows: bool = False
) -> Any | None:
    """Give a run with a picture, at most ``room`` twentieths of a point wide; ``None`` if it cannot be read.

    It is at most ``tallest`` English metric units high, and larger than it comes only if it ``grows``.

    A drawing becomes a picture of pixels, for most word processors show no other.
    """
    vector = "svg" in node
    content = picture_png(node) if vector else bytes(node["data"])
    try:
        picture = part.new_pic_inline(io.BytesIO(content or b""), None, None)
    except (*_NO_PICTURE, *_BROKEN):
        return None
    shrunk = _PIXEL_OF_VECTOR if vector else 1.0
    wide, high = (int(side * shrunk) for side in (picture.extent.cx, picture.extent.cy))
    factor = min(room * _EMU / max(wide, 1), tallest / max(high, 1))
    factor = factor if grows else min(1.0, factor)
    for extent in (picture.extent, picture.graphic.graphicData.pic.spPr.xfrm.ext):
        extent.cx, extent.cy = Emu(int(wide * factor)), Emu(int(high * factor))
    picture.docPr.set("id", str(1000 + number))
    picture.docPr.set("name", f"Picture {number}")
    picture.docPr.set("descr", clean(node["alt"]))
    run, drawing = OxmlElement("w:r"), OxmlElement("w:drawing")
    drawing.append(picture)
    run.append(drawing)
    return run
