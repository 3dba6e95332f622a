"""The table of a batch: what became of each claim, as CSV for a spreadsheet and as a page to look through."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from factbook.batch.results import ClaimResult
from factbook.resources import resource_folder
from factbook.store.atomic import write_atomic

CSV_FILE = "batch.csv"
HTML_FILE = "batch.html"

COLUMNS = (
    *("id", "place", "outcome", "rating", "suggested", "faults", "marks", "unasked"),
    *("seconds", "memory_mb", "tries", "problem", "traceback"),
)
"""The columns of ``batch.csv``; ``faults`` counts what is wrong, ``marks`` names all that the audit found."""

_PAGE = "report.html"
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
"""The colours of a traceback in a notebook."""


def write_summary(results: Sequence[ClaimResult], *, out: Path) -> None:
    """Write ``batch.csv`` and ``batch.html`` into the folder of a batch."""
    write_atomic(out / CSV_FILE, summary_csv(results))
    pages = frozenset(one.id for one in results if (folder := one.folder(out)) and (folder / _PAGE).is_file())
    write_atomic(out / HTML_FILE, summary_html(results, pages=pages).encode())


def summary_csv(results: Sequence[ClaimResult]) -> bytes:
    """Give the results as CSV, one row for each claim; see `COLUMNS`."""
    # Imported with what it brings only now: a batch starts sooner.
    from factbook.reports.stance_sheet.cells import defuse

    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for one in results:
        row = {name: getattr(one, name) for name in COLUMNS} | {
            "marks": told_marks(one.marks),
            "seconds": f"{one.seconds:.2f}",
            "memory_mb": f"{one.memory_mb:.0f}" if one.memory_mb else "",
            "traceback": _plain(one.traceback),
        }
        writer.writerow({name: defuse(str(value)) for name, value in row.items()})
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def summary_html(results: Sequence[ClaimResult], *, pages: frozenset[str] = frozenset()) -> str:
    """Give the results as a page that loads nothing; ``pages`` are the ids of which there is a report."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(resource_folder("templates") / "batch"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    outcomes = Counter(one.outcome for one in results)
    rows = [
        {name: getattr(one, name) for name in COLUMNS}
        | {
            "marks": told_marks(one.marks),
            "traceback": _plain(one.traceback),
            "has_page": one.id in pages,
        }
        for one in results
    ]
    return environment.get_template("results.html.j2").render(
        results=rows,
        failed=[row for row in rows if row["outcome"] == "failed"],
        done=[row for row in rows if row["outcome"] != "failed"],
        outcomes=sorted(outcomes.items()),
        page=_PAGE,
    )


def told_marks(marks: Mapping[str, int]) -> str:
    """Say how often the audit found what: ``2 fabricated, 1 uncited``."""
    return ", ".join(f"{count} {mark.partition(': ')[2].replace('_', ' ')}" for mark, count in marks.items())


def _plain(traceback: str) -> str:
    return _ESCAPES.sub("", traceback)
