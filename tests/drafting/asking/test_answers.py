"""What comes back is read as the form that was asked for, or is no answer."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from factbook.drafting.asking.answers import (
    Form,
    MendedSentences,
    Points,
    Queries,
    Questions,
    WrittenSentences,
    read_answer,
)
from factbook.drafting.asking.prompts import FORMS, TASKS

GOOD: dict[str, tuple[type[Form], dict[str, Any]]] = {
    "points": (Points, {"points": ["a", "b"]}),
    "queries": (Queries, {"queries": []}),
    "questions": (Questions, {"questions": ["a?"]}),
    "sentences": (
        WrittenSentences,
        {"sentences": [{"section": "context", "sentence": "a", "passages": [1, 2], "points": []}]},
    ),
    "repair": (MendedSentences, {"sentences": [{"number": 1, "sentence": "a", "passages": [1]}]}),
}


def objects_in(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [answer, *(one for listed in answer.values() for one in listed if isinstance(one, dict))]


def spoiled(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give an answer with one of its objects less a field, with one more, or with a field of another kind."""
    for place, fields in enumerate(objects_in(answer)):
        for field, value in fields.items():
            less = copy.deepcopy(answer)
            del objects_in(less)[place][field]
            yield less
            for other in (None, {}, 5 if isinstance(value, str) else "five"):
                yield changed(answer, place, {field: other})
        yield changed(answer, place, {"rating": "supported"})


def changed(answer: dict[str, Any], place: int, fields: dict[str, Any]) -> dict[str, Any]:
    answer = copy.deepcopy(answer)
    objects_in(answer)[place].update(fields)
    return answer


@pytest.mark.parametrize("task", TASKS)
def test_what_is_read_is_what_the_model_was_told(task: str) -> None:
    form, good = GOOD[task]
    told = jsonschema.Draft202012Validator(FORMS[task])
    answer, problem = read_answer(json.dumps(good), form)
    assert answer is not None, problem
    assert told.is_valid(good)
    for bad in spoiled(good):
        assert read_answer(json.dumps(bad), form)[0] is None, bad
        assert not told.is_valid(bad), bad


@pytest.mark.parametrize(
    ("text", "finish", "problem"),
    [
        ("", "stop", "it is empty"),
        ("  \n", "stop", "it is empty"),
        ('{"points": ["a"', "length", "it was cut off, since it was too long"),
        ('{"points": ["a"', "stop", "it is not of the form"),
        ("I cannot help with that.", "stop", "(it is no JSON object)"),
        ('["a"]', "stop", "(it is no JSON object)"),
        ("{}", "stop", "(points: it is missing)"),
        ('{"points": [1]}', "stop", "(points.0: a text is needed)"),
        ('{"points": "a"}', "stop", "it is not of the form that was asked for (points: a list is needed)"),
        ('{"points": ["a"], "rating": "supported"}', "stop", "(rating: it was not asked for)"),
        ("[" * 200_000, "stop", "it has 200,000 characters"),
        ("[" * 20_000, "stop", "it is not of the form"),
    ],
)
def test_what_is_not_of_the_form_is_no_answer(text: str, finish: str, problem: str) -> None:
    answer, said = read_answer(text, Points, finish=finish)
    assert answer is None
    assert problem in said


def test_a_section_that_there_is_not_is_named() -> None:
    sentence = {"section": "intro", "sentence": "a", "passages": [1], "points": []}
    _, said = read_answer(json.dumps({"sentences": [sentence]}), WrittenSentences)
    assert "(sentences.0.section: it is none of the words that were asked for)" in said


def test_an_answer_may_stand_in_a_block_of_code() -> None:
    answer, problem = read_answer('```json\n{"points": ["a"]}\n```', Points)
    assert (answer, problem) == (Points(points=("a",)), "")
