"""Krippendorff's alpha: figures worked out in print, and what must hold of any table."""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import factbook as fb
from factbook.analysis.agreement import Agreement, krippendorff_alpha
from factbook.errors import BadInputError
from factbook.model.stance import StanceValue

STANCES = [value.value for value in StanceValue]
LEVELS = ["nominal", "ordinal", "interval"]

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A, B and C; a row is a coder.
TEN_ARTICLES = ["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]
TWELVE_WORDS = ["a a b b d c c c e d d a", "b a b b b c c c e d d d"]
FOUR_OBSERVERS = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]


def table_of(coders: list[str]) -> list[list[object]]:
    """Turn rows of coders into rows of units; digits are numbers, and a dot is a missing label."""
    return [
        [None if label == "." else int(label) if label.isdigit() else label for label in unit]
        for unit in zip(*map(str.split, coders), strict=True)
    ]


@pytest.mark.parametrize(
    ("coders", "level", "alpha"),
    [
        (TEN_ARTICLES, "nominal", 0.095),
        (TWELVE_WORDS, "nominal", 0.692),
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
    ],
)
def test_the_worked_examples_come_out_as_printed(coders: list[str], level: str, alpha: float) -> None:
    agreement = krippendorff_alpha(table_of(coders), level)
    assert alpha == pytest.approx(agreement.alpha, abs=0.0006)
    assert agreement.low <= agreement.alpha <= agreement.high


def test_only_units_with_two_labels_count() -> None:
    # The last observer judged eleven units, one of which nobody else judged.
    agreement = krippendorff_alpha(table_of(FOUR_OBSERVERS))
    assert (4, 11) == (agreement.coders, agreement.units)
    lonely = [*table_of(FOUR_OBSERVERS), [9, None, None, None], [None] * 4]
    assert agreement == krippendorff_alpha(lonely)


def test_a_coder_who_shared_no_unit_is_not_counted() -> None:
    assert 2 == krippendorff_alpha([["a", "a", None], ["a", "b", None], [None, None, "b"]]).coders


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("table", [[[1, 1], [2, 2]], [[1, 1], [1, 1]], [[0.1] * 3] * 7, [[7, None, 7]]])
def test_full_agreement_is_exactly_1_also_where_one_value_is_all_there_is(
    table: list[list[float]], level: str
) -> None:
    agreement = krippendorff_alpha(table, level)
    assert (1.0, 1.0, 1.0) == (agreement.alpha, agreement.low, agreement.high)


@pytest.mark.parametrize("table", [[], [[]], [["a", None], [None, "b"]], [["a"], ["b"]]])
def test_without_a_shared_unit_there_is_nothing_to_measure(table: list[list[object]]) -> None:
    with pytest.raises(BadInputError, match=r"No unit has labels of two coders.*Have another coder judge"):
        krippendorff_alpha(table)


def test_the_interval_is_the_same_each_time_and_narrows_with_more_units() -> None:
    few, many = table_of(FOUR_OBSERVERS), table_of(FOUR_OBSERVERS) * 20
    assert krippendorff_alpha(few) == krippendorff_alpha(few)
    narrow, wide = krippendorff_alpha(many), krippendorff_alpha(few)
    assert narrow.high - narrow.low < (wide.high - wide.low) / 3
    assert krippendorff_alpha(few, seed=1).alpha == krippendorff_alpha(few, resamples=10).alpha


def test_the_interval_covers_what_it_says() -> None:
    """Two coders often see the truth and guess else: about 95 of 100 intervals hold their alpha."""
    rng = np.random.default_rng(5)

    def judged(units: int) -> np.ndarray:
        truth = rng.integers(0, 3, (units, 1))
        return np.where(rng.random((units, 2)) < 0.75, truth, rng.integers(0, 3, (units, 2)))

    true = krippendorff_alpha(judged(200_000), resamples=1).alpha
    found = [krippendorff_alpha(judged(80), resamples=500) for _ in range(200)]
    assert 0.90 <= sum(one.low <= true <= one.high for one in found) / len(found) <= 0.99


def test_a_hundred_thousand_units_take_seconds() -> None:
    table = pd.DataFrame(np.random.default_rng(0).integers(0, 4, (100_000, 3)))
    start = time.perf_counter()
    krippendorff_alpha(table)
    assert time.perf_counter() - start < 20  # About 0.5 s on an idle machine.


