"""The data that the search on the front page reads: a script, since a page from disk may not fetch a file.

``checks.js`` calls ``factbookChecks`` with one list per check, newest first:
``[id, headline, claimant, date, rating, topics, marks, language]``. ``rating`` and ``topics`` are places in
the lists beside; ``marks`` adds up 1 for outdated, 2 for corrected, 4 for changed
without a correction, 8 for a draft and 16 for a report that is there as PDF, too. What is empty at the
end of a row is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from factbook.model.rating import RatingValue
from factbook.reports.render import script_safe, without_forbidden
from factbook.reports.site.card import Card
from factbook.reports.site.listing import Topic, fold
from factbook.wording import spoken

OUTDATED, CORRECTED, CHANGED, DRAFT, PDF = 1, 2, 4, 8, 16


def ratings_of(cards: Sequence[Card]) -> list[tuple[RatingValue, str, int]]:
    """Give the Ratings in use with their words on the newsroom's scale, and how many checks have each."""
    counts: dict[tuple[RatingValue, str], int] = {}
    for card in cards:
        counts[card.rating, card.label] = counts.get((card.rating, card.label), 0) + 1
    order = list(RatingValue)
    return sorted(
        ((value, label, count) for (value, label), count in counts.items()),
        key=lambda one: (order.index(one[0]), -one[2], one[1]),
    )


def data_script(cards: Sequence[Card], topics: Sequence[Topic]) -> str:
    """Give ``checks.js``."""
    ratings = {(value, label): place for place, (value, label, _) in enumerate(ratings_of(cards))}
    places = {fold(topic.name): place for place, topic in enumerate(topics)}
    data = {
        "topics": [[without_forbidden(topic.name), topic.slug] for topic in topics],
        "checks": [_row(card, ratings, places) for card in cards],
    }
    return f"factbookChecks({script_safe(data, indent=None)});\n"


def _row(card: Card, ratings: dict[tuple[RatingValue, str], int], places: dict[str, int]) -> list[Any]:
    marks = OUTDATED * (card.outdated is not None) + CORRECTED * card.corrected
    marks += CHANGED * card.changed + DRAFT * (not card.published) + PDF * card.pdf
    row = [
        card.id,
        without_forbidden(card.headline),
        without_forbidden(card.claimant),
        card.date,
        ratings[card.rating, card.label],
        list(dict.fromkeys(places[fold(name)] for name in card.topics if name)),
        marks,
        "" if card.language == spoken() else card.language,
    ]
    while len(row) > 5 and not row[-1]:
        row.pop()
    return row
