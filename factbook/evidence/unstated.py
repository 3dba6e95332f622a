"""Whether a passage states what a sentence says, or only asks it or leaves it open.

To a head that weighs shared words, "will open", "may open" and "will it open?" are almost the same; who
writes the one and quotes the other has made more of a source than it says.
"""

from __future__ import annotations

import re
from collections import Counter

from factbook.evidence.sentences import only_asks
from factbook.evidence.words import carries_meaning, content_stems, stem

_SAYS_IT_IS_ASKED = re.compile(
    r"\b(?:ask|question|wonder|quer(?:y|ie)|inquir|enquir|doubt|unclear|whether)", re.IGNORECASE
)

# In lower case alone: "May" is mostly the month.
_MAY = re.compile(
    r"\b(?:may|might)\s+(?:(?:not|also|soon|still|yet)\s+)?(?:be\s+|have\s+(?:been\s+)?)?(?P<verb>[a-z]+)"
)
_LEAVES_IT_OPEN_TOO = re.compile(
    r"\b(?:(?-i:may)|might|could|would|can|if|unless|possib\w+|perhaps|likely|probab\w+|potential\w*|suggest\w*"
    r"|expect\w*|plan\w*|allow\w*|able|whether|suspect\w*|alleg\w+|risk\w*|should)\b",
    re.IGNORECASE,
)


def is_unstated(sentence: str, passage: str) -> bool:
    """Tell whether a sentence states what its passage only asks, or says that it may be.

    Where the sentence itself asks or leaves it open, or only tells that it was asked, nothing is missing.
    """
    return _is_only_asked(sentence, passage) or _only_may_be(sentence, passage)


def _is_only_asked(sentence: str, passage: str) -> bool:
    return only_asks(passage) and not (only_asks(sentence) or _SAYS_IT_IS_ASKED.search(sentence))


def _only_may_be(sentence: str, passage: str) -> bool:
    if _LEAVES_IT_OPEN_TOO.search(sentence):
        return False
    open_ = Counter(stem(verb) for verb in _MAY.findall(passage) if carries_meaning(verb))
    said, there = set(content_stems(sentence)), Counter(content_stems(passage))
    # What also stands there without "may" is stated.
    return any(verb in said and there[verb] <= times for verb, times in open_.items())
