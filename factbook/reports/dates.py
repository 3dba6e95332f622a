"""Dates as a reader expects them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from factbook.wording import say_day, say_partial_day

if TYPE_CHECKING:
    from factbook.reports.context import ReportContext


def format_day(value: str | date | None) -> str:
    """Write a day like ``September 9, 2025``, and a date as far as it is known; empty for none."""
    if not value:
        return ""
    if isinstance(value, date):
        return say_day(value)
    return say_partial_day(value)


def day_of_file(report: ReportContext, *, since: int) -> tuple[int, int, int]:
    """Give the year, month and day that a file says it is of, where its format asks for one.

    It is the day of the check, else that of its newest copy, else the first day of the year ``since``, before
    which the format knows none.
    """
    captured = [quote.captured_at[:10] for source in report.sources for quote in source.quotes]
    for told in (report.checked_on_iso, max(captured, default="")):
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", told):
            year, month, day = ([int(part) for part in told.split("-")] + [1, 1])[:3]
            return max(year, since), month, day
    return since, 1, 1
