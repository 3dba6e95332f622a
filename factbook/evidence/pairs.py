"""What one passage says of one claim: supports, refutes or does not address it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from factbook.errors import BadInputError, ModelError
from factbook.evidence.encoder import LOGITS, PairEncoder, shared_encoder
from factbook.evidence.heads import load_head
from factbook.evidence.language import is_english
from factbook.evidence.lexical import LEXICAL_FEATURES, denies_the_opposite, lexical_features
from factbook.evidence.sentences import as_sentence, only_asks

Array = npt.NDArray[np.float64]


class PairReader(Protocol):
    """Turns claim-passage pairs into features for the heads."""

    kind: str
    features: tuple[str, ...]

    def read(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """Give an array (pairs, features)."""
        ...


class LexicalReader:
    """Reads pairs by their words alone."""

    kind = "lexical"
    features: tuple[str, ...] = LEXICAL_FEATURES

    def read(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """Give the lexical features of each pair."""
        return lexical_features(pairs)


class NetworkReader:
    """Reads pairs by the network, and by their words beside it."""

    kind = "network"
    features: tuple[str, ...] = (*LOGITS, *LEXICAL_FEATURES)

    def __init__(self, encoder: PairEncoder | None = None) -> None:
        self._encoder = encoder or shared_encoder()

    def read(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """Give the logits and the lexical features of each pair."""
        return np.hstack([self._encoder.score(pairs), lexical_features(pairs)])


def best_reader() -> PairReader:
    """Give the reader with the network, or the lexical one where its weights or packages are not there."""
    try:
        for head in ("passage", "article"):
            load_head(f"{NetworkReader.kind}.{head}")
        return NetworkReader()
    except ModelError:
        return LexicalReader()


def expect_texts(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the pairs as a list; `BadInputError` names the first that is not two texts."""
    if not isinstance(pairs, Iterable) or isinstance(pairs, str):
        raise BadInputError(
            f"{pairs!r} is no list of pairs", next_step="Give a list of (claim, text), both str."
        )
    asked = list(pairs)
    for number, pair in enumerate(asked):
        if not (isinstance(pair, tuple | list) and len(pair) == 2 and all(isinstance(t, str) for t in pair)):
            raise BadInputError(
                f"Pair {number} is not two texts: {repr(pair)[:80]}",
                next_step="Give each as (claim, text), both str; leave out what is missing.",
            )
    return asked


def classify_pairs(pairs: Iterable[tuple[str, str]]) -> Array:
    """Say of each passage whether it supports, refutes or does not address its claim.

    Parameters
    ----------
    pairs:
        ``(claim, passage)``; a passage is a sentence or a few. For whole documents use `suggest_stances`.

    Returns
    -------
    Array (pairs, 3) of calibrated probabilities: supports, refutes, not_addressed. A pair that is not in
    English is not assessed: its row is NaN. An empty claim or passage says nothing: its row is 0, 0, 1.
    """
    asked = expect_texts(pairs)
    result = np.full((len(asked), 3), np.nan)
    judged = []
    for row, (claim, passage) in enumerate(asked):
        if not claim.strip() or not passage.strip():
            result[row] = 0, 0, 1
        elif is_english(claim) and is_english(passage):
            judged.append(row)
    if judged:
        reader = best_reader()
        english = [(as_sentence(claim), passage) for claim, passage in (asked[row] for row in judged)]
        result[judged] = passage_probabilities(reader, reader.read(english), english)
    return result


def passage_probabilities(reader: PairReader, features: Array, pairs: Sequence[tuple[str, str]]) -> Array:
    """Give what passages say of a claim from their features: see `classify_pairs`.

    A passage that has no word of the claim, or that only asks, takes no side on it: silence is no refutation,
    and a question no answer. It may still say the same in quite other words, so that it is silent is no surer
    than the head is of it. Where a passage denies the opposite, the head, which adds up cues, knows no side:
    both are as likely.
    """
    said = load_head(f"{reader.kind}.passage").probabilities(features)
    turned = np.array([denies_the_opposite(*pair) for pair in pairs], bool)
    said[turned, :2] = said[turned, :2].mean(axis=1, keepdims=True)
    silent = takes_no_side(reader, features, pairs)
    least = np.maximum(said[silent, 2], LEAST_SILENT)
    sides = said[silent, :2] / np.maximum(said[silent, :2].sum(axis=1, keepdims=True), 1e-12)
    said[silent] = np.column_stack([sides * (1 - least)[:, None], least])
    return said


LEAST_SILENT = 0.5
"""How sure it is at least that a passage takes no side which has no word of the claim, or only asks."""


def takes_no_side(
    reader: PairReader, features: Array, pairs: Sequence[tuple[str, str]]
) -> npt.NDArray[np.bool_]:
    """Tell which passages take no side, whatever a head says: without a word of the claim, or only asking."""
    asks = np.array([only_asks(passage) for _, passage in pairs], dtype=bool)
    return asks | _has_no_word_of_the_claim(reader, features)


def article_probabilities(reader: PairReader, features: Array) -> Array:
    """Give what the passages of one text say of a claim, for what is made of all of them together.

    Those without a word of the claim do not count at all: of a long text most are such.
    """
    said = load_head(f"{reader.kind}.passage").probabilities(features)
    said[_has_no_word_of_the_claim(reader, features)] = 0, 0, 1
    return said


def _has_no_word_of_the_claim(reader: PairReader, features: Array) -> npt.NDArray[np.bool_]:
    return np.asarray(features[:, reader.features.index("coverage")] == 0)