def test_it_is_one_of_the_names_of_the_package() -> None:
    assert fb.krippendorff_alpha is krippendorff_alpha
    assert isinstance(fb.krippendorff_alpha([["a", "a"]]), Agreement)


# What must hold of any table


def plain_alpha(table: list[list[object]], distance) -> float:
    """The definition, pair by pair: observed disagreement over that of all pairs of labels."""
    units = [[label for label in unit if label is not None] for unit in table]
    units = [unit for unit in units if len(unit) > 1]
    labels = [label for unit in units for label in unit]
    pairs = [(i, k) for i in range(len(labels)) for k in range(len(labels)) if i != k]
    expected = sum(distance(labels[i], labels[k], labels) for i, k in pairs) / (len(labels) - 1)
    observed = sum(
        sum(distance(a, b, labels) for i, a in enumerate(unit) for k, b in enumerate(unit) if i != k)
        / (len(unit) - 1)
        for unit in units
    )
    return 1 - observed / expected if observed else 1.0


def ordinal_distance(one: int, other: int, labels: list[int]) -> float:
    low, high = sorted((one, other))
    between = sum(low <= label <= high for label in labels)
    return (between - (labels.count(low) + labels.count(high)) / 2) ** 2


DISTANCES = {
    "nominal": lambda one, other, labels: one != other,
    "ordinal": ordinal_distance,
    "interval": lambda one, other, labels: (one - other) ** 2,
}

TABLES = (
    st.integers(2, 4)
    .flatmap(
        lambda coders: st.lists(
            st.lists(st.none() | st.integers(0, 4), min_size=coders, max_size=coders), min_size=1, max_size=9
        )
    )
    .filter(lambda table: any(sum(label is not None for label in unit) > 1 for unit in table))
)


@given(TABLES, st.sampled_from(LEVELS))
def test_it_is_what_the_definition_says_pair_by_pair(table, level):
    alpha = krippendorff_alpha(table, level, resamples=1).alpha
    assert plain_alpha(table, DISTANCES[level]) == pytest.approx(alpha)
    assert alpha <= 1
    assert not math.isnan(alpha)


@given(TABLES, st.sampled_from(LEVELS), st.randoms())
def test_the_order_of_coders_and_units_makes_no_difference(table, level, random):
    units, coders = list(table), list(range(len(table[0])))
    random.shuffle(units)
    random.shuffle(coders)
    shuffled = [[unit[coder] for coder in coders] for unit in units]
    assert krippendorff_alpha(table, level) == krippendorff_alpha(shuffled, level)


@given(TABLES, st.permutations(["x", "not a stance", 3.5, ("a", "b"), StanceValue.MIXED]))
def test_other_names_for_labels_make_no_difference(table, names):
    renamed = [[None if label is None else names[label] for label in unit] for unit in table]
    one, other = krippendorff_alpha(table), krippendorff_alpha(renamed)
    assert one.alpha == pytest.approx(other.alpha)
    assert (one.coders, one.units) == (other.coders, other.units)


@given(TABLES, st.floats(0.01, 1e6), st.floats(-1e6, 1e6), st.sampled_from([1, -1]))
def test_another_scale_makes_no_difference(table, factor, shift, sign):
    scaled = [[None if label is None else sign * factor * label + shift for label in unit] for unit in table]
    assume(abs(shift) < 1e6 * factor)  # Beyond that the numbers themselves lose their differences.
    for level in ("ordinal", "interval"):
        expected = krippendorff_alpha(table, level, resamples=1).alpha
        assert expected == pytest.approx(krippendorff_alpha(scaled, level, resamples=1).alpha, abs=1e-6)


@given(TABLES)
def test_two_values_are_the_same_on_every_level(table):
    two = [[None if label is None else label % 2 for label in unit] for unit in table]
    alphas = [krippendorff_alpha(two, level, resamples=1).alpha for level in LEVELS]
    assert [pytest.approx(alphas[0])] * 3 == alphas


@given(TABLES, st.sampled_from(LEVELS))
def test_the_bounds_are_numbers_in_order(table, level):
    agreement = krippendorff_alpha(table, level, resamples=50)
    assert agreement.low <= agreement.high <= 1
