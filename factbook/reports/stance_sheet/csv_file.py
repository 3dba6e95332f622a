"""The stance table as CSV (RFC 4180), in UTF-8 with a byte order mark.

The mark is what Excel needs to read letters beyond English when a file is opened by a double click, and
pandas, R and LibreOffice skip it.
"""

from __future__ import annotations

import csv
import io

from factbook.reports.context import ReportContext
from factbook.reports.stance_sheet.cells import defuse
from factbook.reports.stance_sheet.rows import COLUMNS, stance_rows


def stances_csv(report: ReportContext) -> bytes:
    """Give the stance table of a report, one row for each source on each point; see `rows.COLUMNS`."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({name: defuse(value) for name, value in row.items()} for row in stance_rows(report))
    return b"\xef\xbb\xbf" + written.getvalue().encode()
