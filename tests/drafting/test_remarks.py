"""What an editor would point out in a source's words is found where it is meant, and not elsewhere."""

from __future__ import annotations

import pytest

from factbook.analysis.origins import each_its_own
from factbook.drafting.draft import Material
from factbook.drafting.remarks import find_correction, find_hedge, find_unnamed, is_put_flatly
from factbook.model.canonical import parse_check

CHECK = parse_check(
    {
        "id": "c",
        "claim": {"question": "Q?"},
        "points": [{"id": "p1", "text": "The bridge will open in May"}],
        "sources": [{"id": "s1", "title": "T"}],
    }
)


def material(text: str) -> Material:
    return Material(CHECK, {"s1": text}, each_its_own(CHECK))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The bridge will reportedly open in May.", "The bridge will reportedly open in May"),
        (
            "That the bridge will open could not be confirmed.",
            "That the bridge will open could not be confirmed",
        ),
        ("It is a lie that the bridge allegedly will open in May: it is untrue.", None),
        ("The mayor's alleged affair was in all the papers.", None),
        (
            "The bridge will open in May, when the old mayor is reportedly leaving the town.",
            None,
        ),
        (
            "While the bridge will open in May, the new trams are reportedly being sold.",
            None,
        ),
        ("The bridge will open in May, reportedly.", "The bridge will open in May, reportedly"),
        ("Reportedly, the bridge will open in May.", "Reportedly, the bridge will open in May"),
        ("The head of the bridge that will open in May was not confirmed by the council.", None),
        (
            "That the bridge will open was not independently confirmed.",
            "That the bridge will open was not independently confirmed",
        ),
        ("The bridge will open in May.", None),
    ],
)
def test_a_hedge_is_one_on_the_point(text: str, words: str | None) -> None:
    found = find_hedge(material(text), "s1", CHECK.points[0])
    assert (found.words if found else None) == words


@pytest.mark.parametrize(
    ("claim", "text", "found"),
    [
        ("El puente abrirá en mayo", "El puente supuestamente abrirá en mayo, dijo ayer la radio.", True),
        ("El puente abrirá en mayo", "Al parecer, el puente abrirá en mayo.", True),
        ("El puente abrirá en mayo", "El puente abrirá en mayo, dijo ayer la alcaldesa.", False),
        ("الجسر سيفتح في مايو", "يُزعم أن الجسر سيفتح في مايو المقبل.", True),
        ("الجسر سيفتح في مايو", "قال رئيس البلدية إن الجسر سيفتح في مايو.", False),
    ],
)
def test_a_hedge_in_the_other_languages_of_reports(claim: str, text: str, found: bool) -> None:
    point = CHECK.points[0].model_copy(update={"text": claim})
    assert bool(find_hedge(material(text), "s1", point)) == found


def test_of_a_claim_that_denies_nothing_is_passed_on() -> None:
    point = CHECK.points[0].model_copy(update={"text": "The bridge will not open in May"})
    assert find_hedge(material("The bridge will reportedly open in May."), "s1", point) is None


def test_what_somebody_else_says_is_no_hedge_of_the_source() -> None:
    text = "“Well, we were told this and that. The bridge will reportedly open in May,” a shopkeeper said."
    assert find_hedge(material(text), "s1", CHECK.points[0]) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An official spoke on condition of anonymity.", True),
        ("Un funcionario habló bajo condición de anonimato.", True),
        ("Lo dijeron ayer fuentes cercanas al alcalde.", True),
        ("Lo aseguraron fuentes de la empresa que pidieron no ser citadas.", True),
        ("La alcaldesa habló ayer con las fuentes de agua detrás.", False),
        ("وقال مصدر مطلع طلب عدم الكشف عن هويته إن الجسر سيفتح.", True),
        ("وقال رئيس البلدية إن الجسر سيفتح في مايو المقبل.", False),
        ("She asked not to be named for fear of her job.", True),
        ("People familiar with the matter said so yesterday.", True),
        ("The firm declined to be named by the paper.", True),
        ("Police told people close to the fire to leave their homes at once.", False),
        ("She wanted to be named chief executive of the bridge company.", False),
        ("Officials close to tears cut the ribbon on Monday.", False),
        ("The mayor asked to be identified as the author.", False),
        ("“I asked not to be named in the minutes, and I was,” the mayor said on Monday.", False),
        ("طلب رئيس البلدية الكشف عن اسمه في التقرير.", False),
        ("Readers can anonymously call the police with what they know.", False),
        ("The hacker group Anonymous took the page down on Monday.", False),
    ],
)
def test_people_without_names(text: str, found: bool) -> None:
    assert bool(find_unnamed(material(text), "s1")) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Abre.\n\nCorrección: una versión anterior de esta nota nombraba otro puente.", True),
        ("يفتح الجسر.\n\nتصحيح: ذكرت نسخة سابقة من هذا الخبر جسرًا آخر.", True),
        ("It opens in May.\n\nUPDATE: The council has since said that it will open in June.", True),
        ("It opens.\n\nCorrection 9 December: An earlier version of this story named another bridge.", True),
        ("It opens.\n\nUpdate at 2:02 p.m. ET", False),
        ("The council will update the plan: it needs money from the region and the state.", False),
    ],
)
def test_a_correction_below_an_article(text: str, found: bool) -> None:
    assert bool(find_correction(material(text), "s1")) == found


WAS = "Correction: An earlier version of this article gave the number of dead as 34"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{WAS}. It is 27.", f"{WAS}. It is 27"),
        (f"{WAS}. It is 27. We regret the error. Read on.", f"{WAS}. It is 27. We regret the error"),
        (f"{WAS}.\n\nThe mayor came.", WAS),
        (f"{WAS}. {'It goes on and on ' * 12}.", WAS),
    ],
)
def test_what_a_correction_corrects_to_is_quoted_with_it(text: str, words: str) -> None:
    found = find_correction(material(text), "s1")
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(
    ("claim", "flat"),
    [
        ("The bridge will open in May", True),
        ("Will the bridge open in May?", False),
        ("The bridge will reportedly open in May", False),
        ("هل يفتح الجسر؟", False),
    ],
)
def test_a_question_or_a_hedged_claim_is_not_put_flatly(claim: str, flat: bool) -> None:
    assert is_put_flatly(claim) == flat
