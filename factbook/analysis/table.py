"""The stance table: sources down, points across, and what the coders say in the cells."""

from __future__ import annotations

import pandas as pd

from factbook.model.check import Check
from factbook.model.coding import cells
from factbook.model.stance import StanceValue

STANCE_TYPE = pd.CategoricalDtype([value.value for value in StanceValue])


def stance_table(check: Check, *, coder: str | None = None) -> pd.DataFrame:
    """Give the stance table.

    Returns
    -------
    DataFrame, one row per source (index ``source``: ids), one column per point (``point``: ids), each
    categorical with ``supports``, ``refutes``, ``mixed`` and ``not_addressed``. A cell is missing where
    nobody has judged, only an unaccepted suggestion stands, or coders disagree; see `model.coding.cells`.
    """
    by_cell = cells(check, coder=coder)
    sources = pd.Index([source.id for source in check.sources], name="source", dtype=object)
    columns = {
        point.id: pd.Series(
            pd.Categorical(
                [by_cell[source.id, point.id].value for source in check.sources], dtype=STANCE_TYPE
            ),
            index=sources,
        )
        for point in check.points
    }
    table = pd.DataFrame(columns, index=sources)
    table.columns = pd.Index([point.id for point in check.points], name="point", dtype=object)
    return table


def point_totals(table: pd.DataFrame) -> pd.DataFrame:
    """Count the stances of each point: rows points, columns the four stances and ``open`` (no value)."""
    return _count(table, "point")


def source_totals(table: pd.DataFrame) -> pd.DataFrame:
    """Count the stances of each source: rows sources, columns the four stances and ``open`` (no value)."""
    return _count(table.T, "source")


def _count(table: pd.DataFrame, row_name: str) -> pd.DataFrame:
    counts = {
        name: [*(int((column == value.value).sum()) for value in StanceValue), int(column.isna().sum())]
        for name, column in table.items()
    }
    totals = pd.DataFrame.from_dict(
        counts, orient="index", columns=[*(value.value for value in StanceValue), "open"], dtype="int64"
    )
    totals.index.name = row_name
    return totals
