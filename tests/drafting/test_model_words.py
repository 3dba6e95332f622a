"""What a model's sentence must be before its meaning is looked at."""

from __future__ import annotations

import pytest

from factbook.drafting.model_words import Ground, question_problem, sentence_problem
from factbook.wording import speaking

GROUND = Ground(
    passages=["The bridge will open in May and carry 12 trams, Ms. Ruiz said"],
    sources=["“Minutes of a long meeting”"],
    dates=["March 4, 2025"],
    claim=["Will the Riverside bridge open in June?"],
)
NAMED = "According to “Minutes of a long meeting”, "


@pytest.mark.parametrize(
    "words",
    [
        "the bridge will open in May.",
        "the bridge will “open in May”.",
        "it will carry 12 trams from May on.",
        "Ms. Ruiz said on March 4, 2025 that the bridge will open in May.",
        "the Riverside bridge will open in May.",
        "the bridge will open in May and carry 12 trams soon, Ms. Ruiz said on March 4.",
        "the bridge will open in May, Ms. Ruiz said on 4 March 2025.",
        "the bridge will ‘open in May’, Ms. Ruiz said.",
    ],
)
def test_a_sentence_may_keep_to_its_passages_its_sources_and_the_names_of_the_claim(words: str) -> None:
    assert sentence_problem(NAMED + words, GROUND) == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("the bridge will carry 13 trams.", "it gives the number 13"),
        ("the bridge will open in 2026.", "it gives the number 2026"),
        ("the bridge will open in Paris.", "it names Paris"),
        ("a tunnel will open in May.", "its passages do not say “tunnel”"),
        ("the bridge will “never open”.", "it sets “never open” in quotation marks"),
        ("the bridge will «never open».", "it sets “never open” in quotation marks"),
        ("the bridge will ‘carry trams’.", "it sets “carry trams” in quotation marks"),
        ("the bridge will 'carry trams'.", "it sets “carry trams” in quotation marks"),
        ('the bridge will “carry trams".', "its quotation marks do not pair"),
        ("the bridge will ”carry trams”.", "its quotation marks do not pair"),
        ("the bridge will carry 4 trams.", "it gives the number 4"),
        ("the bridge will carry 4 trams, Ms. Ruiz said on March 4, 2025.", "it gives the number 4"),
        ("the bridge will carry more trams.", "its passages do not say “more”"),
        ("the bridge will not open in May.", "its passages do not deny that"),
        ("the bridge will open in May", "it has no full stop at its end"),
    ],
)
def test_what_is_the_model_s_own_is_named(words: str, said: str) -> None:
    assert sentence_problem(NAMED + words, GROUND).startswith(said)


@pytest.mark.parametrize(
    ("passage", "words", "said"),
    [
        ("Planes could be used in an attack", "planes are used in an attack.", "its passages say “could”"),
        ("The report is not credible", "the report is credible.", "its passages deny something"),
        ("It will reportedly open in May", "it will open in May.", "its passages say “reportedly”"),
        ("It may open", "it may open.", ""),
        ("The May report is credible", "the report is credible.", ""),
    ],
)
def test_a_hedge_and_a_denial_are_not_left_out(passage: str, words: str, said: str) -> None:
    problem = sentence_problem(f"According to City, {words}", Ground([passage], ["City"]))
    assert problem.startswith(said) if said else problem == ""


def test_a_number_of_the_claim_is_no_number_of_a_source() -> None:
    ground = Ground(passages=["The bridge will open"], sources=["City"], claim=["It costs 80 million"])
    assert "the number 80" in sentence_problem("According to City, the bridge will open for 80.", ground)


def test_in_another_language_numbers_and_quotations_are_held_to_as_well() -> None:
    ground = Ground(passages=["El puente abrirá en mayo"], sources=["El Ayuntamiento"])
    with speaking("es"):
        assert sentence_problem("Según El Ayuntamiento, el puente abrirá en mayo.", ground) == ""
        assert "the number 9" in sentence_problem("Según El Ayuntamiento, abrirá el 9 de mayo.", ground)
        assert "quotation marks" in sentence_problem("El Ayuntamiento dice «nunca abrirá».", ground)


def test_of_two_names_the_longer_one_is_no_word_of_its_own() -> None:
    ground = Ground(["The bridge opens in May", "It opens"], ["City", "City council"])
    said = "According to City and City council, the bridge opens in May."
    assert sentence_problem(said, ground) == ""


def test_a_name_is_a_word_of_its_own() -> None:
    ground = Ground(passages=["The map shows a bridge"], sources=["AP"])
    assert sentence_problem("According to AP, the map shows a bridge.", ground) == ""
    assert "begin with: According to AP" in sentence_problem("The map shows a bridge.", ground)


def test_a_name_is_taken_out_of_no_other_word() -> None:
    ground = Ground(passages=["The newspaper of the town will open"], sources=["newspaper"])
    assert sentence_problem("According to newspaper, the newspapers of the town will open.", ground) == ""


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("According to City and Echo, the bridge will not open in May.", "City does not deny that"),
        ("According to City and Echo, the bridge will open in May.", "Echo denies something"),
        (
            "According to City, it will not open, while Echo says that it will open.",
            "City does not deny that",
        ),
    ],
)
def test_nobody_is_named_for_the_opposite_of_what_they_say(words: str, problem: str) -> None:
    passages = ["The bridge will open in May", "The bridge will not open in May"]
    ground = Ground(passages, ["City", "Echo"], said_by=["City", "Echo"])
    assert sentence_problem(words, ground).startswith(problem)
    agreed = Ground(passages[:1] * 2, ["City", "Echo"], said_by=["City", "Echo"])
    assert sentence_problem("According to City and Echo, the bridge will open in May.", agreed) == ""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When was the Novira trial halted, and for how long?", ""),
        ("Why did Novira kill 200 patients in the trial?", "it gives the number 200"),
        ("Has the trial by Pfizer been halted?", "it names Pfizer"),
        ("What will be for lunch?", "it is not about the claim"),
    ],
)
def test_a_question_brings_no_number_and_no_name_along(question: str, said: str) -> None:
    problem = question_problem(question, "Was the trial of the Novira vaccine halted?")
    assert problem.startswith(said) if said else problem == ""
