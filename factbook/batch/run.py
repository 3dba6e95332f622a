"""Running one notebook by papermill, with the engine ``factbook``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import prepare_notebook_metadata, raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

__all__ = ["PapermillExecutionError", "run_by_papermill"]


def run_by_papermill(notebook: Path, parameters: dict[str, str], *, cwd: Path, progress: bool) -> Any:
    """Give a notebook executed, as `papermill.execute_notebook` does, but with no name a format string.

    Nothing is written: papermill puts the whole notebook down as text at the end even where nothing is to
    be, and that takes longer than all else that it does.
    """
    nb = load_notebook_node(str(notebook))
    nb = parameterize_notebook(nb, parameters, engine_name="factbook")
    nb = remove_error_markers(prepare_notebook_metadata(nb, str(notebook), None))
    nb = papermill_engines.execute_notebook_with_engine(
        "factbook",
        nb,
        input_path=str(notebook),
        output_path=None,
        kernel_name=papermill_engines.nb_kernel_name(engine_name="factbook", nb=nb),
        progress_bar=progress,
        log_output=False,
        start_timeout=None,
        autosave_cell_every=0,
        # A kernel tells of its loopback sockets at each start, and of the interrupt at each stop.
        extra_arguments=["--log-level=CRITICAL"],
        resources={"metadata": {"path": str(cwd)}},
    )
    raise_for_execution_errors(nb, None)
    return nb
