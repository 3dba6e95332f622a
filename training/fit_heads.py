"""Fit the small heads on pairs the network did not see, and write them to their files.

    python -m training.fit_heads --data DATA

Strength of the penalty and weight of rare classes are chosen by cross-validation over claims and stories; no
test split is read. The lexical heads need no network and are fitted in the same way.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import GroupKFold

from factbook.evidence import heads
from factbook.evidence.article import read_article
from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.encoder import shared_encoder
from factbook.evidence.pairs import LexicalReader, NetworkReader, PairReader
from factbook.evidence.ranking import rank_features
from factbook.evidence.stance_models import article_columns, article_features, passage_probabilities
from training.examples import fnc_rows, read_rows

PASSAGE_CLASSES = ("supports", "refutes", "not_addressed")
SUPPORT_CLASSES = ("supports", "other")
ARTICLE_CLASSES = ("supports", "refutes", "mixed", "not_addressed")
STANCES = {
    "S": "supports",
    "R": "refutes",
    "N": "not_addressed",
    "agree": "supports",
    "disagree": "refutes",
    "discuss": "mixed",
    "unrelated": "not_addressed",
}

Labelled = list[tuple[str, str, str, str]]
"""Claim, text, stance, and the group that is kept together in cross-validation."""


def passage_rows(data: Path) -> Labelled:
    """Give passages: VitaminC dev; Check-COVID dev by marked sentences, whole and by other sentences."""
    rows = [
        (row["claim"], row["evidence"], STANCES[row["label"]], row["page"])
        for row in read_rows(data, "vitaminc_real_dev")
    ]
    chance = random.Random(1)  # noqa: S311
    rows += _strange_and_denied(rows, chance)
    for row in read_rows(data, "checkcovid"):
        if row["split"] != "dev":
            continue
        marked = " ".join(row["abstract"][index] for index in row["gold"])
        others = [text for index, text in enumerate(row["abstract"]) if index not in row["gold"]]
        group = row["id"].split("_")[0]
        for text in (marked, " ".join(row["abstract"])):
            rows += [(row["claim"], text, STANCES[row["label"]], group)] * 2
        if others:
            rows.append((row["claim"], chance.choice(others), "not_addressed", group))
    return rows


_DENIALS = (
    "It is false that {}.",
    "Claims that {} are a hoax.",
    "The story that {} is not true, officials said.",
    "A spokesman denied that {}.",
)


def _strange_and_denied(rows: Labelled, chance: random.Random) -> Labelled:
    """Give claims with passages of other claims, and with passages that deny them in so many words."""
    strange_count = min(800, len(rows))
    strange = [
        (claim, text, "not_addressed", group)
        for (claim, *_, group), (_, text, _, other) in zip(
            chance.sample(rows, strange_count), chance.sample(rows, strange_count), strict=True
        )
        if group != other
    ]
    supported = [row for row in rows if row[2] == "supports"]
    denied = [
        (claim, chance.choice(_DENIALS).format(said[:1].lower() + said[1:].rstrip(" .")), "refutes", group)
        for claim, text, _, group in chance.sample(supported, min(400, len(supported)))
        for said in (chance.choice([claim, text]),)
    ]
    return strange + denied


def support_rows(data: Path) -> Labelled:
    """Give sentences with passages that bear them out or not: WiCE dev, and what `passage_rows` gives.

    A sentence that is partially supported is not supported. Every fifth passage is also its own sentence.
    """
    return wice_rows(read_rows(data, "wice_claim_dev")) + _passages_as_support(passage_rows(data))


def wice_rows(rows: list[dict[str, Any]]) -> Labelled:
    """Give the sentences of WiCE with the marked sentences of the page, or else the best by BM25."""
    made = []
    for row in rows:
        marked = sorted({index for group in row["gold"] for index in group})
        best = np.argsort(-bm25_scores(row["claim"], row["evidence"]), kind="stable")[:5]
        text = " ".join(row["evidence"][index] for index in marked or sorted(best))
        made.append((row["claim"], text, "supports" if row["label"] == "S" else "other", row["claim"]))
    return made


def _passages_as_support(rows: Labelled) -> Labelled:
    made = []
    for number, (claim, text, stance, group) in enumerate(rows):
        made.append((claim, text, "supports" if stance == "supports" else "other", group))
        if number % 5 == 0:
            made.append((text, text, "supports", group))
            # Neighbours may share their passage, or one have that of the other in it.
            other = rows[number - 7][1]
            if rows[number - 7][3] != group and text not in other:
                made.append((text, other, "other", group))
    return made


def article_rows(data: Path) -> Labelled:
    """Give texts: FNC-1 dev, Check-COVID dev abstracts, VitaminC dev passages among others of their page."""
    bodies = {row["id"]: row["text"] for row in read_rows(data, "fnc_train_bodies")}
    rows = [
        (row["headline"], bodies[row["body"]], STANCES[row["label"]], f"story {row['story']}")
        for row in fnc_rows(data)
        if row["part"] == "dev"
    ]
    for row in read_rows(data, "checkcovid"):
        if row["split"] == "dev":
            text = " ".join(row["abstract"])
            rows.append((row["claim"], text, STANCES[row["label"]], row["id"].split("_")[0]))
    return rows + _made_up_texts(read_rows(data, "vitaminc_real_dev"))


def _made_up_texts(rows: list[dict[str, Any]], *, most: int = 1_200) -> Labelled:
    chance = random.Random(2)  # noqa: S311
    pages: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        pages[row["page"]].append(row["evidence"])
    made = []
    for row in chance.sample(rows, min(most, len(rows))):
        claims = {other["evidence"] for other in rows if other["claim"] == row["claim"]}
        others = sorted(set(pages[row["page"]]) - claims)
        far = sorted(pages.keys() - {row["page"]})
        strange = [chance.choice(pages[chance.choice(far)]) for _ in range(4)]
        texts = [*chance.sample(others, min(4, len(others))), *strange]
        texts.insert(chance.randrange(len(texts) + 1), row["evidence"])
        text = " ".join(one.rstrip(" .") + "." for one in texts)
        made.append((row["claim"], text, STANCES[row["label"]], row["page"]))
    return made


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
) -> dict:
    """Fit one head and give it as plain numbers, with the figures of its cross-validation.

    Columns named in ``without`` have no weight.
    """
    mean, spread = features.mean(0), np.maximum(features.std(0), 1e-3)
    scaled = np.clip((features - mean) / spread, -6, 6)
    scaled[:, [column in without for column in columns]] = 0
    labels = np.array([classes.index(stance) for _, _, stance, _ in rows])
    groups = [group for *_, group in rows]
    best: tuple[float, float, float, dict[str, float]] | None = None
    for penalty in (0.003, 0.01, 0.03, 0.1):
        for balance in (0.5, 1.0):
            figures = _cross_validated(scaled, labels, groups, penalty, balance, len(classes))
            print(name, penalty, balance, figures, flush=True)
            if best is None or figures["macro_f1"] > best[0]:
                best = figures["macro_f1"], penalty, balance, figures
    assert best is not None
    _, penalty, balance, figures = best
    model = _model(labels, penalty, balance).fit(scaled, labels)
    return {
        "classes": list(classes),
        "features": list(columns),
        "mean": _plain(mean),
        "spread": _plain(spread),
        "coefficients": _plain(_for_each_class(model.coef_)),
        "intercepts": _plain(_for_each_class(model.intercept_)),
        "penalty": penalty,
        "balance": balance,
        "rows": len(rows),
        "cross_validated": figures,
    }


def out_of_fold_support(data: Path, reader: PairReader) -> np.ndarray:
    """Give the support of each sentence of WiCE dev by a head that was fitted without it and its like."""
    rows = support_rows(data)
    features = reader.read([(claim, text) for claim, text, *_ in rows])
    scaled = np.clip((features - features.mean(0)) / np.maximum(features.std(0), 1e-3), -6, 6)
    labels = np.array([SUPPORT_CLASSES.index(label) for _, _, label, _ in rows])
    wice = np.arange(len(read_rows(data, "wice_claim_dev")))
    groups = np.array([group for *_, group in rows])
    scores = np.zeros(len(wice))
    for _, test in GroupKFold(5).split(wice, groups=groups[wice]):
        train = np.setdiff1d(np.arange(len(rows)), test)
        scores[test] = (
            _model(labels[train], 0.1, 1.0)
            .fit(scaled[train], labels[train])
            .predict_proba(scaled[test])[:, 0]
        )
    return scores


def _model(labels: np.ndarray, penalty: float, balance: float) -> LogisticRegression:
    counts = np.bincount(labels)
    weights = {
        label: float((len(labels) / (len(counts) * count)) ** balance) for label, count in enumerate(counts)
    }
    return LogisticRegression(C=penalty, class_weight=weights, max_iter=3_000)


def _cross_validated(
    scaled: np.ndarray, labels: np.ndarray, groups: list[str], penalty: float, balance: float, classes: int
) -> dict[str, float]:
    said = np.zeros((len(labels), classes))
    for train, test in GroupKFold(5).split(scaled, labels, groups):
        said[test] = (
            _model(labels[train], penalty, balance)
            .fit(scaled[train], labels[train])
            .predict_proba(scaled[test])
        )
    return {
        "macro_f1": round(float(f1_score(labels, said.argmax(1), average="macro")), 4),
        "log_loss": round(float(log_loss(labels, said)), 4),
    }


def _for_each_class(weights: np.ndarray) -> np.ndarray:
    # Of two classes sklearn keeps the weights of the second alone.
    return weights if len(weights) > 1 else np.concatenate([-weights / 2, weights / 2])


def _plain(values: np.ndarray) -> list:
    return np.round(values.astype(float), 5).tolist()


def main() -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    passages, articles = passage_rows(chosen.data), article_rows(chosen.data)
    fitted: dict[str, Any] = {}
    readers: list[PairReader] = [LexicalReader(), NetworkReader()]
    fitted["network.rank"] = fit_rank(chosen.data)
    for reader in readers:
        features = reader.read([(claim, text) for claim, text, *_ in passages])
        name = f"{reader.kind}.passage"
        without = OVERLAP if reader.kind == NetworkReader.kind else frozenset()
        fitted[name] = fit(name, features, reader.features, passages, PASSAGE_CLASSES, without=without)
        _write(fitted)
        heads.load_head.cache_clear()
        rows = support_rows(chosen.data)
        features = reader.read([(claim, text) for claim, text, *_ in rows])
        fitted[f"{reader.kind}.support"] = fit("support", features, reader.features, rows, SUPPORT_CLASSES)
        features = _of_articles(reader, articles)
        name = f"{reader.kind}.article"
        fitted[name] = fit(name, features, article_columns(reader), articles, ARTICLE_CLASSES)
        _write(fitted)


class RankList(NamedTuple):
    """A claim with sentences, which of them were marked, and whether they are a page, first of all."""

    query: str
    sentences: list[str]
    gold: np.ndarray
    page: bool


def fit_rank(data: Path) -> dict[str, Any]:
    """Fit the head that ranks sentences, on the pages of WiCE dev and the candidates of FoolMeTwice dev."""
    lists = rank_lists(data)
    features = _of_lists(lists)
    rows = np.vstack(features)
    labels = [
        ("", "", "evidence" if mark else "other", f"page {page}")
        for page, one in enumerate(lists)
        for mark in one.gold
    ]
    columns = tuple(f"rank_{number}" for number in range(rows.shape[1]))
    return fit("rank", rows, columns, labels, ("evidence", "other"))


def out_of_fold_rank(data: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Give scores and marks of each page's sentences of WiCE dev, by a head that did not see the page."""
    lists = rank_lists(data)
    features = _of_lists(lists)
    fitted = json.loads(heads.HEADS["network"].read_text(encoding="utf-8"))["heads"]["network.rank"]
    ranked: dict[int, np.ndarray] = {}
    pages = np.arange(sum(one.page for one in lists))
    for _, test in GroupKFold(5).split(pages, groups=[lists[page].query for page in pages]):
        train = np.setdiff1d(np.arange(len(lists)), test)
        rows = np.vstack([features[number] for number in train])
        mean, spread = rows.mean(0), np.maximum(rows.std(0), 1e-3)
        marks = np.concatenate([lists[number].gold for number in train])
        model = _model((~marks).astype(int), fitted["penalty"], fitted["balance"])
        model.fit(np.clip((rows - mean) / spread, -6, 6), (~marks).astype(int))
        for page in test:
            scaled = np.clip((features[page] - mean) / spread, -6, 6)
            ranked[int(page)] = model.predict_proba(scaled)[:, 0]
    return [(ranked[int(page)], lists[page].gold) for page in pages]


