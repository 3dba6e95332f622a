"""Readers of documents in a process of their own: a hostile file costs one document, never the kernel.

The process is a fresh interpreter and no fork: it shares no memory with the notebook, and starts without its
environment. It is kept for the next document, and replaced when anything goes wrong and after a number of
documents. Where the system has no ``resource`` limits (Windows), only the time is limited; macOS does not
limit memory.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from factbook.errors import ExtractError
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.frames import BrokenFrameError, read_json, write_frame, write_json
from factbook.sources.extract.kinds import UNKNOWN

MAX_PROCESSES = 2
DOCUMENTS_PER_PROCESS = 100
START_TIMEOUT_S = 30
MAX_ANSWER_BYTES = 64 << 20

_START = (
    "import sys, json; settings = json.loads(sys.argv[1]); sys.path[:] = settings.pop('path');"
    "from factbook.sources.extract.worker import main;"
    "main(**settings | {'readers': tuple(settings['readers'])})"
)
_EXTRACTION = TypeAdapter(Extraction)


@dataclass(frozen=True)
class Limits:
    """What reading one document may take; ``timeout_s`` on the clock, ``cpu_s`` of computing."""

    timeout_s: float = 9
    cpu_s: float = 9
    memory_bytes: int = 1 << 30


class Sandbox:
    """Reads documents in processes of its own, one document per process at a time; safe to share by threads.

    ``readers`` are more of them, as ``module:name``, besides those of the entry points.
    """

    def __init__(self, limits: Limits | None = None, *, readers: tuple[str, ...] = ()) -> None:
        self._limits = limits or Limits()
        self._readers = readers
        self._begin()
        _SANDBOXES.add(self)

    def read(self, data: bytes, *, media_type: str, charset: str = "", url: str = "") -> Extraction:
        """Read a document, or raise `ExtractError`, which says why not."""
        request = {"media_type": media_type, "charset": charset, "url": url}
        with self._slots:
            worker = self._take()
            try:
                answer = worker.ask(request, data)
            except BaseException:
                # Also on Ctrl-C: the answer to this document must not be taken for that to the next.
                self._end(worker)
                raise
            self._put_back(worker, answer)
        return _extraction(answer, self._limits, media_type=media_type)

    def close(self) -> None:
        """End the processes."""
        for worker in tuple(self._workers):
            self._end(worker)

    def _begin(self) -> None:
        self._slots = threading.BoundedSemaphore(MAX_PROCESSES)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._workers: set[_Worker] = set()

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._workers.discard(worker)
                worker.end()
        worker = _Worker(self._limits, self._readers)
        with self._lock:
            self._workers.add(worker)
        return worker

    def _put_back(self, worker: _Worker, answer: dict[str, Any]) -> None:
        # What a large document has taken is not given back; the next one shall find all of it free.
        swollen = int(answer.get("peak_bytes") or 0) > self._limits.memory_bytes // 4
        if swollen or "failure" in answer or worker.documents >= DOCUMENTS_PER_PROCESS:
            self._end(worker)
            return
        with self._lock:
            self._idle.append(worker)

    def _end(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
            if worker in self._idle:
                self._idle.remove(worker)
        worker.end()

    def _forget(self) -> None:
        """In a forked child: the processes are the parent's, and its locks may be held for ever."""
        for worker in self._workers:
            worker.forget()
        self._begin()


class _Worker:
    """One process, and the pipes to it."""

    def __init__(self, limits: Limits, readers: tuple[str, ...]) -> None:
        self._limits = limits
        self.documents = 0
        # The interpreter's own -I leaves out the user's packages; the parent's path, without the working
        # directory, has them.
        path = [entry for entry in sys.path if entry]
        settings = {**asdict(limits), "readers": readers, "path": path}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-I", "-B", "-c", _START, json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                cwd=tempfile.gettempdir(),
                env=_environment(),
                start_new_session=True,
            )
        except (OSError, ValueError, TypeError) as error:
            raise ExtractError(f"the process that reads documents could not be started: {error}") from error
        if self._process.stdin is None or self._process.stdout is None:
            raise ExtractError("the process that reads documents has no pipes")
        self._requests, self._answers = self._process.stdin, self._process.stdout

    @property
    def alive(self) -> bool:
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
            return self._answer()

    def end(self) -> None:
        """Kill the process and take what is left of it."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._close()

    def forget(self) -> None:
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


def _extraction(answer: dict[str, Any], limits: Limits, *, media_type: str) -> Extraction:
    if "extraction" in answer:
        with contextlib.suppress(ValidationError):
            extraction = _EXTRACTION.validate_python(answer["extraction"])
            if _holds_together(extraction):
                return extraction
        raise ExtractError("the reader gave an answer that cannot be used")
    if answer.get("ready") is False:
        raise ExtractError(f"no text could be read from {_called(media_type)}; add its text as .txt or .md")
    if answer.get("failure") == "memory":
        raise ExtractError(f"reading it took more than {limits.memory_bytes / (1 << 30):.2g} GB of memory")
    if "failure" in answer:
        raise ExtractError(f"the reader failed on it ({answer['failure']})")
    raise ExtractError(str(answer.get("problem")), next_step=str(answer.get("next_step") or ""))


def _called(media_type: str) -> str:
    return "a file of unknown kind" if media_type == UNKNOWN else media_type


def _holds_together(extraction: Extraction) -> bool:
    """Tell whether the offsets lie within the text: the process they come from may have been taken over."""
    visible_length = len(extraction.text) if extraction.visible_length is None else extraction.visible_length
    pages = list(extraction.pages)
    in_order = pages == sorted(pages) and (not pages or (pages[0] == 0 and pages[-1] <= visible_length))
    return 0 <= visible_length <= len(extraction.text) and in_order


def _environment() -> dict[str, str]:
    """What an interpreter needs to start, and nothing of what the notebook's environment holds."""
    needed = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


_SANDBOXES: weakref.WeakSet[Sandbox] = weakref.WeakSet()


def _close_all() -> None:
    for sandbox in tuple(_SANDBOXES):
        sandbox.close()


def _forget_all() -> None:
    for sandbox in tuple(_SANDBOXES):
        sandbox._forget()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
