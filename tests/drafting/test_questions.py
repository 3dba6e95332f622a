"""The questions that a check leaves open read well whether its point is a statement or a question."""

from __future__ import annotations

import pytest

from factbook.drafting.plain import PlainDrafter
from factbook.drafting.writing import draft_check
from factbook.model.stance import Stance, StanceValue
from factbook.store.check_folder import CheckFolder
from tests.drafting.conftest import Make

ASKED = "Will the bridge open in May?"


def first_question(folder: CheckFolder, *points: str) -> str:
    """Draft with these points in place of that of the check, and give what is asked first."""

    def change(check):
        first = check.points[0]
        return check.changed(
            points=tuple(
                first.model_copy(update={"id": f"p{number}", "text": text})
                for number, text in enumerate(points, start=1)
            )
        )

    folder.update(change)
    draft_check(folder, PlainDrafter())
    return folder.read().follow_ups[0].question


@pytest.mark.parametrize(
    ("stances", "question"),
    [
        (
            {"s1": "supports"},
            "Does anybody bear out this claim independently of City council (March 4, 2025)?",
        ),
        ({"s2": "refutes"}, "Does anybody refute this claim independently of The Courier (March 9, 2025)?"),
        ({"s3": "mixed"}, "Is there a source that takes a side on this claim?"),
        ({"s4": "not_addressed"}, "What source would bear out or refute this claim?"),
        ({}, "What do the sources say on this claim?"),
    ],
)
def test_nobody_is_asked_to_refute_a_question(bridge: Make, stances: dict[str, str], question: str) -> None:
    assert first_question(bridge(stances), ASKED) == question


def test_a_question_that_is_one_point_of_several_is_asked_itself(bridge: Make) -> None:
    assert first_question(bridge({}), ASKED, "The bridge is safe") == ASKED


def test_of_several_points_a_question_is_named_in_full(bridge: Make) -> None:
    assert first_question(bridge({"s2": "refutes"}), "Are trams running?", "The bridge is safe") == (
        "Does anybody refute point 1 (“Are trams running?”) independently of The Courier (March 9, 2025)?"
    )


def test_the_claim_s_own_question_needs_no_mark(bridge: Make) -> None:
    folder = bridge({"s2": "refutes"})
    folder.update(
        lambda check: check.changed(claim=check.claim.model_copy(update={"question": "will it open"}))
    )
    assert first_question(folder, "will it open") == (
        "Does anybody refute this claim independently of The Courier (March 9, 2025)?"
    )


def test_a_side_that_has_no_words_in_the_draft_is_asked_for_them(bridge: Make) -> None:
    folder = bridge({"s2": "refutes"})
    asked = "On which words of Garden Weekly does the judgement rest?"
    assert asked not in [one.question for one in draft_check(folder, PlainDrafter()).follow_ups]
    tulips = Stance(source="s4", point="p1", coder="ana", value=StanceValue.MIXED)
    folder.update(lambda check: check.changed(stances=(*check.stances, tulips)))
    assert asked in [one.question for one in draft_check(folder, PlainDrafter()).follow_ups]


def test_so_is_a_side_that_a_model_reads(bridge: Make) -> None:
    folder = bridge({"s2": "refutes"}, suggested=True)
    tulips = Stance(source="s4", point="p1", coder="nli", value=StanceValue.MIXED, confidence=0.8)
    folder.update(lambda check: check.changed(stances=(*check.stances, tulips)))
    asked = [one.question for one in draft_check(folder, PlainDrafter()).follow_ups]
    assert "On which words of Garden Weekly does what the model reads rest?" in asked


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("es", "¿Hay alguna fuente que tome partido sobre lo afirmado?"),
        ("ar", "هل من مصدر يتخذ موقفًا من المقولة؟"),
    ],
)
def test_in_other_languages(bridge: Make, language: str, question: str) -> None:
    folder = bridge({"s3": "mixed"}, settings=f'report_language = "{language}"\n')
    assert first_question(folder, ASKED) == question


def test_of_one_source_that_nobody_has_judged_it_is_asked_what_it_says(bridge: Make) -> None:
    folder = bridge({})
    folder.update(lambda check: check.changed(sources=check.sources[:1]))
    assert first_question(folder, ASKED) == "What does City council (March 4, 2025) say on this claim?"