def _of_lists(lists: list[RankList]) -> list[np.ndarray]:
    encoder = shared_encoder()
    return [
        rank_features(one.query, one.sentences, bm25_scores(one.query, one.sentences), encoder)
        for one in lists
    ]


def rank_lists(data: Path) -> list[RankList]:
    """Give the pages of WiCE dev, then lists of candidates; claims without a mark are left out."""
    lists = []
    for row in read_rows(data, "wice_claim_dev"):
        marked = {index for group in row["gold"] for index in group}
        gold = np.array([index in marked for index in range(len(row["evidence"]))], dtype=bool)
        lists.append(RankList(row["claim"], row["evidence"], gold, page=True))
    for row in [row for row in read_rows(data, "fm2_retrieval") if row["split"] == "dev"][:400]:
        gold = np.array([text in row["gold"] for text in row["cands"]], dtype=bool)
        lists.append(RankList(row["claim"], row["cands"], gold, page=False))
    return [one for one in lists if one.gold.any()]


def _of_articles(reader: PairReader, rows: Labelled) -> np.ndarray:
    read = [read_article(claim, text) for claim, text, *_ in rows]
    pairs = [article.pairs(claim, text) for article, (claim, text, *_) in zip(read, rows, strict=True)]
    features = reader.read([pair for of_one in pairs for pair in of_one])
    parts = np.split(features, np.cumsum([len(of_one) for of_one in pairs])[:-1])
    return np.vstack([article_features(reader, part, passage_probabilities(reader, part)) for part in parts])


def _write(fitted: dict[str, Any], *, files: Mapping[str, Path] = heads.HEADS) -> None:
    """Put heads in the place of those of their names, in the file of each head's kind."""
    for name, head in fitted.items():
        path = files[name.partition(".")[0]]
        kept = {"heads": {}} if not path.is_file() else json.loads(path.read_text(encoding="utf-8"))
        kept["heads"][name] = head
        path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
