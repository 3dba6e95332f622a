"""The text of one page of a PDF, parted into what is visible and what is not.

Hidden is text that is drawn invisibly or in white on white, is less than a point high, or stands outside of
the page. Invisible text over a picture of the page is what a machine recognised in a scan: it is how the
page's visible text can be read at all, so it counts as visible.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from factbook.sources.extract.pdf_painting import Box, Painting

_INVISIBLE_MODES = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_LINE_END_HYPHENS = {0x02, 0xFFFE}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LAST_CHARACTER = 0x10FFFF
_WHITE = 250
"""Of 255: what a reader does not tell from paper."""
_MIN_HEIGHT_PT = 1
_MUCH_MORE = 10


def _plain(function: Any, result: Any) -> Any:
    """Give a function of pdfium that takes addresses as numbers: it is called for each character."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int)(address)


_object_at = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_character_at = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)


@dataclass(frozen=True)
class PageText:
    """The text of a page; ``is_scan`` if it was recognised in a picture."""

    visible: str
    hidden: str
    is_scan: bool = False
    has_picture: bool = False
    damaged: bool = False


class _Run(NamedTuple):
    """Characters one after another that are drawn by one object of the page, ``end`` exclusive."""

    text: str
    drawn: Any
    start: int
    end: int


def read_page(page: Any) -> PageText:
    """Read the text of a page."""
    text_page = page.get_textpage()
    painting = Painting(page)
    visible, hidden, invisible = _Stream(), _Stream(), _Stream()
    last = visible
    for run in _runs(text_page):
        if run.drawn is not None:
            stream = {"": visible, "invisible": invisible}.get(_concealment(text_page, run, painting), hidden)
            if stream is not last:
                stream.resume(after=last)
            last = stream
        last.add(run.text)
    text_page.close()
    has_picture = painting.has_picture if invisible or not visible else False
    # A stamp or a page number may be printed over a scan, so some of its text can be visible.
    is_scan = has_picture and len(invisible.text) > _MUCH_MORE * len(visible.text)
    if is_scan:
        shown = "\n".join(filter(None, (invisible.text, visible.text)))
        return PageText(shown, hidden.text, is_scan=True, has_picture=True)
    concealed = "\n".join(filter(None, (hidden.text, invisible.text)))
    return PageText(visible.text, concealed, has_picture=has_picture)


class _Stream:
    """Text that is gathered from runs which need not follow each other."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._since = ""

    def __bool__(self) -> bool:
        return bool(self._parts)

    def add(self, text: str) -> None:
        self._parts.append(text)
        self._since += text if len(self._since) < 1_000 else ""

    def resume(self, *, after: _Stream) -> None:
        """Go on after other text: what stood apart there must not run together here."""
        if self._parts and not self._parts[-1][-1:].isspace() and any(map(str.isspace, after._since)):
            self._parts.append("\n" if "\n" in after._since else " ")
        self._since = ""

    @property
    def text(self) -> str:
        # Characters beyond 16 bits come in two halves.
        whole = "".join(self._parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return _CONTROLS.sub("", whole).strip()


def _runs(text_page: Any) -> Iterator[_Run]:
    """Give the characters of a page in runs; spaces and line ends that pdfium adds have no ``drawn``."""
    characters: list[str] = []
    drawn: int | None = None
    start, count = 0, text_page.count_chars()
    handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    for index in range(count):
        found = _object_at(handle, index)
        if found != drawn and characters:
            yield _Run("".join(characters), _as_object(drawn), start, index)
            characters, start = [], index
        drawn = found
        code = _character_at(handle, index)
        characters.append(_written(code))
    if characters:
        yield _Run("".join(characters), _as_object(drawn), start, count)


def _written(code: int) -> str:
    if code in _LINE_END_HYPHENS:
        return "\u00ad\n"  # So that the word is found without its hyphen, and with it.
    return chr(code) if 0 < code <= _LAST_CHARACTER else ""


def _as_object(address: int | None) -> Any:
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT) if address else None


def _concealment(text_page: Any, run: _Run, painting: Painting) -> str:
    """Tell how a run is concealed: ``invisible``, another word, or empty if it is not."""
    if pdfium.FPDFTextObj_GetTextRenderMode(run.drawn) in _INVISIBLE_MODES:
        return "invisible"
    first, last = _box(text_page, run.start), _box(text_page, run.end - 1)
    if first is None or last is None or not run.text.strip():
        return ""
    if max(first.width, first.height, last.width, last.height) < _MIN_HEIGHT_PT:
        return "tiny"
    if not painting.page.meets(first) and not painting.page.meets(last):
        return "off the page"
    colour = _fill(text_page, run.start)
    if colour is not None and colour[3] < 5:
        return "transparent"
    if colour is not None and min(colour[:3]) >= _WHITE and not painting.darkens(first, last):
        return "white"
    return ""


def _box(text_page: Any, index: int) -> Box | None:
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle):
        return None
    return Box.of(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _fill(text_page: Any, index: int) -> tuple[int, int, int, int] | None:
    """Give red, green, blue and alpha that a character is filled with; None for a pattern or an outline."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFText_GetFillColor(text_page, index, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha
