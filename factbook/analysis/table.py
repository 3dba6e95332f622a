"""The stance table: sources down, points across, and what the coders say in the cells."""

from __future__ import annotations

import pandas as pd

from factbook.analysis.origins import Origins
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


def origin_totals(table: pd.DataFrame, origins: Origins) -> pd.DataFrame:
    """Count for each point the independent origins of the sources that take each stance.

    Rows and columns are those of `point_totals`. Copies of one text that are judged differently count for
    each stance, so a row may sum to more than there are origins.
    """
    origin_of = pd.Series([origins.of(source) for source in table.index], index=table.index, dtype=object)
    totals = point_totals(table)
    for point, column in table.items():
        apart = origin_of.groupby(column.astype(object).fillna("open")).nunique()
        totals.loc[point] = [int(apart.get(name, 0)) for name in totals.columns]
    return totals


def origin_table(check: Check, origins: Origins) -> pd.DataFrame:
    """Give one row per source (index ``source``): ``origin``, ``reason`` and ``share``.

    ``reason`` and ``share`` are missing for a source that is no copy of another.
    """
    folds = {source.id: origins.fold(source.id) for source in check.sources}
    return pd.DataFrame(
        {
            "origin": pd.Series([origins.of(source) for source in folds], dtype=object),
            "reason": pd.Series([fold and fold.reason for fold in folds.values()], dtype=object),
            "share": pd.Series([fold and fold.share for fold in folds.values()], dtype="float64"),
        }
    ).set_index(pd.Index(folds, name="source", dtype=object))


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
