"""Which check answers a question: the one that is named, or one that asks the very same."""

from __future__ import annotations

import pytest

from factbook.reports.site.questions import find_questions
from tests.reports.site.cards import card, outdated


def asking(question: str, answered_by: str | None = None, **fields: object) -> object:
    return card("asks", follow_ups=({"question": question, "answered_by": answered_by},), **fields)


def test_the_check_that_is_named_answers_it() -> None:
    tram = card("tram")
    (found,) = find_questions([asking("What of trams?", "tram"), tram])
    assert (found.answer, found.sure, found.is_open) == (tram, True, False)


def test_a_check_elsewhere_is_led_to_by_its_address() -> None:
    (found,) = find_questions([asking("What of trams?", "https://example.org/trams")])
    assert (found.address, found.is_open) == ("https://example.org/trams", False)


@pytest.mark.parametrize("named", ["draft-not-shown", "asks", "javascript:alert(1)", None])
def test_what_nothing_on_the_site_answers_is_open(named: str | None) -> None:
    (found,) = find_questions([asking("What of trams?", named), card("tram")])
    assert found.is_open


@pytest.mark.parametrize(
    "question",
    ["Will the bridge open in May?", "  will the Bridge open in may ", "“Will the bridge open in May?”"],
)
def test_a_check_that_asks_the_same_is_proposed(question: str) -> None:
    bridge = card("bridge", headline="Will the bridge open in May?")
    (found,) = find_questions([asking(question), bridge])
    assert (found.answer, found.sure) == (bridge, False)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("Did the city sue the builder?", "Did the builder sue the city?"),
        ("Will the bridge not open in May?", "Will the bridge open in May?"),
        ("Did it cost more than 5 % of the budget?", "Did it cost more than 5 € of the budget?"),
        ("Did prices change by -5 percent?", "Did prices change by 5 percent?"),
        ("Is a president immune by law?", "Is the president immune by law?"),
        ("Will the bridge open in June?", "Will the bridge open in May?"),
        ("Is it true?", "Is it true?"),
    ],
)
def test_likeness_is_not_enough(question: str, headline: str) -> None:
    (found,) = find_questions([asking(question), card("bridge", headline=headline)])
    assert found.is_open


def test_what_is_outdated_is_not_proposed_and_the_newest_goes_first() -> None:
    same = "Will the bridge open in May?"
    old = card("old", headline=same, outdated=outdated())
    (found,) = find_questions([asking(same), old])
    assert found.is_open
    new = card("new", headline=same)
    (found,) = find_questions([asking(same), new, card("older", headline=same)])
    assert found.answer == new


def test_a_check_does_not_answer_itself() -> None:
    (found,) = find_questions([asking("Is the bridge safe now?", headline="Is the bridge safe now?")])
    assert found.is_open
