"""How well copies are told from independent sources, on real news articles and on edits made for the purpose.

    python benchmarks/independence.py DATA/news_claims.jsonl.gz

DATA holds 200 claims with 1,349 articles about them (claim, sources with id and text). Four tables:

1. Pairs of articles read by eye. From every story up to five pairs were drawn of which either text has 35%
   of its words in the other, and fifteen pairs below. A *copy* is the same piece of writing, shortened,
   lengthened or edited; two reports that share a statement, an interview or a quoted hoax are not. Where
   that could not be told (two rewrites of one agency's copy, of which nothing shows what it was) the pair
   is *unclear* and counts on neither side; an *excerpt* is the first lines of a much longer text. The bars
   of `analysis.independence` were chosen on the stories of one half and are reported on the other.
2. Articles edited step by step, and how many still fold.
3. Articles that have little in common, and how many fold though they should not.
4. Time.

`--choose` prints the bars that do best on the first half.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from factbook.analysis.independence import COPIES, Bar, Document, fold_documents
from factbook.analysis.kept_shingles import kept_shingles
from factbook.analysis.shingles import Shares, Shingled, shares_within, shingle
from factbook.analysis.wires import wire_tags
from factbook.model.source import Source

LABELS = {
    "copy": """
        1826-490 1349-2454 158-1070 1923-1880 1351-883 732-25 1615-1974 2180-1355 25-417
        2469-2129 2329-1006 2139-2272 2242-114 1848-2184 1001-1296 1661-1249 1407-1008 1116-2524
        2521-1491 1168-1173 1466-263 438-1422 1429-1388 2415-497 1807-1122 965-1888 1336-2386
        2109-1433 2018-832 1055-1008 1068-1249 2509-2295 1905-1371 2018-135 1014-1008 116-1412
        148-1422 148-438
    """,
    "independent": """
        1403-2177 1848-812 2454-1820 1349-1820 1547-2171 2184-812 610-1699 403-154 1019-1215
        1346-1489 1827-135 1623-769 4-490 4-1826 2227-2076 1839-402 1547-1292 2328-2458
        2097-2504 1623-2076 1718-757 1860-1502 1095-1480 1185-1890 2025-1122 610-2137 1266-25
        1263-2337 1412-1828 1699-2137 2103-2504 1623-2227 1339-431 1140-2125 2161-1028 1095-1854
        2305-1922 1786-2219 699-734 2016-2249 25-924 634-1839 1531-1321 1249-2154 1382-725
        1423-2374 1531-2042 1661-2154 527-1258 1461-1934 1835-2364 1667-1804 135-2296 1055-1303
        2448-2208 2414-2087 2180-2138 1370-1699 2181-610 957-2480 81-1148 604-965 1346-1800
        1346-2165 1423-1982 1055-1549 1392-1967 1040-2025 1673-1022 1359-1572 1040-1122
        1068-2154 1261-1699 2508-1804 1724-1800 169-1339 692-2081 2202-2123 1991-1888 1012-1376
        1095-1001 604-1888 403-348 1095-1296 1165-2208 1040-1974 1605-2149 303-2278 1747-2386
        1359-2178 1747-1116 1747-2524 1500-283 2410-1659 2410-1554
    """,
    "unclear": """
        1981-2115 1225-2043 2103-2097 2025-1807 399-732 1981-1476 2345-2149 2010-1165 1384-515
        1981-1709 1709-1476 2304-2103 2087-2043 152-388 2115-1709 899-116 135-832 769-649
        152-2203 1433-2203 1489-1800 2076-649 1263-1468
    """,
    "excerpt": """
        1040-1807 2010-2208 913-833 1889-1645 2404-1361
    """,
}
"""Pairs of article ids, the shorter first, as they were judged by reading both."""

Pair = tuple[str, str]
Decide = Callable[[Shingled, Shingled], bool]


def read_articles(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Give the texts by article id, and for each id its story: claims that have an article in common."""
    texts: dict[str, str] = {}
    story: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            ids = [source["id"] for source in row["sources"]]
            texts |= {source["id"]: source["text"] for source in row["sources"]}
            known = {story[id_] for id_ in ids if id_ in story}
            name = min(known, default=row["id"])
            story |= dict.fromkeys([*ids, *(one for one in story if story[one] in known)], name)
    return texts, story


