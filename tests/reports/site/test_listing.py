"""The order of checks, topics, and pages of a list that stay where they are."""

from __future__ import annotations

import pytest

from factbook.reports.site.listing import PAGE_ROWS, cut_into_pages, newest_first, topics_of
from tests.reports.site.cards import card


def test_the_newest_go_first_and_a_date_may_be_known_in_part() -> None:
    cards = [
        card("a", date="2025"),
        card("b", date="2026-03"),
        card("c", date="2026-03-02"),
        card("d", date=""),
    ]
    assert [one.id for one in newest_first(cards)] == ["c", "b", "a", "d"]


def test_checks_of_one_day_keep_one_order() -> None:
    cards = [card("b"), card("a"), card("c", published="2026-03-09")]
    assert [one.id for one in newest_first(cards)] == ["c", "a", "b"]
    assert newest_first(cards) == newest_first(cards[::-1])


@pytest.mark.parametrize("there", [0, 1, 39, 59, 60, 61, 10_000])
def test_every_item_is_on_one_page_in_order(there: int) -> None:
    items = list(range(there, 0, -1))
    pages = cut_into_pages(items, first="index.html", folder="archive")
    assert [item for page in pages for item in page.items] == items
    assert pages[0].path == "index.html"
    assert len(pages[0].items) < 1.5 * PAGE_ROWS
    assert [page.number for page in pages] == list(range(len(pages), 0, -1))


def test_pages_lead_to_their_neighbours() -> None:
    pages = cut_into_pages(range(130), first="index.html", folder="archive")
    assert [page.path for page in pages] == ["index.html", "archive/2.html", "archive/1.html"]
    assert [page.older for page in pages] == ["archive/2.html", "archive/1.html", ""]
    assert [page.newer for page in pages] == ["", "index.html", "archive/2.html"]


def test_a_new_item_changes_the_first_page_alone() -> None:
    before = cut_into_pages(range(130, 0, -1), first="index.html", folder="archive")
    after = cut_into_pages(range(131, 0, -1), first="index.html", folder="archive")
    assert before[1:] == after[1:]
    assert before[0] != after[0]


def test_topics_are_one_whatever_their_case_and_have_folders_of_their_own() -> None:
    cards = [
        card("a", topics=("Transport", "C")),
        card("b", topics=("transport", "C++"), date="2026-04-01"),
        card("c", topics=("TRANSPORT ", "Verkehr / Straße", "../..")),
    ]
    topics = topics_of(cards)
    found = {topic.name: ([one.id for one in topic.cards], topic.slug) for topic in topics}
    assert found["Transport"] == (["b", "a", "c"], "transport")
    assert found["Verkehr / Straße"][1] == "verkehr-strasse"
    assert len({topic.slug for topic in topics}) == len(topics) == 5
    assert all("/" not in topic.slug and "." not in topic.slug for topic in topics)


def test_a_topic_that_is_given_twice_counts_once() -> None:
    (topic,) = topics_of([card(topics=("Health", "health"))])
    assert len(topic.cards) == 1
