"""What a head says of rows it was not fitted on, for sets of which the shipped heads know every row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from factbook.evidence import heads
from factbook.evidence.pairs import PairReader
from training import boosting
from training.fit_heads import SUPPORT_CLASSES, Choice, of_support, probabilities_of
from training.head_rows import Labelled, rank_lists, support_rows


def out_of_fold_support(data: Path, reader: PairReader, asked: Labelled) -> np.ndarray:
    """Give the support of sentences of WiCE dev by heads that were fitted without them.

    ``asked`` may have the sentences with other passages than the heads are fitted on.
    """
    fitted_on = support_rows(data)
    features, asked_features = of_support(reader, fitted_on), of_support(reader, asked)
    labels = np.array([SUPPORT_CLASSES.index(label) for _, _, label, _ in fitted_on])
    groups = [group for *_, group in fitted_on]
    choice = shipped_choice(f"{reader.kind}.support")
    scores = np.zeros(len(asked))
    for train, test in _folds(groups, [group for *_, group in asked]):
        said = probabilities_of(features[train], labels[train], asked_features[test], choice)
        scores[test] = said[:, 0]
    return scores


def out_of_fold_rank(data: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Give scores and marks of each page's sentences of WiCE dev, by a head that did not see the page."""
    lists = rank_lists(data)
    growth = boosting.Growth(**_shipped("network.rank")["growth"])
    ranked = boosting.out_of_fold(lists, boosting.of_lists(lists), growth)
    return [(scores, one.gold) for one, scores in zip(lists, ranked, strict=True) if one.page]


def shipped_choice(name: str) -> Choice:
    """Give how the shipped head of this name was fitted."""
    kept = _shipped(name)
    return Choice(kept["penalty"], kept["balance"])


def _shipped(name: str) -> dict[str, Any]:
    path = heads.HEAD_FILES[name.partition(".")[0]]
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["heads"][name]
    return kept


def _folds(groups: list[str], asked: list[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give rows to fit on and rows to ask, five times, so that no group is on both sides."""
    for _, test in GroupKFold(5).split(asked, groups=asked):
        held_out = {asked[row] for row in test}
        yield np.array([row for row, group in enumerate(groups) if group not in held_out]), test
