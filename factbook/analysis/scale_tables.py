"""The rating scales that come with factbook.

The labels are those their makers publish, at the address each scale gives as its source; what they mean is
said here in factbook's own words. Numbers run from 1 at the worst step upwards, as in Google's guide to
ClaimReview: the makers number their steps in other ways, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from factbook.analysis.rating_scales import NEARLY, OWN_SCALE, Standing, Step
from factbook.model.rating import RatingValue
from factbook.wording import N_

SUPPORTED, REFUTED, CONFLICTING, NOT_ENOUGH = RatingValue


@dataclass(frozen=True)
class Scale:
    """A scale as a table of steps: each Rating goes to the step that tells it.

    Three steps may tell "conflicting", from worst to best: see `analysis.rating_scales` for which is whose.
    """

    name: str
    title: str
    source: str
    steps: tuple[Step, ...]
    beside: tuple[Step, ...] = field(default=())

    def place(self, standing: Standing) -> Step:
        """Give the step of a claim, among those a stance table can lead to."""
        telling = [
            step
            for step in (*self.steps, *self.beside)
            if step.rating == standing.rating and not step.by_hand
        ]
        if len(telling) < 3:
            return telling[0]
        low, middle, high = telling
        if standing.share <= 1 - NEARLY:
            return low
        # What nobody speaks to is no support: a point that is left open keeps a claim from the top.
        return high if standing.share >= NEARLY and not standing.gaps else middle


OPEN = Step(
    "not_enough_evidence",
    N_("Not enough evidence"),
    N_("What the sources say is too little to decide it."),
    NOT_ENOUGH,
)

FACTBOOK = Scale(
    name=OWN_SCALE,
    title=N_("factbook's own scale"),
    source="",
    steps=(
        Step(
            "refuted",
            N_("Refuted"),
            N_("The sources that speak to a point of the claim refute it."),
            REFUTED,
            1,
        ),
        Step(
            "conflicting",
            N_("Conflicting"),
            N_("Sources stand on both sides, or a source does."),
            CONFLICTING,
            2,
        ),
        Step("supported", N_("Supported"), N_("The sources support every point of the claim."), SUPPORTED, 3),
    ),
    beside=(OPEN,),
)

AVERITEC = Scale(
    name="averitec",
    title=N_("the scale of AVeriTeC"),
    source="https://arxiv.org/abs/2305.13117",
    steps=(
        Step("refuted", N_("Refuted"), N_("The evidence shows that the claim is wrong."), REFUTED, 1),
        Step(
            "conflicting",
            N_("Conflicting Evidence/Cherrypicking"),
            N_("The evidence points both ways, or the claim picks out what suits it and so misleads."),
            CONFLICTING,
            2,
        ),
        Step("supported", N_("Supported"), N_("The evidence shows that the claim is right."), SUPPORTED, 3),
    ),
    beside=(
        Step(
            "not_enough_evidence",
            N_("Not Enough Evidence"),
            N_("What was found neither supports nor refutes the claim."),
            NOT_ENOUGH,
        ),
    ),
)
"""The four verdicts of Schlichtkrull, Guo and Vlachos (2023), "AVeriTeC", NeurIPS Datasets and Benchmarks."""

POLITIFACT = Scale(
    name="politifact",
    title=N_("the scale of PolitiFact"),
    source="https://www.politifact.com/article/2018/feb/12/principles-truth-o-meter-politifacts-methodology-i/",
    steps=(
        Step(
            "pants_on_fire",
            N_("Pants on Fire"),
            N_("Wrong, and ridiculous besides."),
            REFUTED,
            1,
            by_hand=True,
        ),
        Step("false", N_("False"), N_("Wrong."), REFUTED, 2),
        Step(
            "mostly_false",
            N_("Mostly False"),
            N_("Something in it is true, but facts that would change the picture are passed over."),
            CONFLICTING,
            3,
        ),
        Step(
            "half_true",
            N_("Half True"),
            N_("Right in part, but important details are missing or out of context."),
            CONFLICTING,
            4,
        ),
        Step(
            "mostly_true",
            N_("Mostly True"),
            N_("Right, but in need of explanation or more detail."),
            CONFLICTING,
            5,
        ),
        Step("true", N_("True"), N_("Right, and nothing of weight is missing."), SUPPORTED, 6),
    ),
    beside=(OPEN,),
)
"""The six steps of the Truth-O-Meter.

