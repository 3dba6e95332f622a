"""Fit the ranking head: boosted trees, chosen by how well they rank lists that they did not see.

What makes a sentence evidence is in how its features go together (near the claim in meaning *and* beside a
sentence that is), which trees find and a regression does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from benchmarks.evidence_measures import ndcg
from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.encoder import shared_encoder
from factbook.evidence.ranking import RANK_FEATURES, rank_features
from training.head_rows import RankList

RANK_CLASSES = ("evidence", "other")

LEAST_IN_LEAF = 20
"""Sentences that a leaf is made of at least."""


class Growth(NamedTuple):
    """How trees are grown: how deep, how many, and how much each adds of what it finds."""

    depth: int
    trees: int
    rate: float


GROWTHS = (Growth(2, 150, 0.05), Growth(3, 150, 0.05), Growth(3, 300, 0.03), Growth(4, 150, 0.05))


def fit_rank(lists: Sequence[RankList]) -> dict[str, Any]:
    """Fit the head that ranks sentences; give it as plain numbers, with what cross-validation found."""
    features = of_lists(lists)
    tried = {}
    for growth in GROWTHS:
        ranked = out_of_fold(lists, features, growth)
        tried[growth] = _figures(lists, ranked)
        print("network.rank", *growth, tried[growth], flush=True)
    best = max(tried, key=lambda growth: tried[growth]["ndcg"])
    trees = _grown(lists, features, range(len(lists)), best)
    return {
        "classes": list(RANK_CLASSES),
        "features": list(RANK_FEATURES),
        **as_numbers(trees),
        "growth": best._asdict(),
        "rows": sum(len(one) for one in features),
        "cross_validated": tried[best],
    }


def of_lists(lists: Sequence[RankList]) -> list[np.ndarray]:
    """Give the features of the sentences of each list."""
    encoder = shared_encoder()
    return [
        rank_features(one.query, one.sentences, bm25_scores(one.query, one.sentences), encoder)
        for one in lists
    ]


def out_of_fold(
    lists: Sequence[RankList], features: Sequence[np.ndarray], growth: Growth
) -> list[np.ndarray]:
    """Give the scores of each list's sentences by trees that were grown without lists of its query."""
    queries = [one.query for one in lists]
    scores: list[np.ndarray] = [np.empty(0)] * len(lists)
    for train, test in GroupKFold(5).split(queries, groups=queries):
        trees = _grown(lists, features, train, growth)
        for number in test:
            scores[number] = trees.predict_proba(features[number])[:, 1]
    return scores


def _figures(lists: Sequence[RankList], ranked: Sequence[np.ndarray]) -> dict[str, float]:
    found = {True: [], False: []}
    for one, scores in zip(lists, ranked, strict=True):
        found[one.page].append(ndcg(scores, one.gold))
    pages, candidates = (float(np.mean(found[page] or [0])) for page in (True, False))
    return {
        "ndcg": round((pages + candidates) / 2, 4),
        "ndcg_pages": round(pages, 4),
        "ndcg_candidates": round(candidates, 4),
    }


def _grown(
    lists: Sequence[RankList], features: Sequence[np.ndarray], chosen: Iterable[int], growth: Growth
) -> GradientBoostingClassifier:
    numbers = list(chosen)
    return grow(
        np.vstack([features[number] for number in numbers]),
        np.concatenate([lists[number].gold for number in numbers]),
        growth,
    )


def grow(features: np.ndarray, marks: np.ndarray, growth: Growth) -> GradientBoostingClassifier:
    """Grow trees on the features of sentences, an array (sentences, features), and which are evidence."""
    return GradientBoostingClassifier(
        max_depth=growth.depth,
        n_estimators=growth.trees,
        learning_rate=growth.rate,
        min_samples_leaf=LEAST_IN_LEAF,
        # Each tree sees a part of rows and columns, so that none leans on a few for all.
        subsample=0.6,
        max_features=0.3,
        random_state=0,
    ).fit(features, marks.astype(int))


def as_numbers(model: GradientBoostingClassifier) -> dict[str, Any]:
    """Give grown trees as `factbook.evidence.trees.Trees` has them, all of them complete."""
    depth = model.max_depth
    trees = [_completed(one.tree_, depth) for one in model.estimators_[:, 0]]
    asked, limits, leaves = (np.array(part) for part in zip(*trees, strict=True))
    share = float(model.init_.class_prior_[1])
    return {
        "asked": asked.tolist(),
        "limits": np.round(limits, 5).tolist(),
        "leaves": np.round(model.learning_rate * leaves, 5).tolist(),
        "start": round(float(np.log(share / (1 - share))), 5),
    }


def _completed(tree: Any, depth: int) -> tuple[list[int], list[float], list[float]]:
    """Give columns, limits and leaves of a tree; where a branch ends early, both ways lead to its leaf."""
    asked, limits = [], []
    level = [0]
    for _ in range(depth):
        below = []
        for node in level:
            ends = tree.children_left[node] < 0
            asked.append(0 if ends else int(tree.feature[node]))
            limits.append(0.0 if ends else float(tree.threshold[node]))
            below += [node, node] if ends else [int(tree.children_left[node]), int(tree.children_right[node])]
        level = below
    return asked, limits, [float(tree.value[node].item()) for node in level]
