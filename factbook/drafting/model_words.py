"""What a sentence or question of a language model must be before anything else is asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factbook.drafting.naming import MARKS
from factbook.evidence.language import is_english
from factbook.evidence.sentences import split_sentences
from factbook.evidence.words import content_stems, numbers_of, split_words
from factbook.model.anchoring import find_words
from factbook.model.record import WEB_ADDRESS
from factbook.wording import ENGLISH, same_language, spoken

_LONGEST_SENTENCE = 400
_LONGEST_QUESTION = 200
_MARKUP = re.compile(r"[\[\]<>{}`|\\]|\*\*|^\s*#|www\.", re.MULTILINE)
_PAIRS = (*MARKS[:1], *MARKS[2:], ('"', '"'), ("„", "“"))
_QUOTED = re.compile("|".join(f"{before}([^{before}{after}]+){after}" for before, after in _PAIRS))
_STOPS = ".!?…؟。"


def sentence_problem(words: str, passages: Sequence[str], *, told: Sequence[str] = ()) -> str:
    """Say in a few words what is wrong with a sentence, or nothing.

    Parameters
    ----------
    words:
        The sentence.
    passages:
        The exact words that it rests on.
    told:
        What it may besides take numbers from: the names of its sources.
    """
    problem = _form_problem(words, _LONGEST_SENTENCE)
    if problem:
        return problem
    if len(split_sentences(words)) != 1:
        return "it is more than one sentence"
    if words.rstrip("\"'”’»)")[-1:] not in _STOPS:
        return "it has no full stop at its end"
    for found in _QUOTED.finditer(words):
        quoted = next(filter(None, found.groups())).strip(" ,.;:!?…")
        if quoted and not any(find_words(passage, quoted) for passage in passages):
            return f"it sets “{quoted}” in quotation marks, and its passages do not say so"
    given = numbers_of(split_words(" ".join([*passages, *told])))
    new = sorted(numbers_of(split_words(words)) - given)
    if new:
        return f"it gives the number {new[0]}, and its passages do not"
    return ""


def question_problem(words: str, claim: str) -> str:
    """Say what is wrong with a question that is left open on a claim, or nothing."""
    problem = _form_problem(words, _LONGEST_QUESTION)
    if problem:
        return problem
    if not words.rstrip().endswith(("?", "؟")):
        return "it is no question"
    return problem or about_problem(words, claim)


def about_problem(words: str, claim: str) -> str:
    """Say so if words share none with the claim that they should be about."""
    if same_language(spoken(), ENGLISH) and not set(content_stems(words)) & set(content_stems(claim)):
        return "it is not about the claim"
    return ""


def line_problem(words: str, longest: int) -> str:
    """Say what is wrong with a short line in the language that is spoken, or nothing."""
    return _form_problem(words, longest)


def _form_problem(words: str, longest: int) -> str:
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
