"""Fit the small heads on pairs the network did not see, and write them to their files.

    python -m training.fit_heads --data DATA

Strength of the penalty and weight of rare classes are chosen by cross-validation over claims and stories; no
test split is read. The lexical heads need no network and are fitted in the same way.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import GroupKFold

from factbook.evidence import heads
from factbook.evidence.article import read_article, select_passage
from factbook.evidence.pairs import LexicalReader, NetworkReader, PairReader, article_probabilities
from factbook.evidence.stance_models import article_columns, article_features
from training.boosting import fit_rank
from training.head_rows import Labelled, article_rows, passage_rows, rank_lists, support_rows

PASSAGE_CLASSES = ("supports", "refutes", "not_addressed")
SUPPORT_CLASSES = ("supports", "other")
ARTICLE_CLASSES = ("supports", "refutes", "mixed", "not_addressed")

PENALTIES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
"""Inverse strengths of the penalty that are tried, as sklearn has them."""

BALANCES = (0.0, 0.5, 1.0)
"""How far rare classes are made up for: 0 not at all, 1 in full."""

NEAR = 0.005
"""Choices whose macro-F1 is so near the best are alike in it: of them, a well calibrated one is taken."""

AS_CALIBRATED = 1.01
"""Of those whose log loss is within this factor of the least, the one with the strongest penalty is taken:
what rests less on single features goes further on sets that were not seen."""


class Choice(NamedTuple):
    """How a head is fitted."""

    penalty: float
    balance: float


class Scale(NamedTuple):
    """What features are brought to one scale by."""

    mean: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, features: np.ndarray) -> Scale:
        """Give the scale of features: an array (rows, features)."""
        return cls(features.mean(0), np.maximum(features.std(0), 1e-3))

    def __call__(self, features: np.ndarray) -> np.ndarray:
        """Give features on this scale, as `factbook.evidence.heads` brings them to it."""
        return np.clip((features - self.mean) / self.spread, -6, 6)


def main() -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    passages, articles = passage_rows(chosen.data), article_rows(chosen.data)
    # First of all: what is found for a sentence depends on the ranking.
    write_heads({"network.rank": fit_rank(rank_lists(chosen.data))})
    readers: list[PairReader] = [LexicalReader(), NetworkReader()]
    for reader in readers:
        kind = reader.kind
        without = OVERLAP if kind == NetworkReader.kind else frozenset()
        features = reader.read([(claim, text) for claim, text, *_ in passages])
        name = f"{kind}.passage"
        passage = fit(name, features, reader.features, passages, PASSAGE_CLASSES, without=without)
        write_heads({name: passage})
        rows = support_rows(chosen.data)
        name = f"{kind}.support"
        write_heads({name: fit(name, of_support(reader, rows), reader.features, rows, SUPPORT_CLASSES)})
        name = f"{kind}.article"
        features = _of_articles(reader, articles)
        write_heads({name: fit(name, features, article_columns(reader), articles, ARTICLE_CLASSES)})


OVERLAP = frozenset(
    "coverage reverse_coverage pair_coverage name_missing log_words same_words_other_sense".split()
)
"""Features of shared words: how they go with a stance differs from set to set."""


def fit(
    name: str,
    features: np.ndarray,
    columns: tuple[str, ...],
    rows: Labelled,
    classes: tuple[str, ...],
    *,
    without: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Fit one head and give it as plain numbers, with the figures of its cross-validation.

    Columns named in ``without`` have no weight.
    """
    features = features.copy()
    features[:, [column in without for column in columns]] = 0
    labels = np.array([classes.index(stance) for _, _, stance, _ in rows])
    groups = [group for *_, group in rows]
    choice, figures = _choose(name, features, labels, groups)
    scale = Scale.of(features)
    model = _model(labels, choice).fit(scale(features), labels)
    return {
        "classes": list(classes),
        "features": list(columns),
        "mean": _plain(scale.mean),
        "spread": _plain(scale.spread),
        "coefficients": _plain(_for_each_class(model.coef_)),
        "intercepts": _plain(_for_each_class(model.intercept_)),
        "penalty": choice.penalty,
        "balance": choice.balance,
        "rows": len(rows),
        "cross_validated": figures,
    }


