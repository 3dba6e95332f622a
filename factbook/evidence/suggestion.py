"""What a model says of a source on a point, and what a model has to offer to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from factbook.model.stance import StanceValue


@dataclass(frozen=True)
class Passage:
    """Words of a text: ``text[start:end]``, and how well they fit what was asked (higher is better)."""

    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True)
class Suggestion:
    """A model's judgement of one text on one claim.

    ``stance`` is None where the model does not judge, as of a text in a language it does not know; ``note``
    then says why, ``confidence`` is 0 and ``probabilities`` is empty. ``confidence`` is the calibrated
    probability that a person would give this stance.
    """

    stance: StanceValue | None
    confidence: float
    probabilities: Mapping[StanceValue, float] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    model: str = ""
    note: str = ""


class StanceModel(Protocol):
    """Suggests the stance of texts; found by name in the entry points ``factbook.stance_models``."""

    name: str
    version: str

    def suggest(self, pairs: Sequence[tuple[str, str]]) -> list[Suggestion]:
        """Judge ``(claim, text)`` pairs, each on its own: no text changes what is said of another."""
        ...
