"""Reading answers. What is not of the form is no answer; what is, is still held against the passages.

What a model is told of each form stands in `prompts.FORMS`; nothing here is a part of any request.
"""

from __future__ import annotations

import re
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

_LONGEST = 100_000
"""Characters of an answer that are looked at: no answer to any task is as long."""

_FENCED = re.compile(r"```(?:json)?\s*\n(.*)\n\s*```", re.DOTALL)


_PROBLEMS = {
    "extra_forbidden": "it was not asked for",
    "int_from_float": "a whole number is needed",
    "int_parsing": "a whole number is needed",
    "int_type": "a whole number is needed",
    "literal_error": "it is none of the words that were asked for",
    "missing": "it is missing",
    "string_type": "a text is needed",
    "tuple_type": "a list is needed",
}
"""What is wrong with a field, by pydantic's name for it. A model is told so, and in another version of
pydantic the same answer has to be sent back with the same words."""


class Form(BaseModel):
    """An answer; unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


F = TypeVar("F", bound=Form)


class Points(Form):
    """The points of a claim."""

    points: tuple[str, ...]


class Queries(Form):
    """Search queries."""

    queries: tuple[str, ...]


class Questions(Form):
    """Questions left open."""

    questions: tuple[str, ...]


class WrittenSentence(Form):
    """One sentence, by the numbers of the passages that it rests on and of the points it speaks to."""

    section: Literal["summary", "context", "interests"]
    sentence: str
    passages: tuple[int, ...]
    points: tuple[int, ...]


class WrittenSentences(Form):
    """The sentences of a draft, in their order."""

    sentences: tuple[WrittenSentence, ...]


class MendedSentence(Form):
    """Another wording of the sentence with this number."""

    number: int
    sentence: str
    passages: tuple[int, ...]


class MendedSentences(Form):
    """Sentences that were written again."""

    sentences: tuple[MendedSentence, ...]


def read_answer(text: str, form: type[F], *, finish: str = "") -> tuple[F | None, str]:
    """Read an answer of a form: give it, or else say in a few words why it cannot be used."""
    if finish == "length":
        return None, "it was cut off, since it was too long"
    if not text.strip():
        return None, "it is empty"
    if len(text) > _LONGEST:
        return None, f"it has {len(text):,} characters"
    fenced = _FENCED.fullmatch(text.strip())
    try:
        return form.model_validate_json(fenced[1] if fenced else text), ""
    except ValidationError as error:
        return None, f"it is not of the form that was asked for ({_problem(error)})"


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    if not place:
        return "it is no JSON object"
    return f"{place}: {_PROBLEMS.get(first['type'], 'it is of another kind')}"
