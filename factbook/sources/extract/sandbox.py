"""Readers of documents in a process of their own: a hostile file costs one document, never the kernel.

The process is a fresh interpreter and no fork: it shares no memory with the notebook, and starts without its
environment. It may be kept for the next document, and is replaced when anything goes wrong. Where the system
has no ``resource`` limits (Windows), only the time is limited; macOS does not limit memory.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import weakref
from typing import Any

from pydantic import TypeAdapter, ValidationError

from factbook.errors import ExtractError
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import UNKNOWN
from factbook.sources.extract.process import Limits, ReadingProcess

MAX_PROCESSES = 2

_UNUSABLE = "unusable"
_EXTRACTION = TypeAdapter(Extraction)


class Sandbox:
    """Reads documents in processes of its own, one document per process at a time; safe to share by threads.

    Parameters
    ----------
    limits:
        What one document may take.
    readers:
        More readers, as ``module:name``, besides those of the entry points.
    documents_per_process:
        After so many, a process is replaced. A document that takes its reader over could forge what is read
        out of the next ones, so where words are to be proved, it is one; starting a process takes 0.2 s.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        readers: tuple[str, ...] = (),
        documents_per_process: int = 1,
    ) -> None:
        self._limits = limits or Limits()
        self._documents_per_process = documents_per_process
        self._readers = readers
        self._begin()
        _SANDBOXES.add(self)

    def read(self, data: bytes, *, media_type: str, charset: str = "", url: str = "") -> Extraction:
        """Read a document, or raise `ExtractError`, which says why not."""
        request = {"media_type": media_type, "charset": charset, "url": url}
        with self._slots:
            worker = self._take()
            try:
                answer = _sound(worker.ask(request, data))
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
        self._idle: list[ReadingProcess] = []
        self._workers: set[ReadingProcess] = set()

    def _take(self) -> ReadingProcess:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._workers.discard(worker)
                worker.end()
        worker = ReadingProcess(self._limits, self._readers)
        with self._lock:
            self._workers.add(worker)
        return worker

    def _put_back(self, worker: ReadingProcess, answer: dict[str, Any]) -> None:
        # What a large document has taken is not given back; the next one shall find all of it free.
        peak_bytes = answer.get("peak_bytes")
        swollen = isinstance(peak_bytes, int) and peak_bytes > self._limits.memory_bytes // 4
        if swollen or "failure" in answer or worker.documents >= self._documents_per_process:
            self._end(worker)
            return
        with self._lock:
            self._idle.append(worker)

    def _end(self, worker: ReadingProcess) -> None:
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


def _sound(answer: dict[str, Any]) -> dict[str, Any]:
    """Give an answer with its `Extraction`; the process that it comes from may have been taken over."""
    if "extraction" not in answer:
        return answer
    with contextlib.suppress(ValidationError):
        extraction = _EXTRACTION.validate_python(answer["extraction"])
        if _holds_together(extraction):
            return answer | {"extraction": extraction}
    return {"failure": _UNUSABLE}


def _extraction(answer: dict[str, Any], limits: Limits, *, media_type: str) -> Extraction:
    if isinstance(answer.get("extraction"), Extraction):
        return answer["extraction"]  # type: ignore[no-any-return]
    if answer.get("ready") is False:
        raise ExtractError(f"no text could be read from {_called(media_type)}; add its text as .txt or .md")
    if answer.get("failure") == "memory":
        raise ExtractError(f"reading it took more than {limits.memory_bytes / (1 << 30):.2g} GB of memory")
    if answer.get("failure") == _UNUSABLE:
        raise ExtractError("the reader gave an answer that cannot be used")
    if "failure" in answer:
        raise ExtractError(f"the reader failed on it ({answer['failure']})")
    raise ExtractError(str(answer.get("problem")), next_step=str(answer.get("next_step") or ""))


def _called(media_type: str) -> str:
    return "a file of unknown kind" if media_type == UNKNOWN else media_type


def _holds_together(extraction: Extraction) -> bool:
    """Tell whether the offsets lie within the text."""
    visible_length = len(extraction.text) if extraction.visible_length is None else extraction.visible_length
    pages = list(extraction.pages)
    in_order = pages == sorted(pages) and (not pages or (pages[0] == 0 and pages[-1] <= visible_length))
    return 0 <= visible_length <= len(extraction.text) and in_order


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