def is_for_choosing(story: str) -> bool:
    """Tell which half a story belongs to."""
    return hashlib.sha256(story.encode()).digest()[0] % 2 == 0


def labelled(label: str) -> list[Pair]:
    """Give the pairs of a label."""
    return [(one, other) for one, _, other in (pair.partition("-") for pair in LABELS[label].split())]


# What decides


def by_bar(bar: Bar) -> Decide:
    """Decide by shares of words, as `analysis.independence` does."""
    return lambda one, other: bar.passed_by(*both_ways(one, other))


def folds(one: Document, other: Document) -> bool:
    """Tell whether two documents are one origin, as `analysis.independence` decides."""
    return len(fold_documents([one, other]).groups) == 1


def by_texts(one: Shingled, other: Shingled) -> bool:
    """Decide as `analysis.independence` does for two sources of which only the texts are known."""
    return folds(Document(Source(id="a", title="a"), one), Document(Source(id="b", title="b"), other))


def both_ways(one: Shingled, other: Shingled) -> tuple[Shares, Shares]:
    """Give what of each text stands in the other."""
    return shares_within(one, other), shares_within(other, one)


def common(one: Shingled, other: Shingled) -> int:
    """Count the common shingles."""
    return len(np.intersect1d(one.distinct, other.distinct))


BASELINES: dict[str, Decide] = {
    "the same words throughout": lambda one, other: one.digest == other.digest,
    "Jaccard of shingles >= 0.5": lambda one, other: (
        common(one, other) / max(1, len(np.union1d(one.distinct, other.distinct))) >= 0.5
    ),
    "containment of shingles >= 0.5": lambda one, other: (
        common(one, other) / max(1, min(len(one.distinct), len(other.distinct))) >= 0.5
    ),
    "shares of words, quoted or not": by_bar(Bar(COPIES.shorter, COPIES.longer, 0.0, COPIES.words)),
}


def measure(
    decide: Decide, copies: list[Pair], others: list[Pair], read: dict[str, Shingled]
) -> tuple[list[bool], list[bool]]:
    """Give for each copy and each pair that is none whether it folds."""
    return tuple([decide(read[a], read[b]) for a, b in pairs] for pairs in (copies, others))  # type: ignore[return-value]


def scores(copies: Iterable[bool], others: Iterable[bool]) -> tuple[float, float, float]:
    """Give precision, recall and F1."""
    copies = list(copies)
    found, wrong, missed = sum(copies), sum(others), len(copies) - sum(copies)
    return (
        found / max(1, found + wrong),
        found / max(1, found + missed),
        2 * found / max(1, 2 * found + wrong + missed),
    )


def with_interval(copies: list[bool], others: list[bool]) -> str:
    """Write precision, recall and F1, each with its 95% bootstrap interval over pairs."""
    chance = np.random.default_rng(20250909)
    both = np.array([[value, True] for value in copies] + [[value, False] for value in others])
    drawn = [both[chance.integers(0, len(both), len(both))] for _ in range(2000)]
    figures = np.array([scores(one[one[:, 1], 0], one[~one[:, 1], 0]) for one in drawn])
    low, high = np.percentile(figures, [2.5, 97.5], axis=0)
    point = scores(copies, others)
    return "  ".join(f"{p:.2f} [{a:.2f}, {b:.2f}]" for p, a, b in zip(point, low, high, strict=True))


