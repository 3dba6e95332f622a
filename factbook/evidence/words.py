"""The words of a sentence as evidence sees them: stems, numbers, negations, and words without meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_NEGATIONS = frozenset("no not never none neither nor without cannot nobody nothing hardly".split())
_EMPTY_WORDS = frozenset(
    """a about after all also an and any are as at be because been being but by can could did do does for from
    had has have he her his how i if in into is it its may might more most of on one or other our out over own
    said say says she should so some such than that the their them then there these they this those to under
    up was we were what when where which while who whom whose why will with would you your according
    source sources report reports article page note""".split()
)


def split_words(text: str) -> list[str]:
    """Give the words and numbers of a text in order, in lower case; ``1,200.5`` is one number."""
    return WORD.findall(text.casefold())


def is_negation(word: str) -> bool:
    """Tell whether a word, in lower case, turns what is said around: ``not``, ``never``, ``isn't``."""
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


def has_negation(text: str) -> bool:
    """Tell whether a word of a text is one of `is_negation`."""
    return any(map(is_negation, split_words(text)))


def is_number(word: str) -> bool:
    """Tell whether a word of `split_words` is a number in digits."""
    return word[0].isdigit()


def numbers_of(words: Iterable[str]) -> set[str]:
    """Give the numbers among the words of `split_words`; ``1,200`` and ``1200`` are one."""
    return {word.replace(",", "") for word in words if is_number(word)}


def carries_meaning(word: str) -> bool:
    """Tell whether a word, in lower case, says something by itself, unlike ``the`` or ``not``."""
    return word not in _EMPTY_WORDS and not is_negation(word)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give the stem of an English word in lower case: ``trains`` and ``trained`` have one.

    Porter2, by Snowball (Porter 2001).
    """
    # Made anew, since one stemmer is not to be used by two threads at once.
    stemmed: str = Stemmer.Stemmer("english").stemWord(word)
    return stemmed


def content_stems(text: str) -> list[str]:
    """Give the stems of the words that carry meaning, in order."""
    return [stem(word) for word in split_words(text) if carries_meaning(word)]
