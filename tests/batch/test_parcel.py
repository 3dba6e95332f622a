"""A check that is sent away comes back as itself, takes nobody's words away, and is the report of home."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

import factbook as fb
from factbook.batch import parcel as parcels
from factbook.batch.claim import make_claim
from factbook.batch.claims import read_claims
from factbook.batch.parcel import Parcel, build_parcel, pack, unpack
from factbook.batch.results import Job
from factbook.errors import ConflictError
from tests.batch.test_runner import GOOD, write


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    (row,) = read_claims(write(tmp_path / "claims.jsonl", GOOD))
    job = Job(tmp_path, tmp_path / "out", ("claimreview",))
    return pack(make_claim(row, job), job)


def test_what_is_new_comes_back(parcel: Parcel, tmp_path: Path) -> None:
    reply = build_parcel(parcel, place=tmp_path / "worker")
    assert (None, ()) == (reply.error, reply.missing)
    assert {".factbook-batch.json", "claimreview.json", "factcheck.ipynb"} == set(reply.files)


def test_a_worker_that_would_make_another_report_makes_none(parcel: Parcel, tmp_path: Path) -> None:
    elsewhere = replace(parcel, key="of another factbook")
    reply = build_parcel(elsewhere, place=tmp_path / "worker")
    assert {} == reply.files
    assert "has another factbook, other models or other templates" in str(reply.error)


def test_copies_that_a_worker_lacks_are_asked_for(parcel: Parcel, tmp_path: Path) -> None:
    without = replace(parcel, copies=dict.fromkeys(parcel.copies))
    assert tuple(parcel.copies) == build_parcel(without, place=tmp_path / "worker").missing


def test_sentences_are_drafted_where_the_report_is_built(parcel: Parcel, tmp_path: Path) -> None:
    reply = build_parcel(replace(parcel, draft=True), place=tmp_path / "worker")
    assert b"The one source supports this claim" in reply.files["check.json"]


def made(place, question):
    """Make a check of the id ``bridge`` in a batch of its own; give it with its job."""
    place.mkdir()
    file = place / "claims.jsonl"
    file.write_text(json.dumps({"id": "bridge", "question": question, "points": ["It opens"]}) + "\n")
    job = Job(place, place / "out", ("html",))
    job.out.mkdir()
    return make_claim(read_claims(file)[0], job), job


def test_checks_of_one_id_that_a_worker_builds_at_the_same_time_stay_apart(tmp_path, monkeypatch):
    sent = [pack(*made(tmp_path / name, f"Will {name} open?")) for name in ("this", "that")]
    both_there = threading.Barrier(2)
    build = parcels.build_claim

    def build_together(*arguments):
        both_there.wait(timeout=30)
        return build(*arguments)

    monkeypatch.setattr(parcels, "build_claim", build_together)
    replies = [None, None]

    def work(number):
        replies[number] = build_parcel(sent[number], place=tmp_path / "worker")

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pages = [reply.files["report.html"].decode() for reply in replies]
    assert [True, False] == ["Will this open?" in page for page in pages]
    assert [False, True] == ["Will that open?" in page for page in pages]
    assert [] == list((tmp_path / "worker").glob("settings-*/*/"))


def test_nothing_is_written_over_what_somebody_wrote_meanwhile(tmp_path):
    check, job = made(tmp_path / "here", "Will it open?")
    sent = pack(check, job)
    reply = build_parcel(sent, place=tmp_path / "worker")
    fb.open(check.folder.path).add_point("It opens in May")
    with pytest.raises(ConflictError, match="Somebody has worked in"):
        unpack(reply, check, packed=sent.files["check.json"])
    assert ["It opens", "It opens in May"] == [point.text for point in check.folder.read().points]
    assert not (check.folder.path / "report.html").exists()