def report_labels(read: dict[str, Shingled], story: dict[str, str], *, choose: bool) -> None:
    """Print the first table."""

    def half(label: str, *, first: bool) -> list[Pair]:
        return [pair for pair in labelled(label) if is_for_choosing(story[pair[0]]) == first]

    if choose:
        copies, others = half("copy", first=True), half("independent", first=True)
        tried = []
        grid = itertools.product(
            np.arange(0.4, 0.9, 0.05), np.arange(0.2, 0.7, 0.05), (0, 0.1, 0.2, 0.3, 0.4)
        )
        for shorter, longer, unquoted in grid:
            bar = Bar(round(float(shorter), 2), round(float(longer), 2), unquoted, COPIES.words)
            tried.append((scores(*measure(by_bar(bar), copies, others, read)), bar))
        for (precision, recall, f1), bar in sorted(tried, key=lambda one: -one[0][2])[:25]:
            print(f"{precision:.2f} {recall:.2f} {f1:.2f}  {bar}")
        return
    for first, name in ((True, "chosen on"), (False, "reported on")):
        copies, others = half("copy", first=first), half("independent", first=first)
        print(f"\n{name}: {len(copies)} copies, {len(others)} independent pairs")
        print(f"{'':34}precision          recall             F1")
        for title, decide in (*BASELINES.items(), ("shares of words (factbook)", by_texts)):
            print(f"{title:34}{with_interval(*measure(decide, copies, others, read))}")
    for label in ("unclear", "excerpt"):
        pairs = labelled(label)
        number = sum(by_texts(read[a], read[b]) for a, b in pairs)
        print(f"{label}: {number} of {len(pairs)} fold")


# Edits


def sentences(text: str) -> list[str]:
    """Cut a text roughly into sentences."""
    return [one for one in re.split(r"(?<=[.!?])\s+", text) if one]


def drop_sentences(text: str, share: float, chance: random.Random) -> str:
    """Leave out a share of the sentences."""
    kept = [one for one in sentences(text) if chance.random() >= share]
    return " ".join(kept)


def change_words(text: str, share: float, chance: random.Random, vocabulary: list[str]) -> str:
    """Put other words for a share of the words."""
    return " ".join(chance.choice(vocabulary) if chance.random() < share else word for word in text.split())


def own_paragraphs(other: str, words: int) -> str:
    """Take that many words of an article about something else, as paragraphs of one's own."""
    return " ".join((other.split() * 10)[:words])


def in_quotation_marks(text: str) -> str:
    """Quote a text as newspapers do: a mark opens each paragraph, and single marks stand for those within."""
    inner = re.sub("[“”\"]|''", "'", text)
    return "\n\n".join(f"“{paragraph}" for paragraph in re.split(r"\n+", inner)) + "”"


def fold_rate(pairs: Iterable[tuple[str, str]]) -> str:
    """Say what share of the pairs fold, each as a check of its own."""
    folded = [folds(document("a", one), document("b", other)) for one, other in pairs]
    return f"{np.mean(folded):6.1%} of {len(folded)}"


def document(id_: str, text: str, shingle_: Callable[[str], Shingled] = shingle) -> Document:
    """Give a text as a source of its own."""
    source = Source(id=id_, title=id_)
    return Document(source, shingle_(text), tags=wire_tags(text, source))


