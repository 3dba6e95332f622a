"""The verdict."""

from __future__ import annotations

from enum import StrEnum

from factbook.model.record import LocalId, Record, Text, UtcTime


class RatingValue(StrEnum):
    """What the evidence adds up to."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def label(self) -> str:
        """The value as a reader expects it, like ``not enough evidence``."""
        return self.value.replace("_", " ")


class Rating(Record):
    """The verdict a coder set, and why. A check without one is rated by its stance table."""

    value: RatingValue
    reason: Text = ""
    set_by: LocalId
    set_at: UtcTime | None = None
