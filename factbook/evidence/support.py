"""Whether a passage bears out a sentence, by the words themselves.

The score is the share of the sentence's content words that stand in the passage, compared by stem. A number
the passage does not have, or a negation that only one of the two has, takes it below the threshold: both turn
a sentence that reuses a passage's words into another claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

SUPPORT_THRESHOLD = 0.5
"""From this score on, a passage counts as bearing a sentence out."""

_ANOTHER_CLAIM = 0.8 * SUPPORT_THRESHOLD
"""What a sentence keeps of its score if it says something else: even all words in common are too few then."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_SUFFIX = re.compile(r"(?:ations?|ingly|edly|ings?|ed|es|ly|s)$")
_NEGATIONS = frozenset("no not never none neither nor without cannot nobody nothing hardly".split())
_EMPTY_WORDS = frozenset(
    """a about after all also an and any are as at be because been being but by can could did do does for from
    had has have he her his how i if in into is it its may might more most of on one or other our out over own
    said say says she should so some such than that the their them then there these they this those to under
    up was we were what when where which while who whom whose why will with would you your according
    source sources report reports article page note""".split()
)


def supports(pairs: Iterable[tuple[str, str]]) -> npt.NDArray[np.float64]:
    """Score how far each passage bears its sentence out.

    Parameters
    ----------
    pairs:
        ``(sentence, passage)``; the sentence without its citations.

    Returns
    -------
    Array of one score in [0, 1] per pair; compare with `SUPPORT_THRESHOLD`.
    """
    return np.array([_score(sentence, passage) for sentence, passage in pairs], dtype=np.float64)


def _score(sentence: str, passage: str) -> float:
    asked, given = _WORD.findall(sentence.casefold()), _WORD.findall(passage.casefold())
    wanted = {_stem(word) for word in asked if _carries_meaning(word)}
    if not wanted:
        return 0.0
    found = {_stem(word) for word in given}
    score = len(wanted & found) / len(wanted)
    if {word for word in asked if word[0].isdigit()} - set(given):
        score *= _ANOTHER_CLAIM
    if _negated(asked) != _negated(given):
        score *= _ANOTHER_CLAIM
    return score


def _carries_meaning(word: str) -> bool:
    return word not in _EMPTY_WORDS and word not in _NEGATIONS and not word.endswith(("n't", "n’t"))


def _negated(words: list[str]) -> bool:
    return any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in words)


def _stem(word: str) -> str:
    return _SUFFIX.sub("", word) if len(word) > 4 else word
