"""Several coders: rounds of judging blind to each other, and decisions on what they differ on."""

from __future__ import annotations

from pydantic import Field

from factbook.model.record import LocalId, Record, RequiredText, UtcTime
from factbook.model.stance import Stance, StanceValue


class BlindRound(Record):
    """A time in which each coder sees only their own judgements; it ends when somebody reveals them all."""

    id: LocalId
    opened_by: LocalId
    opened_at: UtcTime | None = None
    revealed_by: LocalId | None = None
    revealed_at: UtcTime | None = None
    judged: tuple[Stance, ...] = Field(
        default=(), description="what had been judged when it was revealed, without notes and quotes"
    )

    @property
    def is_open(self) -> bool:
        """Whether coders are still blind to each other."""
        return self.revealed_by is None


class Said(Record):
    """What one person had said on a cell: judged themselves, or accepted from a model."""

    coder: LocalId
    value: StanceValue


class Adjudication(Record):
    """The decision on a cell that coders differ on, with what they had said; it stays in the log for good."""

    id: LocalId
    source: LocalId
    point: LocalId
    value: StanceValue
    reason: RequiredText
    made_by: LocalId
    made_at: UtcTime | None = None
    said: tuple[Said, ...] = ()
