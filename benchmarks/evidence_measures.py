"""The measures of benchmarks/evidence.py, each with its bootstrap interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.metrics import balanced_accuracy_score, f1_score

RESAMPLES = 1_000


def macro_f1(right: np.ndarray, said: np.ndarray) -> float:
    """Give the mean F1 of the classes that are there."""
    return float(f1_score(right, said, average="macro", labels=np.unique(right), zero_division=0))


def accuracy(right: np.ndarray, said: np.ndarray) -> float:
    """Give the share that is right."""
    return float((right == said).mean())


def balanced_accuracy(right: np.ndarray, said: np.ndarray) -> float:
    """Give the mean recall of the classes."""
    if len(np.unique(right)) < 2:
        return float("nan")
    return float(balanced_accuracy_score(right, said))


def f1_of(label: int) -> Callable[[np.ndarray, np.ndarray], float]:
    """Give the measure of one class's F1."""

    def measure(right: np.ndarray, said: np.ndarray) -> float:
        if not (right == label).any():
            return float("nan")  # a sample without the class says nothing of it
        return float(f1_score(right == label, said == label, zero_division=0))

    return measure


def alpha(right: np.ndarray, said: np.ndarray) -> float:
    """Give Krippendorff's alpha of two coders who both judged every row, nominal: Krippendorff (2011)."""
    # By itself, since the bootstrap asks a thousand times: `krippendorff_alpha` takes tables with gaps.
    if not len(right):
        return float("nan")
    counts = np.bincount(np.concatenate([right, said]))
    total = counts.sum()
    expected = total**2 - (counts**2).sum()
    return float(1 - (total - 1) * 2 * (right != said).sum() / expected) if expected else 1.0


def interval(
    measure: Callable[[np.ndarray, np.ndarray], float],
    right: np.ndarray,
    said: np.ndarray,
    groups: Sequence[object] | None = None,
) -> tuple[float, float, float]:
    """Give a measure with its 95% bootstrap interval, over groups where rows hang together."""
    chance = np.random.default_rng(0)
    names = np.arange(len(right)) if groups is None else np.unique(np.array(groups), return_inverse=True)[1]
    rows_of = np.split(np.argsort(names, kind="stable"), np.cumsum(np.bincount(names))[:-1])
    figures = []
    classes = len(np.unique(right))
    for _ in range(RESAMPLES):
        drawn = np.concatenate([rows_of[i] for i in chance.integers(0, len(rows_of), len(rows_of))])
        # A sample that lacks a whole class would be measured on another task.
        whole = right.dtype.kind == "f" or len(np.unique(right[drawn])) == classes
        figures.append(measure(right[drawn], said[drawn]) if whole else float("nan"))
    told = [figure for figure in figures if not np.isnan(figure)]
    low, high = np.percentile(told, [2.5, 97.5]) if told else (np.nan, np.nan)
    return measure(right, said), float(low), float(high)


def calibration_error(right: np.ndarray, probabilities: np.ndarray, *, bins: int = 10) -> float:
    """Give the expected calibration error by bins of equal width: Guo et al. (2017)."""
    confidence, said = probabilities.max(1), probabilities.argmax(1)
    numbers = np.minimum((confidence * bins).astype(int), bins - 1)
    total = 0.0
    for number in range(bins):
        rows = numbers == number
        if rows.any():
            total += rows.mean() * abs(confidence[rows].mean() - (said[rows] == right[rows]).mean())
    return float(total)


def ndcg(scores: np.ndarray, gold: np.ndarray, *, k: int = 10) -> float:
    """Give nDCG@k of one ranking with gold marks of 0 and 1: Järvelin and Kekäläinen (2002)."""
    order = np.argsort(-scores, kind="stable")[:k]
    gains = gold[order] / np.log2(np.arange(2, len(order) + 2))
    best = min(int(gold.sum()), k)
    return float(gains.sum() / (1 / np.log2(np.arange(2, best + 2))).sum())
