"""Sentences on how the sources stand on a point: how many on each side, and from how many origins.

They tell the check's own records and nothing of what a source says, so they can be told again from the same
records, word for word; see `drafting.retelling`. What models suggest is told as that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from factbook.analysis.origins import Origins
from factbook.drafting.draft import Cited, Sentence
from factbook.drafting.naming import Names, say_count
from factbook.drafting.stands import MIXED, REFUTES, SILENT, SUPPORTS, BySide, Stands, spoken_points
from factbook.model.finding import Section
from factbook.model.stance import StanceValue
from factbook.wording import and_list, gettext, ngettext


@dataclass(frozen=True)
class Standing:
    """The sentences on a point, or on several that stand alike; what there is nothing to tell of is missing.

    ``head`` says how the sources stand, ``by_origin`` how many origins that is, ``neither`` how many come
    down on neither side beside it, ``by_model`` how a model reads what nobody has judged.
    """

    stands: Stands
    head: Sentence | None = None
    by_origin: Sentence | None = None
    neither: Sentence | None = None
    silent: Sentence | None = None
    by_model: tuple[Sentence, ...] = ()
    open: tuple[Sentence, ...] = ()

    def __iter__(self) -> Iterator[Sentence]:
        told = (self.head, self.by_origin, self.neither, self.silent, *self.by_model, *self.open)
        yield from (sentence for sentence in told if sentence)


def tell_standing(stands: Sequence[Stands], *, names: Names, origins: Origins) -> Iterator[Standing]:
    """Say how the sources stand on each point; points of which all is open or silent are told together."""
    told_of: tuple[str, ...] = ()
    for alike in _alike(stands, total=len(names.check.sources)):
        teller = _Teller(alike, names, origins, told_of=told_of)
        told_of = () if alike[0].any_judged else alike[0].models
        yield _standing(teller)


def _alike(stands: Sequence[Stands], *, total: int) -> Iterator[list[Stands]]:
    """Give points one by one; those that nobody has judged together, and those that all are silent on."""
    untold = [one for one in stands if len(one.untold) == total]
    silent = [one for one in stands if len(one.judged[SILENT]) == total]
    for one in stands:
        group = next((group for group in (untold, silent) if one in group), [one])
        if group[0] is one:
            yield group


def _standing(teller: _Teller) -> Standing:
    return Standing(
        stands=teller.stands,
        head=teller.head(),
        by_origin=teller.by_origin(),
        neither=teller.neither(),
        silent=teller.silent(),
        by_model=tuple(teller.by_model()),
        open=tuple(teller.open()),
    )


class _Teller:
    """Tells of points that stand alike; ``told_of`` are models that were named with the point before."""

    def __init__(
        self, alike: Sequence[Stands], names: Names, origins: Origins, *, told_of: tuple[str, ...]
    ) -> None:
        stands = alike[0]
        self.stands = stands
        self.points = tuple(one.point.id for one in alike)
        self.told_of = told_of
        self.names = names
        self.origins = origins
        self.total = len(names.check.sources)
        self.claim = stands.spoken_claim(in_full=True) if len(alike) == 1 else spoken_points(alike)
        self.supports, self.refutes = stands.judged[SUPPORTS], stands.judged[REFUTES]
        self.mixed, self.silence = stands.judged[MIXED], stands.judged[SILENT]

    def head(self) -> Sentence | None:
        if not self.stands.any_judged:
            return None
        addressing = (*self.supports, *self.refutes, *self.mixed)
        if not addressing:
            return self.sentence(self._all_silent(), self.silence, silence=True)
        if self.supports and self.refutes:
            return self.sentence(self._disagreeing(), addressing)
        if self.supports:
            return self.sentence(self._one_sided(SUPPORTS), self.supports)
        if self.refutes:
            return self.sentence(self._one_sided(REFUTES), self.refutes)
        return self.sentence(self._undecided(), self.mixed)

    def by_origin(self) -> Sentence | None:
        """Count the independent origins on each side, where copies make them fewer than the sources."""
        by_side = self.stands.judged if self.stands.any_judged else self.stands.read
        supports, refutes = by_side[SUPPORTS], by_side[REFUTES]
        counts = self.origins.count(supports), self.origins.count(refutes)
        if counts == (len(supports), len(refutes)):
            return None
        if supports and refutes:
            told = {"supports": say_count(counts[0]), "refutes": say_count(counts[1])}
            words = (
                gettext(
                    "Counted by independent origins, it is {supports} for it and {refutes} against it.",
                    **told,
                )
                if self.stands.any_judged
                else gettext(
                    "Counted by independent origins, {supports} is read for it and {refutes} against it.",
                    **told,
                )
            )
        else:
            words = ngettext(
                "The {sources} go back to {how_many} independent origin.",
                "The {sources} go back to {how_many} independent origins.",
                sum(counts),
                sources=say_count(len(supports) + len(refutes)),
                how_many=say_count(sum(counts)),
            )
        return self.sentence(words, (*supports, *refutes))

    def neither(self) -> Sentence | None:
        if not self.mixed or bool(self.supports) == bool(self.refutes):
            return None  # The head has told it.
        words = ngettext(
            "{count} more comes down on neither side.",
            "{count} more come down on neither side.",
            len(self.mixed),
            count=say_count(len(self.mixed)),
        )
        return self.sentence(words, self.mixed)

    def silent(self) -> Sentence | None:
        if not self.silence or len(self.silence) == sum(map(len, self.stands.judged.values())):
            return None
        words = ngettext(
            "{sources} does not address it, which counts neither for nor against it.",
            "{sources} do not address it, which counts neither for nor against it.",
            len(self.silence),
            sources=self.names.list_or_count(self.silence),
        )
        return self.sentence(words, self.silence, silence=True)

    def by_model(self) -> Iterator[Sentence]:
        read = self.stands.read
        sources = [source for ids in read.values() for source in ids]
        if not sources:
            return
        models = and_list(self.stands.models)
        if self.stands.any_judged:
            words = gettext(
                "No person has judged {sources}; the model {model} reads {readings}.",
                sources=self.names.list_or_count(sources),
                model=models,
                readings=self._readings(read, of=len(sources)),
            )
            yield self.sentence(words, sources)
            return
        if self.stands.models != self.told_of:
            words = ngettext(
                "{claim} is open: no person has judged the one source on it yet.",
                "{claim} is open: no person has judged the {how_many} sources on it yet.",
                self.total,
                how_many=say_count(self.total),
                claim=self.claim,
            )
            every = [source.id for source in self.names.check.sources]
            yield self.sentence(words, every)
        told = {"model": models, "readings": self._readings(read, of=self.total)}
        claim = self.claim if self.stands.models == self.told_of else self.stands.spoken_claim()
        words = (
            gettext("The model {model} reads {readings}.", **told)
            if self.stands.number is None
            else gettext("On {claim} the model {model} reads {readings}.", claim=claim, **told)
        )
        yield self.sentence(words, sources)

    def open(self) -> Iterator[Sentence]:
        if self.stands.disagreed:
            words = gettext(
                "On how to read {sources}, those who judged disagree.",
                sources=self.names.list_or_count(self.stands.disagreed),
            )
            yield self.sentence(words, self.stands.disagreed)
        untold = self.stands.untold
        read = [source for source in untold if self.names.check.source(source).is_read]
        if untold and len(untold) == self.total:
            words = ngettext(
                "Nobody has judged the one source on {claim} yet.",
                "Nobody has judged the {how_many} sources on {claim} yet.",
                self.total,
                how_many=say_count(self.total),
                claim=self.claim,
            )
            yield self.sentence(words, untold)
        elif read:
            words = ngettext(
                "{sources} has not been judged on it.",
                "{sources} have not been judged on it.",
                len(read),
                sources=self.names.list_or_count(read),
            )
            yield self.sentence(words, read)

    def _all_silent(self) -> str:
        count = len(self.silence)
        if count == self.total == 2:
            return gettext(
                "Neither of the two sources addresses {claim}; that says nothing for or against it.",
                claim=self.claim,
            )
        if count == self.total:
            return ngettext(
                "The one source does not address {claim}; that says nothing for or against it.",
                "None of the {how_many} sources addresses {claim}; that says nothing for or against it.",
                count,
                how_many=say_count(count),
                claim=self.claim,
            )
        return ngettext(
            "Of {total} sources, {count} does not address {claim}; that says nothing for or against it.",
            "Of {total} sources, {count} do not address {claim}; that says nothing for or against it.",
            count,
            total=say_count(self.total),
            count=say_count(count),
            claim=self.claim,
        )

    def _disagreeing(self) -> str:
        sides = [
            ngettext(
                "{count} supports it",
                "{count} support it",
                len(self.supports),
                count=say_count(len(self.supports)),
            ),
            ngettext(
                "{count} refutes it",
                "{count} refute it",
                len(self.refutes),
                count=say_count(len(self.refutes)),
            ),
        ]
        if self.mixed:
            sides.append(
                ngettext(
                    "{count} comes down on neither side",
                    "{count} come down on neither side",
                    len(self.mixed),
                    count=say_count(len(self.mixed)),
                )
            )
        if self.total == 2:
            return gettext("The two sources contradict each other on {claim}.", claim=self.claim)
        return gettext(
            "The sources disagree on {claim}: of {total}, {sides}.",
            claim=self.claim,
            total=say_count(self.total),
            sides=and_list(sides),
        )

    def _one_sided(self, value: StanceValue) -> str:
        count = len(self.stands.judged[value])
        told = self._told(count)
        supports = value == SUPPORTS
        if count == self.total == 2:
            both = gettext("Both sources support {claim}.", **told)
            return both if supports else gettext("Both sources refute {claim}.", **told)
        if count == self.total:
            if supports:
                return ngettext(
                    "The one source supports {claim}.",
                    "All {how_many} sources support {claim}.",
                    count,
                    **told,
                )
            return ngettext(
                "The one source refutes {claim}.", "All {how_many} sources refute {claim}.", count, **told
            )
        if self.stands.any_read or self.stands.disagreed or self.stands.untold:
            # Of those that nobody has judged, or not alike, it is not known.
            if supports:
                return ngettext(
                    "Of {total} sources, {count} supports {claim}.",
                    "Of {total} sources, {count} support {claim}.",
                    count,
                    **told,
                )
            return ngettext(
                "Of {total} sources, {count} refutes {claim}.",
                "Of {total} sources, {count} refute {claim}.",
                count,
                **told,
            )
        if supports:
            return ngettext(
                "Of {total} sources, {count} supports {claim}, and none refutes it.",
                "Of {total} sources, {count} support {claim}, and none refutes it.",
                count,
                **told,
            )
        return ngettext(
            "Of {total} sources, {count} refutes {claim}, and none supports it.",
            "Of {total} sources, {count} refute {claim}, and none supports it.",
            count,
            **told,
        )

    def _undecided(self) -> str:
        count = len(self.mixed)
        told = self._told(count)
        if count == self.total:
            return ngettext(
                "The one source speaks of {claim} without coming down on a side.",
                "All {how_many} sources speak of {claim} without coming down on a side.",
                count,
                **told,
            )
        return ngettext(
            "Of {total} sources, {count} speaks of {claim}, without coming down on a side.",
            "Of {total} sources, {count} speak of {claim}, without coming down on a side.",
            count,
            **told,
        )

    def _readings(self, read: BySide, *, of: int) -> str:
        told = []
        for value, sources in read.items():
            number = len(sources)
            if not number:
                continue
            count = say_count(number)
            if number == of:
                count = {1: gettext("the source"), 2: gettext("both")}.get(of) or gettext(
                    "all {count}", count=count
                )
            told.append(_reading(value, number, count))
        return and_list(told)

    def _told(self, count: int) -> dict[str, str]:
        # Two names for one number: a language may leave out the second where it says "one" or "both".
        spoken = say_count(count)
        return {
            "count": spoken,
            "how_many": spoken,
            "total": say_count(self.total),
            "claim": self.claim,
        }

    def sentence(self, words: str, sources: Sequence[str], *, silence: bool = False) -> Sentence:
        return Sentence(
            section=Section.SUMMARY,
            words=self.names.capitalised(words),
            cited=cite_sources(self.names, sources),
            points=self.points,
            reports_silence=silence,
        )


def cite_sources(names: Names, sources: Collection[str]) -> tuple[Cited, ...]:
    """Cite sources, in the order of the check."""
    return tuple(Cited(source.id) for source in names.check.sources if source.id in sources)


def _reading(value: StanceValue, number: int, count: str) -> str:
    if value == SUPPORTS:
        return ngettext("{count} as supporting it", "{count} as supporting it", number, count=count)
    if value == REFUTES:
        return ngettext("{count} as refuting it", "{count} as refuting it", number, count=count)
    if value == MIXED:
        return ngettext(
            "{count} as coming down on neither side",
            "{count} as coming down on neither side",
            number,
            count=count,
        )
    return ngettext("{count} as not addressing it", "{count} as not addressing it", number, count=count)
