"""Whether the engine gives what stock papermill gives, on any folder of notebooks.

    python -m benchmarks.engine_equality FOLDER [--timeout SECONDS] [--show]

Each notebook is run by stock papermill and by ``--engine factbook``, in a fresh copy of its folder each time,
and compared cell by cell. Where the two differ, stock runs it twice more: a place where stock does not agree
with itself is called unsteady, and is not held against the engine. The exit code is 1 if a notebook differs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as LateError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.notebook_differences import Difference, Run, differences

_MORE_STOCK_RUNS = 2
_HUNG_AFTER = 5
"""A run that takes so many times the limit of a cell, and a minute to start, hangs."""


@dataclass(frozen=True)
class Comparison:
    """What came of a notebook: where the engine differs, where stock differs from itself, and both runs."""

    differing: list[Difference]
    unsteady: list[Difference]
    stock: Run
    factbook: Run


class Runner:
    """A process that runs notebooks by one engine, one after the other; started anew where it hangs or dies.

    Parameters
    ----------
    engine:
        The name of a papermill engine; empty for the stock one.
    folder:
        Where the notebooks are run; the same for all that are compared, as some print it.
    """

    def __init__(self, engine: str, *, folder: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._pool = _process()

    def run(self, notebook: Path, *, timeout_s: int) -> Run:
        """Run a notebook in a fresh copy of its folder; a cell may take so long."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(notebook.parent, self._folder)
        job = self._pool.submit(_run, self._folder / notebook.name, self._engine, timeout_s)
        try:
            return job.result(timeout=timeout_s * _HUNG_AFTER + 60)
        except (LateError, BrokenProcessPool) as error:
            self.close()
            self._pool = _process()
            return Run(None, f"{type(error).__name__}: papermill itself hung or died", (), 0.0)

    def close(self) -> None:
        """End the process, whatever it is at."""
        for process in list(self._pool._processes.values()):
            process.kill()
        self._pool.shutdown(cancel_futures=True)


def compare(notebook: Path, *, stock: Runner, factbook: Runner, timeout_s: int = 60) -> Comparison:
    """Run a notebook by both, and stock again where they differ."""
    first, ours = (engine.run(notebook, timeout_s=timeout_s) for engine in (stock, factbook))
    differing = differences(first, ours)
    unsteady: list[Difference] = []
    for _ in range(_MORE_STOCK_RUNS if differing else 0):
        again = stock.run(notebook, timeout_s=timeout_s)
        unsteady += differences(first, again)
        differing = min(differing, differences(again, ours), key=len)
    places = {difference.place for difference in unsteady}
    return Comparison([one for one in differing if one.place not in places], unsteady, first, ours)


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))


def _run(notebook: Path, engine: str, timeout_s: int) -> Run:
    import papermill

    os.environ.pop("PYTEST_CURRENT_TEST", None)  # ipykernel takes no output of C code where it is set.
    out = notebook.with_suffix(".out.ipynb")
    error = ""
    started = time.perf_counter()
    try:
        papermill.execute_notebook(
            str(notebook),
            str(out),
            engine_name=engine or None,
            cwd=str(notebook.parent),
            execution_timeout=timeout_s,
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
        )
    except Exception as raised:  # noqa: BLE001  whatever it is, both should raise it
        error = f"{type(raised).__name__}: {raised}"
    seconds = time.perf_counter() - started
    files = (path.relative_to(notebook.parent).as_posix() for path in notebook.parent.rglob("*"))
    return Run(_read(out), error, tuple(sorted(files)), seconds)


def _read(notebook: Path) -> dict[str, Any] | None:
    """Give a notebook that was written; nothing if none was, or if papermill broke it off in the middle."""
    try:
        written: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return written


def main() -> int:
    """Print a line per notebook."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--timeout", type=int, default=60, metavar="SECONDS", help="the limit of a cell")
    parser.add_argument("--show", action="store_true", help="show what differs, unsteady places too")
    asked = parser.parse_args()
    notebooks = [
        path for path in sorted(asked.folder.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts
    ]
    if not notebooks:
        print(f"There is no notebook in {asked.folder}", file=sys.stderr)
        return 2
    differ = 0
    with tempfile.TemporaryDirectory(prefix="equality-") as scratch:
        folder = Path(scratch) / "notebooks"
        stock = Runner("", folder=folder)
        factbook = Runner("factbook", folder=folder)
        try:
            for notebook in notebooks:
                found = compare(notebook, stock=stock, factbook=factbook, timeout_s=asked.timeout)
                differ += bool(found.differing)
                print(_line(notebook.relative_to(asked.folder), found), flush=True)
                for one in [*found.differing, *(found.unsteady if asked.show else [])]:
                    print(f"  {one}" if asked.show else f"  {one.place}")
        finally:
            stock.close()
            factbook.close()
    print(f"\n{len(notebooks) - differ} of {len(notebooks)} equal")
    return 1 if differ else 0


def _line(name: Path, found: Comparison) -> str:
    outcome = "differs" if found.differing else "unsteady" if found.unsteady else "equal"
    return f"{outcome:9} {found.stock.seconds:6.2f} s {found.factbook.seconds:6.2f} s  {name}"


if __name__ == "__main__":
    sys.exit(main())
