"""The papermill engine ``factbook``: the stock engine, with a time limit and sockets of its own.

Stock papermill waits for a cell without end, and a kernel that hangs would hold up a whole batch. It also
lets a kernel pick free TCP ports before it binds them: now and then two that start at once pick the same, and
one dies ("Address already in use"). Sockets in a folder of the kernel's own cannot be taken.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine
from traitlets.config import Config

CELL_TIMEOUT_S = 600
START_TIMEOUT_S = 120


class FactbookEngine(NBClientEngine):  # type: ignore[misc]
    """``papermill --engine factbook``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Run the cells of a notebook; a cell may take `CELL_TIMEOUT_S` unless told otherwise."""
        options["start_timeout"] = options.get("start_timeout") or START_TIMEOUT_S
        options["execution_timeout"] = options.get("execution_timeout") or CELL_TIMEOUT_S
        with tempfile.TemporaryDirectory(prefix="factbook-", ignore_cleanup_errors=True) as sockets:
            if os.name == "posix":
                options.setdefault("config", _sockets_in(Path(sockets)))
            return super().execute_managed_notebook(nb_man, kernel_name, **options)


def _sockets_in(folder: Path) -> Config:
    return Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "kernel")}})
