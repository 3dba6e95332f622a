"""A logo as PNG: read chunk by chunk, and kept without what is no part of the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_SIDE = 4_000
_DRAWN = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
"""The chunks that make the picture; names, places and programs that made it are no reader's business."""

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def clean_png(data: bytes) -> bytes:
    """Give a PNG of nothing but its picture; ``ValueError`` says what is wrong with one that is broken."""
    if not data.startswith(_SIGNATURE):
        raise ValueError("it is no PNG")
    chunks = [(kind, content) for kind, content in _chunks(data) if kind in _DRAWN]
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND" or len(chunks[0][1]) != 13:
        raise ValueError("it is cut off, or no whole PNG")
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", chunks[0][1])
    if not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE and 1 / 40 <= width / height <= 40):
        raise ValueError(f"it has {width} by {height} pixels; sides may have up to {_MOST_SIDE}")
    if depth not in {1, 2, 4, 8, 16} or colour not in _SAMPLES:
        raise ValueError("its kind of colours is none that a PNG can have")
    # Rows have a byte before them, and there are more of them where the picture is interlaced.
    row = (width * _SAMPLES[colour] * depth + 7) // 8 + 1
    _expect_whole(
        b"".join(content for kind, content in chunks if kind == b"IDAT"), most=2 * row * (height + 7)
    )
    return _SIGNATURE + b"".join(_written(kind, content) for kind, content in chunks)


def png_size(data: bytes) -> tuple[int, int]:
    """Give the width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        content = data[place + 8 : place + 8 + length]
        if data[place : place + 12 + length] != _written(kind, content):
            raise ValueError("it is damaged: a part of it does not match its checksum")
        yield kind, content
        if kind == b"IEND":
            return
        place += 12 + length


def _written(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _expect_whole(packed: bytes, *, most: int) -> None:
    unpacking = zlib.decompressobj()
    try:
        # No more is unpacked than a picture of this size has.
        unpacking.decompress(packed, most)
    except zlib.error as error:
        raise ValueError("its picture cannot be unpacked") from error
    if not unpacking.eof:
        raise ValueError("its picture is cut off, or larger than it says")
