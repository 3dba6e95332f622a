"""The papermill engine ``factbook``: runs a notebook in a child of a warm process, where that gives the same.

A child is forked from a process that has imported everything already, so it starts in a few hundredths of a
second; it runs one notebook and ends. What it cannot do is found before the run, and such a notebook goes to
a stock kernel, with a note in papermill's log.

Either way a cell has a time limit. Stock papermill waits for one without end, and a kernel that hangs would
hold up a whole batch. It also lets a kernel pick free TCP ports before it binds them: now and then two that
start at once pick the same, and one dies ("Address already in use"). Sockets in a folder of the kernel's own
cannot be taken.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine
from papermill.log import logger
from traitlets.config import Config

from factbook.batch.needs import stock_needs

CELL_TIMEOUT_S = 600
START_TIMEOUT_S = 120


class FactbookEngine(NBClientEngine):  # type: ignore[misc]
    """``papermill --engine factbook``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Run the cells of a notebook; a cell may take `CELL_TIMEOUT_S` unless told otherwise."""
        options["start_timeout"] = options.get("start_timeout") or START_TIMEOUT_S
        options["execution_timeout"] = (
            options.get("execution_timeout") or options.pop("timeout", None) or CELL_TIMEOUT_S
        )
        needs = stock_needs(nb_man.nb, options)
        if not needs:
            # Imported where it is used: papermill loads every engine with each start.
            from factbook.batch.warm.client import WarmClient
            from factbook.batch.warm.start import NoChildError, start_child

            try:
                child = start_child(nb_man.nb, kernel_name, options)
            except NoChildError as error:
                needs = str(error)
            else:
                return WarmClient(nb_man, child=child, kernel_name=kernel_name, **options).execute()
        logger.info("A stock kernel runs this notebook: %s", needs)
        return cls._run_in_stock_kernel(nb_man, kernel_name, **options)

    @classmethod
    def _run_in_stock_kernel(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        with tempfile.TemporaryDirectory(prefix="factbook-", ignore_cleanup_errors=True) as sockets:
            if os.name == "posix":
                options.setdefault("config", _sockets_in(Path(sockets)))
            return super().execute_managed_notebook(nb_man, kernel_name, **options)


def _sockets_in(folder: Path) -> Config:
    return Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "kernel")}})
