"""Who judged what: coders, their stance on each source and point, and where a model had none."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from factbook.model.record import LocalId, Record, RequiredText, Sha256, Text, UtcTime
from factbook.wording import N_, gettext

_LABELS = {
    "supports": N_("supports"),
    "refutes": N_("refutes"),
    "mixed": N_("mixed"),
    "not_addressed": N_("not addressed"),
}


class StanceValue(StrEnum):
    """What a source says on a point. Silence is a value of its own, and never counts against the point."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    MIXED = "mixed"
    NOT_ADDRESSED = "not_addressed"

    @property
    def label(self) -> str:
        """The value as a reader expects it, like ``not addressed``."""
        return gettext(_LABELS[self.value])


class Coder(Record):
    """Who judges: a person, or a model with its version."""

    id: LocalId
    name: RequiredText
    kind: Literal["person", "model"] = "person"
    version: Text = ""

    @property
    def full_name(self) -> str:
        """The name, and of a model its version."""
        return f"{self.name} {self.version}" if self.kind == "model" and self.version else self.name


class Stance(Record):
    """One coder's judgement of one source on one point.

    A model's judgement is a suggestion until a person accepts it: ``accepted_by`` then names that person.
    """

    source: LocalId
    point: LocalId
    coder: LocalId
    value: StanceValue
    quotes: tuple[LocalId, ...] = ()
    note: Text = ""
    confidence: float | None = Field(default=None, ge=0, le=1)
    accepted_by: LocalId | None = None
    coded_at: UtcTime | None = None

    @property
    def id(self) -> str:
        """The cell and who judged it, like ``s3/p1/ana``; a coder judges a cell once."""
        return f"{self.source}/{self.point}/{self.coder}"


class Abstention(Record):
    """That a model was asked of one source on one point and did not judge, and why.

    It is no stance: a cell that was not assessed is as open as one that nobody asked of.
    """

    source: LocalId
    point: LocalId
    coder: LocalId
    reason: RequiredText
    snapshot: Sha256 | None = Field(
        default=None, description="the copy that was read; missing where no copy had a text"
    )
    asked_at: UtcTime | None = None

    @property
    def id(self) -> str:
        """The cell and the model, like ``s3/p1/nli``."""
        return f"{self.source}/{self.point}/{self.coder}"


class Dismissal(Record):
    """That a person did not want what a model suggested: asked the same again, it is not suggested again.

    It holds for every version of the model, as long as the point has the same words and the source no newer
    copy.
    """

    source: LocalId
    point: LocalId
    model: RequiredText = Field(description="the name of the model")
    value: StanceValue
    asked: Sha256 = Field(description="the hash of the point's words, and of the copy that was read")

    @property
    def id(self) -> str:
        """The cell, the model and what it said, like ``s3/p1/nli/supports``."""
        return f"{self.source}/{self.point}/{self.model}/{self.value}"
