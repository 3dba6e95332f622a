"""Hedges: words by which a source passes something on, or leaves it open, as drafting asks after them.

Three questions are asked, and each has words of its own, since it errs on another side:

- `has_hedge`: may these words be a hedge at all? No claim with one is called flat, and no place and date with
  one is left out before a sentence ("RUMOUR -"); one word too many does no harm. It goes by the words that
  models of `evidence` count.
- `PASSED_ON`: does a source hedge, so that a draft may say so of it? One too many would be untrue, and "says"
  is no hedge.
- `left_open_by`: which words may a sentence not leave out that rests on these? "Could" and "if" are among
  them, by which nothing is passed on; and no verb of saying, since who says it is named anyway.

"May" with a capital is the month.
"""

from __future__ import annotations

import re

from factbook.evidence.lexical import HEDGES
from factbook.evidence.words import split_words

PASSED_ON = re.compile(
    r"\b(?:reportedly|allegedly|alleged|supposedly|rumou?red|unconfirmed|unverified|"
    r"(?:(?:could|can)(?: ?not|n['’]t) (?:yet )?(?:be )?(?:immediately |independently )*|"
    r"(?:has|have)(?: ?not|n['’]t) (?:yet )?been (?:immediately |independently )*|"
    r"(?:was|were)(?: ?not|n['’]t) (?:immediately |independently )+)(?:verif\w+|confirm\w*)|"
    r"yet to (?:confirm|be confirmed)|if true|"
    r"(?:presunt|supuest)amente|al parecer|según (?:rumores|trascendió)|(?:sin|por) confirmar|"
    r"no (?:ha sido |han sido |est[áa]n? )?(?:confirmad|verificad)[oa]s?|de ser cierto|"
    r"يُ?زعم|زُ?عم|مزعومة?|مزاعم|يُ?قال إن|(?:لم|غير) (?:يتأكد|مؤكدة?)|"
    r"لم يتس[نّ]+ى? (?:التحقق|التأكد)|شائعات)\b",
    re.IGNORECASE,
)
"""Words by which a source passes something on without standing behind it, in the languages of reports."""

_LEFT_OPEN = frozenset(
    """could might would may allegedly alleged reportedly supposedly apparently appears seems rumored rumoured
    unconfirmed possibly perhaps if whether claim claims claimed believe believes believed assume assumed
    suspect suspected fear fears feared doubt doubts""".split()
)

_MONTH = re.compile(r"\bMay\b")


def has_hedge(words: str) -> bool:
    """Tell whether there is anything in English words by which they may pass something on."""
    return HEDGES.search(_without_month(words)) is not None


def left_open_by(words: str) -> set[str]:
    """Give the English words, in lower case, without which something else would be said, and more."""
    return set(split_words(_without_month(words))) & _LEFT_OPEN


def _without_month(words: str) -> str:
    return _MONTH.sub(" ", words)
