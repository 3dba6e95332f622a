"""Scores of support that are handed on are those of the model; it is made only for what it has not said."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from factbook.evidence import handed_scores as module
from factbook.evidence.handed_scores import HANDED_SCORES, ScoresToHandOn, handed_scores
from factbook.evidence.support import LexicalSupport, Scores, SupportModel

SAID = [("The bridge opens in May.", "In May the bridge will open."), ("It is closed.", "It is open.")]


class Counting(LexicalSupport):
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def score(self, pairs: list[tuple[str, str]]) -> Scores:
        self.asked += pairs
        return super().score(pairs)


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Scores:
    """Hand scores on."""
    monkeypatch.setenv(HANDED_SCORES, "")
    monkeypatch.setattr(module, "_known", {})
    return ScoresToHandOn(LexicalSupport(), chosen="lexical", folder=tmp_path / "aside").score(SAID)


def never() -> SupportModel:
    raise AssertionError("it was made")


def test_what_was_handed_on_needs_no_model(handed: Scores) -> None:
    model = handed_scores("lexical", never)
    assert model is not None
    assert (LexicalSupport.name, LexicalSupport.version) == (model.name, model.version)
    assert np.array_equal(handed, model.score(SAID))


def test_the_model_is_asked_of_what_it_has_not_said(handed: Scores) -> None:
    counting = Counting()
    model = handed_scores("lexical", lambda: counting)
    assert model is not None
    other = ("The bridge is red.", "The bridge is green.")
    scores = model.score([SAID[1], other, SAID[0]])
    assert [other] == counting.asked
    assert [handed[1], handed[0]] == [scores[0], scores[2]]


def test_scores_of_another_model_and_broken_ones_are_left_alone(handed: Scores) -> None:
    assert handed_scores("default", never) is None
    Path(os.environ[HANDED_SCORES]).write_text("{", encoding="utf-8")
    assert handed_scores("lexical", never) is None


def test_nothing_was_handed_on_to_most_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HANDED_SCORES, raising=False)
    assert handed_scores("lexical", never) is None
