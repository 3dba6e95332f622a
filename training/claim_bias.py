"""Weights of examples, so that a network does not learn to tell the stance from the claim alone."""

from __future__ import annotations

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import GroupKFold

from training.examples import NOTHING, Example


def without_claim_bias(examples: list[Example]) -> np.ndarray:
    """Weigh examples down whose stance shows from the claim alone.

    A model of the claim's words only, fitted on other claims, gives the probability p of the right stance; an
    example weighs in by 1 - p (Clark, Yatskar and Zettlemoyer 2019), and all of one origin by 1 on average.
    """
    weights = np.ones(len(examples))
    kept = np.array([i for i, example in enumerate(examples) if example.stance != NOTHING])
    claims = [examples[i].claim for i in kept]
    labels = np.array([examples[i].stance for i in kept])
    origins = np.array([examples[i].origin for i in kept])
    words = HashingVectorizer(ngram_range=(1, 2), n_features=2**18).transform(claims)
    for train_rows, test_rows in GroupKFold(4).split(words, labels, claims):
        model = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=0)
        model.fit(words[train_rows], labels[train_rows])
        right = model.predict_proba(words[test_rows])[np.arange(len(test_rows)), labels[test_rows]]
        weights[kept[test_rows]] = np.clip(1 - right, 0.25, 1)
    for origin in set(origins):
        rows = kept[origins == origin]
        weights[rows] /= weights[rows].mean()
    return weights
