"""The process that reads documents: one after another, within limits, until nobody asks any more.

`factbook.sources.extract.sandbox` starts it. For each document it is told the media type, answers once the
reader is loaded, and is then given the bytes; so the time that imports take is not taken for the document's.
"""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from factbook.errors import ExtractError
from factbook.sources.extract.extraction import Extractor
from factbook.sources.extract.frames import read_frame, read_json, write_json, write_text
from factbook.sources.extract.readers import reader_for

MAX_TEXT_LENGTH = 10_000_000
MAX_FIELD_LENGTH = 2_000
MAX_AUTHORS = 100

_MAX_REQUEST_BYTES = 1 << 30
_GRACE_S = 5
_PEAK = re.compile(r"VmHWM:\s*(\d+) kB")


def main(*, memory_bytes: int, cpu_s: float, timeout_s: float, readers: tuple[str, ...]) -> None:
    """Answer requests on standard input until it ends."""
    requests, answers = _take_over_pipes()
    limit_process(memory_bytes)
    while request := read_json(requests, max_bytes=_MAX_REQUEST_BYTES):
        try:
            reader = reader_for(request["media_type"], extra=readers)
        except Exception as error:  # noqa: BLE001 - whatever an import raises, it costs one document
            write_json(answers, {"problem": f"its reader cannot be loaded: {error}"})
            continue
        write_json(answers, {"ready": reader is not None})
        if reader is None:
            continue
        data = read_frame(requests, max_bytes=_MAX_REQUEST_BYTES)
        if data is None:
            return
        _limit_document(cpu_s=cpu_s, timeout_s=timeout_s)
        answer = _read(reader, data, request)
        _alarm_after(0)
        text = answer.get("extraction", {}).pop("text", None)
        write_json(answers, answer | {"peak_bytes": _peak_bytes()})
        if text is not None:
            write_text(answers, text)


def _read(reader: Extractor, data: bytes, request: dict[str, Any]) -> dict[str, Any]:
    try:
        extraction = reader.extract(
            data, media_type=request["media_type"], charset=request["charset"], url=request["url"]
        )
    except ExtractError as error:
        return {"problem": error.problem, "next_step": error.next_step}
    except MemoryError:
        return {"failure": "memory"}
    except Exception as error:  # noqa: BLE001 - whatever a parser raises, it costs one document
        return {"failure": type(error).__name__}
    if not extraction.text.strip():
        return {"problem": "it holds no text"}
    if len(extraction.text) > MAX_TEXT_LENGTH:
        return {"problem": f"its text has more than {MAX_TEXT_LENGTH:,} characters"}
    fields = {name: _clipped(value) for name, value in asdict(extraction).items()}
    return {"extraction": fields | {"text": extraction.text}}


def _clipped(value: Any) -> Any:
    """Shorten what a document says of itself, which can be as long as it likes."""
    if isinstance(value, str):
        return value[:MAX_FIELD_LENGTH]
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return tuple(_clipped(part) for part in value[:MAX_AUTHORS])
    return value


def _take_over_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for the messages: a parser that prints must not speak on them."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    return requests, answers


def limit_process(memory_bytes: int) -> None:
    """Limit what this process may take from now on: memory, files, and that it writes none."""
    try:
        import resource
    except ImportError:  # Windows: only the time on the clock is limited, by the parent.
        return
    for kind, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (wanted, wanted))
        except (OSError, ValueError):
            continue  # macOS has RLIMIT_AS and does not take it.


def _limit_document(*, cpu_s: float, timeout_s: float) -> None:
    # The parent watches the clock; the alarm is for a worker whose parent has died.
    _alarm_after(timeout_s + _GRACE_S)
    try:
        import resource
    except ImportError:
        return
    # The limit is on all that the process has ever used, so it is moved along with each document.
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + cpu_s) + 1, hard))


def _alarm_after(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _peak_bytes() -> int:
    """Give the most memory that this process has ever held; 0 where the system does not tell."""
    # Not ru_maxrss: on Linux, that begins with what the notebook held when it started this process.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = _PEAK.search(status)
    return int(found[1]) * 1024 if found else 0
