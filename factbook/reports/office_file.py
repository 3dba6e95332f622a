"""Office files that do not tell when they were written: zips whose bytes follow from their parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from factbook.reports.context import ReportContext

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first time a zip can tell."""


def fixed_zip(data: bytes, *, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Give a zip with the parts of another, some replaced: no times, nothing compressed, in one order.

    Compression would give other bytes with another zlib, and `factbook verify` compares them. The part that
    names all others comes first, as programs that look at the begin of a file expect.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(written, "w") as made:
        for name in sorted(given.namelist()):
            part = zipfile.ZipInfo(name, date_time=_FIRST_DAY)
            part.external_attr = 0o644 << 16
            part.create_system = 3
            made.writestr(part, (replaced or {}).get(name, given.read(name)))
    return written.getvalue()


def dated(report: ReportContext) -> tuple[int, int, int]:
    """Give the day a file says it is of: that of the check, else of its newest copy, else 1 January 1980."""
    captured = [quote.captured_at[:10] for source in report.sources for quote in source.quotes]
    for told in (report.checked_on_iso, max(captured, default="")):
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", told):
            year, month, day = ([int(part) for part in told.split("-")] + [1, 1])[:3]
            return max(year, _FIRST_DAY[0]), month, day
    return _FIRST_DAY[:3]
