"""What is painted on a page of a PDF besides its text: pictures, and grounds that white text shows up on."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_MAX_DEPTH = 8
_MAX_OBJECTS = 20_000
_WHITE = 250
_PICTURE_SHARE = 0.5
"""Of the page: a picture that covers so much of it can be a scan of it."""


class Box(NamedTuple):
    """A rectangle on the page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, x1: float, y1: float, x2: float, y2: float) -> Box:
        """Give the rectangle between two corners, whichever they are."""
        return cls(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom

    def meets(self, other: Box) -> bool:
        """Tell whether the two have a place in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def holds_middle_of(self, other: Box) -> bool:
        """Tell whether the middle of another stands in this one."""
        x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top


class _Painted(NamedTuple):
    box: Box
    is_picture: bool
    is_dark: bool


class Painting:
    """What is painted on a page; found out only when it is asked for, as few pages have concealed text."""

    def __init__(self, page: Any) -> None:
        self._page = page

    @cached_property
    def page(self) -> Box:
        """The part of the page that is shown."""
        media, crop = Box.of(*self._page.get_mediabox()), Box.of(*self._page.get_cropbox())
        return crop if crop.meets(media) else media

    @property
    def has_picture(self) -> bool:
        """Whether a picture, or several in strips, cover most of the page."""
        pictures = [painted.box for painted in self._painted if painted.is_picture]
        covered = sum(max(0.0, box.width) * max(0.0, box.height) for box in pictures)
        return covered >= _PICTURE_SHARE * self.page.width * self.page.height

    def darkens(self, *boxes: Box) -> bool:
        """Tell whether anything but white is painted at each of the places."""
        dark = [painted.box for painted in self._painted if painted.is_dark]
        return all(any(ground.holds_middle_of(box) for ground in dark) for box in boxes)

    @cached_property
    def _painted(self) -> list[_Painted]:
        return list(_within(self._page, None, pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0), depth=0))[:_MAX_OBJECTS]


def _within(page: Any, form: Any, matrix: Any, *, depth: int) -> Iterator[_Painted]:
    """Give what a page paints, or a form on it, whose own coordinates the matrix turns into the page's."""
    count_of = pdfium.FPDFFormObj_CountObjects if form is not None else pdfium.FPDFPage_CountObjects
    object_of = pdfium.FPDFFormObj_GetObject if form is not None else pdfium.FPDFPage_GetObject
    holder = form if form is not None else page
    for index in range(min(count_of(holder), _MAX_OBJECTS)):
        painted = object_of(holder, index)
        if not painted:
            continue
        kind = pdfium.FPDFPageObj_GetType(painted)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            own = pdfium.FS_MATRIX()
            if pdfium.FPDFPageObj_GetMatrix(painted, own):
                yield from _within(page, painted, _product(own, matrix), depth=depth + 1)
        elif kind in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}:
            box = _bounds(painted, matrix)
            if box is not None:
                is_dark = kind != pdfium.FPDF_PAGEOBJ_PATH or _is_filled_dark(painted)
                yield _Painted(box, kind == pdfium.FPDF_PAGEOBJ_IMAGE, is_dark)


def _is_filled_dark(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or not mode.value:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return True  # A pattern.
    return alpha.value > 50 and min(red.value, green.value, blue.value) < _WHITE


def _bounds(painted: Any, matrix: Any) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(painted, left, bottom, right, top):
        return None
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    xs = [matrix.a * x + matrix.c * y + matrix.e for x, y in corners]
    ys = [matrix.b * x + matrix.d * y + matrix.f for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _product(first: Any, then: Any) -> Any:
    return pdfium.FS_MATRIX(
        first.a * then.a + first.b * then.c,
        first.a * then.b + first.b * then.d,
        first.c * then.a + first.d * then.c,
        first.c * then.b + first.d * then.d,
        first.e * then.a + first.f * then.c + then.e,
        first.e * then.b + first.f * then.d + then.f,
    )
