from __future__ import annotations

import numpy as np
import pytest

from benchmarks.evidence_measures import ndcg
from factbook.evidence.heads import read_head
from factbook.evidence.trees import Trees
from training import boosting
from training.fit_heads import write_heads
from training.head_rows import RankList


def marked(count=600):
    """Give features and marks: evidence is where two columns are high together."""
    features = np.random.default_rng(3).normal(size=(count, 5))
    return features, (features[:, 0] > 0) & (features[:, 3] > 0.3)


@pytest.mark.parametrize("growth", [boosting.Growth(2, 30, 0.1), boosting.Growth(4, 40, 0.2)])
def test_the_trees_of_the_package_give_what_sklearn_gives(growth, tmp_path):
    features, marks = marked()
    model = boosting.grow(features, marks, growth)
    told = {"classes": list(boosting.RANK_CLASSES), "features": list("abcde"), **boosting.as_numbers(model)}
    write_heads({"network.rank": told}, files={"network": tmp_path / "heads.json"})
    ours = read_head("network.rank", tmp_path / "heads.json")
    assert isinstance(ours, Trees)
    assert ours.classes == boosting.RANK_CLASSES
    # Numbers are kept with five digits.
    np.testing.assert_allclose(
        ours.probabilities(features)[:, 0], model.predict_proba(features)[:, 1], atol=1e-3
    )
    assert ((ours.probabilities(features)[:, 0] > 0.5) == marks).mean() > 0.9


def test_cross_validation_keeps_lists_of_a_query_together():
    # Marks by chance can be known only by whoever saw the twin of a list.
    chance = np.random.default_rng(0)
    lists, features = [], []
    for number in range(30):
        told, gold = chance.normal(size=(12, 4)), chance.permutation(np.arange(12) < 2)
        lists += [RankList(f"query {number}", ["a"] * 12, gold, page=True)] * 2
        features += [told] * 2
    ranked = boosting.out_of_fold(lists, features, boosting.Growth(4, 80, 0.3))
    assert np.mean([ndcg(scores, one.gold) for scores, one in zip(ranked, lists, strict=True)]) < 0.6
