"""Seconds and bytes of a report in HTML and PDF, beside nbconvert, Chromium and WeasyPrint, in one run.

    python -m benchmarks.reports [CHECK...] [--rounds N]

CHECK is the folder of a check; the worked example unless given. Its notebook is run once, and all start from
the executed notebook; running it takes no part in the times. In every round each tool has one turn at each
report, so that a busy machine slows them alike, and the median counts. All run within this process and have
had one turn before, except where a line says otherwise; what is measured is reading the notebook and making
the report of it. WeasyPrint lays out the very page of factbook, and making that page takes no part in its
time. Chromium and WeasyPrint may ask for nothing from the network. Of the time of webpdf, 0.2 s are waits
that stand in the code of nbconvert.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import nbformat

from factbook.batch.build import BUILT_NOTEBOOK, FORMATS, build_check
from factbook.resources import resource_folder
from factbook.store.casebook import find_check

OWN = {"HTML": "factbook", "PDF": "factbook-pdf"}
"""What the others are compared with."""

_OFFLINE = ["--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]


@dataclass(frozen=True)
class Tool:
    """One way to make a report: what it makes of an executed notebook, or why it cannot be had here.

    ``make`` gives the report and, if it measured the seconds itself, those. With ``own_process`` it starts
    one each time, and has nothing to warm up.
    """

    kind: str
    name: str
    make: Callable[[Path], tuple[bytes, float | None]]
    missing: str = ""
    own_process: bool = False


@dataclass(frozen=True)
class Measured:
    """The median of several rounds of one tool."""

    seconds: float
    size_bytes: int


def tools() -> list[Tool]:
    """List all that are compared, in the order of the table."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    browser = ""
    if not chromium:
        browser = "not here: apt-get install chromium"
    elif not _installed("playwright"):
        browser = "not here: pip install 'factbook[bench]'"
    weasyprint = "" if _installed("weasyprint") else "not here: pip install 'factbook[bench]'"
    return [
        Tool("HTML", "factbook", lambda path: (FORMATS["html"][1](_read(path), None), None)),
        Tool("HTML", "nbconvert --to html", lambda path: (_stock_html(path), None)),
        Tool(
            "HTML",
            "as a command: --to factbook",
            lambda path: _by_command(path, "factbook", ".html"),
            own_process=True,
        ),
        Tool(
            "HTML",
            "as a command: --to html",
            lambda path: _by_command(path, "html", ".html"),
            own_process=True,
        ),
        Tool("PDF", "factbook-pdf", lambda path: (FORMATS["pdf"][1](_read(path), None), None)),
        Tool("PDF", "factbook-pdf, first in a process", _first_pdf, own_process=True),
        Tool("PDF", "nbconvert --to webpdf", lambda path: (_webpdf(path, chromium), None), browser),
        Tool("PDF", "WeasyPrint", _weasyprint, weasyprint),
        Tool(
            "PDF", "as a command: --to factbook-pdf", lambda path: _by_command(path, "factbook-pdf", ".pdf")
        ),
    ]


def measure(
    notebooks: Mapping[str, Path], *, rounds: int, compared: Sequence[Tool]
) -> dict[str, dict[str, Measured]]:
    """Let each tool that is here make every report ``rounds`` times; gives for each report what by tool.

    A report comes again only once all the others were made, so that a tool gains little by remembering it.
    """
    here = [tool for tool in compared if not tool.missing]
    first = next(iter(notebooks.values()))
    for tool in here:
        if not tool.own_process:
            tool.make(first)
    seconds: dict[tuple[str, str], list[float]] = {}
    sizes: dict[tuple[str, str], int] = {}
    for _ in range(rounds):
        for report, notebook in notebooks.items():
            for tool in here:
                begun = time.perf_counter()
                made, own_seconds = tool.make(notebook)
                took = time.perf_counter() - begun
                sizes[report, tool.name] = len(made)
                seconds.setdefault((report, tool.name), []).append(
                    took if own_seconds is None else own_seconds
                )
    return {
        report: {
            tool.name: Measured(median(seconds[report, tool.name]), sizes[report, tool.name]) for tool in here
        }
        for report in notebooks
    }


def table(found: Mapping[str, Measured], compared: Sequence[Tool]) -> Iterator[str]:
    """Give the lines of a table: seconds and bytes of each, and how many times those of factbook that is."""
    yield f"{'':5}{'':34}{'ms':>9}{'x':>8}{'kB':>9}{'x':>8}"
    for tool in compared:
        if tool.missing:
            yield f"{tool.kind:5}{tool.name:34}{tool.missing}"
            continue
        one, own = found[tool.name], found[OWN[tool.kind]]
        slower, larger = one.seconds / own.seconds, one.size_bytes / own.size_bytes
        figures = f"{one.seconds * 1000:9.1f}{slower:8.2f}{one.size_bytes / 1000:9.1f}{larger:8.2f}"
        yield f"{tool.kind:5}{tool.name:34}{figures}"


