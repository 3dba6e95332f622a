"""The numbered passages that a language model may rest its sentences on: exact words of sources, and no more.

They are chosen by what the check holds and by shared words, and by no model, so that the same check gives the
same passages on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from factbook.drafting.draft import Cited, Material
from factbook.drafting.stands import standing_stances
from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.sentences import split_sentences
from factbook.model.anchoring import Span
from factbook.model.claim import Point
from factbook.model.coding import cells
from factbook.model.stance import StanceValue

MOST_PASSAGES = 30
"""Passages in all: about 2,000 words, which the smallest models in use can read at once."""

_BEST_OF_SOURCE = 3
"""Sentences of one source on one point, beside those that its stance rests on."""

_INTEREST = re.compile(
    r"\b(?:fund(?:s|ed|ing)\b|sponsor|financ(?:ed|ing)\b|own(?:s|ed) by|paid (?:for )?by|donat|profit|"
    r"benefit|lobby|stake in|share(?:s|holders?) (?:in|of)\b|campaign(?:s|ed|ing) (?:for|against)|"
    r"invest(?:s|ed|ors?)\b)",
    re.IGNORECASE,
)
"""How a sentence sounds that may tell who gains."""


_SPEAKS_TO_MODELS = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your |what )*(?:previous|prior|above|earlier|"
    r"instructions?|rules|you (?:were|have been) told)\b|\b(?:system|developer) (?:prompt|message)\b|"
    r"\b(?:AI|language) (?:systems?|models?|assistants?)\b[^.!?]{0,80}"
    r"\b(?:must|should|say|write|answer|summar\w+|rate)\b|"
    r"\b(?:your|the) (?:answer|response|summary|output) (?:must|should|has to|is to)\b|"
    r"\bwhen(?:ever)? you (?:summari[sz]e|answer|rate|process)\b|</?(?:data|system|instructions?)>",
    re.IGNORECASE,
)
"""Sentences that give orders to a language model. They are not shown to one unless a person quoted them; what
is let through all the same can only be told as what its source says."""


@dataclass(frozen=True)
class NumberedPassage:
    """Exact words of a source, and what cites them."""

    number: int
    cited: Cited
    span: Span
    words: str


def number_passages(material: Material) -> tuple[NumberedPassage, ...]:
    """Give the passages of a check, numbered from 1 in the order in which they stand in its sources.

    Where there are too many, those that stances rest on go first, then the best of each source in turn.
    """
    kept: list[NumberedPassage] = []
    for found in _by_worth(material):
        if len(kept) == MOST_PASSAGES:
            break
        if not any(_overlap(found, other) for other in kept):
            kept.append(found)
    order = {source.id: place for place, source in enumerate(material.check.sources)}
    kept.sort(key=lambda one: (order[one.cited.source], one.span))
    return tuple(replace(one, number=number) for number, one in enumerate(kept, start=1))


def _by_worth(material: Material) -> Iterator[NumberedPassage]:
    yield from _quoted(material)
    sources = [source.id for source in material.check.sources if material.texts.get(source.id)]
    sentences = {source: _sentences(material.texts[source]) for source in sources}
    best = [
        [_passage(material, source, span) for span in _best(material.texts[source], sentences[source], point)]
        for point in material.check.points
        for source in sources
    ]
    for rank in range(_BEST_OF_SOURCE):
        yield from (found[rank] for found in best if rank < len(found))
    for source in sources:
        text = material.texts[source]
        telling = (span for span in sentences[source] if _INTEREST.search(text, span.start, span.end))
        yield from (_passage(material, source, span) for span in islice(telling, 1))


def _sentences(text: str) -> list[Span]:
    return [
        span for span in split_sentences(text) if not _SPEAKS_TO_MODELS.search(text, span.start, span.end)
    ]


def _quoted(material: Material) -> Iterator[NumberedPassage]:
    """Give the words that stances rest on, where they stand in the text that drafters are shown."""
    check, by_cell = material.check, cells(material.check)
    for point in check.points:
        for source in check.sources:
            for value in StanceValue:
                for stance in standing_stances(check, by_cell[source.id, point.id], value):
                    for quote in map(check.quote, stance.quotes):
                        if quote.suggested_by and _SPEAKS_TO_MODELS.search(quote.exact):
                            continue
                        span = Span(quote.start, quote.end)
                        if material.texts.get(source.id, "")[span.start : span.end] == quote.exact:
                            yield NumberedPassage(0, Cited(source.id, quote=quote.id), span, quote.exact)


def _best(text: str, sentences: list[Span], point: Point) -> list[Span]:
    """Give the sentences that share most with a point, best first."""
    scores = bm25_scores(point.text, [text[start:end] for start, end in sentences])
    # Rounded, so that the last digits of another machine choose nothing else.
    order = np.argsort(-scores.round(6), kind="stable")[:_BEST_OF_SOURCE]
    return [sentences[int(place)] for place in order if scores[place] > 0]


def _passage(material: Material, source: str, span: Span) -> NumberedPassage:
    return NumberedPassage(0, Cited(source, span=span), span, material.texts[source][span.start : span.end])


def _overlap(one: NumberedPassage, other: NumberedPassage) -> bool:
    return (
        one.cited.source == other.cited.source
        and one.span.start < other.span.end
        and other.span.start < one.span.end
    )
