"""What is painted on a page of a PDF besides its text: pictures, and grounds that white text shows up on."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

_MAX_DEPTH = 8
_MAX_OBJECTS = 20_000
_WHITE = 250
_SHEER = 50
"""Opacity, of 255, up to which a ground is not counted."""
_CHANNELS = {
    pdfium.FPDFBitmap_Gray: 1,
    pdfium.FPDFBitmap_BGR: 3,
    pdfium.FPDFBitmap_BGRx: 4,
    pdfium.FPDFBitmap_BGRA: 4,
}
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
        """Tell whether what is painted last at each of the places is anything but white."""
        return all(self._is_dark_at(box) for box in boxes)

    def _is_dark_at(self, place: Box) -> bool:
        covering = (painted for painted in reversed(self._painted) if painted.box.holds_middle_of(place))
        return next((painted.is_dark for painted in covering), False)

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
            is_dark = _is_dark(painted, kind)
            if box is not None and is_dark is not None:
                yield _Painted(box, kind == pdfium.FPDF_PAGEOBJ_IMAGE, is_dark)


def _is_dark(painted: Any, kind: int) -> bool | None:
    """Tell whether something paints anything but white; None if it covers nothing."""
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        return not _is_white_picture(painted)
    if kind == pdfium.FPDF_PAGEOBJ_SHADING:
        return True
    mode, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(painted, mode, stroke) or not mode.value:
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(painted, red, green, blue, alpha):
        return True  # A pattern.
    return None if alpha.value <= _SHEER else min(red.value, green.value, blue.value) < _WHITE


def _is_white_picture(picture: Any) -> bool:
    """Tell whether all of a picture is white; white letters on it are not seen."""
    bitmap = pdfium.FPDFImageObj_GetBitmap(picture)
    if not bitmap:
        return False
    try:
        channels = _CHANNELS.get(pdfium.FPDFBitmap_GetFormat(bitmap), 0)
        stride, height = pdfium.FPDFBitmap_GetStride(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        width = pdfium.FPDFBitmap_GetWidth(bitmap)
        if not channels or not stride or not height:
            return False
        rows = np.frombuffer(
            ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height), dtype=np.uint8
        ).reshape(height, stride)
        pixels = rows[:, : width * channels].reshape(height, width, channels)[:, :, :3]
        return bool(pixels.min() >= _WHITE)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


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
