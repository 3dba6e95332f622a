"""The stance models that come with factbook: what a whole text says of a claim, from its passages.

A short text is judged by the head for passages, and is mixed where one of its sentences supports and another
refutes. A longer one is judged by the head for articles, which sees the excerpt, the passages with the
strongest word for either side, and how many bear on the claim at all: there, "mixed" is also an article that
reports a claim without taking a side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from factbook.evidence.article import Article, read_article
from factbook.evidence.heads import MODEL_VERSION, load_head
from factbook.evidence.language import has_foreign_parts, is_english
from factbook.evidence.pairs import (
    LexicalReader,
    NetworkReader,
    PairReader,
    article_probabilities,
    best_reader,
    expect_texts,
    passage_probabilities,
    takes_no_side,
)
from factbook.evidence.sentences import as_sentence, split_sentences
from factbook.evidence.suggestion import Passage, StanceModel, Suggestion
from factbook.model.anchoring import Span
from factbook.model.stance import StanceValue

SHORT_WORDS = 60
"""A text of fewer words is one passage."""

MOST_CHARACTERS = 1_500_000
"""About 250,000 words; what comes after is not read, and the suggestion says so."""

_SHOWN = 2
"""Passages a suggestion rests on, at most."""

_SPEAKS = 0.5
"""From this probability on, a passage speaks for a stance."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Text:
    """What of a text does not depend on the claim."""

    read: str
    english: bool
    partly_foreign: bool
    sentences: list[Span]

    @classmethod
    def of(cls, text: str) -> _Text:
        read = text[:MOST_CHARACTERS]
        english = is_english(read)
        partly_foreign = english and has_foreign_parts(read)
        sentences = split_sentences(read) if english else []
        if partly_foreign:
            # What the model does not know is not shown to it, names that it knows or not.
            sentences = [span for span in sentences if is_english(read[span.start : span.end])]
        return cls(read, english, partly_foreign, sentences)


class ReaderModel:
    """Suggests stances with a reader of pairs and its calibrated heads."""

    def __init__(self, name: str, version: str, reader: PairReader) -> None:
        self.name = name
        self.version = version
        self._reader = reader

    def suggest(self, pairs: Sequence[tuple[str, str]]) -> list[Suggestion]:
        """Judge ``(claim, text)`` pairs, each on its own."""
        # A text is mostly asked of on several claims: what is the same for all is found once.
        texts = {text: _Text.of(text) for text in dict.fromkeys(text for _, text in pairs)}
        return [self._suggest(claim, text, texts[text]) for claim, text in pairs]

    def _suggest(self, claim: str, text: str, found: _Text) -> Suggestion:
        model = f"{self.name} {self.version}"
        read = found.read
        if nothing := _has_no_words(claim=claim, text=read):
            return Suggestion(None, 0.0, model=model, note=f"not assessed: {nothing}")
        if not (found.english and is_english(claim)):
            return Suggestion(None, 0.0, model=model, note="not assessed: the model knows English only")
        if not found.sentences:
            return Suggestion(None, 0.0, model=model, note="not assessed: no sentence of the text is English")
        article = read_article(claim, read, sentences=found.sentences)
        short = len(read.split()) < SHORT_WORDS
        # What articles say is learnt from headlines, which have no stop.
        asked = article.pairs(as_sentence(claim) if short else claim, read)
        features = self._reader.read(asked)
        if short:
            whole = passage_probabilities(self._reader, features[:1], asked[:1])[0]
            each = passage_probabilities(self._reader, features[1:], asked[1:])
            # One that takes no side has none to be mixed with.
            each[takes_no_side(self._reader, features[1:], asked[1:])] = 0, 0, 1
            probabilities = _of_short_text(whole, each)
        else:
            each = article_probabilities(self._reader, features[1:])
            head = load_head(f"{self._reader.kind}.article")
            said = head.probabilities(article_features(self._reader, features, each))[0]
            probabilities = dict(zip(map(StanceValue, head.classes), map(float, said), strict=True))
        stance = max(probabilities, key=lambda value: probabilities[value])
        if stance == StanceValue.NOT_ADDRESSED and found.partly_foreign:
            note = "not assessed: part of the text is in another language, and the rest does not speak to it"
            return Suggestion(None, 0.0, model=model, note=note)
        return Suggestion(
            stance=stance,
            confidence=round(probabilities[stance], 5),
            probabilities={value: round(probabilities[value], 5) for value in StanceValue},
            passages=_resting_on(stance, read, article, each),
            model=model,
            note="; ".join(_left_unread(text, found)),
        )


