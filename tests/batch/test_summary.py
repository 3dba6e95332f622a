"""The table of a batch, as CSV and as a page."""

from __future__ import annotations

import csv
import io

from factbook.batch.results import ClaimResult
from factbook.batch.summary import COLUMNS, summary_csv, summary_html, told_marks

DONE = ClaimResult(
    "c.csv line 2", "bridge", "built", rating="supported", seconds=0.61, marks={"fault: fabricated": 2}
)
FAILED = ClaimResult(
    "c.csv line 3",
    "=1+1",
    "failed",
    problem="<b>gone.txt</b> cannot be read",
    traceback="\x1b[31mOSError\x1b[0m: gone",
    tries=2,
)


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_claim_is_a_row_with_all_that_is_known_of_it() -> None:
    done, failed = read(summary_csv([DONE, FAILED]))
    assert list(COLUMNS) == list(done)
    assert ("supported", "2", "2 fabricated", "0.61", "1") == tuple(
        done[name] for name in ("rating", "faults", "marks", "seconds", "tries")
    )
    assert ("failed", "2", "OSError: gone") == (failed["outcome"], failed["tries"], failed["traceback"])


def test_no_spreadsheet_takes_a_cell_for_a_formula() -> None:
    (failed,) = read(summary_csv([FAILED]))
    assert "'=1+1" == failed["id"]


def test_the_page_leads_to_reports_and_shows_what_failed_first() -> None:
    page = summary_html([DONE, FAILED], pages=frozenset({"bridge"}))
    assert '<a href="bridge/report.html">bridge</a>' in page
    assert "&lt;b&gt;gone.txt" in page
    assert "<pre>OSError: gone</pre>" in page
    assert page.index("Failed") < page.index("Done")


def test_marks_are_told_in_words() -> None:
    assert "2 not addressed, 1 uncited" == told_marks({"caution: not_addressed": 2, "fault: uncited": 1})
