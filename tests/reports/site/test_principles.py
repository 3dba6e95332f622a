"""The checklist shows what records show, and what is not stated as not stated."""

from __future__ import annotations

from factbook.reports.site.figures import count_figures
from factbook.reports.site.principles import commitments
from factbook.store.settings import Principles
from tests.reports.site.cards import card


def test_there_are_five_and_what_is_not_in_the_settings_is_empty() -> None:
    listed = commitments(count_figures([card()]), Principles())
    assert len(listed) == 5
    assert {each.said for one in listed for each in one.stated} == {""}


def test_every_setting_stands_somewhere() -> None:
    fields = {name: f"words on {name}" for name in Principles.model_fields}
    listed = commitments(count_figures([card()]), Principles(**fields))
    assert {each.said for one in listed for each in one.stated} == set(fields.values())


def test_of_money_and_organization_no_record_shows_anything() -> None:
    listed = commitments(count_figures([card()]), Principles(funding="Readers"))
    assert listed[2].shown == ()


def test_figures_are_those_of_the_records() -> None:
    cards = [
        card("a", claimant="Ana", tally={"sources": 3, "linked": 2, "origins": 2}),
        card("b", claimant="Ana", tally={"sources": 1, "linked": 1}),
    ]
    listed = commitments(count_figures(cards), Principles())
    shown = {each.on: each.said for one in listed for each in one.shown}
    assert shown["Sources with a web address"] == "3 of 4"
    assert shown["Checks on two independent origins or more"] == "1 of 2"
    assert shown["Checked most often"] == "Ana, 2 of 2"
    assert shown["Quotes that stand word for word in a kept copy"] == "none yet"
