"""Batches on a dask cluster: a real scheduler and two workers on this machine, of which one is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from factbook.batch.claims import read_claims
from factbook.batch.results import ClaimResult
from factbook.batch.runner import run_batch
from factbook.cli import main
from factbook.errors import BadInputError
from tests.batch.test_killing import files_of
from tests.batch.test_runner import BAD, GOOD, outcomes, write

distributed = pytest.importorskip("distributed")

MANY = 5
"""Claims, so that each of two workers has more than one to do when another goes or comes."""


@dataclass
class Cluster:
    """A scheduler and its workers; each worker is told by its name."""

    address: str
    place: Path
    workers: dict[str, subprocess.Popen[bytes]]

    def start_worker(self, name: str, *, version: str = "") -> None:
        """Start one; if a version is given, it believes that its factbook is of that."""
        words = ["worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name]
        before = self.place / f"before-{name}"
        if version:
            before.mkdir()
            (before / "sitecustomize.py").write_text(
                "import importlib.metadata as meta\n"
                "real = meta.version\n"
                f"meta.version = lambda name: {version!r} if name == 'factbook' else real(name)\n"
            )
        self.workers[name] = start(words, self.place / name, path=[str(before)] if version else [])

    def kill_worker(self, name: str) -> None:
        worker = self.workers.pop(name)
        worker.kill()
        worker.wait()

    def wait_for(self, workers: int) -> None:
        """Wait until there are so many workers."""
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)


def start(words: list[str], place: Path, *, path: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    place.mkdir()
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "dask",
            *words,
            *(["--local-directory", str(place)] if "worker" in words else []),
        ],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [*path, *sys.path]))},
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    place = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scheduler = start(
        ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], place / "scheduler"
    )
    made = Cluster(f"tcp://127.0.0.1:{port}", place, {})
    for name in ("first", "second"):
        made.start_worker(name)
    yield made
    for process in (*made.workers.values(), scheduler):
        process.kill()
        process.wait()


@pytest.fixture
def claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    several = [GOOD | {"id": f"bridge-{number}", "question": f"Bridge {number}?"} for number in range(MANY)]
    return write(tmp_path / "claims.jsonl", *several, BAD)


def run(claims: Path, out: str = "out", **options: Any) -> list[ClaimResult]:
    return run_batch(read_claims(claims), base=claims.parent, out=claims.parent / out, **options)


@pytest.mark.timeout(600)
def test_when_a_worker_is_killed_another_does_its_work_and_each_report_comes_once(
    claims: Path, cluster: Cluster
) -> None:
    seen: list[str] = []

    def kill_one(result: ClaimResult) -> None:
        seen.append(result.id)
        if len(seen) == 2:
            cluster.workers["first"].send_signal(signal.SIGKILL)

    results = run(claims, cluster=cluster.address, on_result=kill_one)
    assert sorted(seen) == sorted(result.id for result in results)
    assert outcomes(results) == {f"bridge-{number}": "built" for number in range(MANY)} | {"bad": "failed"}
    assert "gone.txt cannot be read" in results[-1].problem

    # What came back is what this machine makes, to the byte; and it is known as done here and there.
    local = run(claims, out="local", jobs=2)
    assert outcomes(local) == outcomes(results)
    assert files_of(claims.parent / "local") == files_of(claims.parent / "out")
    done = {f"bridge-{number}": "unchanged" for number in range(MANY)} | {"bad": "failed"}
    assert done == outcomes(run(claims, cluster=cluster.address)) == outcomes(run(claims, jobs=2))


@pytest.mark.timeout(600)
def test_settings_and_copies_go_along_and_a_worker_that_comes_later_lacks_none(
    claims: Path, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    (claims.parent / "factbook.toml").write_text('[publisher]\nname = "The Desk"\n[fetch]\nproxy = ""\n')
    run(claims, cluster=cluster.address)
    page = claims.parent / "out" / "bridge-0" / "report.html"
    assert "The Desk" in page.read_text(encoding="utf-8")
    # The copies are known to the workers there are. One that is new lacks them, says so, and is sent them.
    for name in list(cluster.workers):
        cluster.kill_worker(name)
    (claims.parent / "factbook.toml").write_text('[publisher]\nname = "The Other Desk"\n')
    late = Timer(1, cluster.start_worker, ["third"])
    late.start()
    assert outcomes(run(claims, cluster=cluster.address))["bridge-0"] == "built"
    late.join()
    assert f"No worker is there. Start one with: dask worker {cluster.address}" in capsys.readouterr().err
    assert "The Other Desk" in page.read_text(encoding="utf-8")


@pytest.mark.timeout(600)
def test_the_others_do_the_work_of_a_worker_that_has_another_factbook(
    claims: Path, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in list(cluster.workers):
        cluster.kill_worker(name)
    cluster.start_worker("fit")
    cluster.start_worker("unfit", version="0.0.1")
    cluster.wait_for(2)
    seen: list[str] = []

    def replace_the_one_that_is_fit(result: ClaimResult) -> None:
        seen.append(result.id)
        if len(seen) == 2:
            cluster.start_worker("also-fit")
            cluster.wait_for(3)
            cluster.kill_worker("fit")

    results = run(claims, cluster=cluster.address, on_result=replace_the_one_that_is_fit)
    assert {f"bridge-{number}": "built" for number in range(MANY)} | {"bad": "failed"} == outcomes(results)
    assert sorted(seen) == sorted(outcomes(results))
    told = capsys.readouterr().err
    assert 1 == told.count("has another factbook, other models or other templates")
    # Where there is no other, each claim says so.
    cluster.kill_worker("also-fit")
    alone = run(claims, out="alone", cluster=cluster.address)
    assert {"failed"} == set(outcomes(alone).values())
    assert "has another factbook" in alone[0].problem


def test_a_cluster_that_is_not_there_is_named(
    claims: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factbook.batch.cluster.CONNECT_TIMEOUT_S", 1)
    with pytest.raises(SystemExit) as left:
        main(["batch", str(claims), "--out", str(claims.parent / "o"), "--cluster", "tcp://127.0.0.1:1"])
    assert left.value.code == 2
    assert "No dask scheduler answers at tcp://127.0.0.1:1" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:8786", "tcp://127.0.0.1"])
def test_what_is_no_address_of_a_cluster_is_refused_at_once(address: str, claims: Path) -> None:
    began = time.monotonic()
    with pytest.raises(BadInputError, match="is no address of a dask scheduler"):
        run(claims, cluster=address)
    assert time.monotonic() - began < 25  # A client that had begun took half a minute to end.
