"""Rating scales: a Rating told in the words that a newsroom uses.

factbook has four Ratings. A scale gives each of them a step of its own, and a scale with more steps divides
"conflicting" by which way the sources lean:

==============================================================  ====================
the claim is                                                    its step
==============================================================  ====================
supported                                                       the one at the top
conflicting, and at least three quarters of what is said
on its points supports it, with no point left open              nearly at the top
conflicting, and at most a quarter does                         nearly at the bottom
conflicting in any other way                                    in the middle
refuted                                                         at the bottom
not enough evidence                                             beside the scale
==============================================================  ====================

The quarter is factbook's own, and no rule of the newsrooms whose words these are: what they weigh besides is
for a person to judge, who may choose any step (`choose_step`). Steps that say more than a stance table can
("it is ridiculous", "it began as satire") are reached in no other way.

**Silence stays silence.** "Not enough evidence" never has a number between best and worst, on any scale;
`place` refuses a scale that gives it one.

A scale is found by its name among the entry points ``factbook.rating_scales``; those that come with factbook
stand in `analysis.scale_tables`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from factbook.analysis.verdict import PointVerdict, Verdict
from factbook.errors import BadInputError
from factbook.model.rating import Rating, RatingValue
from factbook.model.stance import StanceValue
from factbook.seams import load_part
from factbook.wording import gettext

ENTRY_POINTS = "factbook.rating_scales"

OWN_SCALE = "factbook"
"""The scale of the four Ratings as they are: in use where no other is named."""

NEARLY = 0.75
"""The share of support from which a conflicting claim is nearly at the top; the bottom likewise."""


@dataclass(frozen=True)
class Step:
    """One step of a scale.

    Attributes
    ----------
    name:
        What commands and ``check.json`` call it, like ``half_true``.
    label:
        What a reader is told; the ClaimReview's ``alternateName``.
    means:
        What it says of a claim, in factbook's words.
    rating:
        The Rating it tells; ``None`` for a step that says nothing of how true the claim is.
    value:
        The ClaimReview's ``ratingValue``; ``None`` for a step that stands beside the scale.
    by_hand:
        A stance table never leads there: only a person does.
    """

    name: str
    label: str
    means: str
    rating: RatingValue | None
    value: int | None = None
    by_hand: bool = False


@dataclass(frozen=True)
class Standing:
    """What of a stance table decides about the step: see the table at the head of this module.

    ``share`` is how much of what is said on the points supports them, 0 to 1; ``gaps`` tells that a point is
    not addressed at all.
    """

    rating: RatingValue
    share: float = 0.5
    gaps: bool = False


class RatingScale(Protocol):
    """A scale: its steps from worst to best, those that stand beside it, and which of them a claim is on."""

    @property
    def name(self) -> str:
        """What settings and commands call it."""

    @property
    def title(self) -> str:
        """What a report calls it, after "on", like ``the scale of PolitiFact``."""

    @property
    def source(self) -> str:
        """The web address where its steps are defined, or an empty string."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps with a place between worst and best, worst first."""

    @property
    def beside(self) -> tuple[Step, ...]:
        """The steps that have no place there."""

    def place(self, standing: Standing) -> Step:
        """Give the step of a claim; for "not enough evidence" one of that Rating without a value."""


@dataclass(frozen=True)
class Placed:
    """The step that is shown: of a person's choice, if one stands, or else the table's.

    ``implied`` is the step that the table gives on the same scale.
    """

    scale: RatingScale
    step: Step
    implied: Step
    chosen: bool = False


def rating_scale(name: str) -> RatingScale:
    """Give the scale with this name; `BadInputError` names those there are if no package offers it."""
    scale: RatingScale = load_part(ENTRY_POINTS, name)
    missing = [part for part in ("title", "source", "steps", "beside", "place") if not hasattr(scale, part)]
    if missing:
        raise BadInputError(
            f"The rating scale {name!r} has no {missing[0]}", next_step="Choose another rating_scale."
        )
    return scale


def standing_of(verdict: Verdict) -> Standing:
    """Weigh a stance table: on each point that is addressed the share of support, and their mean.

    Independent origins are counted, not sources: copies of one text are one voice. A mixed source speaks half
    for and half against.
    """
    shares = [share for point in verdict.points if (share := _share(point)) is not None]
    return Standing(
        rating=verdict.value,
        share=sum(shares) / len(shares) if shares else 0.5,
        gaps=len(shares) < len(verdict.points),
    )


