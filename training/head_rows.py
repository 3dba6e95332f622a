"""The rows the small heads are fitted on: pairs the network did not see. No test split is read."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.ranking import rank_sentences
from factbook.evidence.sentences import split_sentences
from training.examples import BOILERPLATE, STANCE_LABELS, Example, changed_examples, fnc_rows, read_rows

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
    """Give passages: VitaminC dev; Check-COVID dev by marked sentences, whole and by other sentences.

    Check-COVID's few are given four times, so that the confidence fits more than one kind of text: found by
    cross-validation on these rows.
    """
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
            rows += [(row["claim"], text, STANCES[row["label"]], group)] * 4
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
        if len(split_sentences(said)) == 1  # of several, only the first would be denied
    ]
    return strange + denied + _beside_the_point(rows, chance)


def _beside_the_point(rows: Labelled, chance: random.Random, *, most: int = 400) -> Labelled:
    """Give claims with what stands on pages beside their text, and with single words of their passage."""
    made = []
    for claim, text, _, group in chance.sample(rows, min(most, len(rows))):
        words = [word for word in text.split() if word.isalpha()] or [text]
        made.append((claim, chance.choice([chance.choice(words), *BOILERPLATE]), "not_addressed", group))
    return made


def support_rows(data: Path) -> Labelled:
    """Give sentences with passages that bear them out or not: WiCE dev, and what `passage_rows` gives.

    A sentence that is partially supported is not supported. Every fifth passage is also its own sentence, and
    some sentences that were borne out say another number or the opposite.
    """
    passages = passage_rows(data)
    return wice_rows(read_rows(data, "wice_claim_dev")) + _passages_as_support(passages) + _turned(passages)


def wice_rows(rows: list[dict[str, Any]]) -> Labelled:
    """Give the sentences of WiCE with the marked sentences of the page, or else the best by BM25."""
    return _wice(rows, marked_or_best)


def found_wice_rows(rows: list[dict[str, Any]]) -> Labelled:
    """Give the sentences of WiCE with the five best sentences of the page, as a reader finds them."""
    return _wice(rows, best_passages)


def _wice(rows: list[dict[str, Any]], text_of: Callable[[dict[str, Any]], str]) -> Labelled:
    return [
        (row["claim"], text_of(row), "supports" if row["label"] == "S" else "other", row["claim"])
        for row in rows
    ]


def marked_or_best(row: dict[str, Any]) -> str:
    """Give the marked sentences of a page, or where none is marked the five best by BM25."""
    marked = sorted({index for group in row["gold"] for index in group})
    best = np.argsort(-bm25_scores(row["claim"], row["evidence"]), kind="stable")[:5]
    return " ".join(row["evidence"][index] for index in marked or sorted(best))


def best_passages(row: dict[str, Any]) -> str:
    """Give the five sentences of a page that `rank_sentences` puts first, in their order."""
    scores = rank_sentences(row["claim"], row["evidence"])
    best = sorted(np.argsort(-scores, kind="stable")[:5])
    return " ".join(row["evidence"][index] for index in best)


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


def _turned(rows: Labelled, *, most: int = 1_200) -> Labelled:
    """Give sentences that a passage bore out until a number was changed in them, or a "not" put in.

    Almost every word of them stands in the passage: a head that never saw one takes them for borne out.
    """
    supported = [(claim, text) for claim, text, stance, _ in rows if stance == "supports"]
    group_of = {text: group for _, text, _, group in rows}
    pairs = [Example(claim=claim, passage=text, stance=STANCE_LABELS["S"]) for claim, text in supported]
    turned = changed_examples(pairs, random.Random(5), most=most)  # noqa: S311
    return [(one.claim, one.passage, "other", group_of[one.passage]) for one in turned]


def article_rows(data: Path) -> Labelled:
    """Give texts: FNC-1 dev, Check-COVID dev abstracts, VitaminC dev passages among others of their page.

    Of FNC-1's articles on another subject, which are most and easy to tell, as many as of the others.
    """
    bodies = {row["id"]: row["text"] for row in read_rows(data, "fnc_train_bodies")}
    found = [row for row in fnc_rows(data) if row["part"] == "dev"]
    related = [row for row in found if row["label"] != "unrelated"]
    unrelated = [row for row in found if row["label"] == "unrelated"]
    unrelated = random.Random(3).sample(unrelated, min(len(related), len(unrelated)))  # noqa: S311
    rows = [
        (row["headline"], bodies[row["body"]], STANCES[row["label"]], f"story {row['story']}")
        for row in [*related, *unrelated]
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


class RankList(NamedTuple):
    """A claim with sentences, which of them were marked, and whether they are a page, first of all."""

    query: str
    sentences: list[str]
    gold: np.ndarray
    page: bool


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
