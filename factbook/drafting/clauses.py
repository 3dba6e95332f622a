"""Cutting a sentence of a source down to what is quoted of it, at the edges of clauses and without a change.

What is left out must not turn what is left around: a denial, a hedge, a contrast, a condition or who said it
is never cut off. Quotation marks and brackets are kept in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factbook.drafting.quotations import is_spoken
from factbook.evidence.lexical import DENIALS, HEDGES
from factbook.evidence.words import content_stems, has_negation
from factbook.model.anchoring import Span
from factbook.model.finding import Citation, split_citations

MOST_WORDS = 32
"""A sentence of no more words is quoted whole."""

LONGEST_WORDS = 55
"""One of more words is quoted only if it can be cut."""

FEWEST_WORDS = 5

_FROM_ITS_BEGINNING = 2
"""How many words of what it is about a cut may lack if it starts where the sentence does."""

_EDGE = re.compile(r"[,;:—–]\s+|\s+[—–-]\s+")
"""Marks alone: a cut before "and" or "before" would take the end off what was said."""

_NEW_START = ";:"
"""Behind these words can stand alone; behind a comma or a dash they mostly go on with something."""

_LEADS_IN = re.compile(
    r"(?:(?:and|but|so|yet)\s)?"
    r"(?:while|although|though|if|when|whenever|as|after|before|since|because|despite|given|once|unless|with|in|at|"
    r"on|during|amid|following)\s",
    re.IGNORECASE,
)
"""How a sentence begins whose first clause leads in to what it says."""

_ASKS_FOR_MORE = re.compile(
    r"(?:(?:and|but|so|yet)\s)?(?:while|although|though|if|when|whenever|as|because|once|unless|given)\s|but\s|yet\s",
    re.IGNORECASE,
)
"""How a clause begins that says nothing yet: behind "but as the mayor tells us" comes what she tells."""

_GOES_WITH_IT = re.compile(r"(?:or|nor)\b|(?:[\w’'-]+ ){1,3}(?:and|or)\b", re.IGNORECASE)
"""An alternative, or the rest of a list: it belongs to the words before it, and the verb may be behind it."""

_PUT_IN = re.compile(r"(?:which|who|whom|whose|where)\b", re.IGNORECASE)
_GOES_ON = re.compile(rf"{_PUT_IN.pattern}[^,]*,", re.IGNORECASE)
"""A clause that is put in behind a name: the sentence goes on after it."""

_TURNS = re.compile(
    r"\b(?:but|however|although|though|yet|unless|if|except|despite|whether|only|instead|rather|until|nor|"
    r"pero|aunque|salvo|sino|si)\b",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(
    r"\b(?:said|says|told|tells|added|adds|wrote|writes|stated|states|report|reporting|cit(?:ing|ed)|quot(?:ing|ed)|"
    r"confirm(?:s|ed|ing)?|announc(?:es|ed|ing)|argu(?:es|ed|ing)|insist(?:s|ed|ing)?|warn(?:s|ed|ing)?|"
    r"believ(?:es?|ed)|thinks?|thought|estimat(?:es?|ed)|dijo|dicen?|según|afirm[aó]|asegur[aó]|declar[aó])\b",
    re.IGNORECASE,
)
"""Words that put what is said down to somebody: without them hearsay would read as a fact."""

_TRIMMED = " \t,;:—–-."
_BULLETS = "•·▪◦‣*"
_DATELINE = re.compile(
    r"(?:(?:[A-Z][A-Z.'’-]+[, ]+){1,4}(?:[A-Z]\w+\.? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2} ?)?(?:\([^)]{2,30}\) ?)?"
    r"|(?:[A-Z][\w.,' ]{1,40})?\((?:Reuters|[A-Z][A-Z ]{1,20}|dpa)\) ?)(?:--|—|–|-) *"
)
"""Where and when an agency's story was sent, like "LAS VEGAS, Feb. 19 (UPI) --"."""


CORRECTED = re.compile(
    r"^(?:UPDATED?|Update|CORRECTION|Correction|Clarification|Editor['’]s [Nn]ote|"
    r"ACTUALIZACIÓN|Actualización|CORRECCIÓN|Corrección|Fe de erratas|Rectificación|Nota de la redacción|"
    r"تصحيح|تحديث|توضيح|تنويه)"
    r"\b[^.:]{0,30}:\s+(?:\S+\s+){6}"
)
"""How a correction or an addition below an article begins, if it goes on for some words."""

_DAY = r"(?:\d{1,2}\.?(?: de)? [^\W\d_]+\.?(?: de)?,? \d{4}|[^\W\d_]+\.? \d{1,2}, \d{4}|\d{4}-\d\d-\d\d)"
_BYLINE = re.compile(rf"(?:[^\n.!?]{{0,80}}(?:[,،|·•–—-]\s*))?{_DAY}")
"""A line that only says who published what stands below, and when."""

_STOPS = ".!?…؟。:;,"
_CLOSING = "\"'”’»)]"


@dataclass(frozen=True)
class Excerpt:
    """Words that can be quoted.

    ``span`` says where they stand, ``spoken`` whether somebody is speaking in them in the source, and
    ``heading`` whether their line ends with them, without a stop, as that of a headline does.
    """

    span: Span
    words: str
    spoken: bool
    heading: bool


