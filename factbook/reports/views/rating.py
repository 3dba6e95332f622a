"""The Rating of a report: on its scale, what models suggest, and what it rests on."""

from __future__ import annotations

from factbook.model.record import Record


class SuggestedRatingView(Record):
    """What the stance table would imply if people accepted the suggestions that wait; it is no rating."""

    value: str
    label: str
    reason: str
    models: str
    waiting: int


class StepView(Record):
    """One step of a rating scale; ``value`` is missing for one that stands beside it."""

    label: str
    means: str
    value: int | None
    here: bool
    by_hand: bool


class ScaleView(Record):
    """A rating scale with the step the claim is on.

    ``steps`` are worst first. ``value`` is the step's number, missing where it stands beside the scale;
    ``chosen`` tells that a person chose the step, and ``implied_label`` the one the stance table gives.
    """

    name: str
    title: str
    source: str
    steps: tuple[StepView, ...]
    beside: tuple[StepView, ...]
    label: str
    means: str
    value: int | None
    worst: int
    best: int
    chosen: bool
    implied_label: str


class RatingView(Record):
    """The verdict shown; ``set_by`` is empty where the stance table alone gives it.

    ``label`` is in the words of the ``scale``, ``word`` in those of the Rating itself.
    """

    value: str
    label: str
    reason: str
    set_by: str
    implied_value: str
    implied_label: str
    implied_reason: str
    word: str = ""
    scale: ScaleView | None = None
    suggested: SuggestedRatingView | None = None


class InfluenceView(Record):
    """One thing without which the stance table implies another Rating."""

    what: str
    anchor: str
    value: str
    label: str


class SensitivityView(Record):
    """What the Rating rests on: in a sentence, and each thing that changes it; ``more`` are not listed."""

    told: str
    changing: tuple[InfluenceView, ...] = ()
    more: int = 0
