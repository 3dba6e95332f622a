"""What the records of a site's checks add up to: the figures on its methodology page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue
from factbook.reports.site.card import Card, Tally
from factbook.reports.site.listing import fold

_SUMMED = [name for name, field in Tally.model_fields.items() if field.annotation is int]


@dataclass(frozen=True)
class Claimant:
    """Somebody whose claims were checked: how often, and with which Ratings."""

    name: str
    checks: int
    ratings: dict[RatingValue, int]


@dataclass(frozen=True)
class Figures:
    """Sums and counts over all checks of a site.

    Attributes
    ----------
    checks, by_hand, independent, two_sided:
        Checks; those whose Rating a person set; those that rest on two independent origins at least; those in
        which some source supports and some source refutes a point.
    ratings, stances:
        Checks by Rating; settled cells by stance.
    sums:
        The sums of the counts in `site.card.Tally`, by name.
    several_judges:
        Checks in which two people or more have judged.
    models:
        The models whose suggestions are in the checks.
    claimants, unnamed:
        Who was checked, most often first, and the checks of claims of nobody in particular.
    corrected, outdated, changed:
        Checks with a correction, those that are outdated, and those that differ from what was published
        although no correction says so.
    corrections:
        Corrections in all.
    """

    checks: int
    by_hand: int
    independent: int
    two_sided: int
    ratings: dict[RatingValue, int]
    stances: dict[StanceValue, int]
    sums: dict[str, int]
    several_judges: int
    models: tuple[str, ...]
    claimants: tuple[Claimant, ...]
    unnamed: int
    topics: int
    corrected: int
    outdated: int
    changed: int
    corrections: int


def count_figures(cards: Sequence[Card]) -> Figures:
    """Add up the records of a site's checks."""
    tallies = [card.tally for card in cards]
    stances = Counter[StanceValue]()
    for tally in tallies:
        stances.update(tally.stances)
    both = {StanceValue.SUPPORTS, StanceValue.REFUTES}
    ratings = Counter(card.rating for card in cards)
    return Figures(
        checks=len(cards),
        by_hand=sum(card.by_hand for card in cards),
        independent=sum(tally.origins > 1 for tally in tallies),
        two_sided=sum(both <= tally.stances.keys() for tally in tallies),
        ratings={value: ratings[value] for value in RatingValue},
        stances={value: stances[value] for value in StanceValue},
        sums={name: sum(getattr(tally, name) for tally in tallies) for name in _SUMMED},
        several_judges=sum(tally.judges > 1 for tally in tallies),
        models=tuple(sorted({model for tally in tallies for model in tally.models})),
        claimants=_claimants(cards),
        unnamed=sum(not card.claimant for card in cards),
        topics=len({fold(topic) for card in cards for topic in card.topics}),
        corrected=sum(card.corrected for card in cards),
        outdated=sum(card.outdated is not None for card in cards),
        changed=sum(card.changed for card in cards),
        corrections=sum(one.kind == "correction" for card in cards for one in card.corrections),
    )


def _claimants(cards: Sequence[Card]) -> tuple[Claimant, ...]:
    names: dict[str, str] = {}
    counted: dict[str, Counter[RatingValue]] = {}
    for card in cards:
        if card.claimant:
            names.setdefault(fold(card.claimant), card.claimant)
            counted.setdefault(fold(card.claimant), Counter())[card.rating] += 1
    found = [Claimant(names[key], ratings.total(), dict(ratings)) for key, ratings in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.checks, fold(one.name))))
