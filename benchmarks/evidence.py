"""How well factbook finds passages, suggests stances and checks support, beside plain baselines, in one run.

    python -m benchmarks.evidence --data DATA            all, on what training did not see
    python -m benchmarks.evidence pairs FILE...          claim, evidence, label (S R N)
    python -m benchmarks.evidence abstracts FILE         claim, abstract (sentences), gold, label
    python -m benchmarks.evidence articles FILE          headline, body, label; --bodies FILE
    python -m benchmarks.evidence claims FILE            claim, sources with text and stance_fnc
    python -m benchmarks.evidence passages FILE...       claim with evidence and gold, or cands and gold
    python -m benchmarks.evidence support FILE...        claim, evidence (sentences), gold, label S P N
    python -m benchmarks.evidence speed FILE             one source of 1,000 words

Files are gzip JSON lines. Each line of a table is a figure with its 95% bootstrap interval; ECE is the
expected calibration error of the probabilities.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import evidence_measures as measures
from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.heads import load_head
from factbook.evidence.pairs import LexicalReader, NetworkReader, best_reader, classify_pairs
from factbook.evidence.ranking import rank_sentences
from factbook.evidence.stance_models import default_model, lexical_model
from factbook.evidence.support import SUPPORT_THRESHOLD, LexicalSupport, supports
from factbook.model.stance import StanceValue
from training.examples import ARTICLE_LABELS, STANCE_LABELS, fnc_rows, read_lines
from training.head_rows import best_passages, found_wice_rows, marked_or_best, rank_lists, wice_rows
from training.out_of_fold import out_of_fold_rank, out_of_fold_support

Rows = list[dict[str, Any]]
STANCES = (StanceValue.SUPPORTS, StanceValue.REFUTES, StanceValue.MIXED, StanceValue.NOT_ADDRESSED)


def table(title: str, lines: Sequence[tuple[str, str]]) -> None:
    """Print one table."""
    print(f"\n{title}\n" + "-" * len(title))
    for name, figures in lines:
        print(f"{name:<28} {figures}")
    print(flush=True)


def shown(figure: tuple[float, float, float]) -> str:
    """Show a figure with its interval."""
    return f"{figure[0]:.3f} [{figure[1]:.3f}, {figure[2]:.3f}]"


def pairs(rows: Rows, title: str) -> None:
    """Measure the stance of single passages on claims."""
    asked = [(row["claim"], row["evidence"]) for row in rows]
    right = np.array([STANCE_LABELS[row["label"]] for row in rows])
    groups = [row.get("page", row["claim"]) for row in rows]
    _pairs_table(title, asked, right, groups)


def abstracts(rows: Rows, title: str) -> None:
    """Measure the stance of abstracts on claims: by the sentences that were marked, and of the whole."""
    right = np.array([STANCE_LABELS[row["label"]] for row in rows])
    groups = [row["id"].split("_")[0] for row in rows]
    marked = [(row["claim"], " ".join(row["abstract"][i] for i in row["gold"])) for row in rows]
    whole = [(row["claim"], " ".join(row["abstract"])) for row in rows]
    _pairs_table(f"{title}, marked sentences", marked, right, groups)
    _pairs_table(f"{title}, whole abstract", whole, right, groups)


def _pairs_table(
    title: str, asked: list[tuple[str, str]], right: np.ndarray, groups: Sequence[object]
) -> None:
    lexical = load_head("lexical.passage").probabilities(LexicalReader().read(asked))
    answers = {
        "majority": _majority(right, 3),
        "lexical features": lexical,
        "classify_pairs": _classified(asked),
    }
    table(
        f"{title} ({len(right):,} pairs)",
        [(name, _stance_line(right, said, groups)) for name, said in answers.items()],
    )


def _classified(asked: list[tuple[str, str]]) -> np.ndarray:
    # What is not assessed counts as not addressed, with as little confidence as there is.
    said = classify_pairs(asked)
    return np.where(np.isnan(said), [0.33, 0.33, 0.34], said)


def _majority(right: np.ndarray, classes: int) -> np.ndarray:
    return np.tile(np.eye(classes)[np.bincount(right, minlength=classes).argmax()], (len(right), 1))


def _stance_line(right: np.ndarray, said: np.ndarray, groups: Sequence[object]) -> str:
    f1 = measures.interval(measures.macro_f1, right, said.argmax(1), groups)
    share = measures.accuracy(right, said.argmax(1))
    return f"macro-F1 {shown(f1)}   accuracy {share:.3f}   ECE {measures.calibration_error(right, said):.3f}"


def articles(rows: Rows, bodies: dict[Any, str], title: str) -> None:
    """Measure the stance of articles on headlines."""
    asked = [(row["headline"], bodies[row["body"]]) for row in rows]
    right = np.array([ARTICLE_LABELS[row["label"]] for row in rows])
    groups = [row.get("story", row["body"]) for row in rows]
    lines = []
    for name, said in {
        "majority": _majority(right, 4),
        "lexical model": _suggested(lexical_model(), asked),
        "suggest_stances": _suggested(default_model(), asked),
    }.items():
        disagree = measures.interval(measures.f1_of(1), right, said.argmax(1), groups)
        lines.append((name, f"{_stance_line(right, said, groups)}   disagree F1 {shown(disagree)}"))
    table(f"{title} ({len(right):,} pairs)", lines)


def _suggested(model: Any, asked: list[tuple[str, str]]) -> np.ndarray:
    # As in `_classified`.
    unknown = {stance: 0.26 if stance == StanceValue.NOT_ADDRESSED else 0.74 / 3 for stance in STANCES}
    suggestions = model.suggest(asked)
    return np.array([[(one.probabilities or unknown)[stance] for stance in STANCES] for one in suggestions])


def claims(rows: Rows, title: str) -> None:
    """Measure the agreement of the suggested stances with the human ones: Krippendorff's alpha, nominal."""
    asked = [(row["claim"], source["text"]) for row in rows for source in row["sources"]]
    groups = np.array([row["id"] for row in rows for _ in row["sources"]])
    right = np.array([ARTICLE_LABELS[source["stance_fnc"]] for row in rows for source in row["sources"]])
    lines = []
    for name, said in {
        "lexical model": _suggested(lexical_model(), asked).argmax(1),
        "suggest_stances": _suggested(default_model(), asked).argmax(1),
    }.items():
        taken = right != ARTICLE_LABELS["discuss"]
        # Articles on one claim hang together.
        both = measures.interval(measures.alpha, right, said, groups)
        f1 = measures.interval(measures.macro_f1, right, said, groups)
        sided = measures.alpha(right[taken], said[taken])
        lines.append((name, f"alpha {shown(both)}   without discuss {sided:.3f}   macro-F1 {shown(f1)}"))
    table(f"{title} ({len(rows)} claims, {len(right):,} articles)", lines)


