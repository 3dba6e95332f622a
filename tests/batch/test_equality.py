"""The engine gives what stock papermill gives, for notebooks that use all that a notebook can show.

Any other notebooks are compared by ``python -m benchmarks.engine_equality FOLDER``.
"""

from __future__ import annotations

import pytest

from benchmarks.engine_equality import Runner, compare
from tests.batch.percent_notebooks import GALLERY, write_notebook

# In a run in four stock papermill waits the limit out for the last message of a widget, and then goes on.
TIME_LIMIT_S = {"ends-by-a-time-limit": 2, "widgets": 10}
OTHERWISE_S = 60

EACH_TIME = {
    "cells-of-all-kinds",
    "displays-that-are-updated",
    "ends-by-an-error",
    "ends-by-exit",
    "errors-that-are-let-be",
    "magics",
    "outputs-that-are-cleared",
    "progress",
    "results",
    "streams",
    "widgets",
}
"""One of each kind; all others are compared by ``make sweep``: papermill takes seconds to start for each."""

NOTEBOOKS = [
    pytest.param(path, id=path.stem, marks=() if path.stem in EACH_TIME else pytest.mark.sweep)
    for path in GALLERY
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where both run: some notebooks print it."""
    return tmp_path_factory.mktemp("equality") / "notebooks"


@pytest.fixture(scope="module")
def stock(folder):
    runner = Runner("", folder=folder)
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def factbook(folder):
    runner = Runner("factbook", folder=folder)
    yield runner
    runner.close()


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_the_engine_gives_what_stock_papermill_gives(path, tmp_path, stock, factbook):
    notebook = write_notebook(tmp_path / "notebook.ipynb", path.read_text(encoding="utf-8"))
    limit_s = TIME_LIMIT_S.get(path.stem, OTHERWISE_S)
    found = compare(notebook, stock=stock, factbook=factbook, timeout_s=limit_s)
    assert not found.differing, "\n".join(map(str, found.differing))
    assert found.factbook.notebook is not None


def test_a_notebook_that_papermill_itself_cannot_write_is_compared_as_none(tmp_path, stock, factbook):
    notebook = write_notebook(tmp_path / "notebook.ipynb", "# %%\n'a lone SURROGATE'\n")
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("SURROGATE", r"\ud83d"), encoding="utf-8"
    )
    found = compare(notebook, stock=stock, factbook=factbook)
    assert (found.stock.notebook, found.factbook.notebook) == (None, None)
    assert "surrogates not allowed" in found.stock.error
    assert not found.differing
