"""The cells of an HTML table, laid out in a grid that holds: no gap, no overlap, no cell over the edge.

A browser forgives a table anything; a typesetter refuses two cells in one place and a row that is too short.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Node = dict[str, Any]

MOST_COLUMNS = 400
WIDE = 6
"""A table with so many columns or more stands on a page turned on its side."""

PIECE = 7
"""Columns of a stance table on one page, with that of the sources; further ones follow in a second table."""

_SMALL_PIECE = 14
"""Columns on one page of any other table."""


def lay_out_table(element: Any, cell: Callable[[Any], Node], *, splits: bool, turns: bool) -> list[Node]:
    """Give a table as nodes of a `page_tree`: ``cols``, rows of cells in ``head`` and ``rows``.

    A cell of several columns or rows has their number in ``x`` and ``y``, a header ``h``. One with too many
    columns becomes several tables that each begin with its first column. ``splits`` says that its columns are
    of one kind, ``turns`` that it may have pages on their side.
    """
    rows = [row for row in element.iter("tr") if _table_of(row) is element]
    heads = [row for row in rows if row.getparent().tag == "thead"] if len(rows) > 1 else []
    body = [row for row in rows if row not in heads]
    head_grid, head_width = _grid(heads, cell)
    body_grid, body_width = _grid(body, cell)
    width = max(head_width, body_width)
    if not width:
        return []
    most = PIECE if splits else _SMALL_PIECE
    pieces = [range(width)] if width <= most else _pieces(width, most)
    turned = turns and width >= WIDE
    return [
        {
            "k": "table",
            "cols": len(columns),
            "even": splits,
            "head": _rows(head_grid, columns),
            "rows": _rows(body_grid, columns),
            **({"turned": True} if turned else {}),
        }
        for columns in map(list, pieces)
    ]


def _table_of(row: Any) -> Any:
    return next((one for one in row.iterancestors() if one.tag == "table"), None)


def _grid(rows: list[Any], cell: Callable[[Any], Node]) -> tuple[list[dict[int, tuple[Node, int, int]]], int]:
    """Give for each row the cells by the column they begin in, with their columns and rows; and the width."""
    taken: set[tuple[int, int]] = set()
    grid: list[dict[int, tuple[Node, int, int]]] = []
    for y, row in enumerate(rows):
        cells: dict[int, tuple[Node, int, int]] = {}
        x = 0
        for one in row:
            if one.tag not in {"td", "th"}:
                continue
            while (y, x) in taken:
                x += 1
            if x >= MOST_COLUMNS:
                break
            wide = min(_span(one, "colspan"), MOST_COLUMNS - x)
            high = min(_span(one, "rowspan"), len(rows) - y)
            while wide > 1 and any((y, x + step) in taken for step in range(wide)):
                wide -= 1
            node = cell(one)
            if one.tag == "th":
                node["h"] = "row" if one.get("scope") == "row" else "col"
            cells[x] = (node, wide, high)
            taken.update((y + down, x + across) for down in range(high) for across in range(wide))
            x += wide
        grid.append(cells)
    return grid, max((x for _, x in taken), default=-1) + 1


def _span(element: Any, name: str) -> int:
    told = element.get(name) or "1"
    return max(1, int(told)) if told.isdecimal() and len(told) < 6 else 1


def _pieces(width: int, most: int) -> list[list[int]]:
    step = most - 1
    return [[0, *range(begin, min(begin + step, width))] for begin in range(1, width, step)]


def _rows(grid: list[dict[int, tuple[Node, int, int]]], columns: list[int]) -> list[list[Node]]:
    """Give the rows of some columns; what a row lacks is filled, what reaches over them is cut."""
    taken: set[tuple[int, int]] = set()
    rows: list[list[Node]] = []
    places = {column: place for place, column in enumerate(columns)}
    for y, cells in enumerate(grid):
        row: list[Node] = []
        for column in columns:
            if (y, column) in taken:
                continue
            node, wide, high = _cell_over(cells, column)
            shown = [one for one in range(column, column + wide) if one in places]
            free: list[int] = []
            for one in shown:
                if (y, one) in taken or places[one] != places[column] + len(free):
                    break
                free.append(one)
            taken.update((y + down, one) for down in range(high) for one in free or [column])
            spans = {"x": len(free)} if len(free) > 1 else {}
            spans |= {"y": high} if high > 1 else {}
            row.append({**node, **spans})
        rows.append(row)
    return rows


def _cell_over(cells: dict[int, tuple[Node, int, int]], column: int) -> tuple[Node, int, int]:
    """Give the cell that begins in a column or, where the columns before are left out, reaches over it."""
    for begin, (node, wide, high) in cells.items():
        if begin <= column < begin + wide:
            return node, begin + wide - column, high
    return {"b": [], "n": 0}, 1, 1
