"""The papermill engine: what sets it apart from the stock one."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def run_cell(folder: Path, source: str) -> str:
    notebook = folder / "in.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata=KERNEL), notebook)  # type: ignore[no-untyped-call]
    done = papermill.execute_notebook(
        str(notebook), str(folder / "out.ipynb"), engine_name="factbook", progress_bar=False
    )
    return str(done.cells[0].outputs[0]["text"]).strip()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such sockets")
def test_a_kernel_shares_no_port_with_another_batch_and_leaves_no_socket(tmp_path: Path) -> None:
    address = run_cell(
        tmp_path,
        "from ipykernel.kernelapp import IPKernelApp as A\na = A.instance(); print(a.transport, a.ip)",
    )
    transport, _, sockets = address.partition(" ")
    assert transport == "ipc"
    assert not Path(sockets).parent.exists()
