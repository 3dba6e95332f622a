"""Dates as a reader expects them."""

from __future__ import annotations

from datetime import date

from factbook.wording import say_day, say_partial_day


def format_day(value: str | date | None) -> str:
    """Write a day like ``September 9, 2025``, and a date as far as it is known; empty for none."""
    if not value:
        return ""
    if isinstance(value, date):
        return say_day(value)
    return say_partial_day(value)
