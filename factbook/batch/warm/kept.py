"""The warm processes of this process: each is started once, and kept for all that is forked from it."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from factbook.batch.needs import forking_is_safe
from factbook.batch.warm.process import NoChildError, WarmProcess

USUAL_PYTHON = (sys.executable,)
"""The command that starts Python for the kernel that ipykernel installs; see `warm.command`."""

START_TIMEOUT_S = 120
"""How long a warm process may take until it is ready."""

_OF_NO_ACCOUNT = {"PYTEST_CURRENT_TEST", "JPY_PARENT_PID", "FACTBOOK_SUPPORT_SCORES"}
"""Variables that nothing reads when it is imported: another value of theirs asks for no other process."""


@dataclass
class _Kept:
    """A warm process, what it was started with, and why it is of no use, if it is not."""

    of: object
    process: WarmProcess
    problem: str = ""


_kept: dict[tuple[str, ...], _Kept] = {}  # by what they were to import when they start
_keeping = threading.Lock()


def begin_for(imports: tuple[str, ...]) -> None:
    """Begin what the first notebook will wait for, with what it is going to import, and do not wait."""
    if forking_is_safe():
        begin_warm_process(USUAL_PYTHON, handed_on(), timeout_s=START_TIMEOUT_S, early=imports)


def handed_on() -> dict[str, str]:
    """Give the environment of this process as others are to have it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONEXECUTABLE"}


def warm_process(
    python: tuple[str, ...],
    environ: Mapping[str, str],
    *,
    timeout_s: float,
    imports: tuple[str, ...] = (),
) -> WarmProcess:
    """Give the one that is kept, once it is ready.

    Raises
    ------
    NoChildError
        It does not start.
    """
    kept = begin_warm_process(python, environ, timeout_s=timeout_s, imports=imports)
    with _keeping:
        if not kept.problem:
            try:
                kept.process.expect_ready()
            except NoChildError as error:
                kept.problem = str(error)
    if kept.problem:
        raise NoChildError(kept.problem)
    return kept.process


def begin_warm_process(
    python: tuple[str, ...],
    environ: Mapping[str, str],
    *,
    timeout_s: float,
    imports: tuple[str, ...] = (),
    early: tuple[str, ...] = (),
) -> _Kept:
    """Start one, and do not wait for it: anew for another Python or environment, or once one has died.

    ``early`` is imported as well when it starts: what the first notebook is known to ask for.
    """
    wanted = _wanted(python, environ)
    with _keeping:
        kept = _kept.get(imports)
        if kept is None or kept.of != wanted or not (kept.problem or kept.process.alive):
            if kept:
                kept.process.close()
            started = WarmProcess.start(
                python, environ=environ, timeout_s=timeout_s, imports=(*imports, *early)
            )
            kept = _kept[imports] = _Kept(wanted, started)
        return kept


def keep(process: WarmProcess, python: tuple[str, ...], environ: Mapping[str, str]) -> None:
    """Have a process that is warm already for the one that notebooks of this process are forked from."""
    _kept[()] = _Kept(_wanted(python, environ), process)


def _wanted(python: tuple[str, ...], environ: Mapping[str, str]) -> object:
    return python, {name: value for name, value in environ.items() if name not in _OF_NO_ACCOUNT}


def _close() -> None:
    for kept in _kept.values():
        kept.process.close()


def _forget() -> None:
    global _keeping
    _kept.clear()
    _keeping = threading.Lock()


atexit.register(_close)
os.register_at_fork(after_in_child=_forget)  # A process that this one forks has no hold on them.
