"""Find the passages of a text that bear on a claim or answer a question."""

from __future__ import annotations

import numpy as np

from factbook.errors import BadInputError
from factbook.evidence.pairs import expect_texts
from factbook.evidence.ranking import rank_sentences
from factbook.evidence.sentences import split_sentences
from factbook.evidence.suggestion import Passage
from factbook.model.anchoring import Span


def find_passages(query: str, text: str, k: int = 5) -> list[Passage]:
    """Give the ``k`` sentences of a text that bear most on a claim or question, best first.

    Parameters
    ----------
    query:
        A claim, a question or a few words.
    text:
        A text of any length.
    k:
        How many, at least 1. There are fewer only where the text has fewer sentences.

    Returns
    -------
    List of `Passage`: ``text[start:end]`` of the text as it was given, and a score to sort by within this
    text.
    """
    expect_texts([(query, text)])
    if not isinstance(k, int) or k < 1:
        raise BadInputError(f"k is {k!r}", next_step="Ask for one passage or more, like k=5.")
    spans = split_sentences(text)
    if not spans:
        return []
    sentences = [text[start:end] for start, end in spans]
    scores = rank_sentences(query, sentences)
    best = np.argsort(-scores, kind="stable")[:k]
    return [_passage(text, spans[index], float(scores[index])) for index in best]


def _passage(text: str, span: Span, score: float) -> Passage:
    start, end = span
    return Passage(start, end, text[start:end], score)
