"""Whether a passage bears out a sentence.

The network's reading and the words themselves go into one calibrated head. Where the network is not there,
the words alone decide: the score is the share of the sentence's content words that stand in the passage,
compared by stem. A number the passage does not have, or a negation that only one of the two has, takes it
below the threshold: both turn a sentence that reuses a passage's words into another claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from factbook.errors import ModelError
from factbook.evidence.article import select_passage
from factbook.evidence.encoder import PairEncoder, shared_encoder
from factbook.evidence.heads import MODEL_VERSION, load_head
from factbook.evidence.language import is_english
from factbook.evidence.pairs import NetworkReader, expect_texts
from factbook.evidence.sentences import split_sentences
from factbook.evidence.unstated import is_unstated
from factbook.evidence.words import carries_meaning, content_stems, is_negation, numbers_of, split_words, stem
from factbook.model.attribution import without_attribution

SUPPORT_THRESHOLD = 0.5
"""From this score on, a passage counts as bearing a sentence out."""

_ANOTHER_CLAIM = 0.8 * SUPPORT_THRESHOLD
"""What a sentence keeps of its score if it says something else: even all words in common are too few then."""

Scores = npt.NDArray[np.float64]

_AROUND_SENTENCES = " .!\"'“”„‘’‚«»‹›"


class SupportModel(Protocol):
    """Scores how far passages bear sentences out; by name in the entry points ``factbook.support_models``."""

    name: str
    version: str

    def score(self, pairs: list[tuple[str, str]]) -> Scores:
        """Give one score in [0, 1] for each ``(sentence, passage)``; NaN where the model does not judge."""
        ...


class LexicalSupport:
    """Support by the words alone."""

    name = "factbook-lexical"
    version = "1"

    def score(self, pairs: list[tuple[str, str]]) -> Scores:
        """Score each pair by the rule at the head of this module."""
        return np.array([_shared_words(sentence, passage) for sentence, passage in pairs], dtype=np.float64)


class NetworkSupport:
    """Support by the network and the words."""

    name = "factbook-support"
    version = MODEL_VERSION

    def __init__(self, encoder: PairEncoder | None = None) -> None:
        self._reader = NetworkReader(encoder or shared_encoder())
        self._head = load_head("network.support")

    def score(self, pairs: list[tuple[str, str]]) -> Scores:
        """Score each pair by the head ``network.support``; a sentence that says nothing is not borne out.

        Of a long passage the sentences are read that bear on what is said, wherever in it they stand.
        """
        scores = np.zeros(len(pairs))
        rows = [row for row, (said, passage) in enumerate(pairs) if content_stems(said) and passage.strip()]
        if rows:
            asked = [(pairs[row][0], select_passage(*pairs[row])) for row in rows]
            features = self._reader.read(asked)
            # Rounded, since the last digits depend on which pairs are read together.
            scores[rows] = self._head.probabilities(features)[:, 0].round(5)
        return scores


def default_support() -> SupportModel:
    """Give the model with the network, or the lexical one where its weights or packages are not there."""
    try:
        return NetworkSupport()
    except ModelError:
        return LexicalSupport()


def supports(pairs: Iterable[tuple[str, str]], *, model: SupportModel | None = None) -> Scores:
    """Score how far each passage bears its sentence out.

    Parameters
    ----------
    pairs:
        ``(sentence, passage)``; the sentence without its citations.
    model:
        Who judges; `default_support` unless given.

    Returns
    -------
    Array of one score in [0, 1] per pair; compare with `SUPPORT_THRESHOLD`. A sentence that its passage
    says word for word has 1, in any language; any other pair that is not in English is not assessed: NaN.
    Nothing bears out an empty sentence: 0. A statement that its passage only asks, or says may be, stays
    below the threshold.
    """
    asked = [(without_attribution(sentence), passage) for sentence, passage in expect_texts(pairs)]
    scores = np.full(len(asked), np.nan)
    judged = []
    for row, (sentence, passage) in enumerate(asked):
        if not (sentence.strip() and passage.strip()):
            scores[row] = 0
        elif stands_in(sentence, passage):
            scores[row] = 1
        elif is_english(sentence) and is_english(passage):
            judged.append(row)
    if judged:
        scores[judged] = _scores_of(model or default_support(), [asked[row] for row in judged])
    unstated = [row for row in judged if is_unstated(*asked[row])]
    scores[unstated] = np.minimum(scores[unstated], _ANOTHER_CLAIM)
    return scores


def _scores_of(model: SupportModel, pairs: list[tuple[str, str]]) -> Scores:
    """Ask a model, which may be another package's and answer with anything; `ModelError` if it does."""
    who = f"The support model {model.name} {model.version}"
    next_step = "Mend it, or choose another as [evidence] support_model."
    try:
        scores = np.asarray(model.score(pairs), dtype=np.float64)
    except Exception as error:
        raise ModelError(f"{who} failed: {type(error).__name__}: {error}", next_step=next_step) from error
    if scores.shape != (len(pairs),) or ((scores < 0) | (scores > 1)).any():
        raise ModelError(f"{who} did not give one score in [0, 1] for each sentence", next_step=next_step)
    return scores


def stands_in(sentence: str, passage: str) -> bool:
    """Tell whether a passage says a sentence word for word, as a sentence or a run of them.

    Case, spaces, quotation marks and the last stop do not count. A sentence within another does: what is
    denied in "It is false that the bridge is open" stands there, and is not said.
    """
    said, given = _plain_sentences(sentence), _plain_sentences(passage)
    starts = range(len(given) - len(said) + 1)
    return bool(said) and any(said == given[start : start + len(said)] for start in starts)


def _plain_sentences(text: str) -> list[str]:
    sentences = (" ".join(text[start:end].casefold().split()) for start, end in split_sentences(text))
    plain = (sentence.strip(_AROUND_SENTENCES) for sentence in sentences)
    return [sentence for sentence in plain if sentence]


def _shared_words(sentence: str, passage: str) -> float:
    asked, given = split_words(sentence), split_words(passage)
    wanted = {stem(word) for word in asked if carries_meaning(word)}
    if not wanted:
        return 0.0
    found = {stem(word) for word in given}
    score = len(wanted & found) / len(wanted)
    if numbers_of(asked) - numbers_of(given):
        score *= _ANOTHER_CLAIM
    if any(map(is_negation, asked)) != any(map(is_negation, given)):
        score *= _ANOTHER_CLAIM
    return score
