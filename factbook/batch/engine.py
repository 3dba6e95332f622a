"""The papermill engine ``factbook``: the stock engine, with a time limit.

Stock papermill waits for a cell without end, and a kernel that hangs would hold up a whole batch.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine

CELL_TIMEOUT_S = 600
START_TIMEOUT_S = 120


class FactbookEngine(NBClientEngine):  # type: ignore[misc]
    """``papermill --engine factbook``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Run the cells of a notebook; a cell may take `CELL_TIMEOUT_S` unless told otherwise."""
        options["start_timeout"] = options.get("start_timeout") or START_TIMEOUT_S
        options["execution_timeout"] = options.get("execution_timeout") or CELL_TIMEOUT_S
        return super().execute_managed_notebook(nb_man, kernel_name, **options)
