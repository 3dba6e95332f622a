"""Reading what coders said, in any of the forms it comes in, into a table of numbers.

A label's number is its place among the values that occur; on an ordinal or interval level the values are
sorted, and ``scores`` are the numbers themselves. A missing label is -1.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from factbook.errors import BadInputError
from factbook.model.coding import parse_stance
from factbook.model.stance import StanceValue

Level = Literal["nominal", "ordinal", "interval"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")

STANCE_ORDER = (StanceValue.REFUTES, StanceValue.MIXED, StanceValue.SUPPORTS)
"""How stances are ordered. Silence is on neither side and not between them: it has no place here."""

_MISSING = -1


@dataclass(frozen=True)
class Labels:
    """What coders said.

    Attributes
    ----------
    codes:
        Units x coders: each label's index in ``values``, -1 where it is missing.
    values:
        The values that occur.
    scores:
        The values as numbers, on an interval level; else their indices.
    """

    codes: npt.NDArray[np.int64]
    values: tuple[Hashable, ...]
    scores: npt.NDArray[np.float64]


def read_labels(table: object, *, level: str) -> Labels:
    """Read a table of labels: one row per unit, one column per coder.

    Parameters
    ----------
    table:
        A DataFrame, an array with two axes, or a list of lists of equal length. ``None``, NaN, ``pd.NA`` and
        blank text are missing. Stances are read in any spelling that `model.coding.parse_stance` reads.
    level:
        ``nominal``: any labels that can be compared for equality. ``ordinal``: numbers, or stances in the
        order refutes < mixed < supports, where ``not_addressed`` is left out as if it were missing.
        ``interval``: numbers.

    Raises
    ------
    BadInputError
        The level or the table is none of these, or a label has no place on the level.
    """
    if level not in LEVELS:
        raise BadInputError(f"{level!r} is no level of measurement", next_step=f"Use {_either(LEVELS)}.")
    rows = _rows(table)
    flat = [None if _is_missing(label) else _spelled(label) for row in rows for label in row]
    read = _READERS[level](flat)
    return Labels(read.codes.reshape(len(rows), -1 if rows else 0), read.values, read.scores)


def _rows(table: object) -> list[Sequence[Any]]:
    # An array is taken apart into Python's own values: its text is not to become numbers, or the other way.
    if isinstance(table, pd.DataFrame):
        return list(table.astype(object).to_numpy().tolist())
    if isinstance(table, np.ndarray) and table.ndim == 2:
        return list(table.tolist())
    if isinstance(table, (list, tuple)) and all(isinstance(row, (list, tuple, np.ndarray)) for row in table):
        if len({len(row) for row in table}) > 1:
            raise BadInputError(
                "The rows of the table have different lengths",
                next_step="Give each unit one label per coder, and None where a coder has none.",
            )
        return [list(row) for row in table]
    raise BadInputError(
        f"A {type(table).__name__} is no table of labels",
        next_step="Give a DataFrame or a list of lists: one row per unit, one column per coder.",
    )


def _is_missing(label: Any) -> bool:
    if label is None or label is pd.NA or label is pd.NaT:
        return True
    if isinstance(label, str):
        return not label.strip()
    # NaN, of any library, is the number that differs from itself.
    return isinstance(label, Real) and bool(label != label)


def _spelled(label: Any) -> Hashable:
    """Give a label under the one name it is compared by."""
    if isinstance(label, str):
        try:
            return parse_stance(label)
        except BadInputError:
            return label.strip()
    try:
        hash(label)
    except TypeError as error:
        raise BadInputError(
            f"{label!r} cannot be a label: it is a {type(label).__name__}",
            next_step="Give each coder one label per unit, like a word or a number.",
        ) from error
    return label  # type: ignore[no-any-return]


def _read_nominal(flat: list[Any]) -> Labels:
    places: dict[Hashable, int] = {}
    codes = [_MISSING if label is None else places.setdefault(label, len(places)) for label in flat]
    return Labels(np.array(codes, np.int64), tuple(places), np.arange(len(places), dtype=np.float64))


def _read_ordinal(flat: list[Any]) -> Labels:
    if any(isinstance(label, StanceValue) for label in flat):
        order = {value: place for place, value in enumerate(STANCE_ORDER)}
        for label in flat:
            if label is not None and not isinstance(label, StanceValue):
                raise _out_of_order(label, "among stances")
        codes = [order.get(label, _MISSING) for label in flat]
        return Labels(np.array(codes, np.int64), STANCE_ORDER, np.arange(3, dtype=np.float64))
    return _read_interval(flat)


def _read_interval(flat: list[Any]) -> Labels:
    for label in flat:
        if isinstance(label, StanceValue):
            raise BadInputError(
                f"The stance {label.value!r} is no number",
                next_step="Use level='nominal', or level='ordinal' for how far apart stances are.",
            )
        if label is not None and not _is_finite(label):
            raise _out_of_order(label, "in an order")
    numbers = np.array([np.nan if label is None else float(label) for label in flat], np.float64)
    there = ~np.isnan(numbers)
    values, places = np.unique(numbers[there], return_inverse=True)
    codes = np.full(len(flat), _MISSING, np.int64)
    codes[there] = places
    return Labels(codes, tuple(values.tolist()), values)


def _is_finite(label: object) -> bool:
    try:
        return isinstance(label, Real) and bool(np.isfinite(float(label)))
    except OverflowError:
        return False


def _out_of_order(label: object, where: str) -> BadInputError:
    return BadInputError(
        f"The label {label!r} has no place {where}",
        next_step="Give stances or finite numbers, or use level='nominal'.",
    )


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


_READERS: dict[str, Callable[[list[Any]], Labels]] = {
    "nominal": _read_nominal,
    "ordinal": _read_ordinal,
    "interval": _read_interval,
}