def excerpt(text: str, sentence: Span, *, about: frozenset[str]) -> Excerpt | None:
    """Give what to quote of one sentence of a text, or ``None`` if nothing of it can stand alone.

    ``about`` are the stems that it should hold as many of as can be.
    """
    candidates = [found for span in _cuts(text, sentence) if (found := _quotable(text, span))]
    if not candidates:
        return None
    fitting = [one for one in candidates if len(one.words.split()) <= MOST_WORDS]
    if not fitting:
        shortest = min(candidates, key=lambda one: len(one.words))
        return shortest if len(shortest.words.split()) <= LONGEST_WORDS else None

    def worth(one: Excerpt) -> tuple[int, int]:
        held = len(about & set(content_stems(one.words)))
        # From its middle on a sentence reads badly: only for more of what it is about.
        return held + _FROM_ITS_BEGINNING * (one.span.start - sentence.start < 3), len(one.words)

    return max(fitting, key=worth)


def excerpt_whole(text: str, span: Span) -> Excerpt | None:
    """Give what to quote of a stretch of a text without a cut; ``None`` if it is too long or broken off."""
    found = _quotable(text, span)
    return found if found and len(found.words.split()) <= LONGEST_WORDS else None


def _cuts(text: str, sentence: Span) -> Iterator[Span]:
    """Give the sentence, and if it is long every run of its clauses whose rest can be left out."""
    yield sentence
    words = text[sentence.start : sentence.end]
    if len(words.split()) <= MOST_WORDS:
        return
    edges = [0, *(match.end() for match in _EDGE.finditer(words)), len(words)]
    for first in range(len(edges) - 1):
        for last in range(first + 1, len(edges)):
            if (first, last) != (0, len(edges) - 1) and _stands_alone(words, edges, first, last):
                yield Span(sentence.start + edges[first], sentence.start + edges[last])


def _stands_alone(words: str, edges: list[int], first: int, last: int) -> bool:
    """Tell whether the clauses between two edges of a sentence say what they say in the whole of it."""
    start, end = edges[first], edges[last]
    begins = first == 0 or words[:start].rstrip()[-1:] in _NEW_START
    dashed = words[: edges[1]].rstrip()[-1:] in set("—–-")  # Then more is put in before what it leads in to.
    leads_in = first == 0 and (last == 1 or dashed) and _LEADS_IN.match(words)
    # Behind a clause that is put in, the sentence goes on with what it says.
    put_in = end < len(words) and _PUT_IN.match(words, edges[last - 1])
    hangs = end < len(words) and _ASKS_FOR_MORE.match(words, edges[last - 1])
    breaks_off = put_in or hangs or _GOES_ON.match(words, end) or _GOES_WITH_IT.match(words, end)
    return begins and not leads_in and not breaks_off and not _turned_by(words[:start], words[end:])


def has_hedge(words: str) -> bool:
    """Tell whether words pass something on without standing behind it; May is a month."""
    return HEDGES.search(words.replace("May", "")) is not None


def _turned_by(*left_out: str) -> bool:
    return any(
        _TURNS.search(part)
        or _SAYS_WHO.search(part)
        or DENIALS.search(part)
        or has_hedge(part)
        or has_negation(part)
        for part in left_out
    )


def _quotable(text: str, span: Span) -> Excerpt | None:
    start, end = span
    dateline = _DATELINE.match(text, start, end)
    start = dateline.end() if dateline else start
    while start < end and text[start] in _TRIMMED + _BULLETS:
        start += 1
    while start < end and text[end - 1] in _TRIMMED:
        end -= 1
    start, end, stripped = _without_marks(text, start, end)
    words = text[start:end]
    if len(words.split()) < FEWEST_WORDS or "\n" in words or not _paired(words):
        return None
    if any(isinstance(piece, Citation) for piece in split_citations(words)):
        return None  # It would be taken for a citation of ours.
    heading = _ends_its_line(text, end)
    if heading and _BYLINE.fullmatch(words):
        return None
    return Excerpt(Span(start, end), words, stripped or is_spoken(text, start), heading)


def _ends_its_line(text: str, end: int) -> bool:
    """Tell whether a line ends at a place, with no stop there nor behind the marks that close a quotation."""
    line_end = text.find("\n", end)
    behind = text[end : line_end if line_end >= 0 else None]
    before = text[max(end - len(_CLOSING), 0) : end].rstrip(_CLOSING)
    return not behind.strip(f" \t{_CLOSING}") and before[-1:] not in _STOPS


def _without_marks(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Leave out quotation marks at the ends that have no partner within, or that hold the whole."""
    stripped = False
    words = text[start:end]
    if words[:1] in set('“"«„') and not set(words[1:-1]) & set('”"»'):
        start, stripped = start + 1, True
        words = text[start:end]
    if words[-1:] in set('”"»') and not set(words[:-1]) & set('“"«„'):
        end, stripped = end - 1, True
    while start < end and text[end - 1] in _TRIMMED:
        end -= 1
    return start, end, stripped


def _paired(words: str) -> bool:
    open_, close = (sum(words.count(mark) for mark in marks) for marks in ("“«„", "”»"))
    brackets = words.count("(") == words.count(")") and words.count("[") == words.count("]")
    return open_ == close and words.count('"') % 2 == 0 and brackets
