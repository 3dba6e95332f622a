"""Reads the fonts that the typst package brings, to tell which characters they have.

The package does not give them out, so they are looked for in its library by the way font files begin. Run
as a script, it writes the table that `factbook.reports.glyphs` reads::

    python tests/reports/embedded_fonts.py > templates/factbook-typst/coverage.json
"""

from __future__ import annotations

import io
import json
import re
import struct
import sys
import unicodedata
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

FAMILIES = ("Libertinus Serif", "NewComputerModern", "DejaVu Sans Mono")
"""Those the template names, by the names in their files."""


def embedded_fonts() -> dict[tuple[str, int, bool], set[int]]:
    """Give the code points of each font by its family, weight, and whether it slants."""
    import typst
    from fontTools.ttLib import TTFont, TTLibError

    (library,) = Path(typst.__file__).parent.glob("_typst*")
    data = library.read_bytes()
    found = {}
    for begin in re.finditer(rb"(?:OTTO|\x00\x01\x00\x00)\x00[\x05-\x30]", data):
        try:
            end = _length(data, begin.start())
            font = TTFont(io.BytesIO(data[begin.start() : begin.start() + end]), lazy=True)
            names, os2 = font["name"], font["OS/2"]
            family = names.getDebugName(16) or names.getDebugName(1)
            slanted = bool(os2.fsSelection & 0x201)
            found[family, os2.usWeightClass, slanted] = set(font.getBestCmap())
        except (ValueError, struct.error, TTLibError, KeyError, AttributeError):
            continue  # bytes that only look like the beginning of a font
    return found


def _length(data: bytes, begin: int) -> int:
    (tables,) = struct.unpack(">H", data[begin + 4 : begin + 6])
    end = 0
    for number in range(tables):
        place = begin + 12 + 16 * number
        name, _, offset, length = struct.unpack(">4sIII", data[place : place + 16])
        if not re.fullmatch(rb"[A-Za-z0-9/ ]{4}", name) or offset + length > 8_000_000:
            raise ValueError("no font")
        end = max(end, offset + length)
    return end


def coverage() -> dict[str, str]:
    """Give what a family has in every weight and style, and what it has in every weight upright."""
    fonts = embedded_fonts()
    every: set[int] = set()
    upright: set[int] = set()
    for family in FAMILIES:
        straight = [has for (name, _, slanted), has in fonts.items() if name == family and not slanted]
        slanting = [has for (name, _, slanted), has in fonts.items() if name == family and slanted]
        upright |= set.intersection(*straight)
        every |= set.intersection(*straight, *slanting)
    return {
        "about": "The characters that the fonts in the typst package have; tests/reports/embedded_fonts.py",
        "typst": version("typst"),
        "every_style": _ranges(every),
        "upright": _ranges(upright - every),
    }


def _ranges(points: set[int]) -> str:
    parts = []
    # What private characters look like is a font's own affair, and PDF/A refuses them.
    told = sorted(point for point in points if unicodedata.category(chr(point)) != "Co")
    for _, group in groupby(enumerate(told), key=lambda pair: pair[1] - pair[0]):
        run = [point for _, point in group]
        parts.append(f"{run[0]:x}" if len(run) == 1 else f"{run[0]:x}-{run[-1]:x}")
    return " ".join(parts)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(coverage(), indent=2) + "\n")
