"""One thing that does not hold, as the audit tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from factbook.analysis.audit_states import STATES, Grade
from factbook.wording import comma_list

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["quote", "finding", "source", "stance", "rating", "check"]


@dataclass(frozen=True)
class AuditRow:
    """One thing that does not hold.

    ``message`` names sources and points as ``{0}``, ``{1}`` ..., the ids in ``names``, so that a report can
    call them by their numbers.
    """

    kind: Kind
    id: str
    state: str
    grade: Grade
    message: str
    names: tuple[str, ...] = ()

    @property
    def detail(self) -> str:
        """What was found, with sources and points called by their ids."""
        return self.told({})

    def told(self, spoken: Mapping[str, str]) -> str:
        """Say what was found, with other words for some ids."""
        said = self.message
        for number, name in enumerate(self.names):
            said = said.replace(f"{{{number}}}", spoken.get(name, name))
        return said


def audit_row(kind: Kind, id_: str, state: str, message: str, names: Iterable[str] = ()) -> AuditRow:
    """Make a row of the grade of its state; ``names`` are the ids that ``message`` leaves places for."""
    return AuditRow(kind, id_, str(state), STATES[state].grade, message, tuple(names))


def places(start: int, names: Collection[str]) -> str:
    """Give the places of names in a message, one after the other, counted from ``start``: ``{1}, {2}``."""
    return comma_list([f"{{{number}}}" for number in range(start, start + len(names))])


def audit_frame(rows: Iterable[AuditRow]) -> pd.DataFrame:
    """Give the audit as a DataFrame: columns ``kind``, ``id``, ``state``, ``grade``, ``detail``."""
    import pandas as pd  # Most reports have no use for it.

    columns = ["kind", "id", "state", "grade", "detail"]
    return pd.DataFrame(
        [[getattr(row, column) for column in columns] for row in rows], columns=columns, dtype=object
    )
