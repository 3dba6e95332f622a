"""Dates as a reader expects them."""

from __future__ import annotations

from datetime import date

# Not strftime: its month names follow the locale of the machine, and a report must not.
_MONTHS = "January February March April May June July August September October November December".split()


def format_day(value: str | date | None) -> str:
    """Write a day like ``September 9, 2025``, and a date as far as it is known; empty for none."""
    if not value:
        return ""
    if isinstance(value, date):
        value = f"{value:%Y-%m-%d}"
    year, *rest = (int(number) for number in value.split("-"))
    if not rest:
        return str(year)
    month = _MONTHS[rest[0] - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{month} {rest[1]}, {year}"
