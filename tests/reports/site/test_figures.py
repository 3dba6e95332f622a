"""Figures add up what the records say."""

from __future__ import annotations

from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue
from factbook.reports.site.figures import count_figures
from tests.reports.site.cards import card, correction, outdated

CARDS = [
    card(
        "a",
        claimant="Ana",
        by_hand=True,
        corrections=(correction("2026-01-01"), correction("2026-01-02", kind="outdated")),
        tally={
            "sources": 3,
            "origins": 2,
            "judges": 2,
            "models": ("m 2",),
            "stances": {"supports": 2, "refutes": 1},
        },
    ),
    card(
        "b", claimant="ana", rating="refuted", tally={"sources": 1, "origins": 1, "stances": {"refutes": 4}}
    ),
    card("c", outdated=outdated(), changed=True, tally={"models": ("m 1", "m 2")}),
]


def test_they_add_up() -> None:
    figures = count_figures(CARDS)
    assert (figures.checks, figures.by_hand, figures.independent, figures.two_sided) == (3, 1, 1, 1)
    assert figures.sums["sources"] == 4
    assert figures.ratings[RatingValue.SUPPORTED] == 2
    assert figures.stances[StanceValue.REFUTES] == 5
    assert (figures.several_judges, figures.models) == (1, ("m 1", "m 2"))
    assert (figures.corrected, figures.corrections, figures.outdated, figures.changed) == (1, 1, 1, 1)


def test_a_claimant_is_one_whatever_the_case() -> None:
    figures = count_figures(CARDS)
    assert [(one.name, one.checks) for one in figures.claimants] == [("Ana", 2)]
    assert figures.unnamed == 1


def test_of_nothing_they_are_nothing() -> None:
    figures = count_figures([])
    assert (figures.checks, figures.claimants, figures.sums["quotes"]) == (0, (), 0)
