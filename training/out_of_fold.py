"""What a head says of rows it was not fitted on, for sets of which the shipped heads know every row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold

from factbook.evidence import heads
from factbook.evidence.pairs import PairReader
from training.fit_heads import SUPPORT_CLASSES, Choice, of_lists, of_support, probabilities_of
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
    features = of_lists(lists)
    pages = [number for number, one in enumerate(lists) if one.page]
    queries = [one.query for one in lists]
    choice = shipped_choice("network.rank")
    ranked: dict[int, np.ndarray] = {}
    for train, test in _folds(queries, [queries[page] for page in pages]):
        rows = np.vstack([features[number] for number in train])
        labels = np.concatenate([~lists[number].gold for number in train]).astype(int)
        held_out = [pages[number] for number in test]
        asked = np.vstack([features[page] for page in held_out])
        said = probabilities_of(rows, labels, asked, choice)[:, 0]
        ends = np.cumsum([len(features[page]) for page in held_out])
        ranked |= dict(zip(held_out, np.split(said, ends[:-1]), strict=True))
    return [(ranked[page], lists[page].gold) for page in pages]


def shipped_choice(name: str) -> Choice:
    """Give how the shipped head of this name was fitted."""
    kept = json.loads(heads.HEAD_FILES[name.partition(".")[0]].read_text(encoding="utf-8"))["heads"][name]
    return Choice(kept["penalty"], kept["balance"])


def _folds(groups: list[str], asked: list[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give rows to fit on and rows to ask, five times, so that no group is on both sides."""
    for _, test in GroupKFold(5).split(asked, groups=asked):
        held_out = {asked[row] for row in test}
        yield np.array([row for row, group in enumerate(groups) if group not in held_out]), test
