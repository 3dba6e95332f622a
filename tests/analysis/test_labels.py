"""The forms labels come in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from factbook.analysis.agreement import krippendorff_alpha
from factbook.analysis.labels import STANCE_ORDER, read_labels
from factbook.analysis.table import STANCE_TYPE
from factbook.errors import BadInputError
from factbook.model.stance import StanceValue

ROWS = [["supports", "supports", None], ["refutes", "mixed", "mixed"], ["mixed", None, "not_addressed"]]


@pytest.mark.parametrize(
    "table",
    [
        ROWS,
        tuple(map(tuple, ROWS)),
        pd.DataFrame(ROWS, columns=["Ana", "Bo", "Cy"]),
        pd.DataFrame(ROWS).astype(STANCE_TYPE),
        pd.DataFrame(ROWS).astype("string"),
        np.array(ROWS, dtype=object),
        [[label and StanceValue(label) for label in row] for row in ROWS],
        [["Supports", " supports ", ""], ["REFUTES", "Mixed", "mixed"], ["mixed", "  ", "not addressed"]],
    ],
    ids=["lists", "tuples", "frame", "categories", "strings", "array", "stances", "spellings"],
)
def test_the_same_labels_in_any_form_are_the_same(table: object) -> None:
    assert krippendorff_alpha(ROWS) == krippendorff_alpha(table)


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT, "", " "])
def test_what_is_missing_is_left_missing(missing: object) -> None:
    labels = read_labels([["a", missing], [missing, "b"]], level="nominal")
    assert [[0, -1], [-1, 1]] == labels.codes.tolist()


def test_numbers_of_a_column_with_gaps_stay_numbers() -> None:
    table = pd.DataFrame({"Ana": [1, 2, None], "Bo": [1, 3, 3]})
    assert [[0, 0], [1, 2], [-1, 2]] == read_labels(table, level="ordinal").codes.tolist()
    assert (1.0, 2.0, 3.0) == read_labels(table, level="interval").values


def test_stances_are_ordered_and_silence_is_no_step_between_two_sides() -> None:
    codes = read_labels([[*STANCE_ORDER, "not_addressed"]], level="ordinal").codes
    assert [[0, 1, 2, -1]] == codes.tolist()
    near = [["supports", "mixed"], ["refutes", "refutes"], ["supports", "supports"]]
    far = [["supports", "refutes"], ["refutes", "refutes"], ["supports", "supports"]]
    assert krippendorff_alpha(far, "ordinal").alpha < krippendorff_alpha(near, "ordinal").alpha
    with_silence = [*near, ["supports", "not_addressed"]]
    assert krippendorff_alpha(near, "ordinal") == krippendorff_alpha(with_silence, "ordinal")
    assert krippendorff_alpha(with_silence).alpha < krippendorff_alpha(near).alpha


@pytest.mark.parametrize(
    ("table", "level", "says"),
    [
        ([["a"]], "ratio", "'ratio' is no level of measurement. Use nominal, ordinal or interval."),
        ([1, 2], "nominal", "A list is no table of labels. Give a DataFrame or a list of lists"),
        ("ab", "nominal", "A str is no table of labels"),
        (pd.Series([1, 2]), "nominal", "A Series is no table of labels"),
        (np.zeros((2, 2, 2)), "nominal", "A ndarray is no table of labels"),
        ([[1, 2], [1]], "nominal", "rows of the table have different lengths"),
        ([[["a"], "a"]], "nominal", "['a'] cannot be a label: it is a list"),
        ([["low", "high"]], "ordinal", "The label 'low' has no place in an order"),
        ([["mixed", 3]], "ordinal", "The label 3 has no place among stances"),
        ([["mixed", "mixed"]], "interval", "The stance 'mixed' is no number"),
        ([[1, float("inf")]], "interval", "The label inf has no place in an order"),
        ([[1, 10**400]], "interval", "has no place in an order"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_way_on(table: object, level: str, says: str) -> None:
    with pytest.raises(BadInputError) as caught:
        krippendorff_alpha(table, level)
    assert says in str(caught.value)
    assert caught.value.next_step