def _choose(
    name: str, features: np.ndarray, labels: np.ndarray, groups: list[str]
) -> tuple[Choice, dict[str, float]]:
    tried: dict[Choice, dict[str, float]] = {}
    for choice in (Choice(penalty, balance) for penalty in PENALTIES for balance in BALANCES):
        said = out_of_fold(features, labels, groups, choice)
        tried[choice] = {
            "macro_f1": round(float(f1_score(labels, said.argmax(1), average="macro")), 4),
            "log_loss": round(float(log_loss(labels, said)), 4),
        }
        print(name, *choice, tried[choice], flush=True)
    chosen = best_choice(tried)
    return chosen, tried[chosen]


def best_choice(tried: Mapping[Choice, Mapping[str, float]]) -> Choice:
    """Give the choice to fit a head with, by the ``macro_f1`` and ``log_loss`` of each."""
    best = max(figures["macro_f1"] for figures in tried.values())
    near = [choice for choice, figures in tried.items() if figures["macro_f1"] >= best - NEAR]
    least = min(tried[choice]["log_loss"] for choice in near)
    alike = [choice for choice in near if tried[choice]["log_loss"] <= least * AS_CALIBRATED]
    return min(alike, key=lambda choice: (choice.penalty, tried[choice]["log_loss"]))


def out_of_fold(features: np.ndarray, labels: np.ndarray, groups: list[str], choice: Choice) -> np.ndarray:
    """Give the probabilities of each row by a head that was fitted without its group."""
    said = np.zeros((len(labels), int(labels.max()) + 1))
    for train, test in GroupKFold(5).split(features, labels, groups):
        said[test] = probabilities_of(features[train], labels[train], features[test], choice)
    return said


def probabilities_of(
    features: np.ndarray, labels: np.ndarray, asked: np.ndarray, choice: Choice
) -> np.ndarray:
    """Fit a head on some rows and give its probabilities of others."""
    scale = Scale.of(features)
    return _model(labels, choice).fit(scale(features), labels).predict_proba(scale(asked))


def _model(labels: np.ndarray, choice: Choice) -> LogisticRegression:
    counts = np.bincount(labels)
    weights = {
        label: float((len(labels) / (len(counts) * count)) ** choice.balance)
        for label, count in enumerate(counts)
    }
    return LogisticRegression(C=choice.penalty, class_weight=weights, max_iter=3_000)


def _for_each_class(weights: np.ndarray) -> np.ndarray:
    # Of two classes sklearn keeps the weights of the second alone.
    return weights if len(weights) > 1 else np.concatenate([-weights / 2, weights / 2])


def _plain(values: np.ndarray) -> list[Any]:
    return np.round(values.astype(float), 5).tolist()


def of_support(reader: PairReader, rows: Labelled) -> np.ndarray:
    """Give the features of sentences with their passages, read as `NetworkSupport` reads them."""
    return reader.read([(claim, select_passage(claim, text)) for claim, text, *_ in rows])


def _of_articles(reader: PairReader, rows: Labelled) -> np.ndarray:
    read = [read_article(claim, text) for claim, text, *_ in rows]
    pairs = [article.pairs(claim, text) for article, (claim, text, *_) in zip(read, rows, strict=True)]
    features = reader.read([pair for of_one in pairs for pair in of_one])
    parts = np.split(features, np.cumsum([len(of_one) for of_one in pairs])[:-1])
    return np.vstack(
        [article_features(reader, part, article_probabilities(reader, part[1:])) for part in parts]
    )


def write_heads(fitted: dict[str, Any], *, files: Mapping[str, Path] = heads.HEAD_FILES) -> None:
    """Put heads in the place of those of their names, in the file of each head's kind."""
    for name, head in fitted.items():
        path = files[name.partition(".")[0]]
        kept = {"heads": {}} if not path.is_file() else json.loads(path.read_text(encoding="utf-8"))
        kept["heads"][name] = head
        path.write_text(f"{_laid_out(kept)}\n", encoding="utf-8")
    heads.load_head.cache_clear()


def _laid_out(value: Any, depth: int = 0) -> str:
    """Write JSON with a line for each field and each row of numbers, so that a change can be looked at."""
    inside = " " * (depth + 1)
    if isinstance(value, dict):
        fields = (f"{inside}{json.dumps(key)}: {_laid_out(value[key], depth + 1)}" for key in sorted(value))
        return "{\n" + ",\n".join(fields) + f"\n{' ' * depth}}}"
    if isinstance(value, list) and any(isinstance(one, list) for one in value):
        rows = (f"{inside}{_laid_out(one, depth + 1)}" for one in value)
        return "[\n" + ",\n".join(rows) + f"\n{' ' * depth}]"
    return json.dumps(value)


if __name__ == "__main__":
    main()
