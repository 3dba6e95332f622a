"""What in a source's own words an editor would point out: hedges, people without names, corrections.

They are found in texts in English, Spanish and Arabic, and only quoted: a sentence on them says no more than
the words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factbook.drafting.choosing import Chosen
from factbook.drafting.clauses import CORRECTED, LONGEST_WORDS, excerpt
from factbook.drafting.draft import Cited, Material
from factbook.drafting.hedges import PASSED_ON, has_hedge
from factbook.evidence.lexical import DENIALS
from factbook.evidence.sentences import ends_as_question, split_sentences
from factbook.evidence.words import content_stems, has_negation
from factbook.model.anchoring import Span
from factbook.model.claim import Point

UNNAMED = re.compile(
    r"\b(?:on (?:the )?condition of anonymity|anonymous (?:sources?|officials?)|"
    r"(?:(?:declined|refused) to|(?:asked|preferred|requested|wished|wanted) (?:not to|to not)) be "
    r"(?:named|identified)|sources? (?:familiar with|close to|with knowledge of)|"
    r"(?:people|officials?|person) (?:familiar with|with knowledge of) (?:the|his|her|their|its) "
    r"(?:matter|case|deal|decision|discussions?|incident|investigation|negotiations?|plans?|situation|talks|"
    r"thinking)|"
    r"unnamed (?:sources?|officials?)|"
    r"bajo (?:la )?condición de anonimato|(?:fuentes?|funcionari[oa]s?) anónim[oa]s?|fuentes? cercanas? al?|"
    r"(?:pidi(?:ó|eron)|prefiri(?:ó|eron)) no ser (?:citad|identificad|nombrad)[oa]s?|"
    r"مصدر مطلع|مصادر (?:مطلعة|مجهولة|لم تسمها)|(?:رفض(?:ت|وا)?|(?:طلب|فضّ?ل)(?:ت|وا)? عدم) "
    r"(?:الكشف عن|ذكر|نشر) (?:اسمه|اسمها|هويته|هويتها|أسمائهم))\b",
    re.IGNORECASE,
)
"""Words by which a source says that it does not name who told it."""

_SPOKEN = re.compile('“[^”]*”|«[^»]*»|"[^"]*"')

_MOST_BEHIND = 2
"""Sentences that are quoted behind that of a correction."""

_BETWEEN_CLAUSES = r"[,;:–—]"

_OWN_CLAUSE = 3
"""Words with a meaning that make a clause with a hedge one that says something by itself."""

_LEAST_SHARED = 1 / 2
"""Share of a point's words that a sentence has to have to be a hedge on that point."""


def is_put_flatly(text: str) -> bool:
    """Tell whether a claim is a statement without any hedge in it."""
    return not (ends_as_question(text) or has_hedge(text) or PASSED_ON.search(text))


def find_hedge(material: Material, source: str, point: Point) -> Chosen | None:
    """Give the words by which a source hedges what it says on a point; of a denial, nothing is passed on."""
    if DENIALS.search(point.text) or has_negation(point.text):
        return None
    about = frozenset(content_stems(point.text))
    # Who denies what is alleged does not pass it on.
    found = [
        one
        for one in _matching(material, source, PASSED_ON)
        if not DENIALS.search(one.words) and not _hedges_something_else(one.words, about)
    ]
    held = [(len(about & set(content_stems(one.words))), -place, one) for place, one in enumerate(found)]
    shared, _, best = max(held, default=(0, 0, None), key=lambda entry: entry[:2])
    return best if best and shared >= _least_shared(about) else None


def _hedges_something_else(words: str, about: frozenset[str]) -> bool:
    """Tell whether the hedge stands in a clause of its own that is hardly about the point."""
    hedge = PASSED_ON.search(words)
    if not hedge:
        return False
    before = re.split(_BETWEEN_CLAUSES, words[: hedge.start()])[-1]
    after = re.split(_BETWEEN_CLAUSES, words[hedge.end() :])[0]
    clause = set(content_stems(f"{before} {after}"))
    return len(clause) >= _OWN_CLAUSE and len(clause & about) < _least_shared(about)


def _least_shared(about: frozenset[str]) -> float:
    return max(2, _LEAST_SHARED * len(about))


def find_unnamed(material: Material, source: str) -> Chosen | None:
    """Give the words by which a source says that it does not name who told it."""
    return next(_matching(material, source, UNNAMED), None)


def find_correction(material: Material, source: str) -> Chosen | None:
    """Give the words by which a source corrects or adds to what it first said, with what follows on them."""
    text = material.texts.get(source, "")
    spans = split_sentences(text)
    for place, span in enumerate(spans):
        if CORRECTED.search(text[span.start : span.end]):
            whole = _with_those_behind(text, spans[place : place + 1 + _MOST_BEHIND])
            found = excerpt(text, whole) or excerpt(text, span)
            if found and not found.spoken and CORRECTED.search(found.words):
                return Chosen(source, found.words, Cited(source, span=found.span), found.spoken)
    return None


def _with_those_behind(text: str, spans: list[Span]) -> Span:
    """Join a sentence with those behind it in its paragraph: what is right often stands there alone."""
    joined = spans[0]
    for span in spans[1:]:
        words = text[joined.start : span.end].split()
        if "\n" in text[joined.end : span.start] or len(words) > LONGEST_WORDS:
            break
        joined = Span(joined.start, span.end)
    return joined


def _matching(material: Material, source: str, pattern: re.Pattern[str]) -> Iterator[Chosen]:
    text = material.texts.get(source, "")
    if not pattern.search(text):
        return
    for span in split_sentences(text):
        if pattern.search(text[span.start : span.end]):
            found = excerpt(text, span)
            # What somebody says whom the source quotes is no word of its own.
            if found and not found.spoken and pattern.search(_SPOKEN.sub("", found.words)):
                yield Chosen(source, found.words, Cited(source, span=found.span), found.spoken)
