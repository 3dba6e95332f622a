"""Reading what a search service sent: nothing in it is taken for granted."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import nh3
from pydantic import ValidationError

from factbook.model.log import SearchResult
from factbook.model.record import WEB_ADDRESS
from factbook.sources.find.finder import Hit


def web_hit(url: object, title: object, excerpt: object = "", **fields: str) -> Hit | None:
    """Make a hit of what a service sent; None if its address is none that a report could link to.

    ``fields`` that are empty are left out.
    """
    if not isinstance(url, str) or not WEB_ADDRESS.match(url.strip()):
        return None
    try:
        checked = SearchResult.model_validate({"title": one_line(title) or url, "url": url})
    except ValidationError:
        return None
    known = {name: value for name, value in fields.items() if value}
    return Hit(checked.url or url, checked.title, without_markup(excerpt), known)


def without_markup(text: object) -> str:
    """Give an excerpt in one line, without the markup that some engines put around the words they found."""
    return one_line(html.unescape(nh3.clean(text, tags=set()))) if isinstance(text, str) else ""


def one_line(text: object, *, longest: int = 500) -> str:
    """Give a text in one line, cut to a length; empty for what is no text."""
    line = " ".join(text.encode("utf-8", "replace").decode().split()) if isinstance(text, str) else ""
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"


def iso_day(moment: object) -> str:
    """Give the day of a time like ``2025-03-04T10:00:00Z``; empty for anything else."""
    if not isinstance(moment, str):
        return ""
    try:
        return date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""


def objects(value: object) -> list[dict[str, Any]]:
    """Give the objects of a JSON list; none for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
