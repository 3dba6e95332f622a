from __future__ import annotations

import numpy as np
import pytest

from factbook.evidence.trees import Trees


@pytest.fixture
def trees():
    """Two trees of depth 2 over three columns, small enough to follow by hand."""
    return Trees(
        features=("a", "b", "c"),
        classes=("evidence", "other"),
        asked=np.array([[0, 1, 2], [2, 2, 2]]),
        limits=np.array([[0.5, 0.0, 0.0], [1.0, 0.0, 2.0]]),
        leaves=np.array([[-2.0, -1.0, 1.0, 2.0], [0.0, 0.5, 1.0, 3.0]]),
        start=-0.5,
    )


@pytest.mark.parametrize(
    ("row", "odds"),
    [
        ((0.0, -1.0, -1.0), -0.5 - 2 + 0),
        ((0.0, 1.0, 0.5), -0.5 - 1 + 0.5),
        ((1.0, 0.0, 1.5), -0.5 + 2 + 1),
        # What is just at a limit goes left.
        ((0.5, 0.0, 1.0), -0.5 - 2 + 0.5),
    ],
)
def test_each_tree_adds_the_leaf_that_a_row_ends_in(trees, row, odds):
    first, other = trees.probabilities(np.array([row]))[0]
    assert first == pytest.approx(1 / (1 + np.exp(-odds)))
    assert first + other == pytest.approx(1)


def test_rows_do_not_know_of_each_other(trees):
    features = np.random.default_rng(0).normal(size=(20, 3))
    together = trees.probabilities(features)
    alone = np.vstack([trees.probabilities(features[row : row + 1]) for row in range(20)])
    np.testing.assert_array_equal(together, alone)


def test_no_rows_give_no_probabilities(trees):
    assert (0, 2) == trees.probabilities(np.empty((0, 3))).shape
