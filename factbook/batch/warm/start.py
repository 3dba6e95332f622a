"""Starting a child: the warm process of this process is kept, and asked for one per notebook."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from factbook.batch.warm.child import Child
from factbook.batch.warm.command import kernel_command
from factbook.batch.warm.kept import handed_on, warm_process
from factbook.batch.warm.preload import preloadable
from factbook.batch.warm.process import NoChildError

__all__ = ["NoChildError", "start_child"]


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
    environ = handed_on() | {"JPY_PARENT_PID": str(os.getpid())}
    process = warm_process(command.python, environ, timeout_s=options["start_timeout"])
    imports = preloadable(cell.source for cell in nb.cells if cell.cell_type == "code")
    return process.fork(imports=imports, cwd=str(cwd), environ=environ, arguments=command.arguments)


def _working_folder(options: Mapping[str, Any]) -> Path:
    return Path(options.get("resources", {}).get("metadata", {}).get("path") or Path.cwd())
