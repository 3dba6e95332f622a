"""What is left out of a process's imports, and that notebooks are held to their schema all the same."""

from __future__ import annotations

import subprocess
import sys

from factbook.batch.processes import in_processes

_VALIDATES = """
import sys
from factbook.lean_imports import skip_iri_grammar
skip_iri_grammar()
import nbformat
nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]))
try:
    nbformat.validate(nbformat.v4.new_notebook(cells=[{"cell_type": "code"}]))
except nbformat.ValidationError:
    print("refused", "rfc3987_syntax.syntax" in sys.modules or sys.modules["rfc3987_syntax"])
"""


def loaded(_: int) -> bool:
    import nbformat  # noqa: F401

    return sys.modules.get("rfc3987_syntax") is not None


def test_notebooks_are_held_to_their_schema_without_the_grammar():
    run = subprocess.run([sys.executable, "-c", _VALIDATES], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "refused None"


def test_worker_processes_do_without_it():
    assert [result for _, result in in_processes(loaded, [1, 2], jobs=2)] == [False, False]
