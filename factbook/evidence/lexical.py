"""What the words alone tell of a claim and a passage: overlap, quantities, negations, and cues.

The cues follow the literature on rumours: Ferreira and Vlachos (2016) on words that refute or hedge a
headline, Recasens, Danescu-Niculescu-Mizil and Jurafsky (2013) on hedges and reporting verbs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from factbook.evidence.quantities import QUANTITY_FEATURES, compare_quantities
from factbook.evidence.sentences import split_sentences
from factbook.evidence.words import carries_meaning, is_negation, numbers_of, split_words, stem

DENIALS = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|denials?|refut\w+|debunk\w*|hoax\w*|fakes?d?|fabricat\w+|false(?:ly)?|untrue|bogus|"
    r"myth|prank\w*|satir\w+|retract\w*|disprov\w+|disput\w+|dismiss\w*|reject(?:s|ed|ing)?|contradict\w*|"
    r"misleading|mistaken(?:ly)?|wrong(?:ly)?|incorrect(?:ly)?|inaccurate|baseless|unfounded|made[ -]up|"
    r"didn['’]t happen|never happened|not true|no truth|no evidence|nonsense|photoshopp\w+|"
    r"doctored|staged)\b",
    re.IGNORECASE,
)
"""Words that turn a claim down."""

HEDGES = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|alleg(?:e|es|ed|edly|ing|ation|ations)|report(?:s|ed|edly)|rumou?r\w*|supposed(?:ly)?|"
    r"purport\w*|unconfirmed|unverified|apparent(?:ly)?|according to|sources? (?:say|said|told)|"
    r"(?:could|can|cannot|can['’]t) (?:not )?(?:be )?(?:independently )?(?:verif\w+|confirm\w*)|"
    r"yet to (?:confirm|be confirmed)|may(?: be| have)?|might|possibly|perhaps|suspected|speculat\w+|"
    r"unclear|in talks|considering|expected to|questions? (?:over|about)|whether|if true|"
    r"say(?:s|ing)?|viral)\b",
    re.IGNORECASE,
)
"""Words that pass a claim on without standing behind it."""

FIRM = re.compile(
    r"\b(?:confirm(?:s|ed|ing)|announc\w+|official(?:ly|s)?|reveal\w*|admit\w*|acknowledg\w+|proved?n?|verified|"
    r"show(?:s|ed|n)?|found|identified|arrested|convicted|released)\b",
    re.IGNORECASE,
)
"""Words that stand behind what they report."""

LEXICAL_FEATURES: tuple[str, ...] = (
    "coverage",
    "reverse_coverage",
    "pair_coverage",
    "number_missing",
    "number_conflict",
    "negation_differs",
    "name_missing",
    "claim_denies",
    "passage_denies",
    "passage_hedges",
    "passage_firm",
    "denial_differs",
    "log_words",
    "same_words_other_sense",
    *QUANTITY_FEATURES,
)
"""The columns of `lexical_features`."""

_NAME = re.compile(r"(?<=[\w,;:] )[A-Z]\w+")


def lexical_features(pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float64]:
    """Give the features of each ``(claim, passage)``: an array (pairs, features), see `LEXICAL_FEATURES`."""
    rows = [_features(claim, passage) for claim, passage in pairs]
    return np.array(rows, dtype=np.float64).reshape(len(pairs), len(LEXICAL_FEATURES))


def _features(claim: str, passage: str) -> list[float]:
    asked, given = split_words(claim), split_words(passage)
    wanted = [stem(word) for word in asked if carries_meaning(word)]
    found = [stem(word) for word in given if carries_meaning(word)]
    numbers, other_numbers = numbers_of(asked), numbers_of(given)
    coverage = _share(set(wanted), set(found))
    negation_differs = float(_negates(asked, set(wanted)) != _negates(given, set(wanted)))
    denies, denied = _count(DENIALS, claim), _count(DENIALS, passage)
    number_missing = 1 - _share(numbers, other_numbers) if numbers else 0.0
    names = {name.casefold() for name in _NAME.findall(claim)}
    return [
        coverage,
        _share(set(found), set(wanted)),
        _share(set(pairwise(wanted)), set(pairwise(found))),
        number_missing,
        number_missing * float(bool(other_numbers)),
        negation_differs,
        1 - _share(names, set(given)) if names else 0.0,
        denies,
        denied,
        _count(HEDGES, passage),
        _count(FIRM, passage),
        float((denies > 0) != (denied > 0)),
        float(np.log1p(len(given))),
        coverage * max(negation_differs, number_missing),
        *compare_quantities(claim, passage),
    ]


_REACH = 4
"""Words behind a negation that it turns round."""


def _negates(words: list[str], wanted: AbstractSet[str]) -> bool:
    """Tell whether words of a claim are negated: "dogs are not allowed on it" says nothing of its opening."""
    return any(
        is_negation(word) and any(stem(other) in wanted for other in words[place + 1 : place + 1 + _REACH])
        for place, word in enumerate(words)
    )


def _share(wanted: AbstractSet[object], found: AbstractSet[object]) -> float:
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _count(cues: re.Pattern[str], text: str) -> float:
    """Count cues, on a scale where the fifth adds little."""
    return float(np.log1p(len(cues.findall(text))))


_CLAUSE = re.compile(r"\b(?:that|claims?|rumou?rs?|reports?|stor(?:y|ies)|say(?:ing)?)\b", re.IGNORECASE)
"""What is denied begins behind one of these."""

_NOT_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|nobody|no one|without)|n['’]t)\s+(?:\w+\s+)?"
    r"(?:den(?:y|ied|ies|ying)|disput\w+|reject\w*|dismiss\w*|contradict\w*|refut\w+)\b",
    re.IGNORECASE,
)
_MOST_OF_IT = 0.75


def denies_the_opposite(claim: str, passage: str) -> bool:
    """Tell whether a passage denies the opposite of a claim, or does not deny the claim.

    "The mayor rejected rumours that the bridge will not open" has the cue and the negation, each of which
    speaks against "The bridge will open" by itself; together they do not.
    """
    if not DENIALS.search(passage) or DENIALS.search(claim):
        return False
    asked = split_words(claim)
    wanted = {stem(word) for word in asked if carries_meaning(word)}
    for start, end in split_sentences(passage):
        sentence = passage[start:end]
        begins = _CLAUSE.search(sentence)
        if not begins or not DENIALS.search(sentence):
            continue
        said = split_words(sentence[begins.end() :])
        opposite = _negates(said, wanted) != _negates(asked, wanted)
        all_of_it = _share(wanted, set(map(stem, said))) >= _MOST_OF_IT
        if all_of_it and opposite != bool(_NOT_DENIED.search(sentence)):
            return True
    return False
