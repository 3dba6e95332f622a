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
from factbook.drafting.frames import Frame, fill
from factbook.drafting.naming import Names
from factbook.drafting.questions import ask_questions
from factbook.drafting.remarks import find_correction, find_hedge, find_unnamed, is_put_flatly
from factbook.drafting.standing import Standing, tell_standing
from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS, Stands, stands_of
from factbook.model.finding import Section
from factbook.model.stance import StanceValue
from factbook.store.settings import Settings

NAME, VERSION = "plain drafter", "1"
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
        self.left: list[tuple[Stands, Chosen]] = []
        self.hedging: list[str] = []
        self.unnamed: list[str] = []

    def draft(self) -> Draft:
        sentences: list[Sentence] = []
        if self.check.sources:
            sentences = [*self.summary(), *self.context(), *self.key_points(), *self.interests()]
        questions = ask_questions(
            self.check,
            self.stands,
            names=self.names,
            origins=self.material.origins,
            hedging=self.hedging,
            unnamed=self.unnamed,
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
            values = sorted(
                (SUPPORTS, REFUTES), key=lambda value: -self.material.origins.count(one.judged[value])
            )
            first, other, mixed = (self.side(one, value, one.judged[value]) for value in (*values, MIXED))
            yield [
                standing.head,
                *([standing.by_origin] if standing.by_origin else ()),
                *self.quoting(one, first, most, _JUDGED_FIRST),
            ]
            yield [*self.quoting(one, other, most, _JUDGED_OTHER)]
            yield [
                *([standing.neither] if standing.neither else ()),
                *self.quoting(
                    one,
                    mixed,
                    max(most - 1, 1),
                    _JUDGED_FIRST if standing.neither else _JUDGED_NEITHER,
                ),
                *([standing.silent] if standing.silent else ()),
            ]
        if standing.by_model:
            told = [standing.by_model]
            if standing.by_origin and not standing.head:
                told.append(standing.by_origin)
            for value, frame in _READ.items():
                side = self.side(one, value, one.read[value])
                yield [*told, *self.quoting(one, side, most, (frame, Frame.LIKEWISE, Frame.AND))]
                told = []
        yield [*standing.open]

    def side(self, one: Stands, value: StanceValue, sources: Sequence[str]) -> list[Chosen]:
        """Give the words to quote of the sources that take one stance on a point, one of each origin."""
        chosen = (
            choose_words(self.material, source, one.point, value) for source in self.one_of_each(sources)
        )
        return list(filter(None, chosen))

    def one_of_each(self, sources: Sequence[str]) -> list[str]:
        """Give one source of each origin: the likely original if it is among them."""
        by_origin: dict[str, str] = {}
        for source in sources:
            origin = self.material.origins.of(source)
            if origin not in by_origin or source == origin:
                by_origin[origin] = source
        return list(by_origin.values())

    def quoting(
        self, one: Stands, side: Sequence[Chosen], most: int, frames: Sequence[Frame]
    ) -> Iterator[Sentence]:
        """Quote the first of a side, each in the next of the frames, and keep the others for key points."""
        new = [chosen for chosen in side if (chosen.source, chosen.words) not in self.quoted]
        self.left += [(one, chosen) for chosen in new[most:]]
        for place, chosen in enumerate(new[:most]):
            yield self.quote(frames[min(place, len(frames) - 1)], chosen, points=(one.point.id,))

    def quote(
        self,
        frame: Frame,
        chosen: Chosen,
        *,
        section: Section = Section.SUMMARY,
        points: tuple[str, ...] = (),
        key_point: bool = False,
    ) -> Sentence:
        self.quoted.add((chosen.source, chosen.words))
        words = fill(
            frame, names=self.names, source=chosen.source, words=chosen.words, spoken_words=chosen.spoken
        )
        return Sentence(section, words, (chosen.cited,), points, key_point)

    def context(self) -> Iterator[Sentence]:
        for find, frame, found_in in (
            (find_correction, Frame.CORRECTED, None),
            (find_unnamed, Frame.UNNAMED, self.unnamed),
        ):
            for place, remark in enumerate(
                self.remarks(find(self.material, source) for source in self.originals())
            ):
                if found_in is not None:
                    found_in.append(remark.source)
                yield self.quote(Frame.SO_DOES if place else frame, remark, section=Section.CONTEXT)
        yield from _paragraph(
            tell_context(self.check, self.stands, names=self.names, origins=self.material.origins)
        )

    def key_points(self) -> Iterator[Sentence]:
        """Quote the sources that the summary had no room for."""
        seen: set[str] = set()
        for _one, chosen in self.left:
            if chosen.source in seen or (chosen.source, chosen.words) in self.quoted:
                continue
            seen.add(chosen.source)
            if len(seen) <= _MOST_KEY_POINTS:
                yield self.quote(Frame.ALONE, chosen, section=Section.CONTEXT, key_point=True)

    def interests(self) -> Iterator[Sentence]:
        for one in self.stands:
            sources = self.one_of_each([*one.taking(SUPPORTS), *one.taking(MIXED)])
            found = self.remarks(find_hedge(self.material, source, one.point) for source in sources)
            flatly = is_put_flatly(one.point.text)
            for place, remark in enumerate(found):
                self.hedging.append(remark.source)
                first = Frame.FLATLY if flatly else Frame.HEDGED
                frame = Frame.SO_DOES if place else first
                yield self.quote(frame, remark, section=Section.INTERESTS, points=(one.point.id,))
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


_JUDGED_FIRST = (Frame.SAYS, Frame.LIKEWISE, Frame.AND)
_JUDGED_OTHER = (Frame.AGAINST, Frame.LIKEWISE, Frame.AND)
_JUDGED_NEITHER = (Frame.NEITHER, Frame.LIKEWISE)
_READ = {SUPPORTS: Frame.READ_SUPPORTS, REFUTES: Frame.READ_REFUTES, MIXED: Frame.READ_MIXED}


def _paragraph(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    for place, sentence in enumerate(sentences):
        yield replace(sentence, starts_paragraph=place == 0)
