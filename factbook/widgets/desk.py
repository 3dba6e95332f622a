"""The desk: what an analyst works at in JupyterLab."""

from __future__ import annotations

from factbook.store.check_folder import CheckFolder
from factbook.widgets.stance_table import StanceTable


def desk(folder: CheckFolder, *, coder: str) -> StanceTable:
    """Give the desk on a check. Today that is its stance table, with the Rating it implies."""
    return StanceTable(folder, coder=coder)
