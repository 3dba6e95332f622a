"""All corrections of a site, the newest first."""

from __future__ import annotations

from factbook.reports.site.corrections import corrections_of
from tests.reports.site.cards import card, correction, outdated


def test_the_newest_go_first() -> None:
    cards = [
        card("a", corrections=(correction("2026-03-01"), correction("2026-01-01"))),
        card("b", corrections=(correction("2026-02-01"),)),
    ]
    found = [(one.card.id, one.correction.made_on) for one in corrections_of(cards)]
    assert found == [("a", "2026-03-01"), ("b", "2026-02-01"), ("a", "2026-01-01")]


def test_what_is_outdated_without_a_correction_that_says_so_is_told_too() -> None:
    said = card("a", outdated=outdated(), corrections=(correction("2026-05-01", note=outdated()["reason"]),))
    unsaid = card("b", outdated=outdated())
    found = corrections_of([said, unsaid])
    assert [(one.card.id, one.correction.kind) for one in found] == [("a", "correction"), ("b", "outdated")]
