"""What somebody types, as the words and phrases that are looked for.

Words are alternatives: a document that holds more of them, and rarer ones, comes first. Words in quotation
marks are a phrase that has to stand there. A minus before a word or phrase leaves out what holds it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from factbook.errors import BadInputError

_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"/|\\—–…;:!?()\[\]{}<>]+))')
"""A phrase, closed or not, or a word; a minus within a word is a hyphen."""

_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)

MOST_PARTS = 64
"""Words that are looked for at most, the first ones; and phrases and words to leave out together."""

_WHAT_TO_GIVE = "Give words that a document you look for would hold."

STOP_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being between both but by "
    "can could did do does doing during each for from further had has have having he her here hers him his "
    "how i if in into is it its just may me more most my no nor not of off on once only or other our out "
    "over own really same she should so some such than that the their them then there these they this those "
    "through to too true under until up very was we were what when where which while who whom why will with "
    "would you your".split()
)
"""English words that say nothing of what a document is about."""


@dataclass(frozen=True)
class Query:
    """What is looked for.

    Attributes
    ----------
    words:
        Alternatives; a word with a hyphen or an apostrophe in it is kept whole.
    phrases:
        All of them have to stand in a document.
    excluded:
        None of them may.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]


def parse_query(text: str) -> Query:
    """Read a query; any text can be one, but `BadInputError` if nothing in it can be looked for.

    Stop words count only if there is nothing else.
    """
    words: dict[str, None] = {}
    phrases: dict[str, None] = {}
    excluded: dict[str, None] = {}
    for part in _PART.finditer(_printable(text)):
        phrase = part["phrase"] is not None
        wanted = part["phrase"] if phrase else _bare(part["word"])
        if _says_something(wanted):
            kind = excluded if part["minus"] else phrases if phrase else words
            kind[wanted] = None
    telling = [word for word in words if word.casefold() not in STOP_WORDS]
    chosen = telling or ([] if phrases else list(words))
    if not chosen and not phrases:
        problem = "only says what to leave out" if excluded else "holds no word"
        raise BadInputError(f"The query {text[:80]!r} {problem}", next_step=_WHAT_TO_GIVE)
    if len(phrases) + len(excluded) > MOST_PARTS:
        raise BadInputError(
            f"The query has more than {MOST_PARTS} phrases and words to leave out", next_step=_WHAT_TO_GIVE
        )
    return Query(tuple(chosen[:MOST_PARTS]), tuple(phrases), tuple(excluded))


def expect_words(text: str) -> str:
    """Give a query without what surrounds it, for a service with a syntax of its own."""
    query = " ".join(_printable(text).split())
    if not _says_something(query):
        raise BadInputError(f"The query {text[:80]!r} holds no word", next_step=_WHAT_TO_GIVE)
    return query


def _printable(text: str) -> str:
    """Give the text in one normal form, without what no index can hold: control characters, half pairs."""
    cleaned = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)
    return unicodedata.normalize("NFC", cleaned).translate(_QUOTATION_MARKS)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word.strip(".,'’‘`*_#-"))


def _says_something(text: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" for c in text)
