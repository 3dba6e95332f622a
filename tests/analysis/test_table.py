from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis.origins import Fold, Origin, Origins
from factbook.analysis.table import (
    STANCE_TYPE,
    origin_table,
    origin_totals,
    point_totals,
    source_totals,
    stance_table,
)
from factbook.model.canonical import parse_check
from factbook.model.stance import StanceValue

STANCES = [value.value for value in StanceValue]


def table_of(sources: list[str], points: list[str], stances: dict[tuple[str, str], str]) -> pd.DataFrame:
    return stance_table(
        parse_check(
            {
                "id": "t",
                "claim": {"question": "q"},
                "coders": [{"id": "ana", "name": "Ana"}],
                "sources": [{"id": name, "title": name} for name in sources],
                "points": [{"id": name, "text": name} for name in points],
                "stances": [
                    {"source": source, "point": point, "coder": "ana", "value": value}
                    for (source, point), value in stances.items()
                ],
            }
        )
    )


def test_rows_are_sources_and_columns_points_in_the_order_of_the_check():
    table = table_of(["s2", "s1"], ["pb", "pa"], {("s1", "pa"): "refutes", ("s2", "pb"): "not_addressed"})
    assert (["s2", "s1"], "source") == (list(table.index), table.index.name)
    assert (["pb", "pa"], "point") == (list(table.columns), table.columns.name)
    assert "refutes" == table.loc["s1", "pa"]
    assert "not_addressed" == table.loc["s2", "pb"]
    assert table.loc["s2", "pa"] is pd.NA or pd.isna(table.loc["s2", "pa"])


def test_every_column_has_all_four_stances_as_its_categories():
    table = table_of(["s1"], ["p1", "p2"], {("s1", "p1"): "mixed"})
    assert [STANCE_TYPE] * 2 == list(table.dtypes)
    assert STANCES == list(table["p2"].cat.categories)


def test_totals_count_stances_and_open_cells():
    table = table_of(["s1", "s2"], ["p1", "p2"], {("s1", "p1"): "supports", ("s2", "p1"): "not_addressed"})
    points, sources = point_totals(table), source_totals(table)
    assert [[1, 0, 0, 1, 0], [0, 0, 0, 0, 2]] == points.to_numpy().tolist()
    assert [[1, 0, 0, 0, 1], [0, 0, 0, 1, 1]] == sources.to_numpy().tolist()
    assert [*STANCES, "open"] == list(points.columns) == list(sources.columns)
    assert ("point", "source") == (points.index.name, sources.index.name)


@given(st.integers(0, 4), st.integers(0, 4), st.data())
def test_both_totals_add_up_to_the_cells(height, width, data):
    cells = [(f"s{row}", f"p{column}") for row in range(height) for column in range(width)]
    stances = {cell: data.draw(st.sampled_from([*STANCES, ""]), label=str(cell)) for cell in cells}
    table = table_of(
        [f"s{row}" for row in range(height)],
        [f"p{column}" for column in range(width)],
        {cell: value for cell, value in stances.items() if value},
    )
    assert (height, width) == table.shape
    for totals in (point_totals(table), source_totals(table)):
        assert height * width == int(totals.to_numpy().sum())
        assert {value: list(stances.values()).count(value) for value in STANCES} == {
            value: int(totals[value].sum()) for value in STANCES
        }


def test_one_coders_table_shows_only_what_they_judged(check):
    assert "supports" == stance_table(check, coder="ana").loc["s1", "p1"]
    assert pd.isna(stance_table(check, coder="bo").loc["s1", "p1"])


FOUND = Origins(
    (Origin("s1", (Fold("s3", "s1", "text", "94% of its words also stand in {0}", 0.94),)), Origin("s2"))
)


def test_totals_by_origin_count_a_text_once_for_each_stance():
    stances = {
        ("s1", "p1"): "supports",
        ("s2", "p1"): "supports",
        ("s3", "p1"): "supports",
        ("s3", "p2"): "mixed",
    }
    totals = origin_totals(table_of(["s1", "s2", "s3"], ["p1", "p2"], stances), FOUND)
    assert [*STANCES, "open"] == list(totals.columns)
    assert [[2, 0, 0, 0, 0], [0, 0, 1, 0, 2]] == totals.to_numpy().tolist()


def test_the_table_of_origins_says_which_sources_are_copies_and_why():
    check = parse_check(
        {
            "id": "t",
            "claim": {"question": "q"},
            "sources": [{"id": f"s{n}", "title": "x"} for n in (1, 2, 3)],
        }
    )
    table = origin_table(check, FOUND)
    assert (["s1", "s2", "s3"], "source") == (list(table.index), table.index.name)
    assert ["s1", "s2", "s1"] == list(table["origin"])
    assert [None, None, "94% of its words also stand in s1"] == list(table["reason"])
    assert [True, True, False] == list(table["share"].isna())
    assert origin_table(parse_check({"id": "t", "claim": {"question": "q"}}), Origins(())).empty
