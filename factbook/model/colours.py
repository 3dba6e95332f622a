"""Colours: reading them, and whether text in one can be read on another (WCAG 2.2, success criterion 1.4.3).

Luminance and contrast are computed as WCAG 2.2 defines them, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

LEAST_CONTRAST = 4.5
"""What text needs at least."""

LIGHT_GROUNDS = ("#fffefb", "#f5f3ed", "#e6f0f8", "#fbece5", "#faf3dc")
DARK_GROUNDS = ("#17191c", "#1f2226", "#1b3145", "#3a241c", "#332c17")
"""What links stand on in the schemes of report.css: page, panel, what is aimed at, a fault, a caution."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""A colour as it is kept: ``#14507a``."""

_HEX = re.compile(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_DERIVED_CONTRAST = 6.0
_DERIVED_SATURATION = 0.75
"""Of a colour for the dark scheme: strong colours glow on a dark ground."""


def parse_colour(value: str) -> str:
    """Give a colour written as ``#abc`` or ``#AABBCC`` in its one form; ``ValueError`` if it is none."""
    found = _HEX.fullmatch(value)
    if not found:
        raise ValueError(
            f"{value[:40]!r} is no colour; write it as # and six hexadecimal digits, like #14507a"
        )
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(one * 2 for one in digits))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def expect_contrast(colour: str, grounds: Iterable[str], *, advice: str) -> str:
    """Give a colour back if text in it can be read on all grounds; else ``ValueError`` that says why not."""
    ratio, ground = min((contrast(colour, ground), ground) for ground in grounds)
    if ratio < LEAST_CONTRAST:
        # Cut and not rounded: 4.499 is too little, and is not to read as enough.
        raise ValueError(
            f"{colour} has a contrast of {int(ratio * 100) / 100:.2f}:1 on {ground}, a ground that links "
            f"stand on, and text needs {LEAST_CONTRAST}:1 (WCAG 2.2); {advice}"
        )
    return colour


def for_dark_ground(colour: str) -> str:
    """Give the colour of the same hue that can be read on the grounds of the dark scheme."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    for step in range(round(lightness * 100), 101):
        lit = _hex(colorsys.hls_to_rgb(hue, step / 100, saturation * _DERIVED_SATURATION))
        if min(contrast(lit, ground) for ground in DARK_GROUNDS) >= _DERIVED_CONTRAST:
            return lit
    return "#ffffff"


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in channels)