def passages(rows: Rows, title: str) -> None:
    """Measure the ranking of a page's sentences: nDCG@10 over claims with marked sentences."""
    asked = [_sentences_and_gold(row) for row in rows]
    asked = [(claim, sentences, gold) for claim, sentences, gold in asked if gold.any()]
    lines = []
    for name, rank in {
        "in the page's order": lambda _, sentences: -np.arange(len(sentences), dtype=float),
        "BM25 alone": bm25_scores,
        "find_passages": rank_sentences,
    }.items():
        figures = np.array([measures.ndcg(rank(claim, sentences), gold) for claim, sentences, gold in asked])
        figure = measures.interval(lambda values, _: float(values.mean()), figures, figures)
        lines.append((name, f"nDCG@10 {shown(figure)}"))
    table(f"{title} ({len(asked):,} claims)", lines)


def cross_validated_passages(data: Path) -> None:
    """Measure the ranking of WiCE dev, of which the shipped head knows, by heads fitted without each page."""
    lists = [one for one in rank_lists(data) if one.page]
    figures = {"BM25 alone": [(bm25_scores(one.query, one.sentences), one.gold) for one in lists]}
    if best_reader().kind == NetworkReader.kind:
        figures["ranking head"] = out_of_fold_rank(data)
    lines = []
    for name, ranked in figures.items():
        each = np.array([measures.ndcg(scores, gold) for scores, gold in ranked])
        figure = measures.interval(lambda values, _: float(values.mean()), each, each)
        lines.append((name, f"nDCG@10 {shown(figure)}"))
    table(f"WiCE dev, passages of a page, cross-validated ({len(lists):,} claims)", lines)


def _sentences_and_gold(row: dict[str, Any]) -> tuple[str, list[str], np.ndarray]:
    if "cands" in row:
        sentences = row["cands"]
        return row["claim"], sentences, np.array([float(text in row["gold"]) for text in sentences])
    marked = {index for group in row["gold"] for index in group}
    sentences = row["evidence"]
    return row["claim"], sentences, np.array([float(index in marked) for index in range(len(sentences))])


def support(rows: Rows, title: str) -> None:
    """Measure whether a page's best passages bear a sentence out: fully (S) or not (P, N)."""
    right = np.array([int(row["label"] == "S") for row in rows])
    lines = []
    for kind, texts in {
        "marked sentences": [marked_or_best(row) for row in rows],
        "found sentences": [best_passages(row) for row in rows],
    }.items():
        asked = [(row["claim"], text) for row, text in zip(rows, texts, strict=True)]
        for name, scores in {"lexical": LexicalSupport().score(asked), "supports": supports(asked)}.items():
            said = (scores >= SUPPORT_THRESHOLD).astype(int)
            figure = measures.interval(measures.balanced_accuracy, right, said)
            lines.append((f"{kind}: {name}", f"balanced accuracy {shown(figure)}"))
    table(f"{title} ({len(rows):,} sentences)", lines)