def report_edits(texts: dict[str, str], story: dict[str, str]) -> None:
    """Print the second and third table."""
    chance = random.Random(20250909)  # noqa: S311
    ids = sorted(id_ for id_, text in texts.items() if len(text.split()) >= 150)
    articles = [texts[id_] for id_ in chance.sample(ids, 200)]
    strange = [
        (texts[a], texts[b]) for a, b in (chance.sample(ids, 2) for _ in range(300)) if story[a] != story[b]
    ][:200]
    others = [other for _, other in strange]
    vocabulary = sorted({word for text in articles for word in text.split()})
    pairs = list(zip(articles, others, strict=True))

    print("\nshould fold")
    for share in (0.1, 0.3, 0.5, 0.6):
        edited = [(text, drop_sentences(text, share, chance)) for text in articles]
        print(f"  {share:.0%} of the sentences left out".ljust(60), fold_rate(edited))
    for share in (0.05, 0.1, 0.15, 0.2, 0.3):
        edited = [(text, change_words(text, share, chance, vocabulary)) for text in articles]
        print(f"  {share:.0%} of the words changed, anywhere".ljust(60), fold_rate(edited))
    for words in (60, 120, 240):
        edited = [(text, f"{text}\n\n{own_paragraphs(other, words)}") for text, other in pairs]
        print(f"  in full, with {words} words of one's own".ljust(60), fold_rate(edited))
    edited = []
    for text, other in pairs:
        worked_on = change_words(drop_sentences(text, 0.2, chance), 0.05, chance, vocabulary)
        edited.append((text, f"{own_paragraphs(other, 100)}\n\n{worked_on}"))
    print("  20% of sentences out, 5% of words changed, 100 added".ljust(60), fold_rate(edited))
    edited = [
        (
            f"LONDON (Reuters) - {text}",
            f"(Reuters) - {change_words(text, 0.2, chance, vocabulary)}\n\n{own_paragraphs(other, 120)}",
        )
        for text, other in pairs
    ]
    print("  20% of words changed, 120 added, both marked (Reuters)".ljust(60), fold_rate(edited))

    print("should not fold")
    renewed = [(text, re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), text)) for text in articles]
    several = [pair for pair in renewed if len(set(re.findall(r"\d+", pair[0]))) >= 6]
    print("  the same words with other figures, of six or more".ljust(60), fold_rate(several))
    print("  articles of different stories".ljust(60), fold_rate(strange))
    for number in (1, 3):
        quoting = [(text, f"{other}\n\n{' '.join(sentences(text)[:number])}") for text, other in pairs]
        print(f"  {number} sentence(s) of the one in the other".ljust(60), fold_rate(quoting))
    quoting = [(text, f"{own_paragraphs(other, 150)}\n\n{in_quotation_marks(text)}") for text, other in pairs]
    print("  150 words of one's own, and all of the other in “ ”".ljust(60), fold_rate(quoting))
    for words in (30, 60, 120, 240):
        notice = own_paragraphs(chance.choice(others), words)
        framed = [(f"{notice}\n\n{one}", f"{notice}\n\n{other}") for one, other in strange]
        print(f"  different stories under the same notice of {words} words".ljust(60), fold_rate(framed))
    for words in (25, 40, 60):
        notice = own_paragraphs(articles[0], words)
        framed = [
            (f"{notice}\n\n{own_paragraphs(a, 25)}", f"{notice}\n\n{own_paragraphs(b, 25)}")
            for a, b in strange
        ]
        print(f"  25 words of different stories under a notice of {words} words".ljust(60), fold_rate(framed))
    marked = [(f"LONDON (Reuters) - {one}", f"PARIS (Reuters) - {other}") for one, other in strange]
    print("  different stories, both marked (Reuters)".ljust(60), fold_rate(marked))


# Time


def report_time(texts: list[str]) -> None:
    """Print the fourth table."""
    vocabulary = sorted({word for text in texts for word in text.split()})
    chance = random.Random(20250909)  # noqa: S311
    base = max(texts, key=len)
    cases = {
        f"{len(texts):,} articles": texts,
        f"{len(texts):,} copies of one article, 2% of words changed": [
            change_words(texts[0], 0.02, chance, vocabulary) for _ in texts
        ],
        "20 texts of 200,000 words": [" ".join(chance.choices(vocabulary, k=200_000)) for _ in range(20)],
        "10 texts of one word, a million times": [f"{word} " * 1_000_000 for word in vocabulary[:10]],
        "the longest article 400 times over, and itself": [base, f"{base} " * 400],
    }
    print(f"\n{'':55}  seconds  origins")
    for name, several in cases.items():
        began = time.perf_counter()
        origins = fold_documents([document(f"s{number}", text) for number, text in enumerate(several)])
        print(f"{name:55}{time.perf_counter() - began:9.2f}{len(origins.groups):9,}")
    with tempfile.TemporaryDirectory() as folder:
        # As `find_origins` does, the first time for a check and every time after.
        for name in ("and keeping their shingles", "with kept shingles"):
            began = time.perf_counter()
            length = sum(map(len, texts))
            with kept_shingles(characters=length, file=Path(folder) / "shingles.sqlite") as shingle_:
                several = [document(f"s{number}", text, shingle_) for number, text in enumerate(texts)]
            origins = fold_documents(several)
            said = f"{len(texts):,} articles, {name}"
            print(f"{said:55}{time.perf_counter() - began:9.2f}{len(origins.groups):9,}")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--choose", action="store_true")
    options = parser.parse_args()
    texts, story = read_articles(options.file)
    read = {id_: shingle(text) for id_, text in texts.items()}
    report_labels(read, story, choose=options.choose)
    if not options.choose:
        report_edits(texts, story)
        with gzip.open(options.file, "rt", encoding="utf-8") as lines:
            report_time([source["text"] for row in map(json.loads, lines) for source in row["sources"]])


if __name__ == "__main__":
    main()
