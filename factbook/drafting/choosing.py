"""Choosing the words of a source that a sentence quotes for its stance on a point.

They come from the quotes that the stance rests on, and of several from the one that bears most on the point.
A side that only a model sees is not told in words that are silent on the point by themselves. Where there are
none but those, or a person judged without quoting, the source's own sentences are searched: those that share
most with the point, and of these the one that says most clearly what was judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from factbook.drafting.clauses import CORRECTED, LONGEST_WORDS, Excerpt, excerpt
from factbook.drafting.draft import Cited, Material
from factbook.drafting.stands import MIXED, REFUTES, SILENT, SUPPORTS, standing_stances
from factbook.evidence.bm25 import bm25_scores
from factbook.evidence.lexical import DENIALS
from factbook.evidence.pairs import Array, classify_pairs
from factbook.evidence.sentences import ends_as_question, split_sentences
from factbook.evidence.words import content_stems, has_negation, numbers_of, split_words
from factbook.model.anchoring import Span
from factbook.model.check import Check
from factbook.model.claim import Point
from factbook.model.coding import cells, counts
from factbook.model.quote import Quote
from factbook.model.stance import StanceValue

_LOOKED_AT = 8
"""Sentences of a source, those that share most with the point, that are looked at closely."""

_MOST_MARKED = 32
"""Words that a model marked are quoted together up to this number; of more, a sentence is."""

_CLEAR = 0.4
"""From this probability on, words that nobody chose are taken to show a side; else nothing is quoted."""

_SILENT = 0.6
"""Above this probability, words that only a model chose for a side are taken to say nothing of the point.

Of 768 such quotes on 200 news claims it leaves out 38; about 30 of them, read by eye, were of something else.
That words seem to take the other side shows nothing: on claims that deny, half of those were right.
"""

_LEAST_SHARED = 2
"""Words that what a model chose has to share with the point; the same words may be about something else."""

_ALIKE = 0.1
"""By so little more that other words bear on the point, those that the stance names first are not left."""

_NEARLY_ALL = 0.8
"""Share of a point's words that a sentence has to have to say it in so many words."""

_OPPOSITE = {SUPPORTS: REFUTES, REFUTES: SUPPORTS}

_POINTS_BACK = re.compile(
    r"(?:he|she|they|it|this|that|these|those|his|her|their|then|thereafter|but|and|so|also)\b", re.IGNORECASE
)
"""How words begin that need those before them to be understood."""

_ASKS = re.compile(r"(?:Do|Does|Did|Is|Are|Was|Were|Has|Have|Had|Can|Could|Should)\s(?!not\b)")
"""How words begin that ask, also where no mark says so."""

_ANNOUNCES = re.compile(
    r"(?:^|:\s)[“‘'\"«]?"
    r"(?:how|why|what|who|when|where|which|cómo|por qué|qué|quién|cuándo|dónde|كيف|لماذا|ماذا)\b",
    re.IGNORECASE,
)
"""How headings begin that tell what is said below, and do not say it."""

_NOTICE = re.compile(
    r"\b(?:click here|read more|sign up|subscribe|advertisement|getty images|story continues|vote now|"
    r"all rights reserved|follow us|cookies|share this|photo(?:graph)? by|image:|"
    r"related (?:roundups?|stories|articles|links):)",
    re.IGNORECASE,
)
"""What a page says to its visitors, and is no part of what it reports."""


@dataclass(frozen=True)
class Chosen:
    """Words to quote, what they rest on, and whether somebody is speaking in them in the source."""

    source: str
    words: str
    cited: Cited
    spoken: bool


class _Quoted(NamedTuple):
    """A quote, what of it is quoted, and how much likelier that takes the side than the other, if known."""

    quote: Quote
    excerpt: Excerpt
    leans: float = np.nan

    @property
    def corrects(self) -> bool:
        """Whether it speaks of what the source said before."""
        return CORRECTED.search(self.excerpt.words) is not None


def choose_words(material: Material, source: str, point: Point, value: StanceValue) -> Chosen | None:
    """Give the words of a source that show its stance on a point; ``None`` if none can be quoted.

    A question is quoted only if a person chose it. Of a source whose copy is damaged nothing is.
    """
    if source not in material.texts:
        return None
    about = frozenset(content_stems(point.text))
    judged = _found_by_person(material.check, source, point, value)
    quoted = [
        _Quoted(quote, max(found, key=lambda one: _held(one, about)))
        for quote in _quotes_of_stance(material, source, point, value)
        if (found := list(_excerpts_of(material, quote)))
    ]
    # Of what a model chose, all must speak of the point, and be more than a headline.
    usable = [
        one
        for one in quoted
        if not one.quote.suggested_by or (_speaks_of(one.excerpt, about) and not one.excerpt.heading)
    ]
    if telling := _telling(_foremost(usable), point, value, judged=judged):
        return _chosen(_bearing_most(telling, about))
    if searched := _search(material, source, point, value, about):
        return searched
    fitting = [one for one in quoted if one not in usable and _states(one.excerpt)]
    fitting.sort(key=lambda one: not _speaks_of(one.excerpt, about))
    if telling := _telling(fitting, point, value, judged=judged):
        return _chosen(telling[0])
    return _in_so_many_words(material, source, point) if value == SUPPORTS and judged else None


