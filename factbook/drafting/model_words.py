"""What a sentence or question of a language model must be before anything else is asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factbook.drafting.hedges import left_open_by
from factbook.drafting.naming import MARKS
from factbook.evidence.language import is_english
from factbook.evidence.sentences import ends_as_question, split_sentences
from factbook.evidence.words import (
    carries_meaning,
    content_stems,
    has_negation,
    numbers_of,
    split_words,
    stem,
)
from factbook.model.anchoring import find_words
from factbook.model.record import WEB_ADDRESS
from factbook.wording import ENGLISH, same_language, spoken

_LONGEST_SENTENCE = 400
_LONGEST_QUESTION = 200
_MOST_OWN_WORDS = 1 / 10
"""Share of a sentence's words that its passages need not have: of a short sentence, none."""

_MEASURES = frozenset("more less fewer most least all every only always both".split())
"""Words of no meaning by themselves that change what is said."""

_MARKUP = re.compile(r"[\[\]<>{}`|\\]|\*\*|^\s*#|www\.", re.MULTILINE)
_PAIRS = (*MARKS[:1], *MARKS[2:], ('"', '"'), ("„", "“"))
_QUOTED = re.compile(
    "|".join(f"{before}([^{before}{after}]+){after}" for before, after in _PAIRS)
    # Single marks are apostrophes, too: within a word, and behind one.
    + r"|(?<!\w)[‘']([^‘]+?)[’'](?!\w)"
)
_DOUBLE_MARK = re.compile('[“”„«»"]')
_MONTH_DAY = re.compile(r"(?P<month>[^\W\d_]+) (?P<day>\d+), (?P<year>\d+)")
_YEAR = re.compile(r"\d{4}$")
_STOPS = ".!?…؟。"
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Ground:
    """What a sentence stands on.

    Attributes
    ----------
    passages:
        The exact words that it rests on.
    sources:
        The names of the sources of these, all of which it has to name.
    dates:
        Their dates in words: it may tell them.
    claim:
        The words of the claim, whose names it may repeat, and whose numbers it may not.
    said_by:
        The source of each passage, by its name; empty if there is but one.
    """

    passages: Sequence[str]
    sources: Sequence[str]
    dates: Sequence[str] = ()
    claim: Sequence[str] = ()
    said_by: Sequence[str] = ()


def sentence_problem(words: str, ground: Ground) -> str:
    """Say in a few words what is wrong with a sentence, or nothing.

    It is to be one sentence that says who says it, keeps to the words of its passages, and has no name,
    number or quotation that they have not. Whether they bear it out is for the audit to say.
    """
    problem = line_problem(words, _LONGEST_SENTENCE)
    if problem:
        return problem
    if len(split_sentences(words)) != 1:
        return "it is more than one sentence"
    if words.rstrip("\"'”’»)")[-1:] not in _STOPS:
        return "it has no full stop at its end"
    return (
        _quotation_problem(words, ground)
        or _number_problem(words, ground)
        or _own_words_problem(words, ground)
        or _turned_problem(words, ground)
        or _speaker_problem(words, ground)
    )


def _quotation_problem(words: str, ground: Ground) -> str:
    for found in _QUOTED.finditer(words):
        quoted = next(filter(None, found.groups())).strip(" ,.;:!?…")
        if quoted and not any(find_words(given, quoted) for given in (*ground.passages, *ground.sources)):
            return f"it sets “{quoted}” in quotation marks, and its passages do not say so"
    rest = _QUOTED.sub(" ", _without_names(words, ground.sources))
    return "its quotation marks do not pair" if _DOUBLE_MARK.search(rest) else ""


def _number_problem(words: str, ground: Ground) -> str:
    """Say so if it gives a number of its own; those of a date are given only as that date."""
    said = _without_dates(_without_names(words, ground.sources), ground.dates)
    years = [match.group() for date in ground.dates if (match := _YEAR.search(date))]
    new = sorted(_numbers_in([said]) - _numbers_in([*ground.passages, *years]))
    return f"it gives the number {new[0]}, and its passages do not" if new else ""


def _numbers_in(texts: Sequence[str]) -> set[str]:
    return numbers_of(split_words(" ".join(texts)))


def _without_dates(words: str, dates: Sequence[str]) -> str:
    """Leave dates out, also without their year and with the day first."""
    for date in dates:
        forms = [date]
        if parts := _MONTH_DAY.fullmatch(date):
            month, day, year = parts.groups()
            forms += [f"{day} {month} {year}", f"{month} {day}", f"{day} {month}"]
        for form in forms:
            words = re.sub(rf"\b{re.escape(form)}\b", " ", words)
    return words


