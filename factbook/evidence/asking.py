"""Asking a stance model, and believing no answer that cannot be used.

A model may be another package's: whatever it raises or gives, its name stands in the error.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real

from factbook.errors import ModelError
from factbook.evidence.suggestion import Passage, StanceModel, Suggestion
from factbook.model.anchoring import Span
from factbook.model.stance import StanceValue


def ask_model(model: StanceModel, claims: Sequence[str], text: str) -> list[Suggestion]:
    """Ask for the stance of one text on each claim; `ModelError` if an answer cannot be used."""
    try:
        answers = model.suggest([(claim, text) for claim in claims])
    except Exception as error:  # whatever it is, the other sources are still to be asked of
        raise _unusable(model, f"failed: {type(error).__name__}: {error}") from error
    if not isinstance(answers, Sequence) or len(answers) != len(claims):
        count = len(answers) if isinstance(answers, Sequence) else "no"
        raise _unusable(model, f"was asked of {len(claims)} points and gave {count} answers")
    for answer in answers:
        try:
            _expect_usable(model, answer, text)
        except (TypeError, ValueError, AttributeError) as error:
            raise _unusable(model, f"gave an answer that cannot be read: {error}") from error
    return list(answers)


def passage_spans(suggestion: Suggestion, text: str) -> list[Span]:
    """Give where the words of a suggestion stand, best first, without the white space at their ends."""
    if suggestion.stance in {None, StanceValue.NOT_ADDRESSED}:
        return []  # Silence rests on no words.
    spans = (_trimmed(passage, text) for passage in suggestion.passages)
    return list(dict.fromkeys(span for span in spans if span.start < span.end))


def _trimmed(passage: Passage, text: str) -> Span:
    words = text[passage.start : passage.end]
    start = passage.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _expect_usable(model: StanceModel, answer: Suggestion, text: str) -> None:
    if not isinstance(answer, Suggestion):
        raise _unusable(model, f"gave {type(answer).__name__} in place of a Suggestion")
    if not isinstance(answer.note, str):
        raise _unusable(model, f"gave the note {answer.note!r}, which is no text")
    if answer.stance is None:
        return
    if answer.stance not in set(StanceValue):
        raise _unusable(model, f"gave {answer.stance!r}, which is no stance")
    if not isinstance(answer.confidence, Real) or not (
        math.isfinite(answer.confidence) and 0 <= answer.confidence <= 1
    ):
        raise _unusable(model, f"gave the confidence {answer.confidence!r}, which is not between 0 and 1")
    for passage in answer.passages:
        start, end = passage.start, passage.end
        if not 0 <= start < end <= len(text):
            place = f"{start} to {end}, and the text has {len(text):,} characters"
            raise _unusable(model, f"named a passage at characters {place}")
        if text[start:end] != passage.text:
            raise _unusable(model, f"named words that do not stand at characters {start} to {end}")


def _unusable(model: StanceModel, problem: str) -> ModelError:
    return ModelError(
        f"The stance model {model.name} {model.version} {problem}",
        next_step="Choose another with --model, or judge by hand.",
    )