def cross_validated_support(data: Path) -> None:
    """Measure support on WiCE dev, of which the shipped head knows, by heads fitted without each sentence."""
    rows = read_lines(data / "wice_claim_dev.jsonl.gz")
    right = np.array([int(row["label"] == "S") for row in rows])
    lines = []
    for kind, asked in {"marked": wice_rows(rows), "found": found_wice_rows(rows)}.items():
        figures = {
            "lexical rule": LexicalSupport().score([(claim, text) for claim, text, *_ in asked]),
            "lexical head": out_of_fold_support(data, LexicalReader(), asked),
        }
        if (reader := best_reader()).kind == NetworkReader.kind:
            figures["network head"] = out_of_fold_support(data, reader, asked)
        for name, scores in figures.items():
            said = (scores >= SUPPORT_THRESHOLD).astype(int)
            figure = measures.interval(measures.balanced_accuracy, right, said)
            lines.append((f"{kind}: {name}", f"balanced accuracy {shown(figure)}"))
    table(f"WiCE dev, cross-validated ({len(rows):,} sentences)", lines)


def speed(rows: Rows, title: str) -> None:
    """Measure one source of 1,000 words, suggested by itself, on all cores."""
    long = long_texts(rows)
    lines = []
    for name, model in {"lexical model": lexical_model(), "suggest_stances": default_model()}.items():
        model.suggest([(rows[0]["claim"], long[0])])
        times = []
        for text in long:
            started = time.perf_counter()
            model.suggest([(rows[0]["claim"], text)])
            times.append(time.perf_counter() - started)
        lines.append((name, f"{1000 * statistics.median(times):.0f} ms, at most {1000 * max(times):.0f} ms"))
    load = os.getloadavg()[0]
    table(f"{title}, one source of 1,000 words ({len(long)} sources, load {load:.1f})", lines)


def long_texts(rows: Rows) -> list[str]:
    """Give the first 1,000 words of 20 sources that have as many."""
    texts = [" ".join(source["text"].split()[:1_000]) for row in rows for source in row["sources"]]
    return [text for text in texts if len(text.split()) == 1_000][:20]


def everything(data: Path) -> None:
    """Print all tables."""
    pairs(read_lines(data / "vitaminc_real_heldout.jsonl.gz"), "VitaminC, held-out pages")
    pairs(read_lines(data / "fever_symmetric_test.jsonl.gz"), "FEVER-symmetric")
    pairs([row for row in read_lines(data / "fm2.jsonl.gz") if row["split"] == "test"], "FoolMeTwice test")
    abstracts(
        [row for row in read_lines(data / "checkcovid.jsonl.gz") if row["split"] == "test"],
        "Check-COVID test",
    )
    bodies = {row["id"]: row["text"] for row in read_lines(data / "fnc_train_bodies.jsonl.gz")}
    rows = fnc_rows(data)
    test = [row for row in rows if row["part"] == "test"]
    articles([row for row in rows if row["part"] == "bodies"], bodies, "FNC-1, bodies held out")
    articles(test, bodies, "FNC-1, stories and bodies held out")
    news = read_lines(data / "news_claims.jsonl.gz")
    unseen = {row["body"] for row in test}
    held_out = [row for row in news if all(source["id"] in unseen for source in row["sources"])]
    claims(held_out, "News claims, stories held out")
    claims(news, "News claims, all (most stories were seen in training)")
    cross_validated_passages(data)
    passages(
        [row for row in read_lines(data / "fm2_retrieval.jsonl.gz") if row["split"] == "test"],
        "FoolMeTwice test, 10 candidates",
    )
    cross_validated_support(data)
    speed(news, "News claims")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    tasks = {
        "pairs": pairs,
        "abstracts": abstracts,
        "claims": claims,
        "passages": passages,
        "support": support,
        "speed": speed,
    }
    parser.add_argument("task", nargs="?", default="all", choices=["all", "articles", *tasks])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--bodies", type=Path)
    parser.add_argument("--split")
    chosen = parser.parse_args(arguments)
    if chosen.task == "all":
        if not chosen.data:
            parser.error("name the folder of the data sets with --data")
        everything(chosen.data)
        return
    if not chosen.files:
        parser.error(f"name a file for {chosen.task}")
    if chosen.task == "articles" and not chosen.bodies:
        parser.error("name the file of the articles' texts with --bodies")
    for path in chosen.files:
        rows = [row for row in read_lines(path) if chosen.split in {None, row.get("split")}]
        if chosen.task == "articles":
            articles(rows, {row["id"]: row["text"] for row in read_lines(chosen.bodies)}, path.name)
        elif chosen.task == "speed" and not long_texts(rows):
            parser.error(f"{path.name}: no source of 1,000 words")
        else:
            tasks[chosen.task](rows, path.name)


if __name__ == "__main__":
    main()
