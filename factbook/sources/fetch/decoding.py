"""Undoing Content-Encoding, within a limit: a small body may unfold to more than the memory holds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterable, Iterator

MAX_LAYERS = 3
_CHUNK_BYTES = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_MEMBERS = 1_000


class DecodingError(ValueError):
    """A body cannot be decoded; the message says why."""


def decode_body(body: bytes, encodings: Iterable[str], *, max_size_bytes: int) -> bytes:
    """Undo the encodings of a body, the last that was put on first.

    Known are ``gzip``, ``deflate`` and ``identity``. No layer unfolds to more than ``max_size_bytes``.
    """
    names = [name for name in (encoding.strip().lower() for encoding in encodings) if name]
    layers = [name.removeprefix("x-") for name in names if name != "identity"]
    if len(layers) > MAX_LAYERS:
        raise DecodingError(f"it is compressed {len(layers)} times over")
    for name in reversed(layers):
        if not body:
            break  # Nothing was sent, so nothing was compressed.
        if name not in _DECODERS:
            raise DecodingError(f"it is compressed in a way that was not asked for ({name[:20]})")
        pieces, size = [], 0
        try:
            for piece in _DECODERS[name](body):
                size += len(piece)
                if size > max_size_bytes:
                    raise DecodingError(f"it unfolds to more than {max_size_bytes:,} bytes")
                pieces.append(piece)
        except zlib.error as error:
            raise DecodingError(f"its compression is damaged ({name})") from error
        body = b"".join(pieces)
    return body


def _gunzip(body: bytes) -> Iterator[bytes]:
    # One gzip member after another, as the format allows; what follows the last is padding.
    position, members = 0, 0
    while body.startswith(_GZIP_MAGIC, position):
        members += 1
        if members > _MOST_MEMBERS:
            raise DecodingError(f"it is compressed in more than {_MOST_MEMBERS} pieces")
        position = yield from _unfold(zlib.decompressobj(zlib.MAX_WBITS | 16), body, position)
    if not members:
        raise DecodingError("its compression is damaged (gzip)")


def _inflate(body: bytes) -> Iterator[bytes]:
    # "deflate" means zlib's format; some servers send the bare stream.
    try:
        zlib.decompressobj().decompress(body[:64], 1)
        decoder = zlib.decompressobj()
    except zlib.error:
        decoder = zlib.decompressobj(-zlib.MAX_WBITS)
    yield from _unfold(decoder, body, 0)


def _unfold(decoder: zlib._Decompress, body: bytes, position: int) -> Generator[bytes, None, int]:
    """Unfold one stream from a position of the body on, and return where it ends."""
    # Fed in chunks: each step copies what is left of its input.
    while position < len(body):
        data = body[position : position + _CHUNK_BYTES]
        position += len(data)
        while data:
            yield decoder.decompress(data, _CHUNK_BYTES)
            data = decoder.unconsumed_tail
        if decoder.eof:
            return position - len(decoder.unused_data)
    # Input is used up, but some output may still be held back.
    while piece := decoder.decompress(b"", _CHUNK_BYTES):
        yield piece
    if not decoder.eof:
        raise DecodingError("it ends before its end: the connection was cut off")
    return position


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"gzip": _gunzip, "deflate": _inflate}