def _name_of(source: str) -> re.Pattern[str]:
    """Give the pattern of a source's name, which is found as whole words alone."""
    return re.compile(rf"(?<!\w){re.escape(source)}(?!\w)", re.IGNORECASE)


def _without_names(words: str, sources: Sequence[str]) -> str:
    """Take names out, a longer one before one that is part of it."""
    for source in sorted(sources, key=len, reverse=True):
        words = _name_of(source).sub(" ", words)
    return words


def _own_words_problem(words: str, ground: Ground) -> str:
    """Say so if it has names, or too many other words, that are the model's own.

    A word that is swapped for another of its kind, a tunnel for a bridge, gets past any judge of meaning now
    and then; so a sentence has to keep to the words of its passages.
    """
    if not same_language(spoken(), ENGLISH):
        return ""
    given = _stems([*ground.passages, *ground.dates])
    known = given | _stems([*ground.sources, *ground.claim])
    names = {stem(name.casefold()): name for name in _names_in(words)}
    new = [name for found, name in names.items() if found not in known]
    if new:
        return f"it names {new[0]}, and its passages do not"
    left = _without_names(words, ground.sources)
    said = [word for word in split_words(left) if carries_meaning(word) or word in _MEASURES]
    own = [word for word in said if stem(word) not in given | names.keys()]
    if len(own) <= _MOST_OWN_WORDS * len(said):
        return ""
    return f"its passages do not say {' or '.join(f'“{word}”' for word in own[:4])}; keep to their words"


def _turned_problem(words: str, ground: Ground) -> str:
    """Say so if it denies what its passages do not, or leaves out a denial or hedge that all of them have."""
    if not same_language(spoken(), ENGLISH):
        return ""
    denied, denials = has_negation(words), [has_negation(passage) for passage in ground.passages]
    if denied not in denials:
        return f"its passages {'do not deny that' if denied else 'deny something, and it does not'}"
    for source in dict.fromkeys(ground.said_by):
        if denied not in [one for one, by in zip(denials, ground.said_by, strict=True) if by == source]:
            turned = "does not deny that" if denied else "denies something, and it does not"
            return f"{source} {turned}; write a sentence for each source"
    hedges = [left_open_by(passage) for passage in ground.passages]
    if all(hedges) and not left_open_by(words):
        return f"its passages say “{min(hedges[0])}”, and it does not"
    return ""


def _speaker_problem(words: str, ground: Ground) -> str:
    unnamed = [source for source in ground.sources if not _name_of(source).search(words)]
    return f"it does not say who says it; begin with: According to {unnamed[0]}," if unnamed else ""


def _stems(texts: Sequence[str]) -> set[str]:
    return {stem(word) for word in split_words(" ".join(texts))}


def _names_in(words: str) -> list[str]:
    """Give the words that begin with a capital, but for the first: people, places, months."""
    return [word for word in _WORD.findall(words)[1:] if word[0].isupper()]


def question_problem(words: str, claim: str) -> str:
    """Say what is wrong with a question that is left open on a claim, or nothing."""
    problem = line_problem(words, _LONGEST_QUESTION)
    if problem:
        return problem
    if not ends_as_question(words):
        return "it is no question"
    return about_problem(words, claim) or beyond_claim_problem(words, claim)


def beyond_claim_problem(words: str, claim: str) -> str:
    """Say so if words that rest on the claim alone bring a number or a name of their own along."""
    numbers = sorted(_numbers_in([words]) - _numbers_in([claim]))
    if numbers:
        return f"it gives the number {numbers[0]}, and the claim does not"
    known = _stems([claim])
    names = [name for name in _names_in(words) if stem(name.casefold()) not in known]
    if names and same_language(spoken(), ENGLISH):
        return f"it names {names[0]}, and the claim does not"
    return ""


def about_problem(words: str, claim: str) -> str:
    """Say so if words share none with the claim that they should be about."""
    if same_language(spoken(), ENGLISH) and not set(content_stems(words)) & set(content_stems(claim)):
        return "it is not about the claim"
    return ""


def denial_problem(words: str, claim: str) -> str:
    """Say so if words deny something, and the claim does not: the sides would change places."""
    if same_language(spoken(), ENGLISH) and has_negation(words) and not has_negation(claim):
        return "the claim does not deny that"
    return ""


def line_problem(words: str, longest: int) -> str:
    """Say what is wrong with words as one line of so many characters in the language spoken, or nothing."""
    if not words.strip():
        return "it is empty"
    if len(words) > longest:
        return f"it has {len(words):,} characters, and {longest} are the most"
    if not words.isprintable():
        return "it holds line breaks or characters that are not shown"
    if _MARKUP.search(words) or WEB_ADDRESS.search(words):
        return "it holds markup, a citation or an address"
    if same_language(spoken(), ENGLISH) and not is_english(words):
        return "it is not in English"
    return ""
