"""What is quoted of a sentence of a source: all of it, in its own words, or nothing.

The beginning of a sentence may say whose words follow, and its end may turn what it says: so nothing is cut
off, and what is longer than `LONGEST_WORDS` is not quoted. Nor is a sentence that breaks off: that goes on in
what follows, or began in what stands before it. Quotation marks and brackets are kept in pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from factbook.drafting.hedges import has_hedge
from factbook.drafting.quotations import is_spoken, parts_a_quotation
from factbook.evidence.lexical import DENIALS
from factbook.evidence.sentences import split_sentences
from factbook.evidence.words import has_negation
from factbook.model.anchoring import Span, find_words
from factbook.model.finding import Citation, split_citations

LONGEST_WORDS = 55
"""No more words are quoted."""

FEWEST_WORDS = 5

_FIRST_WORD = re.compile(r"\w+")

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

_ENDS_SENTENCE = ".!?…؟。！？"
_STOPS = f"{_ENDS_SENTENCE}:;,"
_CLOSING = "\"'”’»)]」』）"
_LEADS_ON = ",;:–—-،؛"
_BEHIND = re.compile(r"[ \t\r]*+(\n\s*+)?+(\S?)")
_HANGS = re.compile(r"\b(?:a|an|and|as|at|by|for|from|in|of|on|or|than|that|the|to|with)\s*$")
"""How a line ends whose last words are lost."""

_NEAR = 16
"""Characters that are looked at for the mark before a place, and behind it for a word."""

_LINE_ENDS = re.compile(r"[ \t\"'”’»)\]]*+(?:\n|\Z)")


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


def excerpt(text: str, sentence: Span, *, chosen: Span | None = None) -> Excerpt | None:
    """Give what to quote of one sentence of a text, or of several; ``None`` if it cannot stand alone.

    Where somebody chose the words between two places of the text, ``chosen``, the sentence may begin and end
    with them.
    """
    found = None if _breaks_off(text, sentence, chosen) else _quotable(text, sentence)
    return found if found and len(found.words.split()) <= LONGEST_WORDS else None


def stands_whole(quoted: str, words: str) -> bool:
    """Tell whether words are whole sentences of a quote, or all of it: a part may say the opposite."""
    bare = [_bare(quoted, sentence) for sentence in split_sentences(quoted)]
    starts, ends = {start for start, _, _ in bare}, {end for _, end, _ in bare}
    return any(place.start in starts and place.end in ends for place in find_words(quoted, words))


def _breaks_off(text: str, sentence: Span, chosen: Span | None) -> bool:
    """Tell whether a sentence goes on in what follows it, or began in what stands before it."""
    begins = (chosen and sentence.start == chosen.start) or _begins(text, sentence.start)
    ends = (chosen and sentence.end == chosen.end) or _ends(text, sentence.end)
    return not (begins and ends)


def _begins(text: str, start: int) -> bool:
    """Tell whether no sentence before a place of a text goes on there."""
    if text.startswith((",", ";", ":", "..", "…"), start):
        return False
    before = text[max(start - _NEAR, 0) : start].rstrip(" \t\r")
    first = _FIRST_WORD.search(text, start, start + _NEAR)
    begins_line = not before or before.endswith("\n")
    if first and first.group()[0].islower():
        return begins_line and (not before.strip() or _is_stopped(before))
    return begins_line or (_is_stopped(before) and text[start] not in _LEADS_ON)


def _ends(text: str, end: int) -> bool:
    """Tell whether the sentence before a place of a text does not go on behind it."""
    words = text[max(end - _NEAR, 0) : end]
    if words.rstrip(_CLOSING + " \t\n").endswith((*_LEADS_ON, "..", "…")):
        return False
    behind = _BEHIND.match(text, end)
    line_end, follows = behind.groups() if behind else ("", "")
    if line_end or not follows:
        return _is_stopped(words) or not (follows.islower() or _HANGS.search(words))
    return _is_stopped(words) and not follows.islower() and follows not in _LEADS_ON


def _is_stopped(words: str) -> bool:
    """Tell whether words end with the mark of a sentence, and do not trail off."""
    words = words.rstrip(_CLOSING + " \t\r\n")
    return words.endswith(tuple(_ENDS_SENTENCE)) and not words.endswith(("..", "…"))


def _turns(words: str) -> bool:
    return bool(DENIALS.search(words)) or has_hedge(words) or has_negation(words)


def _quotable(text: str, span: Span) -> Excerpt | None:
    start, end, stripped = _bare(text, span)
    words = text[start:end]
    if len(words.split()) < FEWEST_WORDS or "\n" in words or not _paired(words):
        return None
    if parts_a_quotation(text, Span(start, end)):
        return None
    if any(isinstance(piece, Citation) for piece in split_citations(words)):
        return None  # It would be taken for a citation of ours.
    heading = _ends_its_line(text, end)
    if heading and _BYLINE.fullmatch(words):
        return None
    return Excerpt(Span(start, end), words, stripped or is_spoken(text, start), heading)


def _bare(text: str, span: Span) -> tuple[int, int, bool]:
    """Give where a sentence begins and ends without its dateline, bullet, stop and single marks of quotation.

    The third tells whether such a mark was left out.
    """
    start, end = span
    dateline = _DATELINE.match(text, start, end)
    if dateline and not _turns(dateline.group().title()):  # Like "RUMOUR -".
        start = dateline.end()
    while start < end and text[start] in _TRIMMED + _BULLETS:
        start += 1
    while start < end and text[end - 1] in _TRIMMED:
        end -= 1
    return _without_marks(text, start, end)


def _ends_its_line(text: str, end: int) -> bool:
    """Tell whether a line ends at a place, with no stop there nor behind the marks that close a quotation."""
    before = text[max(end - len(_CLOSING), 0) : end].rstrip(_CLOSING)
    return _LINE_ENDS.match(text, end) is not None and before[-1:] not in _STOPS


def _without_marks(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Leave out quotation marks at the ends that have no partner within, or that hold the whole."""
    stripped = False
    words = text[start:end]
    if words[:1] in set('“"«„') and not set(words[1:-1]) & set('”"»'):
        start, stripped = start + 1, True
        words = text[start:end]
    if words[-1:] in set('”"»') and not set(words[:-1]) & set('“"«„'):
        end, stripped = end - 1, True
    while start < end and text[start] in _TRIMMED:
        start += 1
    while start < end and text[end - 1] in _TRIMMED:
        end -= 1
    return start, end, stripped


def _paired(words: str) -> bool:
    open_, close = (sum(words.count(mark) for mark in marks) for marks in ("“«„", "”»"))
    brackets = words.count("(") == words.count(")") and words.count("[") == words.count("]")
    return open_ == close and words.count('"') % 2 == 0 and brackets