def _telling(
    quoted: Sequence[_Quoted], point: Point, value: StanceValue, *, judged: bool
) -> Sequence[_Quoted]:
    """Give those that are not silent on a point, with how far they lean to a side; all if a person judged so.

    What is mixed, or silent, has words for both sides or for none.
    """
    if value not in _OPPOSITE or not quoted or (judged and len(quoted) == 1):
        return quoted
    # Rounded, so that the last digits of another machine choose nothing else.
    said = classify_pairs([(point.text, one.excerpt.words) for one in quoted]).round(2)
    leans = _taking(value, said) - _taking(_OPPOSITE[value], said)
    return [
        one._replace(leans=float(lean))
        for one, lean, silent in zip(quoted, leans, _taking(SILENT, said), strict=True)
        if judged or one.corrects or not silent > _SILENT
    ]


def _found_by_person(check: Check, source: str, point: Point, value: StanceValue) -> bool:
    """Tell whether a person judged so, or accepted a suggestion that says so."""
    return any(counts(check, one) for one in standing_stances(check, cells(check)[source, point.id], value))


def _foremost(quoted: Sequence[_Quoted]) -> Sequence[_Quoted]:
    """Give those that go before the others: a person's; else what a source has corrected since."""
    persons = [one for one in quoted if not one.quote.suggested_by]
    return persons or [one for one in quoted if one.corrects] or quoted


def _bearing_most(quoted: Sequence[_Quoted], about: frozenset[str]) -> _Quoted:
    """Give the one that bears most on a point; of those that bear on it alike, the first that is named.

    It is measured by the words that they share and by how clearly they take the side and not the other: who
    refutes a claim often tells it first.
    """
    bears = np.array([_share(one.excerpt, about) - 0.1 * _points_back(one.excerpt) for one in quoted])
    bears += np.nan_to_num([one.leans for one in quoted]) / 2
    return quoted[int(np.flatnonzero((bears.max() - bears).round(2) <= _ALIKE)[0])]


def _chosen(one: _Quoted) -> Chosen:
    quote, best = one.quote, one.excerpt
    if best.words in quote.exact:
        return Chosen(quote.source, best.words, Cited(quote.source, quote=quote.id), best.spoken)
    # A model quoted a part of a sentence.
    return Chosen(quote.source, best.words, Cited(quote.source, span=best.span), best.spoken)


def _states(one: Excerpt) -> bool:
    """Tell whether words say something, and neither ask nor only announce what is said below."""
    asks = ends_as_question(one.words) or _ASKS.match(one.words)
    return not (asks or (one.heading and _ANNOUNCES.search(one.words)))


def _speaks_of(one: Excerpt, about: frozenset[str]) -> bool:
    shared = len(about & set(content_stems(one.words)))
    # A correction speaks of what stands above it, and need not say it once more.
    least = 1 if CORRECTED.search(one.words) else _LEAST_SHARED
    return shared >= min(least, len(about)) and _states(one)


def _quotes_of_stance(material: Material, source: str, point: Point, value: StanceValue) -> Iterator[Quote]:
    check = material.check
    by_cell = cells(check)
    stances = standing_stances(check, by_cell[source, point.id], value)
    for quote_id in dict.fromkeys(quote for stance in stances for quote in stance.quotes):
        yield check.quote(quote_id)


def _excerpts_of(material: Material, quote: Quote) -> Iterator[Excerpt]:
    text, shift = _text_around(material, quote)
    span = Span(shift, shift + len(quote.exact))
    # A person's words are theirs, from the first to the last.
    chosen = None if quote.suggested_by else span
    if len(quote.exact.split()) <= (LONGEST_WORDS if chosen else _MOST_MARKED):
        whole = excerpt(text, span, chosen=chosen)
        if whole:
            yield whole
            return
    goes_beyond = not chosen and text is material.texts[quote.source]
    for sentence in _sentences_of(text, span, goes_beyond=goes_beyond):
        found = excerpt(text, sentence, chosen=chosen)
        if found and not _NOTICE.search(found.words):
            yield found


