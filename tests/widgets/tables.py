"""The stance table as a page reads it out of what it is sent."""

from __future__ import annotations

from typing import Any

from factbook.model.stance import StanceValue
from factbook.widgets.stance_table import StanceTable
from factbook.widgets.stance_view import CELLS

_VALUES = {str(number): value.value for number, value in enumerate(StanceValue, start=1)}


def shown(widget: StanceTable) -> dict[str, Any]:
    """Give the table with its rows and cells by name, and stances by theirs."""
    view = widget.stance_table
    rows = [
        {
            "id": row[0],
            "title": row[1],
            "copy": row[3],
            "cells": [read_cell(token, view["model"]) for token in row[CELLS]],
        }
        for row in view["rows"]
    ]
    return view | {"rows": rows}


def cell_of(widget: StanceTable, source: str, point: str) -> dict[str, Any]:
    """Give one cell by its source and point."""
    view = shown(widget)
    column = [one["id"] for one in view["points"]].index(point)
    return next(row["cells"][column] for row in view["rows"] if row["id"] == source)


def read_cell(token: str | dict[str, Any], model: str) -> dict[str, Any]:
    """Read a token as the page does."""
    if isinstance(token, dict):
        named = {name: _VALUES[token[name]] for name in ("mine", "decided", "suggestion") if name in token}
        others = (
            {"others": [[name, _VALUES[key]] for name, key in token["others"]]} if "others" in token else {}
        )
        return token | named | others
    if not token.startswith("s"):
        return {"mine": _VALUES[token]} if token else {}
    suggestion, sure = token[1:].split(":")
    return {"suggestion": _VALUES[suggestion], "by": model} | ({"sure": sure} if sure else {})
