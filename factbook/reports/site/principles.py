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
from factbook.wording import comma_list, gettext, say_number

CODE_URL = "https://ifcncodeofprinciples.poynter.org/the-commitments"


@dataclass(frozen=True)
class Line:
    """One line of the checklist: what it is on, and the figure or the words; empty where nothing is said."""

    on: str
    said: str


@dataclass(frozen=True)
class Commitment:
    """One commitment: its name, what it asks, what the records show, and what the newsroom states."""

    name: str
    asks: str
    shown: tuple[Line, ...] = ()
    stated: tuple[Line, ...] = ()


def commitments(figures: Figures, principles: Principles) -> tuple[Commitment, ...]:
    """Give the checklist for the checks of a site."""
    return (
        Commitment(
            gettext("Nonpartisanship and fairness"),
            gettext(
                "Check claims of all sides by one standard, let the evidence decide, and take no side on "
                "what should be done."
            ),
            tuple(_fairness(figures)),
            (
                Line(gettext("How we stay fair"), principles.nonpartisanship),
                Line(gettext("How we choose what to check"), principles.selection),
            ),
        ),
        Commitment(
            gettext("Standards and transparency of sources"),
            gettext(
                "Name the sources so that readers can look themselves, use the best there are and more than "
                "one, and say what stake they have."
            ),
            tuple(_sources(figures)),
            (Line(gettext("How we choose sources"), principles.sources),),
        ),
        Commitment(
            gettext("Transparency of funding and organization"),
            gettext(
                "Say who pays, who decides, who works here, what the organization is in law, and how to "
                "reach it."
            ),
            stated=(
                Line(gettext("Who pays"), principles.funding),
                Line(gettext("Who we are"), principles.organization),
                Line(gettext("How to reach us"), principles.contact),
            ),
        ),
        Commitment(
            gettext("Standards and transparency of methodology"),
            gettext(
                "Explain how claims are chosen, looked into, rated, written and published, and show the "
                "evidence for a claim as well as that against it."
            ),
            tuple(_methodology(figures)),
            (Line(gettext("How we choose what to check"), principles.selection),),
        ),
        Commitment(
            gettext("An open and honest corrections policy"),
            gettext(
                "Have a policy that readers can find, follow it, and put right what was wrong where they "
                "see it."
            ),
            tuple(_corrections(figures)),
            (Line(gettext("How to ask for a correction"), principles.corrections),),
        ),
    )


def _fairness(figures: Figures) -> Iterator[Line]:
    if figures.claimants:
        most = figures.claimants[0]
        yield Line(gettext("People and bodies whose claims were checked"), say_number(len(figures.claimants)))
        share = _share(most.checks, figures.checks)
        often = comma_list([most.name, share]) if most.checks > 1 else gettext("nobody twice")
        yield Line(gettext("Checked most often"), often)
    yield Line(gettext("Checks of claims that nobody is named for"), _share(figures.unnamed, figures.checks))
    yield Line(gettext("Topics"), say_number(figures.topics))


def _sources(figures: Figures) -> Iterator[Line]:
    sums, sources = figures.sums, figures.sums["sources"]
    yield Line(gettext("Sources with a web address"), _share(sums["linked"], sources))
    yield Line(gettext("Sources with a kept copy and its fingerprint"), _share(sums["copied"], sources))
    yield Line(
        gettext("Sources of which it is noted who stands behind them"), _share(sums["interested"], sources)
    )
    yield Line(
        gettext("Checks on two independent origins or more"), _share(figures.independent, figures.checks)
    )


def _methodology(figures: Figures) -> Iterator[Line]:
    sums = figures.sums
    yield Line(
        gettext("Quotes that stand word for word in a kept copy"), _share(sums["verbatim"], sums["quotes"])
    )
    yield Line(gettext("Sentences without a fault"), _share(sums["sound_sentences"], sums["sentences"]))
    yield Line(gettext("Checks that show sources on both sides"), _share(figures.two_sided, figures.checks))
    yield Line(gettext("Ratings set by a person"), _share(figures.by_hand, figures.checks))


def _corrections(figures: Figures) -> Iterator[Line]:
    yield Line(gettext("Corrections on record, with who, when and why"), say_number(figures.corrections))
    yield Line(gettext("Checks with a correction"), _share(figures.corrected, figures.checks))
    yield Line(gettext("Checks that changed without one"), _share(figures.changed, figures.checks))


def _share(number: int, there: int) -> str:
    if not there:
        return gettext("none yet")
    return gettext("{part} of {whole}", part=say_number(number), whole=say_number(there))
