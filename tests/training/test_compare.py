from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from factbook.evidence.encoder import STANCE
from training import compare


@pytest.fixture
def networks(monkeypatch):
    """Put a network in the place of each folder's: the float32 one is another where a passage is of fish."""

    class Fake:
        def __init__(self, folder: Path | None = None) -> None:
            self.full = folder is not None

        def score(self, pairs):
            logits = np.zeros((len(pairs), 8))
            logits[:, 0] = 3
            if self.full:
                fish = ["fish" in passage for _, passage in pairs]
                logits[fish, STANCE] = 0, 0, 3
            return logits

    monkeypatch.setattr(compare, "PairEncoder", Fake)


def test_it_is_told_for_how_many_pairs_the_labels_are_the_same(data, networks, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["compare", "--data", str(data), "--float32", "float32"])
    compare.main()
    heldout, symmetric = capsys.readouterr().out.splitlines()
    # Every third pair of VitaminC is of fish: two of three logits differ by 3. None of the other is.
    assert heldout.startswith("vitaminc_real_heldout ")
    assert " 24 pairs   same label 66.67% of the network, " in heldout
    assert heldout.endswith("logits differ by 0.667")
    assert symmetric.startswith("fever_symmetric_test ")
    assert (
        " 12 pairs   same label 100.00% of the network, 100.00% of the head   logits differ by 0.000"
        in symmetric
    )
