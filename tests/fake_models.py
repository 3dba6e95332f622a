"""Stance models that tests can foresee."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from factbook.evidence.suggestion import Passage, Suggestion
from factbook.model.stance import StanceValue


@dataclass
class Reads:
    """A model that goes by three words, so that a test can say what it will suggest."""

    name: str = "Reads"
    version: str = "1"
    asked: list[tuple[str, str]] = field(default_factory=list)

    def suggest(self, pairs: Any) -> list[Suggestion]:
        self.asked += pairs
        return [self.one(text) for _claim, text in pairs]

    def one(self, text: str) -> Suggestion:
        if "Brücke" in text:
            return Suggestion(None, 0.0, note="not assessed: the model knows English only")
        for words, stance in (("will not open in May", "refutes"), ("will open in May", "supports")):
            start = text.find(words)
            if start >= 0:
                passage = Passage(start, start + len(words), words, 1.0)
                return Suggestion(StanceValue(stance), 0.82468, passages=(passage,))
        return Suggestion(StanceValue.NOT_ADDRESSED, 0.6)
