from __future__ import annotations

import numpy as np
import pytest

from factbook.evidence.pairs import LexicalReader
from training import out_of_fold
from training.examples import read_rows
from training.head_rows import support_rows, wice_rows


def test_the_support_of_a_sentence_does_not_depend_on_its_own_label(data, monkeypatch):
    asked = wice_rows(read_rows(data, "wice_claim_dev"))

    def scores(turned=None):
        rows = support_rows(data)
        if turned is not None:
            claim, text, label, group = rows[turned]
            rows[turned] = (claim, text, "other" if label == "supports" else "supports", group)
        monkeypatch.setattr(out_of_fold, "support_rows", lambda _: rows)
        return out_of_fold.out_of_fold_support(data, LexicalReader(), asked)

    as_it_is, first, last = scores(), scores(0), scores(17)
    assert 18 == len(as_it_is) == len(asked)
    assert pytest.approx(as_it_is[0], abs=1e-9) == first[0]
    assert pytest.approx(as_it_is[17], abs=1e-9) == last[17]
    # The others do see it.
    assert np.abs(first - as_it_is).max() > 1e-4


def test_the_measured_heads_are_fitted_as_the_shipped_ones():
    choice = out_of_fold.shipped_choice("network.support")
    assert 0 < choice.penalty <= 1
    assert 0 <= choice.balance <= 1
