"""Small calibrated heads: from features to the probability of each class.

Multinomial logistic regressions on standardised features, or trees for what ranks, fitted by
``training/fit_heads.py`` on pairs the network did not see, and kept as plain numbers: those of the network
beside its weights, those of the words alone by themselves, so that they are there without any weights.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from factbook.errors import ModelError
from factbook.evidence.trees import Trees

HEAD_FILES = {
    "lexical": Path(__file__).parent / "lexical_heads.json",
    "network": Path(__file__).parent / "weights" / "heads.json",
}
"""The files of the heads, by the kind of reader whose features they weigh."""

MODEL_VERSION = "3"
"""The version of the models whose heads these are: raised when heads or weights are fitted anew."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Head:
    """One regression; ``features`` and ``classes`` name the columns of what goes in and what comes out."""

    features: tuple[str, ...]
    classes: tuple[str, ...]
    mean: Array
    spread: Array
    coefficients: Array
    intercepts: Array

    def probabilities(self, features: Array) -> Array:
        """Map (rows, features) to (rows, classes); each row sums to 1."""
        # What lies far outside of what the head was fitted on counts as its edge.
        scaled = np.clip((features - self.mean) / self.spread, -6, 6)
        scores = scaled @ self.coefficients.T + self.intercepts
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@cache
def load_head(name: str) -> Head | Trees:
    """Load one of the heads by its name, like ``network.passage``; `ModelError` if it cannot be read."""
    return read_head(name, HEAD_FILES[name.partition(".")[0]])


def read_head(name: str, path: Path) -> Head | Trees:
    """Read a head from a file; `ModelError` if that is not one of heads, or not of this."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))["heads"][name]
        return _trees(kept) if "leaves" in kept else _regression(kept)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(
            f"The head {name} of the stance model cannot be read from {path}: {error}",
            next_step="Install factbook again.",
        ) from error


def _regression(kept: dict[str, Any]) -> Head:
    return Head(
        features=tuple(kept["features"]),
        classes=tuple(kept["classes"]),
        mean=np.array(kept["mean"]),
        spread=np.array(kept["spread"]),
        coefficients=np.array(kept["coefficients"]),
        intercepts=np.array(kept["intercepts"]),
    )


def _trees(kept: dict[str, Any]) -> Trees:
    return Trees(
        features=tuple(kept["features"]),
        classes=tuple(kept["classes"]),
        asked=np.array(kept["asked"], dtype=np.intp),
        limits=np.array(kept["limits"]),
        leaves=np.array(kept["leaves"]),
        start=float(kept["start"]),
    )
