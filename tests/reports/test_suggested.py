"""Suggestions in a report: told as such, and in words."""

from __future__ import annotations

import re

import pytest

import factbook as fb
from factbook.reports.annotations import web_annotations
from factbook.reports.claimreview import claim_review
from factbook.reports.compose import compose_report
from factbook.reports.context import ReportContext
from factbook.reports.render import render_part
from tests.fake_models import Reads


@pytest.fixture
def check(tmp_path) -> fb.OpenCheck:
    check = fb.new(question="Will the bridge open in May?", casebook=tmp_path)
    check.add_source(text="The bridge will open in May, the mayor said.", title="Minutes")
    check.add_source(text="It rains in the north.", title="Weather")
    check.suggest(model=Reads())
    return check


def words(report: ReportContext, part: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", str(render_part(report, part))).split())


def test_a_report_without_a_person_gives_no_rating_and_says_what_was_suggested(check):
    report = compose_report(check.folder)
    assert report.rating.value == "not_enough_evidence"
    assert report.rating.suggested.value == "supported"
    said = words(report, "header")
    assert "Not enough evidence" in said
    assert "No person has judged a source on any point yet" in said
    assert "if people accepted them: supported. This is no rating." in said
    assert "2 of these judgements are suggestions of the model Reads 1 that nobody has accepted" in said


def test_each_cell_says_who_suggested_it_and_how_sure(check):
    said = words(compose_report(check.folder), "table")
    assert "✓ supports? [1] suggested, 82% sure, by Reads 1; nobody has judged it" in said
    assert "– not addressed? suggested, 60% sure, by Reads 1; nobody has judged it" in said


def test_a_cell_that_the_model_did_not_assess_is_told_from_one_that_nobody_asked_of(check):
    check.add_source(text="Die Brücke wird im Mai geöffnet.", title="Blatt")
    assert "○ not judged" in words(compose_report(check.folder), "table")
    assert "not assessed" not in words(compose_report(check.folder), "table")
    check.suggest(model=Reads())
    report = compose_report(check.folder)
    assert "○ not judged not assessed by Reads 1: the model knows English only" in words(report, "table")
    told = "2 suggestions, of which people accepted none; 1 cell of the stance table not assessed"
    assert f"Reads 1, a model: {told}" in words(report, "method")
    check.stance("s3", "p1", "supports", coder="Ana")
    assert "not assessed" not in words(compose_report(check.folder), "table")


def test_an_accepted_suggestion_names_the_model_and_the_person(check):
    check.accept("s1", "p1", coder="Ana")
    report = compose_report(check.folder)
    assert "✓ supports [1] suggested by Reads 1, accepted by Ana" in words(report, "table")
    assert "Ana, a person: no judgements, 1 suggestion of a model accepted" in words(report, "method")
    assert report.rating.value == "supported"
    check.rate("supported", reason="So Ana says", coder="Ana")
    assert "would add up to" not in words(compose_report(check.folder), "header")


def test_words_that_nobody_has_taken_over_are_marked(check):
    assert "Marked by Reads 1; no person has taken it over" in words(compose_report(check.folder), "sources")
    check.accept("s1", "p1", coder="Ana")
    assert "Marked by the model" not in words(compose_report(check.folder), "sources")


def test_exports_present_no_suggestion_as_a_judgement(check):
    report = compose_report(check.folder)
    review = claim_review(report)
    assert review["reviewRating"]["alternateName"] == "Not enough evidence"
    assert "ratingValue" not in review["reviewRating"]
    (item,) = web_annotations(report)["first"]["items"]
    assert item["creator"] == {"type": "Software", "name": "Reads 1"}
    assert [body["purpose"] for body in item["body"]] == ["assessing"]
    check.accept("s1", "p1", coder="Ana")
    (item,) = web_annotations(compose_report(check.folder))["first"]["items"]
    assert "creator" not in item
    assert [body["purpose"] for body in item["body"]] == ["tagging", "assessing"]


def test_the_audit_counts_what_waits(check):
    rows = check.audit()
    waiting = rows[rows["state"] == "not_accepted"]
    assert list(waiting["id"]) == ["s1/p1", "s2/p1"]
    assert set(waiting["grade"]) == {"caution"}
    assert waiting["detail"].iloc[0] == "only a model has judged it: Reads 1 suggests supports (82% sure)"
