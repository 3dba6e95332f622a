"""Starting a child: the warm process of this process is kept, and asked for one per notebook."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factbook.batch.warm.child import Child
from factbook.batch.warm.command import kernel_command
from factbook.batch.warm.preload import preloadable
from factbook.batch.warm.process import NoChildError, WarmProcess

__all__ = ["NoChildError", "start_child"]

_OF_NO_ACCOUNT = {"PYTEST_CURRENT_TEST"}
"""Variables that nothing reads when it is imported: another value of theirs asks for no other process."""


@dataclass(frozen=True)
class _Kept:
    """A warm process, or why there is none, and what it was started with."""

    of: object
    process: WarmProcess | NoChildError


_kept: _Kept | None = None
_keeping = threading.Lock()


def start_child(nb: Any, kernel_name: str, options: Mapping[str, Any]) -> Child:
    """Give a child for a notebook, with its kernel started as nbclient would start a stock one.

    Raises
    ------
    NoChildError
        A child cannot stand for this kernel, or none can be had; says why.
    """
    command = kernel_command(
        kernel_name,
        extra_arguments=options.get("extra_arguments", ()),
        history_file=options.get("ipython_hist_file", ":memory:"),
    )
    cwd = _working_folder(options)
    if not cwd.is_dir():
        raise NoChildError(f"{cwd} is no folder")
    environ = os.environ | {"JPY_PARENT_PID": str(os.getpid())}
    environ.pop("PYTHONEXECUTABLE", None)
    process = _warm_process(command.python, environ, timeout_s=options["start_timeout"])
    imports = preloadable(cell.source for cell in nb.cells if cell.cell_type == "code")
    return process.fork(imports=imports, cwd=str(cwd), environ=environ, arguments=command.arguments)


def _working_folder(options: Mapping[str, Any]) -> Path:
    return Path(options.get("resources", {}).get("metadata", {}).get("path") or Path.cwd())


def _warm_process(python: tuple[str, ...], environ: Mapping[str, str], *, timeout_s: float) -> WarmProcess:
    """Give the one that is kept; started anew for another Python or environment, or once it has died."""
    global _kept
    counting = {name: value for name, value in environ.items() if name not in _OF_NO_ACCOUNT}
    wanted = (python, counting)
    with _keeping:
        kept = _kept if _kept and _kept.of == wanted else None
        if kept is None or (isinstance(kept.process, WarmProcess) and not kept.process.alive):
            _close()
            kept = _kept = _Kept(wanted, _start(python, environ, timeout_s))
    if isinstance(kept.process, NoChildError):
        raise kept.process
    return kept.process


def _start(
    python: tuple[str, ...], environ: Mapping[str, str], timeout_s: float
) -> WarmProcess | NoChildError:
    try:
        return WarmProcess(python, environ=environ, timeout_s=timeout_s)
    except NoChildError as error:
        return error  # Another notebook would get no further.


def _close() -> None:
    if _kept and isinstance(_kept.process, WarmProcess):
        _kept.process.close()


def _forget() -> None:
    global _kept, _keeping
    _kept, _keeping = None, threading.Lock()


atexit.register(_close)
os.register_at_fork(after_in_child=_forget)  # A process that this one forks has no hold on it.
