"""What the Rating rests on: which single source, origin, point or coder changes it, if taken away.

Each is taken out of the stance table alone, with everything else as it is, and the rule of `analysis.verdict`
is applied to what remains:

- a source with all that was judged of it;
- an origin, where several sources are copies of one text, with all of them at once;
- a point, as if the claim did not have it;
- a coder, with what they judged, accepted and decided; what others said of the same cells then stands alone.

Sources and points are taken away by counting, so that a table of a thousand sources and ten points needs no
thousand checks. The name is that of sensitivity analysis in evidence synthesis ("leave one out").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from factbook.analysis.origins import Origins
from factbook.analysis.verdict import rate_claim, rate_point
from factbook.model.check import Check
from factbook.model.coding import answering, cells
from factbook.model.rating import RatingValue
from factbook.model.stance import Stance, StanceValue

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["source", "origin", "point", "coder"]
Counts = dict[StanceValue, int]
Values = Mapping[tuple[str, str], StanceValue | None]

_LOUD = frozenset([StanceValue.SUPPORTS, StanceValue.REFUTES, StanceValue.MIXED])


@dataclass(frozen=True)
class Influence:
    """One thing taken away, and the Rating without it. An origin goes by the id of its likely original."""

    kind: Kind
    id: str
    without: RatingValue
    changes: bool


@dataclass(frozen=True)
class Sensitivity:
    """What was taken away one by one, in the order of the check: sources, origins, points, coders."""

    rating: RatingValue
    influences: tuple[Influence, ...]
    people: int
    """How many people answer for the table: who judged, accepted or decided."""

    @property
    def tried(self) -> tuple[Influence, ...]:
        """Those of which it says something whether they change the Rating.

        Without its only point there is no claim, and without the only person who answers for it no table,
        whatever models they heard: that tells nothing of what the Rating rests on.
        """
        alone = {"point"} if [one.kind for one in self.influences].count("point") == 1 else set()
        alone |= {"coder"} if self.people < 2 else set()
        return tuple(one for one in self.influences if one.kind not in alone)

    @property
    def telling(self) -> tuple[Influence, ...]:
        """Those of `tried` that change the Rating."""
        return tuple(one for one in self.tried if one.changes)

    def frame(self) -> pd.DataFrame:
        """Give a DataFrame: columns ``kind``, ``id``, ``rating`` (without it) and ``changes``."""
        import pandas as pd  # Most reports have no use for it.

        rows = [[one.kind, one.id, one.without.value, one.changes] for one in self.influences]
        return pd.DataFrame(rows, columns=["kind", "id", "rating", "changes"]).astype({"changes": bool})


def find_sensitivity(check: Check, *, origins: Origins | None = None) -> Sensitivity:
    """Take each source, point and coder away and rate what remains; with ``origins``, origins of several too.

    Only coders who answer for something in the table are taken away: people, and models whose suggestions
    somebody accepted.
    """
    values: Values = {place: cell.value for place, cell in cells(check).items()}
    counts = _count(check, values)
    rating = rate_claim([rate_point(of_point) for of_point in counts.values()])
    found: list[tuple[Kind, str, RatingValue]] = [
        ("source", source.id, _without_sources([source.id], values, counts)) for source in check.sources
    ]
    groups = [group for group in origins.groups if len(group.sources) > 1] if origins else []
    found += [("origin", group.first, _without_sources(group.sources, values, counts)) for group in groups]
    ratings = {point: rate_point(of_point) for point, of_point in counts.items()}
    found += [
        ("point", point, rate_claim([one for other, one in ratings.items() if other != point]))
        for point in ratings
    ]
    found += [("coder", coder, _without_coder(check, coder, values, counts)) for coder in _judges(check)]
    return Sensitivity(
        rating,
        tuple(Influence(kind, id_, without, without != rating) for kind, id_, without in found),
        people=len(_people(check)),
    )


def _people(check: Check) -> set[str]:
    answering_for = {person for stance in check.stances if (person := answering(check, stance))}
    return answering_for | {one.made_by for one in check.adjudications}


def _count(check: Check, values: Values) -> dict[str, Counts]:
    counts = {point.id: dict.fromkeys(StanceValue, 0) for point in check.points}
    for (_, point), value in values.items():
        if value:
            counts[point][value] += 1
    return counts


def _without_sources(sources: Iterable[str], values: Values, counts: dict[str, Counts]) -> RatingValue:
    sources = tuple(sources)
    ratings = []
    for point, of_point in counts.items():
        left = dict(of_point)
        for source in sources:
            value = values[source, point]
            if value in _LOUD:
                left[value] -= 1
        ratings.append(rate_point(left))
    return rate_claim(ratings)


def _judges(check: Check) -> list[str]:
    """Give the coders without whom the table could be another, in the order of the check."""
    active = {stance.coder for stance in check.stances if answering(check, stance)} | _people(check)
    return [coder.id for coder in check.coders if coder.id in active]


def _without_coder(check: Check, coder: str, values: Values, counts: dict[str, Counts]) -> RatingValue:
    touched = [stance for stance in check.stances if coder in {stance.coder, stance.accepted_by}]
    decided = [one for one in check.adjudications if one.made_by == coder]
    sources = {stance.source for stance in touched} | {one.source for one in decided}
    # Not validated: what remains is looked at here alone, and a check of this size takes long to validate.
    rest = check.model_copy(
        update={
            "sources": tuple(source for source in check.sources if source.id in sources),
            "stances": tuple(_kept(check.stances, coder)),
            "adjudications": tuple(one for one in check.adjudications if one.made_by != coder),
        }
    )
    left = {point: dict(of_point) for point, of_point in counts.items()}
    for place, cell in cells(rest).items():
        for value, change in ((values[place], -1), (cell.value, 1)):
            if value:
                left[place[1]][value] += change
    return rate_claim([rate_point(of_point) for of_point in left.values()])


def _kept(stances: Iterable[Stance], coder: str) -> Iterable[Stance]:
    """Leave out what a coder judged; what they accepted is a suggestion again, and counts for nothing."""
    for stance in stances:
        if stance.coder != coder:
            accepted = stance.accepted_by == coder
            yield stance.model_copy(update={"accepted_by": None}) if accepted else stance
