"""Killed at any moment, a batch leaves no broken file, and the next run gives what it would have given."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from factbook.batch.claims import ClaimRow, read_claims
from factbook.batch.made import STATE_FILE
from factbook.batch.needs import forking_is_safe
from factbook.batch.results import Job
from factbook.batch.runner import run_batch
from factbook.batch.workers import start_worker
from tests.batch.commands import start_command

pytestmark = pytest.mark.skipif(not forking_is_safe(), reason="needs workers that start at once")

NOT_OF_A_CHECK = {"batch.csv", "batch.html"}
"""The table tells how long each claim took."""


def claim(number: int) -> dict[str, Any]:
    return {
        "id": f"bridge-{number}",
        "question": f"Will bridge {number} open in May?",
        "sources": [
            {"title": "Minutes", "text": f"Bridge {number} opens in May.", "stances": {"p1": "supports"}},
            {"title": "News", "text": f"Nobody said when bridge {number} opens. It may take until May."},
        ],
    }


@pytest.fixture(autouse=True, scope="module")
def always_now() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1750000000")
        yield


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "claims.jsonl"
    path.write_text("".join(json.dumps(claim(number)) + "\n" for number in range(3)), encoding="utf-8")
    return path


def work_through(rows: list[ClaimRow], job: Job) -> list[str]:
    from factbook.batch.claim import run_claim

    return [run_claim(row, job).problem for row in rows]


def files_of(out: Path) -> dict[str, bytes]:
    """Give all that a batch has put where a reader looks, and what it knows of it; not what lies aside."""
    found = {}
    # os.walk, since folders aside come and go while a batch runs.
    for folder, folders, names in os.walk(out):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if (not name.startswith(".") or name == STATE_FILE) and name not in NOT_OF_A_CHECK:
                found[path.relative_to(out).as_posix()] = path.read_bytes()
    return found


def assert_nothing_is_broken(out: Path, undisturbed: dict[str, bytes]) -> None:
    """What is there is whole; only what a batch knows of a check may still be of a moment before."""
    for name, data in files_of(out).items():
        if name.endswith(STATE_FILE):
            json.loads(data)
        else:
            assert undisturbed[name] == data, name


def resume(rows: list[ClaimRow], base: Path, out: Path, **options: Any) -> None:
    results = run_batch(rows, base=base, out=out, to=("html", "claimreview"), jobs=2, **options)
    assert [result.problem for result in results if result.outcome == "failed"] == []


@pytest.fixture(scope="module")
def undisturbed(claims: Path) -> dict[str, bytes]:
    """What a batch that nobody kills gives."""
    out = claims.parent / "undisturbed"
    resume(read_claims(claims), claims.parent, out)
    return files_of(out)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", [0.35, 0.6, 0.85])
def test_a_command_that_is_killed_goes_on_where_it_was(
    claims: Path, undisturbed: dict[str, bytes], part: float
) -> None:
    out = claims.parent / f"killed-at-{part}"
    batch = start_command("batch", claims, "--out", out, "--jobs", "2", stderr=subprocess.DEVNULL)
    wanted = int(part * len(undisturbed))
    deadline = time.monotonic() + 300
    while len(files_of(out)) < wanted and batch.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    batch.send_signal(signal.SIGKILL)
    assert -signal.SIGKILL == batch.wait()
    # Even though workers of the one that was killed may just be ending.
    resume(read_claims(claims), claims.parent, out)
    assert undisturbed == files_of(out)


def kill_at_random_moments(claims: Path, tmp_path: Path, *, kills: int, seed: int) -> int:
    """Kill what works through the claims again and again; give how often it was in the middle of it."""
    rows, chance = read_claims(claims), random.Random(seed)  # noqa: S311
    resume(rows, tmp_path, tmp_path / "undisturbed", model="lexical")
    undisturbed = files_of(tmp_path / "undisturbed")
    took_s, in_the_middle = 0.0, 0
    for number in range(kills):
        out = tmp_path / f"out-{number}"
        out.mkdir()
        job = Job(tmp_path, out, ("html", "claimreview"), "lexical")
        for after_s in (chance.uniform(0, took_s), None):
            worker = start_worker()
            began = time.monotonic()
            worker.connection.send((partial(work_through, job=job), rows))
            if after_s is not None and took_s:
                time.sleep(after_s)
            else:
                assert ([""] * len(rows), None) == worker.connection.recv()
                took_s = took_s or time.monotonic() - began
            worker.end()
            if after_s is not None:
                assert_nothing_is_broken(out, undisturbed)
                in_the_middle += 0 < len(files_of(out)) < len(undisturbed)
        assert undisturbed == files_of(out)
    return in_the_middle


@pytest.mark.timeout(600)
def test_killed_at_some_random_moments_nothing_is_broken_or_lost(claims: Path, tmp_path: Path) -> None:
    kill_at_random_moments(claims, tmp_path, kills=5, seed=1)


@pytest.mark.sweep
@pytest.mark.timeout(1800)
def test_killed_at_two_hundred_random_moments_nothing_is_broken_or_lost(claims: Path, tmp_path: Path) -> None:
    assert kill_at_random_moments(claims, tmp_path, kills=200, seed=2) > 20
