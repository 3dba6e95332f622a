"""What a parser may do that a hostile file has in hand; only for the tests of the sandbox."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from factbook.errors import ExtractError
from factbook.sources.extract.extraction import Extraction


class Hostile:
    media_types = ("test/hostile",)

    def extract(self, data: bytes, *, media_type: str, charset: str = "", url: str = "") -> Extraction:
        deed = data.decode()
        return getattr(self, f"do_{deed.partition(':')[0]}")(deed.partition(":")[2])

    def do_read(self, text: str) -> Extraction:
        return Extraction(text, "hostile 1")

    def do_refuse(self, text: str) -> Extraction:
        raise ExtractError("it refuses", next_step="Give up.")

    def do_fail(self, text: str) -> Extraction:
        raise ZeroDivisionError(text)

    def do_hog(self, text: str) -> Extraction:
        kept = []
        while True:
            kept.append(bytearray(10_000_000))

    def do_spin(self, text: str) -> Extraction:
        while True:
            pass

    def do_hang(self, text: str) -> Extraction:
        time.sleep(3600)
        raise AssertionError

    def do_die(self, text: str) -> Extraction:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def do_crash(self, text: str) -> Extraction:
        ctypes.string_at(0)
        raise AssertionError

    def do_exit(self, text: str) -> Extraction:
        os._exit(0)

    def do_speak(self, text: str) -> Extraction:
        sys.stdout.write("noise on standard output" * 1000)
        os.write(1, b"noise" * 100_000)
        return Extraction("spoken", "hostile 1")

    def do_lie(self, text: str) -> Extraction:
        return Extraction("short", "hostile 1", visible_length=100, pages=(7, 3))

    def do_flood(self, text: str) -> Extraction:
        return Extraction("a" * 100_000_000, "hostile 1")

    def do_half(self, text: str) -> Extraction:
        return Extraction("half a pair \ud83d here", "hostile 1", title="\udc00")

    def do_write(self, text: str) -> Extraction:
        with Path(text).open("wb") as file:
            file.write(b"a" * 100_000)
        raise AssertionError

    def do_environment(self, text: str) -> Extraction:
        return Extraction(repr(sorted(os.environ)), "hostile 1")

    def do_pid(self, text: str) -> Extraction:
        return Extraction(str(os.getpid()), "hostile 1")
