"""Rank the sentences of a text by how much they bear on a claim.

BM25 chooses what is read, the network reads it, and a head weighs both with what stands around a sentence: on
a page, a sentence next to evidence is more often evidence itself. In a list where every sentence shares words
with the claim, as after a search, shared words tell little, and the head trusts the network more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from factbook.errors import ModelError
from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.encoder import RELEVANCE, STANCE, PairEncoder, shared_encoder
from factbook.evidence.heads import load_head
from factbook.evidence.sentences import as_sentence
from factbook.evidence.words import content_stems

MOST_READ = 60
"""Sentences of one text that the network reads, BM25's best; the others keep BM25's order below them."""

Array = npt.NDArray[np.float64]


def rank_sentences(query: str, sentences: Sequence[str]) -> Array:
    """Score sentences by how much they bear on a query; by BM25 alone where the network is not there."""
    words = bm25_scores(query, sentences)
    try:
        head, encoder = load_head("network.rank"), shared_encoder()
    except ModelError:
        return words
    if not len(sentences):
        return words
    scores: Array = head.probabilities(rank_features(query, sentences, words, encoder))[:, 0]
    order = np.argsort(-words, kind="stable")
    unread = order[MOST_READ:]
    scores[unread] = scores[order[:MOST_READ]].min() - 1 - np.arange(len(unread)) / max(len(unread), 1)
    return scores


_AROUND = tuple(f"{kind}_{by:+d}" for kind in ("network", "words") for by in (-1, 1, -2, 2))
_IN_THIS_TEXT = ("words", "relevance", "takes_side", "coverage", "coverage_around")

RANK_FEATURES: tuple[str, ...] = (
    *_IN_THIS_TEXT,
    *"relevance_logit takes_side_logit supports_logit".split(),
    *_AROUND,
    *"place length very_short rank rank_by_words behind_best relevance_behind_best words_share".split(),
    "share_with_words",
    *(f"share_x_{name}" for name in (*_IN_THIS_TEXT, "relevance_logit", "takes_side_logit", *_AROUND)),
)
"""The columns of `rank_features`; ``_-1`` is of the sentence before, ``share`` of those that share words."""


def rank_features(query: str, sentences: Sequence[str], words: Array, encoder: PairEncoder) -> Array:
    """Give the features of each sentence of a text: an array (sentences, features), see `RANK_FEATURES`."""
    read = np.argsort(-words, kind="stable")[:MOST_READ]
    read_logits = encoder.score([(as_sentence(query), sentences[index]) for index in read])
    # What was not read is taken to be a little worse than the worst that was.
    logits = np.tile(read_logits.min(axis=0) - 0.5, (len(sentences), 1))
    logits[read] = read_logits
    stance = logits[:, STANCE]
    relevance = logits[:, RELEVANCE]
    takes_side = np.logaddexp(stance[:, 0], stance[:, 1]) - stance[:, 2]
    supports = stance[:, 0] - np.logaddexp(stance[:, 1], stance[:, 2])
    # Measured in spreads within this text, so that long claims and short questions look alike to the head.
    by_network, by_words = _standard(relevance + 0.5 * takes_side), _standard(words)
    alone, with_neighbours = map(_standard, _coverage(query, sentences))
    told = [by_words, _standard(relevance), _standard(takes_side), alone, with_neighbours]
    around = [_shifted(scores, by) for scores in (by_network, by_words) for by in (1, -1, 2, -2)]
    both = by_words + by_network
    lengths = np.array([len(sentence.split()) for sentence in sentences], dtype=np.float64)
    share = np.full(len(sentences), float((words > 0).mean()))
    return np.column_stack(
        [
            *told,
            relevance,
            takes_side,
            supports,
            *around,
            np.log1p(np.arange(len(sentences))),
            np.log1p(lengths),
            lengths < 4,
            _log_rank(both),
            _log_rank(words),
            both.max() - both,
            relevance - relevance.max(),
            words / max(words.max(), 1e-9),
            share,
            *(share * scores for scores in [*told, relevance, takes_side, *around]),
        ]
    )


def _coverage(query: str, sentences: Sequence[str]) -> tuple[Array, Array]:
    """Give the share of the query, by rarity of words, that sentences have alone and with neighbours."""
    stems = [set(content_stems(sentence)) for sentence in sentences]
    wanted = set(content_stems(query))
    holding = Counter(word for found in stems for word in found & wanted)
    rarity = {
        word: math.log(1 + (len(stems) - holding[word] + 0.5) / (holding[word] + 0.5))
        for word in sorted(wanted)
    }
    total = sum(rarity.values()) or 1.0

    def weigh(found: set[str]) -> float:
        return sum(rarity[word] for word in sorted(found & wanted)) / total

    alone = [weigh(found) for found in stems]
    around = [weigh(set().union(*stems[max(i - 1, 0) : i + 2])) for i in range(len(stems))]
    return np.array(alone), np.array(around)


def _shifted(scores: Array, by: int) -> Array:
    """Give each sentence the score of the one ``by`` before it; at the edge of the text the lowest."""
    shifted = np.full(len(scores), scores.min())
    if by > 0:
        shifted[by:] = scores[:-by]
    else:
        shifted[:by] = scores[-by:]
    return shifted


def _log_rank(scores: Array) -> Array:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.log1p(ranks)


def _standard(scores: Array) -> Array:
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), 1e-9))