def together(found: Mapping[str, Mapping[str, Measured]], compared: Sequence[Tool]) -> dict[str, Measured]:
    """Take all reports together: the median over them of seconds and of bytes."""
    return {
        tool.name: Measured(
            median(by_tool[tool.name].seconds for by_tool in found.values()),
            round(median(by_tool[tool.name].size_bytes for by_tool in found.values())),
        )
        for tool in compared
        if not tool.missing
    }


def load() -> str:
    """Say how busy the machine is."""
    return f"load {', '.join(f'{one:.2f}' for one in os.getloadavg())} on {os.cpu_count()} cores"


def _read(path: Path) -> Any:
    # Each tool reads the notebook for itself, as its command does.
    return nbformat.read(path, as_version=4)


def _stock_html(path: Path) -> bytes:
    from nbconvert import HTMLExporter

    markup, _ = HTMLExporter(template_name="lab").from_notebook_node(_read(path))
    return str(markup).encode()


def _webpdf(path: Path, chromium: str) -> bytes:
    from nbconvert import WebPDFExporter
    from playwright.async_api import BrowserType

    launch_its_own = BrowserType.launch

    async def launch(self: BrowserType, **options: Any) -> Any:
        return await launch_its_own(self, executable_path=chromium, **options)

    # nbconvert has no setting for which browser it drives.
    with patch.object(BrowserType, "launch", launch):
        made, _ = WebPDFExporter(disable_sandbox=True, browser_args=[*_OFFLINE]).from_notebook_node(
            _read(path)
        )
    return bytes(made)


def _weasyprint(path: Path) -> tuple[bytes, float]:
    from weasyprint import HTML

    # It tells of each property of CSS that it does not know.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    page = FORMATS["html"][1](_read(path), None).decode()
    begun = time.perf_counter()
    made = HTML(string=page, url_fetcher=_fetch_nothing).write_pdf()
    return made, time.perf_counter() - begun


def _fetch_nothing(url: str, *_args: Any, **_options: Any) -> Any:
    raise ValueError(f"{url} is not fetched")


def _first_pdf(path: Path) -> tuple[bytes, float]:
    """Typeset in a new process, of which the start takes no part in the time, but fonts and templates do."""
    code = (
        "import sys, time, nbformat\n"
        "from pathlib import Path\n"
        "from factbook.batch.build import FORMATS\n"
        "import factbook.reports.pdf, typst\n"
        "begun = time.perf_counter()\n"
        "made = FORMATS['pdf'][1](nbformat.read(sys.argv[1], as_version=4), None)\n"
        "took = time.perf_counter() - begun\n"
        "Path(sys.argv[2]).write_bytes(made)\n"
        "print(took)"
    )
    with _scratch() as folder:
        written = folder / "report.pdf"
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(written)], check=True, capture_output=True, text=True
        )
        return written.read_bytes(), float(done.stdout)


def _by_command(path: Path, exporter: str, suffix: str) -> tuple[bytes, None]:
    with _scratch() as folder:
        words = ["--to", exporter, "--output-dir", str(folder), "--output", "report", "--log-level=ERROR"]
        subprocess.run(
            [sys.executable, "-m", "nbconvert", *words, str(path)], check=True, capture_output=True
        )
        return (folder / f"report{suffix}").read_bytes(), None


def _installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="factbook-bench-") as folder:
        yield Path(folder)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print a table for each check."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reports", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("checks", nargs="*", type=Path, metavar="CHECK")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(words)
    checks = options.checks or [resource_folder("examples") / "ice-training"]
    compared = tools()
    print(f"Medians of {options.rounds} rounds; x: times factbook's own; {load()} before")
    with _scratch() as out:
        notebooks = {}
        for number, check in enumerate(checks):
            folder, built = find_check(check), out / str(number)
            # The paths in a built notebook lead from its own folder, so it stays there.
            build_check(folder, to=("html",), out=built)
            size = (built / BUILT_NOTEBOOK).stat().st_size / 1000
            notebooks[f"{folder.path.name} (executed notebook: {size:.0f} kB)"] = built / BUILT_NOTEBOOK
        found = measure(notebooks, rounds=options.rounds, compared=compared)
    for report, by_tool in found.items():
        print("", report, *table(by_tool, compared), sep="\n")
    if len(found) > 1:
        print("", f"Median of {len(found)} reports", *table(together(found, compared), compared), sep="\n")
    print(f"\n{load()} after")


if __name__ == "__main__":
    main()
