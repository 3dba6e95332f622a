"""The training examples of the stance model, from public research sets.

One example is ``(claim, passage)`` with up to three labels, one for each head of the model:

=========  ====================================  ====================================================
head       values                                asks
=========  ====================================  ====================================================
stance     0 supports, 1 refutes, 2 not          what the passage says of the claim
           addressed
relevance  0, 1                                  whether the passage is evidence on the claim at all
article    0 agree, 1 disagree, 2 discuss,       what an article, by its excerpt, does with a headline
           3 unrelated
=========  ====================================  ====================================================

A label of -1 says nothing: the head learns nothing from the example. See ``docs/models.md`` for what each set
is.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from factbook.evidence.article import select_article
from factbook.evidence.sentences import split_sentences
from factbook.evidence.words import content_stems, has_negation

STANCE_LABELS = {"S": 0, "R": 1, "N": 2}
ARTICLE_LABELS = {"agree": 0, "disagree": 1, "discuss": 2, "unrelated": 3}
NOTHING = -1


@dataclass(frozen=True)
class Example:
    """A claim and a passage, and what the heads are to say of them."""

    claim: str
    passage: str
    stance: int = NOTHING
    relevance: int = NOTHING
    article: int = NOTHING
    origin: str = ""
    weight: float = 1.0


def read_rows(data: Path, name: str) -> list[dict[str, Any]]:
    """Read one set of the folder."""
    return read_lines(data / f"{name}.jsonl.gz")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read gzip JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def training_examples(data: Path, *, seed: int = 0) -> list[Example]:
    """Give all training examples, in the same order for the same seed.

    Sets share claims and passages, as FEVER does with the symmetric set made of it: no pair is given of which
    either side, or a sentence of its passage, is measured elsewhere, word for word.
    """
    chance = random.Random(seed)  # noqa: S311
    measured = measured_texts(data)
    vitaminc = [row for row in read_rows(data, "vitaminc_real_train") if not _is_measured(row, measured)]
    pairs = [
        *labelled_pairs(vitaminc, "vitaminc"),
        *(
            pair
            for name, origin in (("fever_dev_SR", "fever"), ("mnli_dev", "mnli"), ("fm2", "fm2"))
            for pair in labelled_pairs(
                (
                    row
                    for row in read_rows(data, name)
                    if row.get("split", "dev") == "dev" and not _is_measured(row, measured)
                ),
                origin,
            )
        ),
    ]
    rows = [
        row
        for row in read_rows(data, "checkcovid")
        if row["split"] == "train"
        and not {_plain_words(row["claim"]), _plain_words(" ".join(row["abstract"]))} & measured
    ]
    covid = list(covid_examples(rows, chance))
    found = [row for row in read_rows(data, "fm2_retrieval") if row["split"] == "dev"]
    articles = list(article_examples(data, chance))
    examples = [
        *pairs,
        *covid,
        *covid,
        *(pair for pair in pairs if pair.origin == "fm2"),
        *same_page_examples(vitaminc, chance, most=5_000),
        *candidate_examples(found, chance, each=2),
        *shuffled_examples([pair for pair in pairs if pair.origin in {"fever", "fm2"}], chance, most=3_000),
        *boilerplate_examples(pairs, chance, most=1_500),
        *changed_examples(pairs, chance, most=9_000),
        *framed_examples([pair for pair in pairs if pair.origin in _PLAIN], chance, most=6_000),
        *asked_examples([pair for pair in pairs if pair.origin in _PLAIN], chance, most=9_000),
        *articles,
        *headline_examples(data, chance, each=2_000),
    ]
    chance.shuffle(examples)
    return examples


def measured_texts(data: Path) -> set[str]:
    """Give the claims and passages on which the models are measured or their heads fitted, as plain words.

    Passages are there whole and by their sentences: of several that FEVER has in a row, the symmetric set has
    one.
    """
    rows = [
        *read_rows(data, "fever_symmetric_test"),
        *read_rows(data, "vitaminc_real_dev"),
        *read_rows(data, "vitaminc_real_heldout"),
        *(row for row in read_rows(data, "fm2") if row["split"] == "test"),
    ]
    abstracts = [row for row in read_rows(data, "checkcovid") if row["split"] != "train"]
    return {
        *(part for row in rows for side in ("claim", "evidence") for part in _plain_parts(row[side])),
        *(_plain_words(text) for row in abstracts for text in (row["claim"], " ".join(row["abstract"]))),
    }


def _is_measured(row: dict[str, Any], measured: set[str]) -> bool:
    return not measured.isdisjoint([_plain_words(row["claim"]), *_plain_parts(row["evidence"])])


_TELLING_WORDS = 6
"""Sentences of fewer words stand in many texts: "It was a success."."""


def _plain_parts(text: str) -> list[str]:
    """Give the plain words of a text, and of each of its sentences that is no common phrase."""
    sentences = (_plain_words(text[start:end]) for start, end in split_sentences(text))
    return [_plain_words(text), *(one for one in sentences if one.count(" ") + 1 >= _TELLING_WORDS)]


def _plain_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def labelled_pairs(rows: Iterable[dict[str, Any]], origin: str) -> Iterator[Example]:
    """Give claims with their labelled passages. What supports or refutes a claim is evidence on it."""
    for row in rows:
        stance = STANCE_LABELS[row["label"]]
        relevance = NOTHING if origin == "mnli" or stance == STANCE_LABELS["N"] else 1
        yield Example(row["claim"], row["evidence"], stance, relevance, origin=origin)


def covid_examples(rows: Iterable[dict[str, Any]], chance: random.Random) -> Iterator[Example]:
    """Give claims with the marked sentences of an abstract, with all of it, and with others of it."""
    for row in rows:
        marked = " ".join(row["abstract"][index] for index in row["gold"])
        stance = STANCE_LABELS[row["label"]]
        yield Example(row["claim"], marked, stance, 1, origin="checkcovid")
        yield Example(row["claim"], " ".join(row["abstract"]), stance, origin="checkcovid")
        others = [text for index, text in enumerate(row["abstract"]) if index not in row["gold"]]
        if others:
            yield Example(
                row["claim"], chance.choice(others), STANCE_LABELS["N"], 0, origin="checkcovid-other"
            )


def same_page_examples(rows: list[dict[str, Any]], chance: random.Random, *, most: int) -> Iterator[Example]:
    """Give claims with passages on the same subject that share few of their words: not addressed."""
    pages: dict[str, list[str]] = defaultdict(list)
    labelled: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        pages[row["page"]].append(row["evidence"])
        labelled[row["claim"]].add(row["evidence"])
    for row in chance.sample(rows, min(most, len(rows))):
        other = chance.choice(pages[row["page"]])
        # What an annotator read for the claim has a label of its own, in whatever words it speaks.
        if other not in labelled[row["claim"]] and _overlap(row["claim"], other) < 0.35:
            yield Example(row["claim"], other, STANCE_LABELS["N"], 0, origin="same-page")


def candidate_examples(
    rows: Iterable[dict[str, Any]], chance: random.Random, *, each: int
) -> Iterator[Example]:
    """Give claims with sentences a search found and no annotator chose: not evidence."""
    for row in rows:
        others = [text for text in row["cands"] if text not in row["gold"]]
        for text in chance.sample(others, min(each, len(others))):
            yield Example(row["claim"], text, STANCE_LABELS["N"], 0, origin="candidate")


def shuffled_examples(pairs: list[Example], chance: random.Random, *, most: int) -> Iterator[Example]:
    """Give claims with the passages of other claims: not addressed."""
    count = min(most, len(pairs))
    for pair, other in zip(chance.sample(pairs, count), chance.sample(pairs, count), strict=True):
        if _overlap(pair.claim, other.passage) < 0.3:
            yield Example(pair.claim, other.passage, STANCE_LABELS["N"], 0, origin="shuffled")


BOILERPLATE = (
    "Access denied. You do not have permission to view this page.",
    "The page you asked for could not be found.",
    "This content is no longer available.",
    "Please switch on JavaScript to go on.",
    "Are you a robot? Complete the check below.",
    "We use cookies. Accept all or reject them.",
    "Subscribe to read the rest of this story.",
    "Sign up for our newsletter. No spam, never.",
    "Comments are closed.",
    "All rights reserved. Do not copy without permission.",
    "Home",
    "Read more",
    "Photo: agency",
    "The weather was good.",
    "Nothing of the kind was discussed.",
    "The meeting did not take place on that day.",
)
"""What stands on pages beside their text, and takes no side on anything."""


def boilerplate_examples(pairs: list[Example], chance: random.Random, *, most: int) -> Iterator[Example]:
    """Give claims with lines that stand on many pages: not addressed, though some of them deny something."""
    for pair in chance.sample(pairs, min(most, len(pairs))):
        yield Example(pair.claim, chance.choice(BOILERPLATE), STANCE_LABELS["N"], 0, origin="boilerplate")


_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?![\w.,]*\d|s\b)")
_LOOSE = re.compile(
    r"\b(over|under|above|below|before|after|than|least|most|up to|since|until|about|around|nearly|almost"
    r"|approximately|roughly|between|exceed(s|ed|ing)?)\b|\d\+",
    re.I,
)
_AUXILIARY = re.compile(r"\b(is|was|are|were|has|have|had|will|can|could|would|did|does)\b")


def changed_examples(pairs: list[Example], chance: random.Random, *, most: int) -> Iterator[Example]:
    """Give counterfactual pairs: claims with a number changed are refuted, negated ones turned round.

    Claims of either label are negated, so that the negation alone tells nothing of the label.
    """
    changed: list[Example] = []
    for pair in pairs:
        if pair.stance == STANCE_LABELS["N"] or pair.origin == "mnli":
            continue
        # "Over 100" stays true of many numbers.
        numbers = [] if _LOOSE.search(pair.claim) else list(_NUMBER.finditer(pair.claim))
        numbers = [number for number in numbers if re.search(rf"\b{number[0]}\b", pair.passage)]
        if pair.stance == STANCE_LABELS["S"] and numbers:
            number = chance.choice(numbers)
            other = _other_number(number[0], chance)
            claim = pair.claim[: number.start()] + other + pair.claim[number.end() :]
            changed.append(replace(pair, claim=claim, stance=STANCE_LABELS["R"], origin="number"))
        elif len(_AUXILIARY.findall(pair.claim)) == 1 and not has_negation(pair.claim):
            claim = _negated(pair.claim)
            stance = STANCE_LABELS["R"] if pair.stance == STANCE_LABELS["S"] else STANCE_LABELS["S"]
            changed.append(replace(pair, claim=claim, stance=stance, origin="negation"))
    for origin in ("number", "negation"):
        kept = [example for example in changed if example.origin == origin]
        yield from chance.sample(kept, min(len(kept), most // 2))


def _negated(claim: str) -> str:
    return _AUXILIARY.sub(r"\1 not", claim)


def _other_number(number: str, chance: random.Random) -> str:
    value = int(number.replace(",", ""))
    year = 1000 <= value <= 2100 and "," not in number
    other = value + chance.choice([-1, 1]) * max(1, int((9 if year else value * 0.5) * chance.random()))
    other = abs(other) if other != value else value + 1
    return f"{other:,}" if "," in number else str(other)


_DENIED = (
    "It is not true that {}.",
    "There is no truth to the story that {}.",
    "Fact check: the claim that {} is wrong.",
    "Rumours that {} turned out to be made up.",
    "Officials rejected reports that {}.",
)
_AFFIRMED = (
    "It is true that {}.",
    "Officials confirmed that {}.",
    "As the report shows, {}.",
    "Fact check: the claim that {} is correct.",
)
_PLAIN = {"vitaminc", "fever", "fm2"}


def framed_examples(pairs: list[Example], chance: random.Random, *, most: int) -> Iterator[Example]:
    """Give supported claims that their passage, or the claim itself, denies or affirms in so many words."""
    supported = [pair for pair in pairs if pair.stance == STANCE_LABELS["S"] and len(pair.claim.split()) > 3]
    for number, pair in enumerate(chance.sample(supported, min(most, len(supported)))):
        denied = number % 3 != 0
        frame = chance.choice(_DENIED if denied else _AFFIRMED)
        claim, passage = pair.claim, pair.passage
        if number % 2:
            claim = frame.format(_within_sentence(claim))
        else:
            # Of several sentences, only the first would be framed.
            said = chance.choice([claim, passage] if len(split_sentences(passage)) == 1 else [claim])
            passage = frame.format(_within_sentence(said))
        stance = STANCE_LABELS["R"] if denied else STANCE_LABELS["S"]
        yield replace(pair, claim=claim, passage=passage, stance=stance, origin="framed")


def _within_sentence(sentence: str) -> str:
    return sentence.rstrip(" .")


_INVERTED = re.compile(rf"(?P<subject>[^,;:]+?) {_AUXILIARY.pattern} (?P<rest>.+)")
_BEGINS_SMALL = set(
    "the a an this that these those there it he she they we his her its their most all".split()
)


def asked_examples(pairs: list[Example], chance: random.Random, *, most: int) -> Iterator[Example]:
    """Give claims as questions, as most points of a fact-check are put: "Is the bridge open?".

    Every third stands beside a passage that answers it in so many words, "No. The bridge is not open.".
    """
    askable = [(pair, question) for pair in pairs if (question := question_of(pair.claim))]
    for number, (pair, question) in enumerate(chance.sample(askable, min(most, len(askable)))):
        if number % 3:
            yield replace(pair, claim=question, origin="asked")
        else:
            yield _answered(pair, question, denied=number % 2 == 1)


def _answered(pair: Example, question: str, *, denied: bool) -> Example:
    said = f"No. {_negated(pair.claim)}" if denied else f"Yes. {pair.claim}"
    stance = STANCE_LABELS["R" if denied else "S"]
    return replace(pair, claim=question, passage=said, stance=stance, relevance=1, origin="answered")


def question_of(statement: str) -> str | None:
    """Turn a statement with one auxiliary verb into the question whether it is so; else give None.

    Statements with a negation stay as they are: "Is the bridge not open?" asks for either answer.
    """
    if len(_AUXILIARY.findall(statement)) != 1 or has_negation(statement):
        return None
    parts = _INVERTED.fullmatch(_within_sentence(statement))
    if parts is None or parts[2] in _NO_HELP:
        return None
    first, *others = parts["subject"].split(" ")
    subject = " ".join([first.lower() if first.lower() in _BEGINS_SMALL else first, *others])
    return f"{parts[2].capitalize()} {subject} {parts['rest']}?"


# "Has the town two bridges?" is no English of today, and "did" stands beside a verb already.
_NO_HELP = {"has", "have", "had", "did", "does"}


def article_examples(data: Path, chance: random.Random) -> Iterator[Example]:
    """Give headlines with articles, of the training part of FNC-1."""
    bodies = {row["id"]: row["text"] for row in read_rows(data, "fnc_train_bodies")}
    rows = [row for row in fnc_rows(data) if row["part"] == "train"]
    related = [row for row in rows if row["label"] != "unrelated"]
    unrelated = [row for row in rows if row["label"] == "unrelated"]
    unrelated = chance.sample(unrelated, min(len(related) // 2, len(unrelated)))
    # Few articles disagree: each is shown five times, and those that agree twice, with other sentences.
    again = [row for row in related if row["label"] == "disagree"] * 4
    again += [row for row in related if row["label"] == "agree"]
    texts = [bodies[row["body"]] for row in [*related, *unrelated]]
    texts += [_thinned(bodies[row["body"]], chance) for row in again]
    for row, text in zip([*related, *unrelated, *again], texts, strict=True):
        passage = select_article(row["headline"], text)
        label = ARTICLE_LABELS[row["label"]]
        stance = _ARTICLE_STANCE.get(row["label"], NOTHING)
        yield Example(row["headline"], passage, stance, int(label != 3), label, origin="fnc")


def _thinned(text: str, chance: random.Random) -> str:
    """Leave a third of the sentences out, so that another excerpt is chosen."""
    kept = [text[start:end] for start, end in split_sentences(text) if chance.random() > 1 / 3]
    return " ".join(kept) or text


def headline_examples(data: Path, chance: random.Random, *, each: int) -> Iterator[Example]:
    """Give headlines for one another, by what they have in common of an article of the training part.

    Two that one article agrees with, or disagrees with, support each other; one it agrees with and one it
    disagrees with refute each other. This is how the press denies: "Hoax busted: the report is false".
    """
    articles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in fnc_rows(data):
        if row["part"] == "train":
            articles[row["body"]][row["label"]].add(row["headline"])
    alike, opposed = set(), set()
    for said in articles.values():
        for label in ("agree", "disagree"):
            alike |= {(one, other) for one in said[label] for other in said[label] if one != other}
        opposed |= {(one, other) for one in said["agree"] for other in said["disagree"]}
        opposed |= {(other, one) for one in said["agree"] for other in said["disagree"]}
    both = alike & opposed
    for found, stance in ((alike - both, STANCE_LABELS["S"]), (opposed - both, STANCE_LABELS["R"])):
        for claim, passage in chance.sample(sorted(found), min(each, len(found))):
            yield Example(claim, passage, stance, 1, origin="headlines")


# An article that only reports a headline takes no side: what it says of it is left open.
_ARTICLE_STANCE = {
    "agree": STANCE_LABELS["S"],
    "disagree": STANCE_LABELS["R"],
    "unrelated": STANCE_LABELS["N"],
}


def fnc_rows(data: Path) -> list[dict[str, Any]]:
    """Give FNC-1 with a ``part``: ``train``, ``bodies``, ``dev`` or ``test``; None where two sides differ.

    Headlines and articles on one story, linked by pairs that are not ``unrelated``, are always in one part,
    so that nothing of a story that is measured was seen in training. The part follows from the story's first
    article: 60% train, 15% dev, 25% test. Of the stories of ``train``, a tenth of the articles are
    ``bodies``: training did not see them, though it may have seen their headlines beside others.
    """
    rows = read_rows(data, "fnc_train")
    story = _Stories()
    for row in rows:
        if row["label"] != "unrelated":
            story.join(f"h {row['headline']}", f"b {row['body']}")
    part: dict[str, str] = {}
    roots = sorted({story.root(f"b {row['body']}") for row in rows})
    random.Random(2017).shuffle(roots)  # noqa: S311
    for number, root in enumerate(roots):
        share = number / len(roots)
        part[root] = "train" if share < 0.6 else "dev" if share < 0.75 else "test"
    of_training = sorted({row["body"] for row in rows if part[story.root(f"b {row['body']}")] == "train"})
    held_out = set(random.Random(2018).sample(of_training, len(of_training) // 10))  # noqa: S311
    # A headline that never goes with any article belongs nowhere by itself: it goes where its article is.
    for row in rows:
        body = part[story.root(f"b {row['body']}")]
        headline = part.get(story.root(f"h {row['headline']}"), body)
        row["part"] = body if body == headline else None
        if row["part"] == "train" and row["body"] in held_out:
            row["part"] = "bodies"
        row["story"] = story.root(f"b {row['body']}")
    return rows


class _Stories:
    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, key: str) -> str:
        parent = self._parent.setdefault(key, key)
        while parent != self._parent[parent]:
            parent = self._parent[parent]
        self._parent[key] = parent
        return parent

    def join(self, one: str, other: str) -> None:
        roots = sorted([self.root(one), self.root(other)])
        self._parent[roots[1]] = roots[0]


def _overlap(claim: str, passage: str) -> float:
    wanted = set(content_stems(claim))
    return len(wanted & set(content_stems(passage))) / max(len(wanted), 1)
