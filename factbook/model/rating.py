"""The verdict."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from factbook.model.record import LocalId, Record, Text, UtcTime
from factbook.wording import N_, gettext

_LABELS = {
    "supported": N_("supported"),
    "refuted": N_("refuted"),
    "conflicting": N_("conflicting"),
    "not_enough_evidence": N_("not enough evidence"),
}


class RatingValue(StrEnum):
    """What the evidence adds up to."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def label(self) -> str:
        """The value as a reader expects it, like ``not enough evidence``."""
        return gettext(_LABELS[self.value])


class Rating(Record):
    """The verdict a coder set, and why. A check without one is rated by its stance table."""

    value: RatingValue
    scale: Text = Field(default="", description="the rating scale that the step stands on, by its name")
    step: Text = Field(default="", description="the step on that scale, by its name, if one was chosen")
    reason: Text = ""
    set_by: LocalId
    set_at: UtcTime | None = None

    @model_validator(mode="after")
    def _a_step_stands_on_a_scale(self) -> Rating:
        if bool(self.scale) != bool(self.step):
            raise ValueError("scale and step go together: give both, or neither")
        return self
