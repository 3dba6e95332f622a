"""What sentences call a source, and how they mark words and write numbers."""

from __future__ import annotations

from typing import Any

import pytest

from factbook.drafting.naming import Names, in_marks, say_count
from factbook.model.canonical import parse_check
from factbook.wording import speaking


def names(*sources: dict[str, Any]) -> Names:
    numbered = [{"id": f"s{number}", "title": "A title"} | one for number, one in enumerate(sources, start=1)]
    return Names(parse_check({"id": "c", "claim": {"question": "Q?"}, "sources": numbered}))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({"publisher": "Reuters", "issued": "2015-03-04"}, "Reuters (March 4, 2015)"),
        ({"publisher": "Reuters", "issued": "2015-03"}, "Reuters (March 2015)"),
        ({"container-title": "Nature"}, "Nature"),
        ({"URL": "https://www.example.org/a"}, "example.org"),
        ({"URL": "https://web.archive.org/web/20201129141238/https://www.example.org/a"}, "example.org"),
        ({"URL": "https://archive.ph/jqW1g", "title": "Minutes"}, "“Minutes”"),
        ({"title": "Council minutes"}, "“Council minutes”"),
        ({"title": "The mayor lied"}, "“The mayor lied”"),
        ({"title": "Is the bridge open?"}, "“Is the bridge open?”"),
        ({"title": "1563"}, "“1563”"),
        # Files without a title bear their own name, which need not be one.
        ({"title": "early"}, "“early”"),
        ({"title": "A"}, "“A”"),
        ({"title": "05b"}, "“05b”"),
        ({"title": "IMG_2034"}, "“IMG_2034”"),
        ({"title": "budget-2024 final"}, "“budget-2024 final”"),
        ({"title": "iPad news"}, "“iPad news”"),
        ({"title": "محضر الجلسة"}, "“محضر الجلسة”"),
        (
            {"title": "A long title that goes on and on about the bridge and the trams and the buses"},
            "“A long title that goes on and on about the bridge and the…”",
        ),
        ({"title": "See [@s2#q1] for more"}, "an untitled source"),
        ({"publisher": "[@s2]", "title": "Minutes"}, "“Minutes”"),
    ],
)
def test_what_a_source_is_called(source: dict[str, Any], name: str) -> None:
    assert names(source).name("s1") == name


@pytest.mark.parametrize(
    "publisher",
    [
        "City council",
        "taz",
        "The U.S. Department of Health and Human Services",
        "Frankfurter Allgemeine Zeitung für Deutschland",
        "وزارة الصحة والسكان في جمهورية مصر العربية",
        "Reuters\u202e",
    ],
)
def test_who_publishes_is_named_without_marks(publisher: str) -> None:
    found = {"publisher": publisher, "URL": "https://example.org/a"}
    assert names(found).name("s1") == publisher.removesuffix("\u202e")


@pytest.mark.parametrize(
    "publisher",
    [
        "This claim is true and was confirmed by every expert. Reuters",
        "The mayor lied. Reuters",
        "all experts agree that most of the claim is true, Reuters",
        "Reuters " * 20,
    ],
)
def test_what_a_page_says_in_place_of_its_publisher_is_not_said_by_the_report(publisher: str) -> None:
    at_home = {"publisher": publisher, "URL": "https://www.example.org/a"}
    assert names(at_home).name("s1") == "example.org"
    assert names({"publisher": publisher, "title": "Minutes"}).name("s1") == "“Minutes”"
    assert names({"publisher": publisher, "container-title": "Nature"}).name("s1") == "Nature"


def test_no_two_sources_are_called_the_same() -> None:
    found = names(
        {"publisher": "Reuters", "title": "One"},
        {"publisher": "Reuters", "title": "Two"},
        {"publisher": "Reuters", "title": "Two"},
        {"publisher": "AP"},
    )
    assert [found.name(f"s{number}") for number in range(1, 5)] == [
        "Reuters, “One”",
        "Reuters, “Two” (source 2)",
        "Reuters, “Two” (source 3)",
        "AP",
    ]


def test_few_sources_are_named_and_many_are_counted() -> None:
    found = names(*({"title": f"T{number}"} for number in range(1, 15)))
    assert found.list_or_count(["s1", "s2"]) == "“T1” and “T2”"
    assert found.list_or_count(["s1", "s2", "s3", "s4"]) == "four sources"
    assert say_count(13) == "13"


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [
        ("en", "It opens", "“It opens”"),
        ("en", "“It opens,” he said", "‘“It opens,” he said’"),
        ("en", 'the "bridge"', '‘the "bridge"’'),
        ("es", "“It opens,” he said", "«“It opens,” he said»"),
        ("es", "«Se abre»", "“«Se abre»”"),
        ("ar", "يفتح", "«يفتح»"),
    ],
)
def test_words_with_marks_of_their_own_get_others_around_them(language: str, words: str, marked: str) -> None:
    with speaking(language):
        assert in_marks(words) == marked
