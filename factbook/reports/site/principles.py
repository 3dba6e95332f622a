"""The IFCN Code of Principles as a checklist: what each commitment asks, what records show, what is stated.

The five commitments are those of the International Fact-Checking Network,
https://ifcncodeofprinciples.poynter.org/the-commitments; what they ask is told in our own words. A record
shows what was done in the checks at hand and no more. What no record can show, like who pays, the newsroom
states in ``[principles]`` of its settings, and a reader sees where it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factbook.reports.site.figures import Figures
from factbook.store.settings import Principles

CODE_URL = "https://ifcncodeofprinciples.poynter.org/the-commitments"


@dataclass(frozen=True)
class Shown:
    """What the records show: of what, and the figure."""

    what: str
    figure: str


@dataclass(frozen=True)
class Statement:
    """What a newsroom says of itself: on what, and in which words; no words if it says nothing."""

    on: str
    words: str


@dataclass(frozen=True)
class Commitment:
    """One commitment: its name, what it asks, what the records show, and what the newsroom states."""

    name: str
    asks: str
    shown: tuple[Shown, ...]
    stated: tuple[Statement, ...]


def commitments(figures: Figures, principles: Principles) -> tuple[Commitment, ...]:
    """Give the checklist for the checks of a site."""
    return (
        Commitment(
            "Nonpartisanship and fairness",
            "Check claims of all sides by one standard, let the evidence decide, and take no side on what "
            "should be done.",
            tuple(_fairness(figures)),
            (
                Statement("How we stay fair", principles.nonpartisanship),
                Statement("How we choose what to check", principles.selection),
            ),
        ),
        Commitment(
            "Standards and transparency of sources",
            "Name the sources so that readers can look themselves, use the best there are and more than one, "
            "and say what stake they have.",
            tuple(_sources(figures)),
            (Statement("How we choose sources", principles.sources),),
        ),
        Commitment(
            "Transparency of funding and organization",
            "Say who pays, who decides, who works here, what the organization is in law, and how to "
            "reach it.",
            (),
            (
                Statement("Who pays", principles.funding),
                Statement("Who we are", principles.organization),
                Statement("How to reach us", principles.contact),
            ),
        ),
        Commitment(
            "Standards and transparency of methodology",
            "Explain how claims are chosen, looked into, rated, written and published, and show the evidence "
            "for a claim as well as that against it.",
            tuple(_methodology(figures)),
            (Statement("How we choose what to check", principles.selection),),
        ),
        Commitment(
            "An open and honest corrections policy",
            "Have a policy that readers can find, follow it, and put right what was wrong where they see it.",
            tuple(_corrections(figures)),
            (Statement("How to ask for a correction", principles.corrections),),
        ),
    )


def _fairness(figures: Figures) -> Iterator[Shown]:
    if figures.claimants:
        most = figures.claimants[0]
        yield Shown("People and bodies whose claims were checked", f"{len(figures.claimants):,}")
        often = f"{most.name}, {_share(most.checks, figures.checks)}" if most.checks > 1 else "nobody twice"
        yield Shown("Checked most often", often)
    yield Shown("Checks of claims that nobody is named for", _share(figures.unnamed, figures.checks))
    yield Shown("Topics", f"{figures.topics:,}")


def _sources(figures: Figures) -> Iterator[Shown]:
    sums, sources = figures.sums, figures.sums["sources"]
    yield Shown("Sources with a web address", _share(sums["linked"], sources))
    yield Shown("Sources with a kept copy and its fingerprint", _share(sums["copied"], sources))
    yield Shown("Sources of which it is noted who stands behind them", _share(sums["interested"], sources))
    yield Shown("Checks on two independent origins or more", _share(figures.independent, figures.checks))


def _methodology(figures: Figures) -> Iterator[Shown]:
    sums = figures.sums
    yield Shown("Quotes that stand word for word in a kept copy", _share(sums["verbatim"], sums["quotes"]))
    yield Shown("Sentences without a fault", _share(sums["sound_sentences"], sums["sentences"]))
    yield Shown("Checks that show sources on both sides", _share(figures.two_sided, figures.checks))
    yield Shown("Ratings set by a person", _share(figures.by_hand, figures.checks))


def _corrections(figures: Figures) -> Iterator[Shown]:
    yield Shown("Corrections on record, with who, when and why", f"{figures.corrections:,}")
    yield Shown("Checks with a correction", _share(figures.corrected, figures.checks))
    yield Shown("Checks that changed without one", _share(figures.changed, figures.checks))


def _share(number: int, there: int) -> str:
    return f"{number:,} of {there:,}" if there else "none yet"