PolitiFact has no step for what cannot be decided, so factbook's own stands beside the scale.
"""

SNOPES = Scale(
    name="snopes",
    title=N_("the scale of Snopes"),
    source="https://www.snopes.com/fact-check-ratings/",
    steps=(
        Step("false", N_("False"), N_("What the claim chiefly says can be shown to be wrong."), REFUTED, 1),
        Step(
            "mostly_false",
            N_("Mostly False"),
            N_("What the claim chiefly says is wrong, though details around it may be right."),
            CONFLICTING,
            2,
        ),
        Step(
            "mixture",
            N_("Mixture"),
            N_("So much of it is true and so much false that no other step would be fair."),
            CONFLICTING,
            3,
        ),
        Step(
            "mostly_true",
            N_("Mostly True"),
            N_("What the claim chiefly says is right, though details around it may be wrong."),
            CONFLICTING,
            4,
        ),
        Step("true", N_("True"), N_("What the claim chiefly says can be shown to be right."), SUPPORTED, 5),
    ),
    beside=(
        Step(
            "unproven",
            N_("Unproven"),
            N_("What was found does not decide whether the claim is true or false: not enough evidence."),
            NOT_ENOUGH,
        ),
        Step(
            "unfounded",
            N_("Unfounded"),
            N_("It was looked into, and nothing was found that would bear it out."),
            NOT_ENOUGH,
            by_hand=True,
        ),
        Step(
            "research_in_progress",
            N_("Research In Progress"),
            N_("Still looked into."),
            NOT_ENOUGH,
            by_hand=True,
        ),
        Step("outdated", N_("Outdated"), N_("Events have overtaken the claim."), None, by_hand=True),
        Step(
            "miscaptioned",
            N_("Miscaptioned"),
            N_("A picture or film is real, and what is said of it is wrong."),
            None,
            by_hand=True,
        ),
        Step(
            "correct_attribution",
            N_("Correct Attribution"),
            N_("Who is quoted did say it."),
            SUPPORTED,
            by_hand=True,
        ),
        Step(
            "misattributed", N_("Misattributed"), N_("Who is quoted did not say it."), REFUTED, by_hand=True
        ),
        Step(
            "fake", N_("Fake"), N_("A picture, film or document is made up or altered."), None, by_hand=True
        ),
        Step("scam", N_("Scam"), N_("It belongs to a fraud."), None, by_hand=True),
        Step("legend", N_("Legend"), N_("A tale too vague to be shown right or wrong."), None, by_hand=True),
        Step(
            "labeled_satire",
            N_("Labeled Satire"),
            N_("It comes from where satire is made, and says so."),
            None,
            by_hand=True,
        ),
        Step(
            "originated_as_satire",
            N_("Originated as Satire"),
            N_("It began as satire, and is passed on as news."),
            None,
            by_hand=True,
        ),
    ),
)
"""Snopes' scale, and the ratings it gives to what has no place between true and false.

"Unproven" is Snopes' word where evidence does not decide; factbook shows it where there is none, too.
"""

FIVE_STEP = Scale(
    name="five_step",
    title=N_("a scale of five steps"),
    source="https://developers.google.com/search/docs/appearance/structured-data/factcheck",
    steps=(
        Step("false", N_("False"), N_("The sources refute it."), REFUTED, 1),
        Step(
            "mostly_false",
            N_("Mostly false"),
            N_("Most of what the sources say is against it."),
            CONFLICTING,
            2,
        ),
        Step("half_true", N_("Half true"), N_("The sources stand on both sides."), CONFLICTING, 3),
        Step("mostly_true", N_("Mostly true"), N_("Most of what the sources say is for it."), CONFLICTING, 4),
        Step("true", N_("True"), N_("The sources support every point of it."), SUPPORTED, 5),
    ),
    beside=(OPEN,),
)
"""The plain five steps that Google's guide to ClaimReview takes as its example."""
