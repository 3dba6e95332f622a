"""What is not in the check yet is held against the same audit, by the judge that the casebook chooses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from factbook.drafting.draft import Cited, Sentence
from factbook.drafting.proving import Prover
from factbook.errors import BadInputError
from factbook.model.check import Check
from factbook.model.finding import Finding, Section
from factbook.store.check_folder import CheckFolder
from tests.drafting.conftest import Make, material_of

HOLDS = "The bridge will open in May"
LEXICAL = '[evidence]\nsupport_model = "lexical"\n'


def written(check: Check, sentences: Sequence[Sentence]) -> Check:
    """Give the check with these sentences and no others, each on the words of the first source."""
    return check.changed(
        findings=tuple(
            Finding(id=f"f{number}", section=one.section, text=f"{one.words} [@s1#q1].")
            for number, one in enumerate(sentences, start=1)
        )
    )


def prover(folder: CheckFolder) -> Prover:
    return Prover(folder, material_of(folder).origins, partial(written, folder.read()))


def sentence(words: str) -> Sentence:
    return Sentence(Section.SUMMARY, words, (Cited("s1", quote="q1"),))


def test_each_problem_stands_at_its_sentence_also_behind_the_ninth(bridge: Make) -> None:
    folder = bridge(settings=LEXICAL)
    sentences = [sentence(HOLDS)] * 12
    sentences[1] = sentences[10] = sentence("Tulips bloom in the garden of the old abbey")
    problems = prover(folder).problems(sentences)
    assert [bool(problem) for problem in problems] == [number in {1, 10} for number in range(12)]
    assert problems[1] == problems[10]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Die Brücke wird im Mai wieder für alle eröffnet", "not assessed"),
        ("According to NASA, the bridge will open in May", "attributed elsewhere"),
    ],
)
def test_some_cautions_are_enough_to_refuse_what_a_model_wrote(bridge: Make, words: str, state: str) -> None:
    """Behind what a person wrote, that person stands."""
    (problem,) = prover(bridge(settings=LEXICAL)).problems([sentence(words)])
    assert problem.startswith(f"{state}: ")


def test_the_casebook_chooses_the_judge_and_no_check_does(bridge: Make) -> None:
    """A check from a stranger brings no settings that let its sentences pass."""
    folder = bridge(settings=LEXICAL)
    unheard_of = '[evidence]\nsupport_model = "no such model"\n'
    Path(folder.path, "factbook.toml").write_text(unheard_of, encoding="utf-8")
    assert prover(folder).problems([sentence(HOLDS)]) == ("",)
    Path(folder.path.parent, "factbook.toml").write_text(unheard_of, encoding="utf-8")
    with pytest.raises(BadInputError, match="no 'no such model' among the support models"):
        prover(folder).problems([sentence(HOLDS)])
