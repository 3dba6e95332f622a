"""A casebook as tables."""

from __future__ import annotations

from typing import Any

import pytest

from factbook.analysis.audit_row import AuditRow
from factbook.analysis.digest import Digest, Unreadable, digest_checks
from factbook.analysis.looked_at import LookedAt
from factbook.analysis.origins import each_its_own
from factbook.analysis.work_left import work_left
from factbook.model.blinding import seen_by
from tests.analysis.looking import TODAY, M, N, R, S, copy, looked, source


def digest(*checks: LookedAt, unreadable: tuple[Unreadable, ...] = ()) -> Digest:
    return digest_checks(checks, today=TODAY, unreadable=unreadable)


# Ratings


def test_a_check_is_rated_by_a_person_or_else_by_its_table():
    set_by_hand = {"value": "refuted", "set_by": "ana"}
    found = digest(looked({"Ana": [S]}), looked({"Ana": [S]}, check_id="tunnel", rating=set_by_hand))
    assert {"bridge": "supported", "tunnel": "refuted"} == found.checks["rating"].to_dict()
    assert {"bridge": False, "tunnel": True} == found.checks["by_hand"].to_dict()
    assert [1, 1] == found.ratings.loc[["supported", "refuted"], "checks"].tolist()


def test_silence_and_having_judged_nothing_are_told_apart():
    found = digest(looked({"Ana": [N]}), looked({"Ana": [None]}, check_id="tunnel"))
    assert {"bridge": "not_enough_evidence", "tunnel": "not_judged"} == found.checks["rating"].to_dict()


def test_of_a_check_judged_blind_nothing_is_counted():
    rounds = [{"id": "b1", "opened_by": "ana", "opened_at": "2026-03-01T00:00:00Z"}]
    blind = looked({"Ana": [S, R], "Ben": [R, R]}, blind_rounds=rounds)
    seen = seen_by(blind.check, None)
    found = digest(LookedAt(seen, (), each_its_own(seen), blind=True))
    assert "judged_blind" == found.checks.loc["bridge", "rating"]
    assert 0 == found.checks.loc["bridge", "settled"]
    assert found.stances.empty
    assert found.agreement is None


# Stances over time


def test_stances_are_counted_by_the_month_they_were_judged_in_with_no_month_left_out():
    found = digest(
        looked({"Ana": [S, R]}, coded="2026-02-03"),
        looked({"Ana": [M]}, check_id="tunnel", coded="2026-04-30"),
    )
    assert ["2026-02", "2026-03", "2026-04"] == found.stances.index.tolist()
    assert [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]] == found.stances.to_numpy().tolist()


def test_a_judgement_without_a_date_counts_on_the_day_of_its_check_and_else_under_none():
    dated, undated = looked({"Ana": [S]}), looked({"Ana": [N]}, check_id="tunnel", checked_on=None)
    assert ["2026-03", "no date"] == digest(dated, undated).stances.index.tolist()
    assert ["no date"] == digest(undated).stances.index.tolist()


def test_a_long_time_is_counted_by_years_and_a_slip_of_the_pen_fills_no_page():
    years = [looked({"Ana": [S]}, check_id=f"c{year}", checked_on=f"{year}-05") for year in (2022, 2025)]
    assert ["2022", "2023", "2024", "2025"] == digest(*years).stances.index.tolist()
    slip = looked({"Ana": [S]}, check_id="slip", checked_on="0202")
    assert ["0202", "2022", "2025"] == digest(*years, slip).stances.index.tolist()


def test_a_cell_on_which_coders_differ_is_not_settled():
    found = digest(looked({"Ana": [S, S], "Ben": [R, S]}))
    assert [1, 2] == found.checks.loc["bridge", ["settled", "cells"]].tolist()
    assert [[1, 0, 0, 0]] == found.stances.to_numpy().tolist()


# Who is leaned on


def test_publishers_are_counted_by_sides_taken_and_sentences_with_copies_folded():
    sources = [
        source(1, publisher="The Planet"),
        source(2, publisher="the planet"),
        source(3, URL="https://www.example.org/a"),
        source(4),
    ]
    finding = {"id": "f1", "section": "summary", "text": "It opens [@s1; @s2]."}
    one = looked({"Ana": [S, R, N, S]}, sources=sources, findings=[finding], copies=(("s1", "s2"),))
    found = digest(one).publishers
    assert ["The Planet", "example.org", ""] == found.index.tolist(), "sources without a publisher come last"
    planet = found.loc["The Planet", ["checks", "sources", "origins", S, R, "sentences", "leaned_on"]]
    assert [1, 2, 1, 1, 1, 1, 3] == planet.tolist()
    assert 0 == found.loc["example.org", "leaned_on"], "silence is nothing to lean on"


def test_a_document_that_two_checks_use_is_named_with_both():
    same = [
        looked({"Ana": [S]}, check_id=id_, sources=[source(1, snapshots=[copy("a", "2026-01-01")])])
        for id_ in ("bridge", "tunnel")
    ]
    address = [
        looked({"Ana": [S]}, check_id=id_, sources=[source(1, URL=url, snapshots=[copy(text, "2026-01-01")])])
        for id_, url, text in (
            ("dam", "https://www.example.org/x/", "b"),
            ("weir", "http://example.org/x", "c"),
        )
    ]
    found = digest(*same, *address).documents
    assert [("bridge", "tunnel"), ("dam", "weir")] == found["ids"].tolist()