def _left_unread(text: str, found: _Text) -> Iterator[str]:
    if len(text) > MOST_CHARACTERS:
        yield f"only the first {MOST_CHARACTERS:,} characters were read"
    if found.partly_foreign:
        yield "part of the text is in a language the model does not know"


def _of_short_text(whole: Array, each: Array) -> dict[StanceValue, float]:
    """Give the probabilities of a text that is judged as one passage.

    As far as one of its sentences supports and another refutes, it is mixed.
    """
    supports, refutes, not_addressed = map(float, whole)
    apart = each[:, 0].argmax() != each[:, 1].argmax()
    mixed = float(min(each[:, 0].max(), each[:, 1].max())) if apart else 0.0
    left = 1 - mixed
    return {
        StanceValue.SUPPORTS: left * supports,
        StanceValue.REFUTES: left * refutes,
        StanceValue.MIXED: mixed,
        StanceValue.NOT_ADDRESSED: left * not_addressed,
    }


def _has_no_words(**texts: str) -> str:
    """Say which of the texts has nothing to be read; an empty string if each has.

    A page without a letter is what a failed reading leaves, like ``. . 3``: it is not silent on a claim.
    """
    for name, text in texts.items():
        if not text.strip():
            return f"the {name} is empty"
        if not any(map(str.isalpha, text)):
            return f"the {name} has no words"
    return ""


def article_features(reader: PairReader, features: Array, each: Array) -> Array:
    """Give the features of a whole text (1, features) from those of its excerpt and its passages.

    ``each`` is what `article_probabilities` gives of the passages.
    """
    addressed = 1 - each[:, 2]
    weight = max(float(addressed.sum()), 1e-9)  # of a text that is silent nothing is addressed
    sides = np.array(
        [
            each[:, 0].max(),
            each[:, 1].max(),
            addressed.max(),
            (each[:, 0] * addressed).sum() / weight,
            (each[:, 1] * addressed).sum() / weight,
            np.log1p(addressed.sum()),
            np.minimum(each[:, 0].max(), each[:, 1].max()),
            features[1:, reader.features.index("coverage")].max(),
            features[1:, reader.features.index("passage_denies")].max(),
            features[1:, reader.features.index("passage_hedges")].max(),
            np.log1p(len(each)),
        ]
    )
    return np.hstack([features[0], features[1:4].mean(axis=0), sides])[None, :]


def article_columns(reader: PairReader) -> tuple[str, ...]:
    """Name the columns of `article_features`."""
    return (
        *(f"excerpt.{name}" for name in reader.features),
        *(f"best.{name}" for name in reader.features),
        *"supports refutes addressed mean_supports mean_refutes passages_addressing both coverage".split(),
        *"denies hedges passages".split(),
    )


def _resting_on(stance: StanceValue, text: str, article: Article, each: Array) -> tuple[Passage, ...]:
    """Choose the passages that speak for the stance: of a text that is silent there are none."""
    if stance == StanceValue.NOT_ADDRESSED:
        return ()
    side = {
        StanceValue.SUPPORTS: each[:, 0],
        StanceValue.REFUTES: each[:, 1],
        StanceValue.MIXED: 1 - each[:, 2],
    }[stance]
    sides = each[:, :2].argmax(axis=0)
    if stance == StanceValue.MIXED and (each[sides, [0, 1]] >= _SPEAKS).all():
        best = sides  # Two that take one side, however loudly, would not show what is mixed.
    else:
        best = np.argsort(-side, kind="stable")[:_SHOWN]
    # Words that hardly speak for the stance are not shown for it: the text as a whole does.
    chosen = [index for index in best if side[index] >= _SPEAKS] or [best[0]] * bool(side[best[0]] >= 0.25)
    spans = [article.passages[index] for index in chosen]
    return tuple(
        Passage(start, end, text[start:end], float(side[index]))
        for index, (start, end) in zip(chosen, spans, strict=True)
    )


def network_model() -> StanceModel:
    """Give the model with the network: the default."""
    return ReaderModel("factbook-stance", MODEL_VERSION, NetworkReader())


def lexical_model() -> StanceModel:
    """Give the model that needs no weights: it sees words, numbers, negations and cues alone."""
    return ReaderModel("factbook-lexical", MODEL_VERSION, LexicalReader())


def default_model() -> StanceModel:
    """Give the model with the network, or the lexical one where its weights or packages are not there."""
    return network_model() if best_reader().kind == NetworkReader.kind else lexical_model()


def suggest_stances(pairs: Iterable[tuple[str, str]]) -> list[Suggestion]:
    """Suggest for each ``(claim, text)`` whether it supports, refutes, is mixed or does not address it.

    Texts may be whole articles. See `Suggestion` for what comes back, and `classify_pairs` for single
    passages.
    """
    return default_model().suggest(expect_texts(pairs))
