"""Turns the public research sets that factbook is measured on into lists of claims for ``factbook batch``.

    python benchmarks/real_inputs.py news DATA/news_claims.jsonl.gz news.jsonl
    python benchmarks/real_inputs.py averitec DATA/averitec_dev_a.jsonl.gz averitec.jsonl

The sets themselves are not part of factbook.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_STANCES = {"agree": "supports", "disagree": "refutes", "discuss": "mixed"}
"""The labels of FNC-1; ``discuss`` reports a claim without taking a side."""

_VERDICTS = {
    "Supported": "supported",
    "Refuted": "refuted",
    "Conflicting Evidence/Cherrypicking": "conflicting",
    "Not Enough Evidence": "not_enough_evidence",
}


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Read gzipped JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def news_claim(record: dict[str, Any]) -> dict[str, Any]:
    """Make a claim of a record of FNC-1: the articles are its sources, with the stances people gave them."""
    return {
        "id": record["id"],
        "statement": record["claim"],
        "points": [record["claim"]],
        "coders": [{"id": "fnc", "name": "Annotators of FNC-1 and Emergent"}],
        "sources": [
            {
                "title": f"Article {source['id']}",
                "type": "article-newspaper",
                "text": source["text"],
                "stances": {"p1": _STANCES[source["stance_fnc"]]},
            }
            for source in record["sources"]
        ],
    }


def averitec_claim(record: dict[str, Any]) -> dict[str, Any]:
    """Make a claim of a record of AVeriTeC: its questions are points, its answers sources.

    The set has a verdict for each claim and no stance for an answer, so the cells stay open and the verdict
    is recorded as the Rating its annotators set.
    """
    sources = []
    for question in record["questions"]:
        for answer in question["answers"]:
            if answer["answer_type"] == "Unanswerable":
                continue
            text = "\n\n".join(part for part in (answer["answer"], answer.get("boolean_explanation")) if part)
            source = {"title": _title(answer, question), "text": text}
            if str(answer.get("source_url")).startswith(("http://", "https://")):
                source["url"] = answer["source_url"].split()[0]
            sources.append(source)
    claim = {
        "id": record["id"],
        "statement": record["claim"],
        "claimant": record.get("speaker") or "",
        "claimed_on": _iso_date(record.get("claim_date")),
        "points": list(dict.fromkeys(question["question"] for question in record["questions"])),
        "sources": sources,
        "coders": [{"id": "averitec", "name": "Annotators of AVeriTeC"}],
        "rating": {
            "value": _VERDICTS[record["label"]],
            "reason": record["justification"],
            "set_by": "averitec",
        },
    }
    return {name: value for name, value in claim.items() if value}


def _title(answer: dict[str, Any], question: dict[str, Any]) -> str:
    medium = answer.get("source_medium") or "Source"
    return f"{medium} that answers: {question['question']}"


def _iso_date(date: str | None) -> str | None:
    """Turn ``31-10-2020`` into ``2020-10-31``."""
    if not date:
        return None
    day, month, year = date.split("-")
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


CONVERTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "news": news_claim,
    "averitec": averitec_claim,
}


def convert(kind: str, source: Path, target: Path) -> int:
    """Write a set as a list of claims and give how many there are."""
    claims = [CONVERTERS[kind](record) for record in read_records(source)]
    lines = (json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims)
    target.write_text("".join(lines), encoding="utf-8")
    return len(claims)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in CONVERTERS:
        sys.exit(__doc__)
    print(convert(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])), "claims")
