"""The theme of a report as its context holds it: data that needs no file, and is checked when it is read.

A notebook may come from a stranger, so nothing here is taken on trust: colours have the form of colours, a
drawing is what `svg.clean_svg` makes of it, a picture is a whole PNG, a font has the build of one.
"""

from __future__ import annotations

import base64
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from factbook.model.colours import Colour
from factbook.model.record import Record
from factbook.reports.theme.png import clean_png, png_size
from factbook.reports.theme.sfnt import font_facts
from factbook.reports.theme.svg import clean_svg, svg_size

MOST_LOGO_BYTES = 100_000
MOST_FONT_BYTES = 500_000
"""Of all fonts together. Each notebook and each page of a casebook carries them, so megabytes are refused."""

FontRole = Literal["heading", "body"]


def _expect_base64(value: str) -> str:
    base64.b64decode(value, validate=True)  # ValueError, and what stands in CSS is letters and digits alone
    return value


Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]*={0,2}$"), AfterValidator(_expect_base64)]


class LogoView(Record):
    """The logo: a drawing (``svg``) or a picture (``png``), in words (``alt``), and how large it is."""

    svg: str = ""
    png: Base64 = ""
    alt: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_one_picture(self) -> LogoView:
        if bool(self.svg) == bool(self.png):
            raise ValueError("a logo is either a drawing or a picture")
        if len(self.content) > MOST_LOGO_BYTES:
            raise ValueError(f"a logo has up to {MOST_LOGO_BYTES:,} bytes")
        clean = clean_svg(self.content).encode() if self.svg else clean_png(self.content)
        if clean != self.content:
            raise ValueError("it holds what a logo may not hold")
        return self

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.svg.encode() if self.svg else base64.b64decode(self.png)

    @property
    def media_type(self) -> str:
        """Its kind."""
        return "image/svg+xml" if self.svg else "image/png"

    @property
    def address(self) -> str:
        """Its data as an address that a page can show."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height, in a unit of its own."""
        return svg_size(self.svg) if self.svg else png_size(self.content)


class FaceView(Record):
    """One font file: for what, how bold (100 to 900), whether it slants, and its bytes."""

    role: FontRole
    weight: int = Field(ge=1, le=1000)
    italic: bool = False
    data: Base64

    @model_validator(mode="after")
    def _is_a_font(self) -> FaceView:
        font_facts(self.content)
        return self

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return base64.b64decode(self.data)

    @property
    def extension(self) -> str:
        """How its file ends."""
        return "otf" if self.content.startswith(b"OTTO") else "ttf"


class ThemeView(Record):
    """How a report looks; ``accent_dark`` is there whenever ``accent`` is."""

    accent: Colour | None = None
    accent_dark: Colour | None = None
    logo: LogoView | None = None
    faces: tuple[FaceView, ...] = Field(default=(), max_length=8)

    @model_validator(mode="after")
    def _fits(self) -> ThemeView:
        if (self.accent is None) != (self.accent_dark is None):
            raise ValueError("accent and accent_dark go together")
        if sum(len(face.content) for face in self.faces) > MOST_FONT_BYTES:
            raise ValueError(f"fonts have up to {MOST_FONT_BYTES:,} bytes together")
        return self

    def faces_of(self, role: FontRole) -> tuple[FaceView, ...]:
        """Give the font files for headings or for the text."""
        return tuple(face for face in self.faces if face.role == role)
