"""Seconds a fact-check takes: the shell loop and the Python API of the plain tools, and ``factbook batch``.

    python -m benchmarks.batch CLAIMS [--checks N] [--shell-checks N] [--rounds N] [--growth N ...] [--jobs N]

CLAIMS are those of ``factbook batch`` as JSON lines, or the research set of news claims as it is (see
``benchmarks/real_inputs.py``), also gzipped; they are taken from the start again where more are wanted. All
run factbook's own notebook, and make one HTML file of it:

    A      a shell loop: ``papermill`` and ``jupyter nbconvert --to html`` for each check
    A'     the same, without a grammar that JupyterLab's dependencies have jsonschema compile at every start
    C      papermill's and nbconvert's Python API, in a pool of as many processes as factbook has jobs
    batch  ``factbook batch --to html``, the whole command; it makes the checks, too
    dask   the same with ``--cluster``: a scheduler and as many workers on this machine, started before that
    floor  the functions that are behind it, called in one warm process: the least it could take there

The plain tools are given checks that are made already. In each round all of them run, one after the other, so
that what else the machine does falls on all alike; told are the medians of the rounds. Growth is told in
seconds per check, with the most memory that all processes together have had (proportional set size).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import psutil

from benchmarks.real_inputs import news_claim
from factbook.resources import resource_folder

BIN = Path(sys.executable).parent
NOTEBOOK = resource_folder("notebooks") / "factcheck.ipynb"
KERNEL_STARTS = 5
"""How often a stock kernel is tried: of two that start at a time, one may die."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("claims", type=Path)
    parser.add_argument("--checks", type=int, default=20, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--growth", type=int, nargs="*", default=[100, 1_000], metavar="N")
    # It takes seconds for each, and no longer for more of them.
    parser.add_argument("--shell-checks", type=int, default=5, metavar="N", help="those of the shell loop")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        claims = repeat_claims(asked.claims, asked.checks, out=Path(scratch) / "claims.jsonl")
        load = os.getloadavg()[0]
        print(f"{asked.checks} checks, {asked.rounds} rounds, {asked.jobs} jobs, load {load:.1f}\n")
        compare(claims, asked.rounds, asked.jobs, Path(scratch), shell_checks=asked.shell_checks)
        for count in asked.growth:
            claims = repeat_claims(asked.claims, count, out=Path(scratch) / f"{count}.jsonl")
            out = Path(scratch) / "grown"
            seconds, memory_mb = watched(lambda: run_batch(claims, asked.jobs, out))  # noqa: B023  called at once
            print(
                f"{count:>7,} checks  {seconds / count:7.3f} s each  {memory_mb:6,.0f} MB at most", flush=True
            )
        print(f"\nload afterwards {os.getloadavg()[0]:.1f}")


def compare(claims: Path, rounds: int, jobs: int, scratch: Path, *, shell_checks: int) -> None:
    """Run all ways in turns, and print what a check took in each."""
    made = scratch / "made"
    run_batch(claims, jobs, made)
    checks = sorted(path.parent for path in made.glob("*/check.json"))
    few = checks[:shell_checks]
    ways: dict[str, tuple[int, Callable[[], object]]] = {
        "A": (len(few), lambda: shell_loop(few, scratch)),
        "A'": (len(few), lambda: shell_loop(few, scratch, lean=True)),
        "C": (len(checks), lambda: api_pool(checks, jobs, scratch)),
        "batch": (len(checks), lambda: run_batch(claims, jobs, scratch / "batch")),
        "floor": (len(checks), lambda: run_floor(made, scratch)),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    with dask_cluster(jobs, scratch) as address:
        ways["dask"] = (len(checks), lambda: run_batch(claims, jobs, scratch / "dask", cluster=address))
        taken["dask"] = []
        ways["dask"][1]()  # Workers that have worked are what is to be measured.
        for _ in range(rounds):
            for name, (count, way) in ways.items():
                started = time.perf_counter()
                told = way()
                seconds = told if isinstance(told, float) else time.perf_counter() - started
                taken[name].append(seconds / count)
                print(f"{name:8}{taken[name][-1]:12.3f}   load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    batch = statistics.median(taken["batch"])
    print(f"{'':8}{'s a check':>12}{'of batch':>12}   rounds")
    for name, seconds_each in taken.items():
        median = statistics.median(seconds_each)
        each = " ".join(f"{seconds:.3f}" for seconds in seconds_each)
        print(f"{name:8}{median:12.3f}{median / batch:11.1f}x   {each}")
    print(flush=True)


def repeat_claims(claims: Path, count: int, *, out: Path) -> Path:
    """Write so many claims, those of a file over and over, each with an id of its own."""
    data = gzip.decompress(claims.read_bytes()) if claims.suffix == ".gz" else claims.read_bytes()
    rows = [json.loads(line) for line in data.splitlines() if line.strip()]
    rows = [news_claim(row) if "stance_fnc" in row["sources"][0] else row for row in rows]
    with out.open("w", encoding="utf-8") as file:
        for number in range(count):
            row = rows[number % len(rows)]
            file.write(json.dumps(row | {"id": f"{row.get('id', 'claim')}-{number}"}) + "\n")
    return out


@contextmanager
def dask_cluster(workers: int, scratch: Path) -> Iterator[str]:
    """Give the address of a scheduler on this machine, with so many workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": scratch}
    dask = [sys.executable, "-m", "dask"]
    port = address.rpartition(":")[2]
    started = [
        subprocess.Popen(
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"], **quiet
        )
    ]
    for number in range(workers):
        words = [address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", str(number)]
        started.append(subprocess.Popen([*dask, "worker", *words], **quiet))
    try:
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def shell_loop(checks: Sequence[Path], scratch: Path, *, lean: bool = False) -> None:
    """Make the reports by the commands of papermill and nbconvert, one after the other."""
    environ = dict(os.environ)
    if lean:
        blocked = scratch / "blocked"
        blocked.mkdir(exist_ok=True)
        (blocked / "rfc3987_syntax.py").write_text("raise ImportError\n", encoding="utf-8")
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(blocked), environ.get("PYTHONPATH")]))
    for check in checks:
        out = scratch / "shell.ipynb"
        commands = (
            [BIN / "papermill", NOTEBOOK, out, "-p", "check", check, "--no-progress-bar"],
            [BIN / "jupyter", "nbconvert", "--to", "html", out],
        )
        for command in commands:
            subprocess.run(command, check=True, capture_output=True, env=environ)


def api_pool(checks: Sequence[Path], jobs: int, scratch: Path) -> None:
    """Make the reports by the Python API of papermill and nbconvert, in a pool of processes."""
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for _ in pool.map(api_report, checks, [scratch] * len(checks)):
            pass


def api_report(check: Path, scratch: Path) -> None:
    """Run the notebook of a check and make its page, in this process."""
    import nbconvert
    import papermill

    out = scratch / f"api-{os.getpid()}.ipynb"
    options = {"progress_bar": False, "extra_arguments": ["--log-level=CRITICAL"]}
    for left in reversed(range(KERNEL_STARTS)):
        try:
            papermill.execute_notebook(str(NOTEBOOK), str(out), parameters={"check": str(check)}, **options)
            break
        except RuntimeError as error:
            # Two kernels that start at a time may choose the same port (jupyter_client's KernelManager).
            if not left:
                raise
            print(f"C: {error}; tried again", flush=True)
    page, _ = nbconvert.HTMLExporter().from_filename(str(out))
    out.with_suffix(".html").write_text(page, encoding="utf-8")


def run_batch(claims: Path, jobs: int, out: Path, *, cluster: str = "") -> None:
    """Make the checks and their reports by ``factbook batch``, from nothing."""
    shutil.rmtree(out, ignore_errors=True)
    command = [BIN / "factbook", "batch", claims, "--out", out, "--to", "html"]
    command += ["--cluster", cluster] if cluster else ["--jobs", str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True)
    if "Failed" in done.stderr or done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr[-2_000:])


def run_floor(made: Path, scratch: Path) -> float:
    """Give the seconds that the functions behind a build take for these checks, in a process that is warm."""
    code = "from benchmarks.batch import floor; floor(*__import__('sys').argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, made, scratch / "floor"], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def floor(made: str, out: str) -> None:
    """Do what a build does but for running the notebook as one, for each check; print the seconds."""
    import factbook as fb
    from factbook.batch.build import notebook_bytes
    from factbook.reports.context import PARTS
    from factbook.reports.notebook import canonical_notebook, read_report, with_report
    from factbook.reports.render import render_page
    from factbook.store.atomic import write_atomic

    target = Path(out)
    target.mkdir(exist_ok=True)

    def build(path: Path) -> None:
        check = fb.open(path)
        fb.desk(check)
        report = check.report()
        for part in PARTS:
            getattr(report, part)._repr_mimebundle_()
        nb = with_report(None, report.content)
        write_atomic(target / "report.html", render_page(*read_report(nb)).encode())
        write_atomic(target / "factcheck.ipynb", notebook_bytes(canonical_notebook(nb, check=".")))

    checks = [path.parent for path in sorted(Path(made).glob("*/check.json"))]
    build(checks[0])
    started = time.perf_counter()
    for path in checks:
        build(path)
    print(time.perf_counter() - started)


def watched(work: Callable[[], None]) -> tuple[float, float]:
    """Do a piece of work; give its seconds, and the most megabytes that this process's children had in it."""
    most = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(most, done))
    watcher.start()
    started = time.perf_counter()
    try:
        work()
    finally:
        seconds = time.perf_counter() - started
        done.set()
        watcher.join()
    return seconds, most[0]


def _watch(most: list[float], done: threading.Event) -> None:
    while not done.wait(1.0):
        total = 0
        for process in psutil.Process().children(recursive=True):
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue  # It ended just now.
        most[0] = max(most[0], total / 1e6)


if __name__ == "__main__":
    main()
