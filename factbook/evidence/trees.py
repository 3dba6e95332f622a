"""A head of decision trees, each of which puts right a part of what those before it got wrong.

Gradient-boosted regression trees (Friedman 2001, doi:10.1214/aos/1013203451) for two classes, fitted by
``training/boosting.py`` and kept as plain numbers, so that nothing but numpy is needed to ask them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """Complete binary trees of one depth; ``features`` and ``classes`` name what goes in and what comes out.

    A tree's inner nodes are numbered as in a heap: below node n are 2n + 1 and 2n + 2. ``asked`` is the
    column a node looks at and ``limits`` the number up to which a row goes left, both (trees, inner nodes);
    ``leaves`` (trees, leaves) are log-odds of the first class, added to ``start``.
    """

    features: tuple[str, ...]
    classes: tuple[str, ...]
    asked: npt.NDArray[np.intp]
    limits: Array
    leaves: Array
    start: float

    def probabilities(self, features: Array) -> Array:
        """Map (rows, features) to (rows, 2 classes); each row sums to 1."""
        rows, trees = np.arange(len(features))[:, None], np.arange(len(self.leaves))
        inner = self.asked.shape[1]
        node = np.zeros((len(features), len(self.leaves)), dtype=np.intp)
        for _ in range((inner + 1).bit_length() - 1):
            right = features[rows, self.asked[trees, node]] > self.limits[trees, node]
            node = 2 * node + 1 + right
        odds = self.start + self.leaves[trees, node - inner].sum(axis=1)
        first = 1 / (1 + np.exp(-odds))
        return np.column_stack([first, 1 - first])
