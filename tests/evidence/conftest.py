from __future__ import annotations

import pytest

from factbook.errors import ModelError
from factbook.evidence import pairs, ranking, support


@pytest.fixture
def no_network(monkeypatch):
    """Make it so that the network's weights or packages are not there."""

    def missing():
        raise ModelError("The weights are not there")

    for module in (pairs, ranking, support):
        monkeypatch.setattr(module, "shared_encoder", missing)
