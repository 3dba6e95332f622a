"""BM25: how well sentences match a query by the rarity of the words they share.

Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", with the idf of
Lucene, which is never negative. The sentences of the one text are the collection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from factbook.evidence.words import content_stems

_K1 = 1.2
_B = 0.75


def bm25_scores(query: str, sentences: Sequence[str]) -> npt.NDArray[np.float64]:
    """Give one score per sentence, 0 where no word with meaning is shared."""
    wanted = set(content_stems(query))
    counts = [Counter(content_stems(sentence)) for sentence in sentences]
    lengths = np.array([sum(count.values()) for count in counts], dtype=np.float64)
    scores = np.zeros(len(counts))
    norms = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1.0)) if len(counts) else lengths
    # Sorted, so that sums of floats come out the same in every run.
    for word in sorted(wanted):
        found = np.array([count[word] for count in counts], dtype=np.float64)
        holding = np.count_nonzero(found)
        if holding:
            idf = math.log(1 + (len(counts) - holding + 0.5) / (holding + 0.5))
            scores += idf * found * (_K1 + 1) / (found + norms)
    return scores
