"""What of a text a model reads to judge it on a claim: passages, and an excerpt that stands for the whole.

A passage is a sentence, with the one before it where it is too short to be understood alone. The excerpt of a
short text is all of it; of a longer one it is the lead and the sentences that share the most with the claim,
in their order: news says first what it has to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.sentences import split_sentences
from factbook.model.anchoring import Span

EXCERPT_WORDS = 95
"""Words of an excerpt: about 130 word pieces, with the claim as many as the network reads."""

_EXCERPT_CHARACTERS = 1_000
"""Characters up to which a text of few words is an excerpt: there are words without end."""

MOST_PASSAGES = 8
"""Passages of one text that are read, however long it is."""

_LEAD_SENTENCES = 2
_UNDERSTOOD_ALONE = 8
"""Words from which on a sentence is read without the one before it."""


@dataclass(frozen=True)
class Article:
    """What is read of a text on a claim: spans of passages, best by BM25 first, and the excerpt."""

    passages: tuple[Span, ...]
    excerpt: str

    def pairs(self, claim: str, text: str) -> list[tuple[str, str]]:
        """Give what a model reads: the claim with the excerpt, then with each passage."""
        return [(claim, self.excerpt), *((claim, text[start:end]) for start, end in self.passages)]


def read_article(claim: str, text: str, *, sentences: list[Span] | None = None) -> Article:
    """Choose what is read of a text; ``sentences`` where they were found before."""
    sentences = split_sentences(text) if sentences is None else sentences
    scores = bm25_scores(claim, [text[start:end] for start, end in sentences])
    best = [int(index) for index in np.argsort(-scores, kind="stable")[:MOST_PASSAGES]]
    return Article(
        passages=tuple(_with_context(sentences, index, text) for index in best),
        excerpt=text.strip()
        if _is_short(text)
        else _excerpt(text, sentences, best, scores, lead=_LEAD_SENTENCES),
    )


def select_article(claim: str, text: str) -> str:
    """Give the excerpt of `read_article`."""
    return read_article(claim, text).excerpt


def select_passage(claim: str, text: str) -> str:
    """Give of a text that is too long to be read whole the sentences that bear on a claim, in their order."""
    if _is_short(text):
        return text.strip() or text
    sentences = split_sentences(text)
    scores = bm25_scores(claim, [text[start:end] for start, end in sentences])
    best = [int(index) for index in np.argsort(-scores, kind="stable")]
    return _excerpt(text, sentences, best, scores, lead=0) or text


def _is_short(text: str) -> bool:
    return len(text) <= _EXCERPT_CHARACTERS and len(text.split()) <= EXCERPT_WORDS


def _with_context(sentences: list[Span], index: int, text: str) -> Span:
    start, end = sentences[index]
    if index and len(text[start:end].split()) < _UNDERSTOOD_ALONE and start - sentences[index - 1][1] < 3:
        return Span(sentences[index - 1].start, end)
    return sentences[index]


def _excerpt(text: str, sentences: list[Span], best: list[int], scores: np.ndarray, *, lead: int) -> str:
    chosen: list[int] = []
    words = 0
    fitting = [index for index in best if scores[index] > 0]
    for index in dict.fromkeys([*range(min(lead, len(sentences))), *fitting]):
        start, end = sentences[index]
        length = len(text[start:end].split())
        # A long sentence is passed over: one further down may fit.
        if not chosen or words + length <= EXCERPT_WORDS:
            chosen.append(index)
            words += length
    return " ".join(text[start:end] for start, end in (sentences[index] for index in sorted(chosen)))
