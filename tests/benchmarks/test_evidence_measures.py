from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks import evidence_measures as measures
from factbook import krippendorff_alpha

RIGHT = np.array([0, 0, 1, 1])
SAID = np.array([0, 1, 1, 1])


# Figures, worked by hand


def test_accuracy_is_the_share_that_is_right():
    assert 0.75 == measures.accuracy(RIGHT, SAID)


def test_f1_of_a_class():
    # Of class 0: precision 1, recall 1/2. Of class 1: precision 2/3, recall 1.
    assert pytest.approx(2 / 3) == measures.f1_of(0)(RIGHT, SAID)
    assert pytest.approx(4 / 5) == measures.f1_of(1)(RIGHT, SAID)
    # A sample without the class says nothing of it.
    assert np.isnan(measures.f1_of(2)(RIGHT, SAID))


def test_macro_f1_is_the_mean_over_classes():
    assert pytest.approx((2 / 3 + 4 / 5) / 2) == measures.macro_f1(RIGHT, SAID)


def test_a_class_that_is_not_there_does_not_count_in_macro_f1():
    # Class 2 is said once, wrongly: that costs class 0 its recall, and is no class of its own.
    assert pytest.approx((2 / 3 + 1) / 2) == measures.macro_f1(RIGHT, np.array([0, 2, 1, 1]))


def test_balanced_accuracy_is_the_mean_recall():
    right, said = np.array([1, 1, 1, 0]), np.array([1, 1, 0, 0])
    assert pytest.approx((2 / 3 + 1) / 2) == measures.balanced_accuracy(right, said)
    assert math.isnan(measures.balanced_accuracy(np.array([1, 1]), np.array([1, 0])))


# Calibration


def test_calibration_error_weighs_the_bins_by_their_rows():
    probabilities = np.array([[0.95, 0.05], [0.95, 0.05], [0.35, 0.65], [0.65, 0.35]])
    right = np.array([0, 1, 1, 0])
    # Two rows at .95, of which half are right: .45 off. Two at .65, both right: .35 off.
    assert pytest.approx(0.5 * 0.45 + 0.5 * 0.35) == measures.calibration_error(right, probabilities)


def test_confidence_that_is_borne_out_has_no_calibration_error():
    probabilities = np.tile([0.75, 0.25], (4, 1))
    assert pytest.approx(0) == measures.calibration_error(np.array([0, 0, 0, 1]), probabilities)


def test_too_much_and_too_little_confidence_in_one_bin_make_up_for_each_other():
    probabilities = np.array([[0.82, 0.18], [0.88, 0.12]])
    assert pytest.approx(0.15) == measures.calibration_error(np.array([0, 0]), probabilities)
    assert pytest.approx(0.35) == measures.calibration_error(np.array([0, 1]), probabilities)


def test_certainty_falls_in_the_last_bin():
    probabilities = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert measures.calibration_error(np.array([0, 1]), probabilities) == 0
    assert measures.calibration_error(np.array([1, 0]), probabilities) == 1


# Rankings


@pytest.mark.parametrize(
    ("scores", "gold", "figure"),
    [
        ([3, 2, 1], [1, 0, 0], 1),
        ([3, 2, 1], [0, 1, 0], 1 / math.log2(3)),
        ([3, 2, 1], [1, 0, 1], (1 + 1 / 2) / (1 + 1 / math.log2(3))),
        # Of equal scores the first comes first.
        ([1, 1, 1], [0, 1, 0], 1 / math.log2(3)),
    ],
)
def test_ndcg(scores, gold, figure):
    assert pytest.approx(figure) == measures.ndcg(np.array(scores), np.array(gold, dtype=float))


def test_ndcg_looks_at_the_first_k_only():
    scores, gold = -np.arange(20.0), np.zeros(20)
    gold[[0, 12]] = 1
    assert pytest.approx(1 / (1 + 1 / math.log2(3))) == measures.ndcg(scores, gold)
    assert pytest.approx(1) == measures.ndcg(scores, gold, k=1)
    gold[:] = 1
    assert pytest.approx(1) == measures.ndcg(scores, gold)


# Intervals


def test_the_interval_of_two_groups_that_hang_together():
    # Either group is all right or all wrong: drawn twice, each once, or the other twice.
    right, said = np.array([1] * 6), np.array([1, 0, 1, 0, 1, 0])
    figure = measures.interval(measures.accuracy, right, said, ["a", "b", "a", "b", "a", "b"])
    assert (0.5, 0.0, 1.0) == figure


def test_groups_are_drawn_whole():
    groups = ["a", "b", "b", "c", "c", "c"]
    drawn = []

    def rows(right, _said):
        drawn.append(sorted(right.tolist()))
        return 0.0

    measures.interval(rows, np.arange(6.0), np.arange(6.0), groups)
    members = {"a": [0], "b": [1, 2], "c": [3, 4, 5]}
    for one in drawn:
        times = {name: {one.count(row) for row in of_group} for name, of_group in members.items()}
        assert all(len(counts) == 1 for counts in times.values())
        assert sum(counts.pop() for counts in times.values()) == 3
    assert len({tuple(one) for one in drawn}) > 5


def test_a_sample_without_one_of_the_classes_does_not_count():
    # Of three groups, one alone has the rare class: without it the figure is of another task.
    right = np.array([1] * 3 + [0] * 60)
    groups = ["a"] * 3 + ["b"] * 30 + ["c"] * 30
    assert (1.0, 1.0, 1.0) == measures.interval(measures.f1_of(1), right, right, groups)


def test_without_groups_each_row_is_drawn_by_itself():
    said = np.array([1, 0] * 50)
    figure, low, high = measures.interval(measures.accuracy, np.ones(100, dtype=int), said)
    # The normal approximation: 0.5 ± 1.96 * sqrt(0.25 / 100).
    assert figure == 0.5
    assert pytest.approx(0.402, abs=0.012) == low
    assert pytest.approx(0.598, abs=0.012) == high


def test_rows_that_hang_together_make_the_interval_wider():
    said = np.repeat([1, 0] * 10, 5)
    right = np.ones(100, dtype=int)
    _, low, high = measures.interval(measures.accuracy, right, said)
    _, low_of_groups, high_of_groups = measures.interval(
        measures.accuracy, right, said, np.repeat(np.arange(20), 5)
    )
    assert low_of_groups < low < high < high_of_groups


def test_one_group_says_nothing_of_how_sure_a_figure_is():
    assert (0.75, 0.75, 0.75) == measures.interval(measures.accuracy, RIGHT, SAID, ["one"] * 4)


def test_an_interval_is_the_same_each_time():
    first, again = (measures.interval(measures.accuracy, RIGHT, SAID) for _ in range(2))
    assert first == again


def test_resamples_without_a_figure_are_left_out(monkeypatch):
    monkeypatch.setattr(measures, "RESAMPLES", 50)
    figure, low, high = measures.interval(measures.balanced_accuracy, np.array([0, 1]), np.array([0, 1]))
    assert (1.0, 1.0, 1.0) == (figure, low, high)


@pytest.mark.parametrize("said", [[0, 1, 2, 0, 1], [0, 1, 2, 2, 2], [1, 0, 1, 1, 0]])
def test_alpha_is_krippendorffs(said):
    right, said = np.array([0, 1, 2, 0, 1]), np.array(said)
    expected = krippendorff_alpha(np.column_stack([right, said])).alpha
    assert measures.alpha(right, said) == pytest.approx(expected)


def test_alpha_of_full_agreement_on_one_label_is_1():
    assert 1 == measures.alpha(np.zeros(3, dtype=int), np.zeros(3, dtype=int))
