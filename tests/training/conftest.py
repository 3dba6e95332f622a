from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.research_sets import write_sets


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all data sets, each with a few rows."""
    return write_sets(tmp_path_factory.mktemp("data"))
