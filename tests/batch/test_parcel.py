"""A check that is sent away comes back as itself, and takes nobody's words away."""

from __future__ import annotations

import json
import threading

import pytest

import factbook as fb
from factbook.batch import parcel
from factbook.batch.claim import make_claim
from factbook.batch.claims import read_claims
from factbook.batch.results import Job
from factbook.errors import ConflictError


def made(place, question):
    """Make a check of the id ``bridge`` in a batch of its own; give it with its job."""
    place.mkdir()
    file = place / "claims.jsonl"
    file.write_text(json.dumps({"id": "bridge", "question": question, "points": ["It opens"]}) + "\n")
    job = Job(place, place / "out", ("html",))
    job.out.mkdir()
    return make_claim(read_claims(file)[0], job), job


def test_checks_of_one_id_that_a_worker_builds_at_the_same_time_stay_apart(tmp_path, monkeypatch):
    sent = [parcel.pack(*made(tmp_path / name, f"Will {name} open?")) for name in ("this", "that")]
    both_there = threading.Barrier(2)
    build = parcel.build_claim

    def build_together(*arguments):
        both_there.wait(timeout=30)
        return build(*arguments)

    monkeypatch.setattr(parcel, "build_claim", build_together)
    replies = [None, None]

    def work(number):
        replies[number] = parcel.build_parcel(sent[number], place=tmp_path / "worker")

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
    sent = parcel.pack(check, job)
    reply = parcel.build_parcel(sent, place=tmp_path / "worker")
    fb.open(check.folder.path).add_point("It opens in May")
    with pytest.raises(ConflictError, match="Somebody has worked in"):
        parcel.unpack(reply, check, packed=sent.files["check.json"])
    assert ["It opens", "It opens in May"] == [point.text for point in check.folder.read().points]
    assert not (check.folder.path / "report.html").exists()
