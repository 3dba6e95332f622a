"""The plain drafter: the report's sentences by rule, from the check alone, the same for the same check.

It writes two kinds of sentences and no other: those that quote a source (`drafting.frames`), and those that
tell the check's own records (`drafting.standing`, `drafting.background`). What it does not find in either, it
does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from factbook.drafting.background import tell_context, tell_interests
from factbook.drafting.choosing import Chosen, choose_words
from factbook.drafting.draft import Draft, Material, Sentence
from factbook.drafting.frames import Frame, Side, choose_frame, choose_key_frame, fill
from factbook.drafting.naming import PLAIN_DRAFTER, Names, distinct
from factbook.drafting.questions import Gaps, ask_questions
from factbook.drafting.remarks import find_correction, find_hedge, find_unnamed, is_put_flatly
from factbook.drafting.speakers import find_speakers
from factbook.drafting.standing import Standing, tell_standing
from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS, Stands, stands_of
from factbook.model.finding import Section
from factbook.model.stance import StanceValue
from factbook.store.settings import Settings

NAME, VERSION = PLAIN_DRAFTER, "5"
"""A new version for every change to what the drafter says: sentences are told again only by the same one."""

_MOST_QUOTED = {1: 3, 2: 2}
"""Sources of one side that the summary quotes on a point, by how many points there are; else one."""

_MOST_KEY_POINTS = 5
_MOST_REMARKS = 2
"""Remarks of one kind."""


class PlainDrafter:
    """Drafts by rule; needs no model and no network."""

    name = NAME
    version = VERSION

    def __init__(self, settings: Settings | None = None) -> None:
        """Take the settings that every drafter is handed; it drafts the same whatever they say."""

    def draft(self, material: Material) -> Draft:
        """Draft the report of a check; without sources, there are only questions."""
        return _Writer(material).draft()


class _Writer:
    """Writes one draft; remembers what was quoted, so that no words stand in it twice."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.check = material.check
        self.names = Names(material.check)
        self.stands = stands_of(material.check)
        self.quoted: set[tuple[str, str]] = set()
        self.left: list[list[Chosen]] = []
        self.corrected: list[Chosen] = []
        self.hedging: list[Chosen] = []
        self.unnamed: list[Chosen] = []

    def draft(self) -> Draft:
        sentences: list[Sentence] = []
        if self.check.sources:
            sentences = [*self.summary(), *self.context(), *self.key_points(), *self.interests()]
        questions = ask_questions(
            self.check,
            self.stands,
            names=self.names,
            origins=self.material.origins,
            gaps=Gaps(
                hedging=self.hedging,
                unnamed=self.unnamed,
                corrected=self.corrected,
                cited=find_speakers(self.material, self.originals()),
                wordless=self.wordless(judged=True),
                read_without_words=self.wordless(judged=False),
            ),
        )
        return Draft(tuple(sentences), questions)

    def summary(self) -> Iterator[Sentence]:
        for standing in tell_standing(self.stands, names=self.names, origins=self.material.origins):
            paragraphs = self.on_point(standing.stands, standing)
            if len(self.stands) > 1:
                paragraphs = iter([[sentence for paragraph in paragraphs for sentence in paragraph]])
            for paragraph in paragraphs:
                yield from _paragraph(paragraph)

    def on_point(self, one: Stands, standing: Standing) -> Iterator[list[Sentence]]:
        """Give what is said on one point, by paragraphs: each side with its words, then what is left open."""
        most = _MOST_QUOTED.get(len(self.stands), 1)
        if standing.head:
            # The side with more origins comes first.
            first, other = sorted(
                (SUPPORTS, REFUTES), key=lambda value: -self.material.origins.count(one.judged[value])
            )
            by_origin = [standing.by_origin] if standing.by_origin else []
            yield [standing.head, *by_origin, *self.quoting(one, first, judged=True, most=most)]
            yield [*self.quoting(one, other, judged=True, most=most)]
            yield [
                *([standing.neither] if standing.neither else ()),
                *self.quoting(one, MIXED, judged=True, most=max(most - 1, 1)),
                *([standing.silent] if standing.silent else ()),
            ]
        if standing.by_model:
            told = [*standing.by_model]
            if standing.by_origin and not standing.head:
                told.append(standing.by_origin)
            for value in (SUPPORTS, REFUTES, MIXED):
                yield [*told, *self.quoting(one, value, judged=False, most=most)]
                told = []
        yield [*standing.open]

    def quoting(self, one: Stands, value: StanceValue, *, judged: bool, most: int) -> Iterator[Sentence]:
        """Quote the first of a side, and keep the others for key points."""
        side = Side(one, value, judged)
        found = self.words_of(side)
        self.left += found[most:]
        for place, same in enumerate(found[:most]):
            frame = choose_frame(self.names, _sources(same), spoken_words=same[0].spoken, place=place)
            # Where all stand on one side, the sentence before has said so.
            told = side if place == 0 and not (judged and self.is_alone(side)) else None
            yield self.quote(frame, same, side=told, points=(one.point.id,))

    def is_alone(self, side: Side) -> bool:
        """Tell whether no source takes another side on the point."""
        return sum(bool(side.stands.taking(value)) for value in (SUPPORTS, REFUTES, MIXED)) == 1

    def words_of(self, side: Side) -> list[list[Chosen]]:
        """Give the words to quote of the sources of one side, one of each origin; the same words together."""
        by_side = side.stands.judged if side.judged else side.stands.read
        by_words: dict[str, list[Chosen]] = {}
        for source in self.one_of_each(by_side[side.value]):
            chosen = choose_words(self.material, source, side.stands.point, side.value)
            if chosen and (source, chosen.words) not in self.quoted:
                by_words.setdefault(chosen.words, []).append(chosen)
        return list(by_words.values())

    def one_of_each(self, sources: Sequence[str]) -> list[str]:
        """Give one source of each origin: the likely original if it is among them."""
        by_origin: dict[str, str] = {}
        for source in sources:
            origin = self.material.origins.of(source)
            if origin not in by_origin or source == origin:
                by_origin[origin] = source
        return list(by_origin.values())

    def quote(
        self,
        frame: Frame,
        same: Sequence[Chosen],
        *,
        side: Side | None = None,
        section: Section = Section.SUMMARY,
        points: tuple[str, ...] = (),
        key_point: bool = False,
    ) -> Sentence:
        """Quote words that one source has, or several have alike."""
        self.quoted.update((one.source, one.words) for one in same)
        words = fill(frame, names=self.names, sources=_sources(same), words=same[0].words, side=side)
        return Sentence(section, words, tuple(one.cited for one in same), points, key_point)

    def context(self) -> Iterator[Sentence]:
        originals = self.originals()
        for find, frames, found_in in (
            (find_correction, (Frame.CORRECTED, Frame.ADDED), self.corrected),
            (find_unnamed, (Frame.UNNAMED, Frame.NOT_NAMED), self.unnamed),
        ):
            found = self.remarks(find(self.material, source) for source in originals)
            found_in += found
            for frame, remark in zip(frames, found, strict=False):
                yield self.quote(frame, [remark], section=Section.CONTEXT)
        yield from _paragraph(
            tell_context(self.check, self.stands, names=self.names, origins=self.material.origins)
        )

    def key_points(self) -> Iterator[Sentence]:
        """Quote the sources that the summary had no room for."""
        seen: set[str] = set()
        told = {words for _source, words in self.quoted}
        for same in self.left:
            new = [chosen for chosen in same if chosen.source not in seen]
            if not new or new[0].words in told:
                continue
            seen.update(_sources(new))
            told.add(new[0].words)
            frame = choose_key_frame(_sources(new), spoken_words=new[0].spoken)
            yield self.quote(frame, new, section=Section.CONTEXT, key_point=True)
            if len(seen) >= _MOST_KEY_POINTS:
                return

    def interests(self) -> Iterator[Sentence]:
        for one in self.stands:
            sources = self.one_of_each([*one.taking(SUPPORTS), *one.taking(MIXED)])
            found = self.remarks(find_hedge(self.material, source, one.point) for source in sources)
            self.hedging += found
            first = Frame.FLATLY if is_put_flatly(one.point.text) else Frame.HEDGED
            for frame, remark in zip((first, Frame.HEDGES), found, strict=False):
                yield self.quote(frame, [remark], section=Section.INTERESTS, points=(one.point.id,))
        yield from _paragraph(tell_interests(self.check, names=self.names))

    def remarks(self, found: Iterable[Chosen | None]) -> list[Chosen]:
        new = [one for one in found if one and (one.source, one.words) not in self.quoted]
        return new[:_MOST_REMARKS]

    def originals(self) -> list[str]:
        """Give one source of each origin that says anything on any point."""
        speaking = [
            source.id
            for source in self.check.sources
            if any(
                source.id in one.taking(value) for one in self.stands for value in (SUPPORTS, REFUTES, MIXED)
            )
        ]
        return self.one_of_each(speaking)

    def wordless(self, *, judged: bool) -> list[str]:
        """Give the sources of each side that people found, or models, and that nothing was quoted of."""
        told = {source for source, _words in self.quoted}
        by_side = [one.judged if judged else one.read for one in self.stands]
        sides = [sides[value] for sides in by_side for value in (SUPPORTS, REFUTES, MIXED)]
        unheard = distinct(source for side in sides if not told.intersection(side) for source in side)
        return [source for source in unheard if source in self.material.texts]


def _sources(same: Sequence[Chosen]) -> list[str]:
    return [one.source for one in same]


def _paragraph(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    for place, sentence in enumerate(sentences):
        yield replace(sentence, starts_paragraph=place == 0)
