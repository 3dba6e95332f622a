"""The order of checks on a site, its topics, and lists cut into pages that stay where they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from factbook.model.names import free_id, make_slug
from factbook.reports.site.card import Card

PAGE_ROWS = 40
"""Rows of a page. The first page has the newest and may have up to half as many again.

So many are a page that Lighthouse calls light, with less than 60 of them in its list.
"""

T = TypeVar("T")


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """One page of a list: its path on the site, its items, and the paths of its neighbours.

    ``number`` counts the pages from the oldest, 1; ``before`` tells how many items are older than its own.
    """

    path: str
    items: tuple[T, ...]
    number: int = 1
    before: int = 0
    newer: str = ""
    older: str = ""


@dataclass(frozen=True)
class Topic:
    """A topic: its name as first written, its folder's name, and its checks, newest first."""

    name: str
    slug: str
    cards: tuple[Card, ...]


def newest_first(cards: Iterable[Card]) -> list[Card]:
    """Order checks by the day they were checked on, the newest first; those of one day by their id."""
    by_id = sorted(cards, key=lambda card: card.id)
    return sorted(by_id, key=lambda card: (card.date, card.published), reverse=True)


def cut_into_pages(items: Sequence[T], *, first: str, folder: str) -> list[ListPage[T]]:
    """Cut a list, newest first, into pages: ``first`` with the newest, the others numbered in ``folder``.

    They are filled from the oldest on, so that what is new changes the first page and no other: addresses
    keep what they show, and a site of ten thousand checks is not written again for one.
    """
    full = max(0, (len(items) - PAGE_ROWS // 2) // PAGE_ROWS)
    newest = len(items) - full * PAGE_ROWS
    paths = [f"{folder}/{number}.html" for number in range(1, full + 1)] + [first]
    pages = []
    for number, path in enumerate(paths, start=1):
        end = len(items) - (number - 1) * PAGE_ROWS
        shown = items[:newest] if path == first else items[end - PAGE_ROWS : end]
        newer = paths[number] if number < len(paths) else ""
        older = paths[number - 2] if number > 1 else ""
        pages.append(ListPage(path, tuple(shown), number, (number - 1) * PAGE_ROWS, newer, older))
    return pages[::-1]


def topics_of(cards: Sequence[Card]) -> list[Topic]:
    """Give the topics of checks in the order of their names; case and spelling of marks make no new topic."""
    found: dict[str, tuple[str, list[Card]]] = {}
    for card in sorted(cards, key=lambda card: card.id):
        for name in card.topics:
            if name:
                found.setdefault(fold(name), (name, []))[1].append(card)
    slugs: list[str] = []
    topics = []
    for key in sorted(found):
        name, of_it = found[key]
        slugs.append(free_id(make_slug(name), slugs))
        unique = {card.id: card for card in of_it}
        topics.append(Topic(name, slugs[-1], tuple(newest_first(unique.values()))))
    return topics


def fold(text: str) -> str:
    """Give the form under which two names or questions are compared: without case, in one normal form."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
