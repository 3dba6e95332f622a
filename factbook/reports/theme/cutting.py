"""Cutting fonts by fontTools, in a process of its own within limits.

A small file can say that it has letters without end, and a font may have come with somebody else's check; so
what cutting takes is limited as it is for documents, and a font that takes more is refused.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from factbook.sources.extract.process import reading_environment
from factbook.sources.extract.worker import limit_process

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    "from factbook.reports.theme.cutting import main; main()"
)
_TIMEOUT_S = 60
_MEMORY_BYTES = 1 << 30
_KEPT_NAMES = (0, 7, 13, 14)
"""Copyright, trademark, licence and its address."""


class WholeFont(NamedTuple):
    """A font to be cut: its bytes, and what it is called then."""

    data: bytes
    family: str
    style: str


@lru_cache(maxsize=8)
def cut_fonts(fonts: tuple[WholeFont, ...], points: frozenset[int]) -> tuple[bytes | str, ...]:
    """Give fonts with the letters of these code points alone; for one that cannot be cut, why not.

    All in one process, for starting it takes longer than cutting. The same fonts give the same bytes.
    """
    asked = {
        "memory_bytes": _MEMORY_BYTES,
        "points": ",".join(map(str, sorted(points))),
        "fonts": [{"size": len(one.data), "family": one.family, "style": one.style} for one in fonts],
    }
    head = json.dumps(asked).encode() + b"\n"
    path = json.dumps([entry for entry in sys.path if isinstance(entry, str) and entry])
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-I", "-B", "-c", _START, path],
            input=head + b"".join(one.data for one in fonts),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
            check=False,
            cwd=tempfile.gettempdir(),
            env=reading_environment(),
        )
    except subprocess.TimeoutExpired:
        return (f"cutting it took longer than {_TIMEOUT_S} s",) * len(fonts)
    return tuple(_answers(done.stdout)) or ("the process that cuts fonts died of it",) * len(fonts)


def _answers(written: bytes) -> Iterable[bytes | str]:
    head, _, rest = written.partition(b"\n")
    place = 0
    for one in json.loads(head or b"[]"):
        if "problem" in one:
            yield str(one["problem"])
        else:
            yield rest[place : place + one["size"]]
            place += one["size"]


def main() -> None:
    """Cut the fonts on standard input, as `cut_fonts` writes them there, and write them out."""
    from fontTools import subset, ttLib  # noqa: F401  loaded before there are limits

    asked = json.loads(sys.stdin.buffer.readline())
    fonts = [(sys.stdin.buffer.read(one["size"]), one["family"], one["style"]) for one in asked["fonts"]]
    limit_process(asked["memory_bytes"])
    points = frozenset(map(int, asked["points"].split(",")))
    cut = [_tried(WholeFont(*one), points) for one in fonts]
    told = [{"problem": one} if isinstance(one, str) else {"size": len(one)} for one in cut]
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.writelines(one for one in cut if isinstance(one, bytes))


def _tried(font: WholeFont, points: frozenset[int]) -> bytes | str:
    try:
        return _cut(font, points)
    except ValueError as error:
        return str(error)
    except MemoryError:
        return "cutting it takes too much memory"
    except Exception as error:  # noqa: BLE001  fontTools raises of all kinds where a table is not what it should be
        return f"it is damaged ({type(error).__name__})"


def _cut(whole: WholeFont, points: frozenset[int]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(whole.data), recalcTimestamp=False)
    found = points.intersection(font.getBestCmap() or ())
    if not found:
        raise ValueError("it has none of the letters of a report")
    cutter = subset.Subsetter(_options(subset))
    cutter.populate(unicodes=found)
    cutter.subset(font)
    _name(font, whole.family, whole.style)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _options(subset: Any) -> Any:
    options = subset.Options()
    options.hinting = False  # hints are half of the bytes, and screens and printers do without
    options.notdef_outline = True
    options.name_IDs = list(_KEPT_NAMES)
    options.drop_tables += ["FFTM", "MATH"]
    return options


def _name(font: Any, family: str, style: str) -> None:
    names = font["name"]
    names.names = [one for one in names.names if one.nameID in _KEPT_NAMES]
    whole, in_files = f"{family} {style}", f"{family}-{style}".replace(" ", "")
    for number, words in ((1, family), (2, style), (4, whole), (6, in_files)):
        names.setName(words, number, 3, 1, 0x409)
