"""Logos and fonts that tests draw themselves, so that none from elsewhere is needed."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from factbook.store.check_folder import CheckFolder

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;?!()[]-–—“”’…"

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 48"><rect width="48" height="48" rx="8" '
    'fill="#7a1420"/><path d="M12 26l8 8 16-20" fill="none" stroke="#fff" stroke-width="5"/>'
    '<circle cx="90" cy="24" r="20" fill="#7a1420"/></svg>'
)


def font(
    *,
    family: str = "Test Gothic",
    weight: int = 400,
    italic: bool = False,
    letters: str = LETTERS,
    width: int = 900,
    allowed: int = 0,
) -> bytes:
    """Draw a TrueType font whose letters are boxes, all ``width`` thousandths of an em wide."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    def box(right: int) -> Any:
        pen = TTGlyphPen(None)
        pen.moveTo((60, 0))
        for corner in ((60, 700), (right, 700), (right, 0)):
            pen.lineTo(corner)
        pen.closePath()
        return pen.glyph()

    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in dict.fromkeys(letters))]
    blank = TTGlyphPen(None).glyph()
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder(names)
    build.setupCharacterMap({ord(letter): f"uni{ord(letter):04X}" for letter in letters})
    build.setupGlyf({name: blank if name == "uni0020" else box(width - 60) for name in names})
    build.setupHorizontalMetrics({name: (width, 0 if name == "uni0020" else 60) for name in names})
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupNameTable({"familyName": family, "styleName": "Bold" if weight > 500 else "Regular"})
    slant = 0x01 if italic else 0x40
    build.setupOS2(sTypoAscender=800, usWeightClass=weight, fsSelection=slant, fsType=allowed)
    build.setupPost()
    build.updateHead(created=0, modified=0)
    build.font.recalcTimestamp = False
    written = io.BytesIO()
    build.save(written)
    return written.getvalue()


def png(width: int = 12, height: int = 4, *, extra: tuple[tuple[bytes, bytes], ...] = ()) -> bytes:
    """Give a PNG of one colour; ``extra`` are chunks before its picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7a\x14\x20" * width) * height)
    chunks = [(b"IHDR", head), *extra, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def set_theme(folder: Path, settings: str, **files: bytes | str) -> None:
    """Write the settings of a folder with a publisher and ``[theme]``, and the files it names.

    A file is given by its name with ``_`` for the dot: ``logo_svg``.
    """
    (folder / "factbook.toml").write_text(f'[publisher]\nname = "The Desk"\n[theme]\n{settings}\n', "utf-8")
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(data)


def dress(folder: CheckFolder) -> None:
    """Give a check a colour, a logo, and fonts for headings and text."""
    set_theme(
        folder.path,
        'accent = "#7a1420"\nlogo = "logo.svg"\nheading_font = "head.ttf"\n'
        'body_font = ["text.ttf", "bold.ttf"]',
        logo_svg=SVG,
        head_ttf=font(weight=700, width=700),
        text_ttf=font(),
        bold_ttf=font(weight=700),
    )
