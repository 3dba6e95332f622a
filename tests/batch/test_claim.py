"""Whoever works in a check while a batch is at it keeps what they wrote."""

from __future__ import annotations

import json

import pytest

import factbook as fb
from factbook.batch import claim
from factbook.batch.claims import read_claims
from factbook.batch.results import Job

ADDED = "It opens in May"


@pytest.fixture
def run(tmp_path):
    """Run a claim, and again with other fields or by another job."""
    out = tmp_path / "out"
    out.mkdir()

    def run(*, model="", **fields):
        file = tmp_path / "claims.jsonl"
        file.write_text(json.dumps({"id": "bridge", "question": "Will the bridge open?"} | fields) + "\n")
        return claim.run_claim(read_claims(file)[0], Job(tmp_path, out, ("html",), model))

    return run


@pytest.fixture
def edited_during(tmp_path, monkeypatch):
    """Have a person add a point while a function of the batch is at work."""

    def edited_during(name):
        real = getattr(claim, name)

        def meanwhile(*arguments, **options):
            fb.open(tmp_path / "out" / "bridge").add_point(ADDED)
            return real(*arguments, **options)

        monkeypatch.setattr(claim, name, meanwhile)

    return edited_during


def points(tmp_path):
    return [point.text for point in fb.open(tmp_path / "out" / "bridge").record.points]


TEXT = {"title": "Harbour Post", "text": "The bridge opens in May, the mayor said."}


def test_a_point_added_while_a_model_suggests_stays(run, edited_during, tmp_path):
    run(points=["It opens"], sources=[TEXT])
    edited_during("suggest_for_check")
    assert "built" == run(points=["It opens"], sources=[TEXT], model="lexical").outcome
    assert ["It opens", ADDED] == points(tmp_path)
    assert ADDED in (tmp_path / "out" / "bridge" / "report.html").read_text()


def test_a_point_added_while_a_source_is_fetched_again_stays(run, edited_during, tmp_path):
    nobody = "http://127.0.0.1:9/page"
    run(points=["It opens"], sources=[nobody])
    edited_during("recheck_sources")
    run(points=["It opens"], sources=[nobody])
    assert ["It opens", ADDED] == points(tmp_path)


def test_a_point_added_while_a_changed_claim_is_made_anew_stays(run, edited_during, tmp_path):
    run(points=["It opens"])
    edited_during("_make")
    result = run(points=["It opens"], claimant="The mayor")
    assert "failed" == result.outcome
    assert "somebody has worked in" in result.problem
    assert ["It opens", ADDED] == points(tmp_path)
