"""Messages between the process that asks and the one that reads: a length, then JSON or bytes.

JSON and not pickle: what comes back was made by a process that a hostile document may have taken over, and
unpickling it would run its code here. The length is checked before anything is kept of the message.
"""

from __future__ import annotations

import json
import re
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_CHUNK_BYTES = 1 << 20
_HALF_PAIRS = re.compile("[\ud800-\udfff]")


class BrokenFrameError(Exception):
    """What came is no message: it ends too early, is longer than allowed, or is no JSON object."""


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    """Send bytes."""
    for part in (_LENGTH.pack(len(payload)), payload):
        view = memoryview(part)
        while view:
            # A raw pipe may take less than it is given.
            view = view[stream.write(view) or 0 :]
    stream.flush()


def read_frame(stream: BinaryIO, *, max_bytes: int) -> bytes | None:
    """Give the next message, or None where there is none any more."""
    head = _read(stream, _LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BrokenFrameError("it ends within the length")
    (length,) = _LENGTH.unpack(head)
    if length > max_bytes:
        raise BrokenFrameError(f"it has {length:,} bytes, more than {max_bytes:,}")
    payload = _read(stream, length)
    if len(payload) < length:
        raise BrokenFrameError(f"it ends after {len(payload):,} of {length:,} bytes")
    return payload


def write_text(stream: BinaryIO, text: str) -> None:
    """Send a text."""
    # Half a surrogate pair is no character and cannot be written to a file; one for one, so offsets hold.
    write_frame(stream, _HALF_PAIRS.sub("\ufffd", text).encode())


def write_json(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Send a JSON object."""
    write_text(stream, json.dumps(message, ensure_ascii=False))


def read_json(stream: BinaryIO, *, max_bytes: int) -> dict[str, Any] | None:
    """Give the next JSON object, or None where there is none any more."""
    payload = read_frame(stream, max_bytes=max_bytes)
    if payload is None:
        return None
    try:
        message = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise BrokenFrameError("it is no JSON") from error
    if not isinstance(message, dict):
        raise BrokenFrameError("it is no JSON object")
    return message


def read_text(stream: BinaryIO, *, max_bytes: int) -> str | None:
    """Give the next text, or None where there is none any more."""
    payload = read_frame(stream, max_bytes=max_bytes)
    try:
        return None if payload is None else payload.decode()
    except UnicodeDecodeError as error:
        raise BrokenFrameError("it is no UTF-8") from error


def _read(stream: BinaryIO, length: int) -> bytes:
    parts, missing = [], length
    while missing and (part := stream.read(min(missing, _CHUNK_BYTES))):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
