"""Messages in parts between two processes, over a socket that keeps packets whole.

A message that is larger than a packet goes out as several. Each packet names its process and its message, so
processes that the sender forks may write to the same socket without a lock: however they are killed, what
they send arrives whole or not at all.
"""

from __future__ import annotations

import os
import socket
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import count

_HEAD = struct.Struct("<IIQ")  # the process, the number of its message, the length of all of the message
_CHUNK_BYTES = 64 * 1024  # The kernel takes a packet of three times that.


class Wire:
    """One end of a pair; `make_wires` gives both.

    Parameters
    ----------
    sock:
        A socket of the kind ``SOCK_SEQPACKET``.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._numbers = count()
        self._waiting: deque[bytes] = deque()
        self._begun: dict[tuple[int, int], bytearray] = {}

    def fileno(self) -> int:
        """Give the socket's number, to wait for."""
        return self._socket.fileno()

    def send(self, parts: Sequence[bytes]) -> None:
        """Send a message; waits while the other end does not read."""
        for packet in self._packets(parts):
            self._socket.send(packet)

    def post(self, parts: Sequence[bytes]) -> None:
        """Send a message without ever waiting: what the socket does not take stays here; see `push`."""
        self._waiting.extend(self._packets(parts))
        self.push()

    def push(self) -> bool:
        """Send on of what was posted; tell whether anything is left."""
        try:
            while self._waiting:
                self._socket.send(self._waiting[0], socket.MSG_DONTWAIT)
                self._waiting.popleft()
        except BlockingIOError:
            pass
        except (BrokenPipeError, ConnectionResetError):
            self._waiting.clear()  # Nobody will read it; whoever reads is told so.
        return bool(self._waiting)

    def messages(self) -> Iterator[list[bytes]]:
        """Give the messages that have arrived, without waiting; `EOFError` once the other end is closed."""
        while True:
            try:
                packet = self._socket.recv(_HEAD.size + _CHUNK_BYTES, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except ConnectionResetError:
                packet = b""
            if not packet:
                raise EOFError
            process, number, length = _HEAD.unpack_from(packet)
            body = self._begun.setdefault((process, number), bytearray())
            body += packet[_HEAD.size :]
            if len(body) == length:
                yield _split(bytes(self._begun.pop((process, number))))

    def close(self) -> None:
        """Close this end."""
        self._socket.close()

    def _packets(self, parts: Sequence[bytes]) -> Iterator[bytes]:
        body = _join(parts)
        head = _HEAD.pack(os.getpid(), next(self._numbers), len(body))
        for start in range(0, len(body), _CHUNK_BYTES):
            yield head + body[start : start + _CHUNK_BYTES]


def make_wires() -> tuple[Wire, socket.socket]:
    """Give one end, and the socket of the other for a process that is started."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    return Wire(ours), theirs


def _join(parts: Sequence[bytes]) -> bytes:
    lengths = [memoryview(part).nbytes for part in parts]
    return b"".join([struct.pack(f"<I{len(parts)}Q", len(parts), *lengths), *parts])


def _split(body: bytes) -> list[bytes]:
    (parts,) = struct.unpack_from("<I", body)
    head = struct.Struct(f"<I{parts}Q")
    start = head.size
    found = []
    for length in head.unpack_from(body)[1:]:
        found.append(body[start : start + length])
        start += length
    return found