# What waits


FAILED = {"url": "https://example.org/a", "failed_at": "2026-05-01T00:00:00Z", "reason": "404"}


def waiting(**fields: Any) -> Any:
    audit = fields.pop("audit", ())
    base = {"URL": "https://example.org/a", "snapshots": [copy("a", "2026-04-01")]}
    quotes = [{"id": "q1", "source": "s1", "exact": "It opens"}]
    return digest(looked({"Ana": [S]}, sources=[source(1, **base | fields)], quotes=quotes, audit=audit))


@pytest.mark.parametrize(
    ("fields", "state", "age"),
    [
        ({}, "captured", 90),
        ({"rechecked_at": "2026-06-20T00:00:00Z"}, "captured", 10),
        ({"snapshots": []}, "never captured", None),
        (
            {"failed_fetches": [FAILED]},
            "dead",
            90,
        ),
        ({"audit": (AuditRow("quote", "q1", "changed", "fault", "gone"),)}, "words changed", 90),
    ],
)  # fmt: skip
def test_a_source_waits_in_a_state_and_at_an_age(fields, state, age):
    [row] = waiting(**fields).waiting.to_dict("records")
    assert (state, age) == (row["state"], row["age_days"])


def test_a_source_without_an_address_waits_for_nothing():
    assert digest(looked({"Ana": [S]})).waiting.empty


def test_what_was_published_and_what_is_older_comes_first():
    days = {"new": "2026-06-01", "old": "2025-01-01", "out": "2026-06-20"}
    published = {"out": {"published_at": "2026-06-21T00:00:00Z"}}
    found = digest(
        *(
            looked(
                {"Ana": [S]},
                check_id=id_,
                sources=[source(1, URL=f"https://example.org/{id_}", snapshots=[copy("a", day)])],
                **published.get(id_, {}),
            )
            for id_, day in days.items()
        )
    )
    assert ["out", "old", "new"] == found.waiting["check"].tolist()
    assert [0, 1, 0, 0, 2] == found.ages["sources"].tolist()


# Corrections, faults, agreement, work


def test_corrections_and_outdated_checks_are_told_newest_first():
    made = {"id": "r1", "note": "A date was wrong", "made_by": "ana", "made_at": "2026-05-01T00:00:00Z"}
    over = {"reason": "It opened", "set_by": "ana", "set_at": "2026-05-02T00:00:00Z"}
    found = digest(looked({"Ana": [S]}, revisions=[made], outdated=over)).corrections
    assert [
        ["2026-05-02", "outdated", "It opened"],
        ["2026-05-01", "correction", "A date was wrong"],
    ] == found[["on", "kind", "note"]].to_numpy().tolist()


def test_faults_are_counted_by_kind_and_come_before_cautions():
    caution, fault = (
        AuditRow("source", "s1", "dead", "caution", "gone"),
        AuditRow("finding", "f1", "uncited", "fault", "it cites nothing"),
    )
    found = digest(
        looked({"Ana": [S]}, audit=(caution, caution, fault)),
        looked({"Ana": [S]}, check_id="tunnel", audit=(caution,)),
    )
    assert {"uncited": 1, "dead": 3} == found.faults["found"].to_dict()
    assert [("uncited", 1), ("dead", 2)] == list(found.faults["checks"].items())
    assert [1, 2] == found.checks.loc["bridge", ["faults", "cautions"]].tolist()


def test_agreement_is_that_of_all_checks_two_people_judged():
    found = digest(looked({"Ana": [S, R], "Ben": [S, S]}), looked({"Ana": [S]}, check_id="tunnel"))
    assert found.agreement is not None
    assert 2 == found.agreement.units
    assert digest(looked({"Ana": [S]})).agreement is None


def test_work_names_how_much_there_is_and_the_first_check():
    fault = AuditRow("finding", "f1", "uncited", "fault", "it cites nothing")
    found = digest(
        looked({"Ana": [S]}, audit=(fault,)),
        looked({"Ana": [None]}, check_id="tunnel"),
        unreadable=(Unreadable("torn", "it is no JSON"),),
    )
    assert [
        ("1 check that cannot be read", "factbook audit torn"),
        ("1 check with faults", "factbook audit bridge"),
        ("1 check with cells that are not settled", "factbook stance tunnel SOURCE POINT STANCE"),
    ] == [(work.what, work.begin) for work in work_left(found)]


def test_an_empty_casebook_has_all_tables_with_their_columns_and_no_work():
    found, full = digest(), digest(looked({"Ana": [S]}))
    for name in ("checks", "stances", "publishers", "documents", "waiting", "corrections", "audit", "faults"):
        assert getattr(found, name).empty
        assert list(getattr(full, name).columns) == list(getattr(found, name).columns)
    assert 0 == found.ratings["checks"].sum() == found.ages["sources"].sum()
    assert () == work_left(found)
