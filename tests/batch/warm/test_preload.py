"""Only what a notebook is about to import is imported before."""

from __future__ import annotations

import pytest

from factbook.batch.warm.preload import preloadable


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import pandas as pd", ["pandas"]),
        ("import os, numpy as np, sys", ["numpy"]),
        ("    from numpy.random import rand", ["numpy"]),
        ("import factbook as fb\nimport ipywidgets", ["factbook", "ipywidgets"]),
        ("import factbook as fb\ncheck.table(coder='Ada')", ["factbook", "pandas"]),
        ("import factbook as fb\nimport pandas\ncheck.table()", ["factbook", "pandas"]),
        ("import factbook as fb\ncheck.report().table", ["factbook"]),
        ("import furniture\nfurniture.table()", []),
        ("print('import pandas')  # pandas", []),
        ("import os  # not pandas", []),
        ("import pandasql, my.numpys", []),
        ("from tables import pandas", []),
    ],
)
def test_names_are_found_where_they_are_imported(source, names):
    assert names == preloadable(["1 + 1", source])
