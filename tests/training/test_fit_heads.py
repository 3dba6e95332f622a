from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factbook.evidence.heads import read_head
from training import fit_heads

COLUMNS = ("one", "two", "three", "coverage")


def labelled(classes, count=120):
    """Give features that tell the class more or less, and the rows they are of."""
    chance = np.random.default_rng(3)
    # Some classes are rarer than others.
    labels = np.repeat(np.arange(3), [3, 2, 1])[chance.integers(0, 6, count)] % len(classes)
    features = chance.normal(size=(count, len(COLUMNS))) * [1, 5, 0.1, 2] + [0, 100, -3, 0]
    features[:, 0] += labels
    features[:, 1] -= 4 * (labels == 1)
    features[:, 3] += 3 * labels
    rows = [("claim", "text", classes[label], f"group {row % 40}") for row, label in enumerate(labels)]
    return features, labels, rows


def head_of(fitted, folder):
    """Give a head as the package loads it."""
    path = folder / "heads.json"
    fit_heads.write_heads({"network.some": fitted}, files={"network": path})
    return read_head("network.some", path)


# The head


@pytest.fixture(scope="module")
def fitted():
    """A head of three classes, without the column that tells most."""
    features, _, rows = labelled(fit_heads.PASSAGE_CLASSES)
    features[:, 2] = 7
    without = frozenset({"coverage"})
    return fit_heads.fit("some", features, COLUMNS, rows, fit_heads.PASSAGE_CLASSES, without=without)


@pytest.mark.parametrize(
    "classes", [fit_heads.PASSAGE_CLASSES, fit_heads.SUPPORT_CLASSES], ids=["three classes", "two classes"]
)
def test_the_head_of_the_package_gives_what_sklearn_gives(classes, tmp_path):
    features, labels, rows = labelled(classes)
    fitted = fit_heads.fit("some", features, COLUMNS, rows, classes)
    head = head_of(fitted, tmp_path)
    counts = np.bincount(labels)
    weights = (len(labels) / (len(counts) * counts)) ** fitted["balance"]
    model = LogisticRegression(C=fitted["penalty"], class_weight=dict(enumerate(weights)), max_iter=3_000)
    theirs = make_pipeline(StandardScaler(), model).fit(features, labels)
    assert head.classes == classes
    assert head.features == COLUMNS
    # Numbers are kept with five digits.
    np.testing.assert_allclose(head.probabilities(features), theirs.predict_proba(features), atol=2e-4)
    assert (head.probabilities(features).argmax(1) == labels).mean() > 0.7


def test_what_lies_far_outside_counts_as_the_edge(fitted, tmp_path):
    head = head_of(fitted, tmp_path)
    edge, far = (np.array([fitted["mean"]]) + times * np.array([fitted["spread"]]) for times in (6, 1_000))
    np.testing.assert_allclose(head.probabilities(edge), head.probabilities(far), atol=1e-9)


def test_a_column_that_is_left_out_changes_nothing(fitted, tmp_path):
    head = head_of(fitted, tmp_path)
    features = labelled(fit_heads.PASSAGE_CLASSES)[0]
    for column, matters in (("one", True), ("coverage", False)):
        other = features.copy()
        other[:, COLUMNS.index(column)] += 2
        same = np.array_equal(head.probabilities(features), head.probabilities(other))
        assert same != matters


def test_a_column_that_never_varies_does_no_harm(fitted, tmp_path):
    head = head_of(fitted, tmp_path)
    features, labels, _ = labelled(fit_heads.PASSAGE_CLASSES)
    features[:, 2] = 7
    assert (head.probabilities(features).argmax(1) == labels).mean() > 0.6


def test_cross_validation_keeps_groups_together():
    # A column that names the group tells nothing of other groups.
    chance = np.random.default_rng(0)
    groups = np.repeat(np.arange(60), 4)
    labels = chance.integers(0, 2, 60)[groups]
    features = np.eye(60)[groups]
    rows = [
        ("c", "t", fit_heads.SUPPORT_CLASSES[label], group)
        for label, group in zip(labels, groups, strict=True)
    ]
    columns = tuple(f"group_{number}" for number in range(60))
    fitted = fit_heads.fit("some", features, columns, rows, fit_heads.SUPPORT_CLASSES)
    assert fitted["cross_validated"]["macro_f1"] < 0.6


@pytest.mark.parametrize(
    ("figures", "penalty"),
    [
        # Far better labels count most, then far better probabilities.
        ({0.01: (0.70, 0.60), 0.1: (0.72, 0.80)}, 0.1),
        ({0.01: (0.72, 0.80), 0.1: (0.72, 0.60)}, 0.1),
        # Of what is alike in both, the strongest penalty (the smallest number) is taken.
        ({0.01: (0.716, 0.605), 0.1: (0.72, 0.60), 1.0: (0.72, 0.60)}, 0.01),
    ],
)
def test_of_choices_that_are_alike_the_strongest_penalty_is_taken(figures, penalty):
    tried = {
        fit_heads.Choice(strength, 0.5): {"macro_f1": f1, "log_loss": loss}
        for strength, (f1, loss) in figures.items()
    }
    assert fit_heads.Choice(penalty, 0.5) == fit_heads.best_choice(tried)


def test_writing_a_head_keeps_the_others(tmp_path):
    files = {kind: tmp_path / f"{kind}.json" for kind in ("lexical", "network")}
    for name in ("lexical.one", "network.one", "network.two"):
        fit_heads.write_heads({name: {"features": [name]}}, files=files)
    kept = {kind: set(fit_heads.json.loads(path.read_text())["heads"]) for kind, path in files.items()}
    assert {"lexical": {"lexical.one"}, "network": {"network.one", "network.two"}} == kept


@pytest.mark.parametrize("kind", fit_heads.heads.HEAD_FILES)
def test_the_heads_that_ship_are_laid_out_as_they_are_written(kind, tmp_path):
    shipped = fit_heads.heads.HEAD_FILES[kind].read_text(encoding="utf-8")
    fit_heads.write_heads(fit_heads.json.loads(shipped)["heads"], files={kind: tmp_path / "heads.json"})
    assert (tmp_path / "heads.json").read_text(encoding="utf-8") == shipped
