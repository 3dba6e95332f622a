"""Whoever works in a check keeps what they wrote, whatever a batch does with it, and when."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

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

    def run(*, model="", to=("html",), **fields):
        file = tmp_path / "claims.jsonl"
        file.write_text(json.dumps({"id": "bridge", "question": "Will the bridge open?"} | fields) + "\n")
        return claim.run_claim(read_claims(file)[0], Job(tmp_path, out, to, model))

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


def build_in_place(out):
    job = Job(out, out, ("html",))
    return {row.id: claim.run_claim(row, job).outcome for row in read_claims(out)}


def test_what_somebody_wrote_stays_though_its_casebook_was_built_where_it_is(run, tmp_path):
    run(points=["It opens"])
    fb.open(tmp_path / "out" / "bridge").add_point(ADDED)
    assert {"bridge": "built"} == build_in_place(tmp_path / "out")
    assert "unchanged" == run(points=["It opens"]).outcome
    assert "somebody has worked in" in run(points=["It opens"], claimant="The mayor").problem
    assert ["It opens", ADDED] == points(tmp_path)


def test_a_check_made_by_hand_that_a_batch_has_built_is_no_claims(run, tmp_path):
    fb.new(question="By hand?", id="bridge", casebook=tmp_path / "out")
    assert {"bridge": "built"} == build_in_place(tmp_path / "out")
    assert "no batch made it" in run().problem
    fb.open(tmp_path / "out" / "bridge").add_point(ADDED)
    assert {"bridge": "built"} == build_in_place(tmp_path / "out")
    assert ["By hand?", ADDED] == points(tmp_path)


def test_a_check_is_not_made_anew_for_being_built_where_it_is(run, tmp_path):
    run()
    build_in_place(tmp_path / "out")
    assert "unchanged" == run().outcome
    assert "built" == run(claimant="The mayor").outcome


def test_reports_of_formats_that_are_no_longer_asked_for_are_nobodys_work(run, tmp_path):
    run(to=("csv", "claimreview"))
    assert "built" == run(to=("claimreview",)).outcome
    (tmp_path / "out" / "bridge" / "stances.csv").unlink()
    assert "unchanged" == run(to=("claimreview",)).outcome
    run(to=("csv", "claimreview"))
    run(to=("claimreview",))
    assert "built" == run(to=("claimreview",), claimant="The mayor").outcome
    assert not (tmp_path / "out" / "bridge" / "stances.csv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_text_is_named(run, tmp_path):
    run()
    check = tmp_path / "out" / "bridge"
    Path(os.fsdecode(os.fsencode(check) + b"/caf\xe9.csv")).write_text("1,2")
    assert (
        f"The name of the file 'caf\\udce9.csv' in {check} is no text. Rename it in UTF-8." in run().problem
    )
