"""A PNG is taken whole or not at all, and without what is no part of its picture."""

from __future__ import annotations

import struct
import zlib

import pytest

from factbook.reports.theme.png import clean_png, png_size
from tests.reports.theme.drawing import png


def test_a_picture_stays_as_it_is() -> None:
    assert clean_png(png()) == png()
    assert png_size(png(12, 4)) == (12, 4)


def test_what_is_no_part_of_the_picture_goes() -> None:
    assert clean_png(png(extra=((b"tEXt", b"Author\0Ana"), (b"eXIf", b"52.5 N")))) == png()
    assert clean_png(png() + b"<script>") == png()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"GIF89a", "is no PNG"),
        (png()[:-20], "damaged"),
        (png()[:40], "cut off"),
        (png()[:8], "cut off"),
        (png()[:-12], "cut off"),
        (png().replace(struct.pack(">II", 12, 4), struct.pack(">II", 12, 5)), "damaged"),
        (png(5_000, 4_000), "pixels"),
        (png(200, 1), "pixels"),
    ],
)
def test_a_broken_one_is_told(data: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        clean_png(data)


def test_a_picture_larger_than_it_says_is_not_unpacked() -> None:
    bomb = zlib.compress(b"\0" * 20_000_000)
    chunk = struct.pack(">I", len(bomb)) + b"IDAT" + bomb + struct.pack(">I", zlib.crc32(b"IDAT" + bomb))
    whole = png()
    at = whole.index(b"IDAT") - 4
    with pytest.raises(ValueError, match="larger than it says"):
        clean_png(whole[:at] + chunk + whole[-12:])
