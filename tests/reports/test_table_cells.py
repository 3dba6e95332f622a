"""Tables laid out in a grid that holds, whatever an analyst's HTML says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from factbook.reports.table_cells import lay_out_table


def lay_out(markup: str, **options):
    table = html.fragment_fromstring(markup, create_parent="div").find(".//table")
    settings = {"splits": False, "turns": True} | options
    return lay_out_table(table, lambda one: {"b": one.text, "n": 1}, **settings)


def filled(rows, columns: int) -> bool:
    """Tell whether cells fill a grid, each place once."""
    taken: dict[tuple[int, int], int] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            for down in range(cell.get("y", 1)):
                for across in range(cell.get("x", 1)):
                    assert (y + down, x + across) not in taken
                    taken[y + down, x + across] = 1
    return sorted(taken) == [(y, x) for y in range(len(rows)) for x in range(columns)]


def test_head_body_and_spans():
    (table,) = lay_out(
        "<table><thead><tr><th colspan=2>a</th></tr></thead>"
        "<tbody><tr><th scope=row rowspan=2>b</th><td>c</td></tr><tr><td>d</td></tr></tbody></table>"
    )
    assert table["cols"] == 2
    assert table["head"] == [[{"b": "a", "n": 1, "h": "col", "x": 2}]]
    assert [[cell["b"] for cell in row] for row in table["rows"]] == [["b", "c"], ["d"]]


def test_short_rows_are_filled():
    (table,) = lay_out("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>")
    assert filled(table["rows"], 2)


def test_many_columns_become_several_tables_that_begin_alike():
    row = "".join(f"<td>{number}</td>" for number in range(10))
    tables = lay_out(f"<table><tr>{row}</tr></table>", splits=True)
    assert [[cell["b"] for cell in table["rows"][0]] for table in tables] == [list("0123456"), list("0789")]
    assert all(table["turned"] for table in tables)
    assert not any("turned" in table for table in lay_out(f"<table><tr>{row}</tr></table>", turns=False))


def test_a_table_in_a_table_keeps_its_rows():
    (table,) = lay_out("<table><tr><td>a<table><tr><td>inner</td></tr></table></td></tr></table>")
    assert [[cell["b"] for cell in row] for row in table["rows"]] == [["a"]]


CELLS = st.tuples(st.sampled_from(["td", "th"]), st.integers(0, 9), st.integers(0, 9))


@given(st.lists(st.lists(CELLS, max_size=12), min_size=1, max_size=6), st.booleans())
def test_any_spans_give_grids_that_hold(rows, splits):
    markup = "".join(
        "<tr>" + "".join(f"<{tag} colspan={x} rowspan={y}>c</{tag}>" for tag, x, y in row) + "</tr>"
        for row in rows
    )
    for table in lay_out(f"<table>{markup}</table>", splits=splits):
        assert filled(table["rows"], table["cols"])
