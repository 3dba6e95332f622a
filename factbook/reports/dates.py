"""Dates as a reader expects them."""

from __future__ import annotations

from datetime import date

from factbook.wording import say_day


def format_day(value: str | date | None) -> str:
    """Write a day like ``September 9, 2025``, and a date as far as it is known; empty for none."""
    if not value:
        return ""
    if isinstance(value, date):
        return say_day(value)
    parts = [int(number) for number in value.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return say_day(date(year, month, day), known=len(parts))
