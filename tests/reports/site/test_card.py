"""The card of a check says what its report says."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from factbook.reports.site.card import Card, make_card
from factbook.store.check_folder import CheckFolder


def card_of(folder: CheckFolder, samples: ModuleType) -> Card:
    return make_card(samples.compose(folder), folder.read())


def test_it_says_what_the_report_says(tmp_path: Path, samples: ModuleType) -> None:
    folder = samples.clean_check(tmp_path)
    report, card = samples.compose(folder), card_of(folder, samples)
    assert (card.headline, card.label) == (report.headline, report.rating.label)
    assert (card.date, card.claimant) == ("2025-09-09", "Councillor M. Ortega")
    assert card.tally.sources == len(report.sources) == 10
    assert (card.tally.quotes, card.tally.verbatim) == (report.proof.quotes, report.proof.quotes)
    assert sum(card.tally.stances.values()) + card.tally.open_cells == 30
    assert card.published == ""


def test_corrections_and_being_outdated_are_on_it(tmp_path: Path, samples: ModuleType) -> None:
    card = card_of(samples.corrected_check(tmp_path), samples)
    assert card.corrected
    assert card.outdated is not None
    assert [one.made_on for one in card.corrections] == sorted(
        (one.made_on for one in card.corrections), reverse=True
    )
    assert any(one.rating_before != one.rating_after for one in card.corrections)
    # The last word on it, which is later than its publication.
    assert card.updated > f"{card.published}T23:59:59Z"


def test_a_check_with_no_time_at_all_has_one_for_the_feed(folder: CheckFolder, samples: ModuleType) -> None:
    card = card_of(folder, samples)
    assert (card.date, card.updated) == ("", "1970-01-01T00:00:00Z")
    folder.update(lambda check: check.changed(checked_on="2025-09"))
    assert card_of(folder, samples).updated == "2025-09-01T00:00:00Z"


def test_it_comes_back_from_json_as_it_was(tmp_path: Path, samples: ModuleType) -> None:
    card = card_of(samples.hostile_check(tmp_path), samples)
    assert Card.model_validate_json(card.model_dump_json()) == card
