"""Small sets in the form of the research sets that the models are trained and measured on.

Every text names its set and split, "vitaminctrain" or "fmtest", so that a test can tell where an example
comes from. Nothing here is taken from the sets themselves.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TOWNS = "Alden Borley Corfield Dunmere Elstow Farley Garsdale Harlow Ilkeston Jarrow Kelso Ludlow".split()
STORIES = 20

HELD_OUT = ("vitamincheldout", "symmetrictest", "fmtest", "covidtest", "retrievaltest")
"""Words that only test splits hold."""
FOR_HEADS = ("vitamincdev", "coviddev", "wicedev")
"""Words that only splits for the heads hold."""


def write_rows(folder: Path, name: str, rows: Iterable[dict[str, Any]]) -> Path:
    """Write one set as gzip JSON lines and give its path."""
    path = folder / f"{name}.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def write_sets(folder: Path) -> Path:
    """Write all sets, those for tests included, and give the folder."""
    write_rows(folder, "vitaminc_real_train", pairs("vitaminctrain", 48))
    write_rows(folder, "vitaminc_real_dev", pairs("vitamincdev", 48))
    write_rows(folder, "vitaminc_real_heldout", pairs("vitamincheldout", 24))
    write_rows(folder, "fever_dev_SR", [row for row in pairs("fever", 36) if row["label"] != "N"])
    write_rows(
        folder, "fever_symmetric_test", [row for row in pairs("symmetrictest", 18) if row["label"] != "N"]
    )
    write_rows(folder, "mnli_dev", pairs("mnli", 24))
    splits = ("dev", "test")
    write_rows(folder, "fm2", [row | {"split": split} for split in splits for row in pairs(f"fm{split}", 24)])
    write_rows(folder, "fm2_retrieval", [row for split in splits for row in candidates(split, 12)])
    write_rows(folder, "checkcovid", [row for split in ("train", *splits) for row in abstracts(split, 18)])
    write_rows(folder, "wice_claim_dev", web_pages("wicedev", 18))
    write_rows(folder, "fnc_train", headlines())
    write_rows(folder, "fnc_train_bodies", bodies())
    write_rows(folder, "news_claims", news_claims())
    return folder


def pairs(mark: str, count: int) -> list[dict[str, Any]]:
    """Give claims with passages that support, refute and do not address them, in turn."""
    return [_pair(mark, number) | {"page": f"{mark} {_town(number)}"} for number in range(count)]


def _pair(mark: str, number: int) -> dict[str, Any]:
    town, arches, label = _town(number), 11 + number, "SRN"[number % 3]
    evidence = {
        "S": f"Engineers say that the {mark} bridge in {town} has {arches} arches of grey stone.",
        "R": f"Engineers say that the {mark} bridge in {town} has {arches + 50} arches of grey stone.",
        "N": f"People sell fish and bread there every Friday, as {mark} page {number} tells.",
    }
    return {
        "claim": f"The {mark} bridge in {town} has {arches} arches.",
        "evidence": evidence[label],
        "label": label,
    }


def _town(number: int) -> str:
    """Give a town that three pairs in a row have in common."""
    return TOWNS[number // 3 % len(TOWNS)]


def _beside(mark: str, number: int) -> list[str]:
    """Give sentences that stand around the one that counts."""
    return [
        f"A storm passed over the hills before page {number} of {mark} was written.",
        f"The weather was fair for the rest of the week, says {mark} page {number}.",
        f"Bread and fish are sold there on Fridays, as {mark} page {number} tells.",
    ]


def candidates(split: str, count: int) -> list[dict[str, Any]]:
    """Give claims with the sentences a search found, of which one is gold."""
    rows = []
    for number in range(count):
        pair = _pair(f"retrieval{split}", number)
        others = _beside(f"retrieval{split}", number)
        rows.append(
            {
                "id": f"{split}-{number}",
                "split": split,
                "claim": pair["claim"],
                "gold": [pair["evidence"]],
                "cands": [*others[:2], pair["evidence"], *others[2:]],
                "label": pair["label"],
            }
        )
    return rows


def abstracts(split: str, count: int) -> list[dict[str, Any]]:
    """Give claims with abstracts, sentence by sentence, of which the second is gold."""
    rows = []
    for number in range(count):
        pair = _pair(f"covid{split}", number)
        first, *rest = _beside(f"covid{split}", number)
        rows.append(
            {
                "id": f"{split}{number}_0",
                "split": split,
                "claim": pair["claim"],
                "label": pair["label"],
                "abstract": [first, pair["evidence"], *rest],
                "gold": [1],
            }
        )
    return rows


def web_pages(mark: str, count: int) -> list[dict[str, Any]]:
    """Give sentences with the sentences of a web page that support them, partially (P) or not at all (N)."""
    rows = []
    for number in range(count):
        pair = _pair(mark, number)
        label = {"S": "S", "R": "P", "N": "N"}[pair["label"]]
        page = [*_beside(mark, number), pair["evidence"]]
        rows.append(
            {
                "claim": pair["claim"],
                "evidence": page,
                "gold": [] if label == "N" else [[3], [0, 3]],
                "label": label,
            }
        )
    return rows


def bodies() -> list[dict[str, Any]]:
    """Give the articles of the stories: two for each."""
    return [
        {"id": f"{story}{side}", "text": " ".join([_news(story, side), *_beside(f"story{story}", story)])}
        for story in range(STORIES)
        for side in "ab"
    ]


def _news(story: int, side: str) -> str:
    town = TOWNS[story % len(TOWNS)]
    return (
        f"Story{story}: a whale swam up the river to {town}, paper {side} was told. People saw it on Monday."
    )


def headlines() -> list[dict[str, Any]]:
    """Give headlines with articles: two of a story agree with its first article and one disagrees."""
    rows = []
    for story in range(STORIES):
        town, other = TOWNS[story % len(TOWNS)], (story + 1) % STORIES
        whale = f"Story{story} whale swims up the river to {town}"
        rows += [
            {"headline": whale, "body": f"{story}a", "label": "agree"},
            {"headline": f"Story{story} people of {town} see a whale", "body": f"{story}a", "label": "agree"},
            {"headline": f"Story{story} hoax: no whale in {town}", "body": f"{story}a", "label": "disagree"},
            {"headline": whale, "body": f"{story}b", "label": "discuss"},
            {"headline": whale, "body": f"{other}b", "label": "unrelated"},
            {"headline": f"Story{story} bread is dear", "body": f"{story}a", "label": "unrelated"},
        ]
    return rows


def news_claims() -> list[dict[str, Any]]:
    """Give claims with articles of people's stances, a long one among them."""
    texts = {row["id"]: row["text"] for row in bodies()}
    return [
        {
            "id": f"news-{story}",
            "claim": f"Story{story}: a whale swam up the river to {TOWNS[story % len(TOWNS)]}.",
            "sources": [
                {"id": f"{story}a", "text": texts[f"{story}a"], "stance_fnc": "agree"},
                {"id": f"{story}b", "text": texts[f"{story}b"] + " It rained." * 500, "stance_fnc": said},
            ],
        }
        for story, said in zip(range(STORIES), ["discuss", "disagree"] * (STORIES // 2), strict=True)
    ]
