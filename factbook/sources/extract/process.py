"""One process that reads documents, as the one that asks sees it: started, asked, killed if it is late."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from factbook.errors import ExtractError
from factbook.sources.extract.frames import BrokenFrameError, read_json, read_text, write_frame, write_json

START_TIMEOUT_S = 30
MAX_ANSWER_BYTES = 1 << 20
MAX_TEXT_BYTES = 64 << 20

_START = (
    "import sys, json; settings = json.loads(sys.argv[1]); sys.path[:] = settings.pop('path');"
    "from factbook.sources.extract.worker import main;"
    "main(**settings | {'readers': tuple(settings['readers'])})"
)


@dataclass(frozen=True)
class Limits:
    """What reading one document may take; ``timeout_s`` on the clock, ``cpu_s`` of computing."""

    timeout_s: float = 9
    cpu_s: float = 9
    memory_bytes: int = 1 << 30


class ReadingProcess:
    """One process, and the pipes to it."""

    def __init__(self, limits: Limits, readers: tuple[str, ...]) -> None:
        self._limits = limits
        self.documents = 0
        # The interpreter's own -I leaves out the user's packages; the parent's path, without the working
        # directory, has them.
        path = [entry for entry in sys.path if isinstance(entry, str) and entry]
        settings = {**asdict(limits), "readers": readers, "path": path}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-I", "-B", "-c", _START, json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                cwd=tempfile.gettempdir(),
                env=reading_environment(),
                start_new_session=True,
            )
        except (OSError, ValueError, TypeError) as error:
            raise ExtractError(f"the process that reads documents could not be started: {error}") from error
        if self._process.stdin is None or self._process.stdout is None:
            raise ExtractError("the process that reads documents has no pipes")
        self._requests, self._answers = self._process.stdin, self._process.stdout

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, request: dict[str, str], data: bytes) -> dict[str, Any]:
        """Have a document read; the answer as it came."""
        self.documents += 1
        with self._within(START_TIMEOUT_S):
            write_json(self._requests, request)  # type: ignore[arg-type]
            begun = self._answer()
        if not begun.get("ready"):
            return begun
        with self._within(self._limits.timeout_s):
            write_frame(self._requests, data)  # type: ignore[arg-type]
            answer = self._answer()
            # Not within the JSON: what 64 MB of that can unfold to would not be flat.
            if isinstance(answer.get("extraction"), dict):
                answer["extraction"]["text"] = read_text(self._answers, max_bytes=MAX_TEXT_BYTES)  # type: ignore[arg-type]
            return answer

    def end(self) -> None:
        """Kill the process and take what is left of it."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._close()

    def forget(self) -> None:
        """In a forked child: let go of a process that is the parent's."""
        # Or else the process would not see that its parent is gone, while this one holds the pipe open.
        self._close()
        self._process.returncode = 0  # Not ours to wait for.

    def _answer(self) -> dict[str, Any]:
        answer = read_json(self._answers, max_bytes=MAX_ANSWER_BYTES)  # type: ignore[arg-type]
        if answer is None:
            raise EOFError
        return answer

    @contextlib.contextmanager
    def _within(self, timeout_s: float) -> Iterator[None]:
        """Kill the process if the block takes longer, and say what became of it."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            with contextlib.suppress(OSError):
                self._process.kill()

        timer = threading.Timer(timeout_s, kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, EOFError, BrokenFrameError) as error:
            raise ExtractError(self._death(timeout_s if late.is_set() else None)) from error
        finally:
            timer.cancel()

    def _death(self, late_s: float | None) -> str:
        if late_s is not None:
            return f"reading it took longer than {late_s:g} s"
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(timeout=1)
            if code == -getattr(signal, "SIGXCPU", 0):
                return f"reading it took more than {self._limits.cpu_s:g} s of computing"
        return "the reader crashed on it"

    def _close(self) -> None:
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()


def reading_environment() -> dict[str, str]:
    """Give what an interpreter needs to start, and nothing of what the notebook's environment holds."""
    needed = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
