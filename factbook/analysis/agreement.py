"""Krippendorff's alpha: how far coders agree beyond what chance alone would give.

::

    alpha = 1 - observed disagreement / disagreement expected by chance

1 is full agreement, 0 what labels dealt out at random would give, and less than 0 worse than that. Any number
of coders, with any labels missing, is taken: a unit counts with the pairs of labels it has. Computed from the
coincidences of labels within units as in K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011),
https://repository.upenn.edu/handle/20.500.14332/2089; the interval is a percentile bootstrap over units.

How far two labels are apart depends on the level: on a nominal one all that differ are equally far; on an
interval one it is the square of their difference. The ordinal distance of that paper, the squared number of
labels between two ranks with half of those on them, is the interval distance of the labels' middle ranks, so
both are computed in one way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from factbook.analysis.labels import read_labels
from factbook.errors import BadInputError

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

RESAMPLES = 2000
SEED = 20110125
_ENDS = (0.025, 0.975)


@dataclass(frozen=True)
class Agreement:
    """How far coders agree.

    Attributes
    ----------
    alpha:
        Krippendorff's alpha.
    low, high:
        Its 95% interval; with few units, or where all agree, it is narrower than what is known.
    coders:
        Who judged a unit that somebody else judged too.
    units:
        Units with labels of at least two coders; others say nothing about agreement.
    """

    alpha: float
    low: float
    high: float
    coders: int
    units: int


def krippendorff_alpha(
    table: object, level: str = "nominal", *, resamples: int = RESAMPLES, seed: int = SEED
) -> Agreement:
    """Give Krippendorff's alpha of a table of labels, with its 95% interval.

    >>> krippendorff_alpha([["supports", "supports"], ["refutes", "mixed"], ["mixed", "mixed"]]).units
    3

    Parameters
    ----------
    table:
        One row per unit and one column per coder: a DataFrame, an array or a list of lists. Missing labels
        (``None``, NaN, ``pd.NA``, blank text) stay missing. See `analysis.labels.read_labels`.
    level:
        ``nominal``, ``ordinal`` or ``interval``. On the ordinal level stances are ordered refutes < mixed <
        supports, and ``not_addressed`` is left out as if it were missing: silence is not between two sides.
    resamples, seed:
        How many resamples of the units the interval rests on, and the seed of their random numbers.

    Returns
    -------
    The agreement. Where all coders agree on all units alpha is exactly 1, also if only one value occurs.

    Raises
    ------
    BadInputError
        No unit has labels of two coders, or the table or the level cannot be used.
    """
    if resamples < 1:
        raise BadInputError(f"{resamples} resamples give no interval", next_step="Use 1,000 or more.")
    labels = read_labels(table, level=level)
    paired = (labels.codes >= 0).sum(axis=1) > 1
    if not paired.any():
        raise BadInputError(
            "No unit has labels of two coders, so there is no agreement to measure",
            next_step="Have another coder judge some of the same units."
            if level != "ordinal"
            else "Have another coder judge some of the same units; not_addressed has no place in the order.",
        )
    codes = labels.codes[paired]
    # Units with the same labels are drawn together: which coder gave which makes no difference.
    units, times = np.unique(np.sort(codes, axis=1), axis=0, return_counts=True)
    alphas = _ALPHAS[level]
    drawn = np.random.default_rng(seed).multinomial(len(codes), times / len(codes), size=resamples)
    whole = alphas(units, times[None, :].astype(np.float64), labels.scores)
    low, high = np.quantile(alphas(units, drawn.astype(np.float64), labels.scores), _ENDS)
    return Agreement(
        alpha=float(whole[0]),
        low=float(low),
        high=float(high),
        coders=int((codes >= 0).any(axis=0).sum()),
        units=len(codes),
    )


# Each of these gives alpha for every row of `times` (samples x units): how often a unit is in a sample.


def _nominal(units: Codes, times: Floats, scores: Floats) -> Floats:
    counts = _count(units, len(scores))
    sizes = counts.sum(axis=1)
    apart = (sizes**2 - (counts**2).sum(axis=1)) / (sizes - 1)
    margins = times @ counts
    labels = margins.sum(axis=1)
    return _one_minus(times @ apart, labels, labels**2 - (margins**2).sum(axis=1))


def _ordinal(units: Codes, times: Floats, scores: Floats) -> Floats:
    counts = _count(units, len(scores))
    margins = times @ counts
    labels = margins.sum(axis=1)
    # Ranks are those within the sample, so how far a unit's labels are apart is another in each.
    ranks = np.cumsum(margins, axis=1) - margins / 2
    observed = np.zeros(len(times))
    for unit, often in zip(counts, times.T, strict=True):
        there = np.flatnonzero(unit)
        if len(there) > 1:
            observed += often * _apart(ranks[:, there], unit[there])
    means = (margins * ranks).sum(axis=1) / labels
    expected = 2 * labels * (margins * (ranks - means[:, None]) ** 2).sum(axis=1)
    return _one_minus(observed, labels, expected)


def _interval(units: Codes, times: Floats, scores: Floats) -> Floats:
    there = (units >= 0).astype(np.float64)
    numbers = _scaled(scores)[units]
    labels = times @ there.sum(axis=1)
    sums, squares = (times @ (there * numbers**power).sum(axis=1) for power in (1, 2))
    return _one_minus(times @ _apart(numbers, there), labels, 2 * (labels * squares - sums**2))


def _count(units: Codes, values: int) -> Floats:
    """Count how many coders gave each value to each unit: units x values."""
    counts = np.zeros((len(units), values))
    rows, columns = np.nonzero(units >= 0)
    np.add.at(counts, (rows, units[rows, columns]), 1)
    return counts


def _apart(numbers: Floats, often: Floats) -> Floats:
    """Give how far the numbers of each row are apart: the sum of squares over all pairs, for one label."""
    size = often.sum(axis=-1)
    # The last number of a row is never missing; seen from it, those that are the same are apart by exactly 0.
    offsets = numbers - numbers[:, -1:]
    sums, squares = ((often * offsets**power).sum(axis=-1) for power in (1, 2))
    return np.asarray(2 * (size * squares - sums**2) / (size - 1))


def _scaled(scores: Floats) -> Floats:
    """Bring numbers to 1 around 0: alpha is the same, and the squares of large ones do not overflow."""
    scores = scores / max(float(np.abs(scores).max()), np.finfo(np.float64).tiny)
    scores = scores - scores.mean()
    return np.asarray(scores / max(float(np.abs(scores).max()), np.finfo(np.float64).tiny))


def _one_minus(observed: Floats, labels: Floats, expected: Floats) -> Floats:
    """Give alpha; a sample without any disagreement has full agreement, whatever chance would give."""
    chance = np.where(observed > 0, expected, 1.0)
    return np.where(observed > 0, 1 - (labels - 1) * observed / chance, 1.0)


_ALPHAS: dict[str, Callable[[Codes, Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
}