def place(scale: RatingScale, standing: Standing) -> Step:
    """Give a claim's step on a scale; `BadInputError` if the scale would make more of too little evidence."""
    step = scale.place(standing)
    silent = standing.rating == RatingValue.NOT_ENOUGH_EVIDENCE
    if silent and (step.rating != RatingValue.NOT_ENOUGH_EVIDENCE or step.value is not None):
        raise BadInputError(
            f"The rating scale {scale.name!r} says {step.label!r} where there is not enough evidence",
            next_step="Choose another rating_scale: silence must not count as anything else.",
        )
    return step


def place_rating(verdict: Verdict, chosen: Rating | None, scale: RatingScale) -> Placed:
    """Give the step to show: ``chosen`` goes before the table, and the scale it was set on before ``scale``.

    A chosen step that is not there, or says something else than the Rating it stands with, is passed over:
    the audit tells of it (`step_problem`), and the Rating alone gives the step.
    """
    if chosen is None:
        step = place(scale, standing_of(verdict))
        return Placed(scale, step, step)
    if chosen.step and not step_problem(chosen):
        scale = rating_scale(chosen.scale)
        implied = place(scale, standing_of(verdict))
        return Placed(scale, find_step(scale, chosen.step) or implied, implied, chosen=True)
    implied = place(scale, standing_of(verdict))
    same = chosen.value == verdict.value
    return Placed(scale, implied if same else place(scale, Standing(chosen.value)), implied)


def step_problem(rating: Rating) -> str:
    """Say why the step of a Rating cannot be shown; an empty string if it can, or if there is none."""
    if not rating.step:
        return ""
    try:
        scale = rating_scale(rating.scale)
    except BadInputError as error:
        why = f"{error.problem[:1].lower()}{error.problem[1:]}"
        return gettext("its step is on the scale {scale}, and {why}", scale=repr(rating.scale), why=why)
    step = find_step(scale, rating.step)
    if step is None:
        return gettext(
            "there is no step {step} on the scale {scale}", step=repr(rating.step), scale=repr(rating.scale)
        )
    if step.rating not in {None, rating.value}:
        return gettext(
            "its step {step} stands for {means}, and it was set to {rating}",
            step=repr(gettext(step.label)),
            means=_said(step.rating),
            rating=rating.value.label,
        )
    return ""


def find_step(scale: RatingScale, words: str) -> Step | None:
    """Give the step that goes by this name or label, in whatever case (``half_true``, ``Half True``)."""
    wanted = _spelt(words)
    steps = (*scale.steps, *scale.beside)
    return next((step for step in steps if wanted in {_spelt(step.name), _spelt(step.label)}), None)


def choose_step(words: str, *, scale: RatingScale, named: bool, implied: RatingValue) -> dict[str, str]:
    """Read what a person chose, as the fields ``value``, ``scale`` and ``step`` of a `Rating`.

    Parameters
    ----------
    words:
        The name or label of a step on the scale; or, unless the scale was ``named``, one of the four Ratings.
    scale:
        The scale in use.
    named:
        The person asked for this very scale.
    implied:
        The Rating that stands where the step says nothing of how true the claim is, like satire.

    Raises
    ------
    BadInputError
        The words are none of these; it lists those there are.
    """
    step = find_step(scale, words)
    if step and scale.name != OWN_SCALE:
        return {"value": (step.rating or implied).value, "scale": scale.name, "step": step.name}
    ratings = [] if named and scale.name != OWN_SCALE else [rating.value for rating in RatingValue]
    if _spelt(words) in ratings:
        return {"value": _spelt(words)}
    there = dict.fromkeys([step.name for step in (*reversed(scale.steps), *scale.beside)] + ratings)
    raise BadInputError(
        f"{words!r} is no step on {scale.title}", next_step=f"Use one of: {', '.join(there)}."
    )


def worst_and_best(scale: RatingScale) -> tuple[int, int]:
    """Give the ClaimReview's ``worstRating`` and ``bestRating`` of a scale."""
    values = [step.value for step in scale.steps if step.value is not None]
    return min(values), max(values)


def _share(point: PointVerdict) -> float | None:
    apart: Mapping[StanceValue, int] = point.counts | point.origins
    supports, refutes = apart[StanceValue.SUPPORTS], apart[StanceValue.REFUTES]
    mixed = apart[StanceValue.MIXED]
    speak = supports + refutes + mixed
    return (supports + mixed / 2) / speak if speak else None


def _spelt(words: str) -> str:
    return re.sub(r"[\W_]+", "_", words.casefold()).strip("_")


def _said(rating: RatingValue | None) -> str:
    return rating.label if rating else gettext("no rating")