def _sentences_of(text: str, quoted: Span, *, goes_beyond: bool) -> Iterator[Span]:
    """Give the sentences in a stretch of a text; also all of those that it has a part of, if asked for."""
    start, end = quoted
    if goes_beyond:
        line_end = text.find("\n", end)
        start, end = text.rfind("\n", 0, start) + 1, line_end if line_end >= 0 else len(text)
    for first, last in split_sentences(text[start:end]):
        sentence = Span(first + start, last + start)
        if sentence.start < quoted.end and quoted.start < sentence.end:
            yield sentence


def _text_around(material: Material, quote: Quote) -> tuple[str, int]:
    """Give a text with a quote in it, and where in it: only all of it shows whether somebody is speaking."""
    text = material.texts[quote.source]
    if text[quote.start : quote.end] == quote.exact:
        return text, quote.start
    # It stands in an older copy.
    return f"{quote.prefix}{quote.exact}{quote.suffix}", len(quote.prefix)


def _held(one: Excerpt, about: frozenset[str]) -> tuple[int, int]:
    return len(about & set(content_stems(one.words))), -len(one.words)


def _search(
    material: Material, source: str, point: Point, value: StanceValue, about: frozenset[str]
) -> Chosen | None:
    text = material.texts.get(source, "")
    spans = [span for span in split_sentences(text) if not _NOTICE.search(text[span.start : span.end])]
    shared = bm25_scores(point.text, [text[start:end] for start, end in spans])
    best_first = np.argsort(-shared, kind="stable")[: 2 * _LOOKED_AT]
    places = [int(place) for place in best_first if shared[place] > 0]
    if value == REFUTES:
        # A denial need not repeat what it denies.
        places += [place for place, (start, end) in enumerate(spans) if DENIALS.search(text[start:end])]
    excerpts = (excerpt(text, spans[place]) for place in dict.fromkeys(places))
    stated = (one for one in excerpts if one and _states(one))
    found = list(islice(stated, _LOOKED_AT if value != REFUTES else 2 * _LOOKED_AT))
    best = _clearest(point, found, value, about) if found else None
    return Chosen(source, best.words, Cited(source, span=best.span), best.spoken) if best else None


def _in_so_many_words(material: Material, source: str, point: Point) -> Chosen | None:
    """Give words that say nearly all of a point that a person found borne out, and deny no part of it.

    A side that is counted and never quoted would leave the other the only one with words.
    """
    text = material.texts[source]
    for span in split_sentences(text):
        one = excerpt(text, span)
        if one and _states(one) and not one.heading and _says_nearly_all(one.words, point.text):
            return Chosen(source, one.words, Cited(source, span=one.span), one.spoken)
    return None


def _says_nearly_all(words: str, point: str) -> bool:
    """Tell whether words have nearly all words of a point and all its numbers, and deny what it denies."""
    wanted, numbers = set(content_stems(point)), numbers_of(split_words(point))
    shared = len(wanted & set(content_stems(words)))
    return (
        shared >= _NEARLY_ALL * len(wanted)
        and numbers <= numbers_of(split_words(words))
        and _denies(words) == _denies(point)
    )


def _denies(words: str) -> bool:
    return bool(DENIALS.search(words)) or has_negation(words)


def _clearest(
    point: Point, found: Sequence[Excerpt], value: StanceValue, about: frozenset[str]
) -> Excerpt | None:
    """Give the excerpt that takes the side most clearly; the first sentence where no model can tell."""
    # Rounded, so that the last digits of another machine choose nothing else.
    side = _taking(value, classify_pairs([(point.text, one.words) for one in found])).round(2)
    if np.isnan(side).any():
        return next((one for one in found if not one.heading), found[0])
    worth = side + [_understood(one, about) for one in found]
    best = max(np.flatnonzero(side >= _CLEAR), key=lambda place: worth[place], default=None)
    return None if best is None else found[int(best)]


def _taking(value: StanceValue, said: Array) -> Array:
    """Say how likely excerpts take a side, by what `classify_pairs` says; NaN where no model can tell."""
    silent: Array = said[:, 2]
    return {SUPPORTS: said[:, 0], REFUTES: said[:, 1], MIXED: 1 - silent}.get(value, silent)


def _understood(one: Excerpt, about: frozenset[str]) -> float:
    """Say how well words are understood alone, by what they share with the point, how they begin and end."""
    return 0.5 * _share(one, about) - 0.25 * _points_back(one) - 0.25 * one.heading


def _points_back(one: Excerpt) -> bool:
    return _POINTS_BACK.match(one.words) is not None


def _share(one: Excerpt, about: frozenset[str]) -> float:
    return len(about & set(content_stems(one.words))) / max(len(about), 1)
