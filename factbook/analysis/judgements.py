"""What several coders said on the same cells: one row per cell, one column per coder.

Where a check was judged blind, the judgements are those it was revealed with: what coders say once they know
each other's judgements is no measure of how far they agree. A model is a coder like any other, and called
one. Checks with one id are copies of one check, as where each coder has a copy to work on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from factbook.errors import BadInputError, NotFoundError
from factbook.model.check import Check
from factbook.model.coding import answering
from factbook.model.stance import Coder, Stance

UNIT = ("check", "source", "point")
"""The index of a table of judgements: the ids of the check, the source and the point."""


def judgement_table(
    checks: Iterable[Check],
    *,
    coders: Sequence[str] = (),
    with_models: bool = False,
    current: bool = False,
) -> pd.DataFrame:
    """Give what each coder said on each cell that one of them judged.

    Parameters
    ----------
    checks:
        The checks; a coder is the same in all of them if the name is, and the version of a model.
    coders:
        Names or ids of those to take, people or models, in this order; else all people.
    with_models:
        Take all models as well.
    current:
        Take what stands in a check now, also where it was judged blind and revealed.

    Returns
    -------
    DataFrame: index ``check``, ``source``, ``point`` (ids), one column per coder (a model's name ends in
    ``(model)``), each cell a stance or ``None``. A suggestion that a person accepted, and did not judge
    otherwise, is that person's judgement.

    Raises
    ------
    NotFoundError
        A name in ``coders`` is no coder of any of the checks.
    BadInputError
        Two copies of one check have different judgements of one coder.
    """
    said: dict[tuple[str, str, str], dict[str, str]] = {}
    known: dict[str, set[str]] = {}
    people: dict[str, bool] = {}
    for check in checks:
        names = coder_names(check)
        own: dict[tuple[str, str, str], dict[str, str]] = {}
        for coder in check.coders:
            spellings = (coder.id, coder.name, coder.full_name, names[coder.id])
            known.setdefault(names[coder.id], set()).update(spellings)
            people[names[coder.id]] = coder.kind == "person"
        for stance in _own_last(check, judged(check, current=current)):
            unit = own.setdefault((check.id, stance.source, stance.point), {})
            person = answering(check, stance)
            for coder_id in {stance.coder, person or stance.coder}:
                unit[names[coder_id]] = stance.value.value
        for key, unit in own.items():
            _expect_one_answer(key, unit, said.setdefault(key, {}))
            said[key].update(unit)
    # Whoever only revealed or decided is a coder by name alone.
    judges = {name for by_coder in said.values() for name in by_coder}
    columns = (
        _choose(coders, known) if coders else [name for name in known if people[name] and name in judges]
    )
    if with_models:
        columns += [name for name in known if not people[name] and name in judges - {*columns}]
    return _frame(said, columns)


def judged(check: Check, *, current: bool = False) -> tuple[Stance, ...]:
    """Give the judgements that agreement is measured on, or with ``current`` those that stand now.

    Where a check was judged blind, those are of each cell the ones of the round in which people first judged
    it: whatever is said of it later is said by people who know each other's judgements.
    """
    revealed = [one for one in check.blind_rounds if not one.is_open]
    if current or not revealed:
        return check.stances
    first: dict[tuple[str, str], str] = {}
    for one in revealed:
        for stance in one.judged:
            if answering(check, stance):
                first.setdefault((stance.source, stance.point), one.id)
    return tuple(
        stance
        for one in revealed
        for stance in one.judged
        if first.get((stance.source, stance.point)) == one.id
    )


def accepted_count(checks: Iterable[Check], table: pd.DataFrame, *, current: bool = False) -> int:
    """Count judgements in a table that a person took over from a model, and did not make on their own."""
    count = 0
    for check in checks:
        names = coder_names(check)
        stances = judged(check, current=current)
        own = {(one.source, one.point, one.coder) for one in stances}
        count += sum(
            answering(check, one) != one.coder
            and (one.source, one.point, one.accepted_by) not in own
            and names.get(one.accepted_by or "") in table.columns
            for one in stances
            if one.accepted_by
        )
    return count


def coder_names(check: Check) -> dict[str, str]:
    """Give the names coders go by beside each other: from id to name, a model's with its version."""
    names: dict[str, str] = {}
    for coder in check.coders:
        name = _name(coder)
        names[coder.id] = f"{name} [{coder.id}]" if name in names.values() else name
    return names


def _name(coder: Coder) -> str:
    return coder.name if coder.kind == "person" else f"{coder.name} {coder.version}".rstrip() + " (model)"


def _own_last(check: Check, stances: Iterable[Stance]) -> list[Stance]:
    """Order judgements so that what people said themselves goes over what they accepted."""
    models = {coder.id for coder in check.coders if coder.kind == "model"}
    return sorted(stances, key=lambda stance: stance.coder not in models)


def _expect_one_answer(key: tuple[str, str, str], one: dict[str, str], other: dict[str, str]) -> None:
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            check, source, point = key
            raise BadInputError(
                f"Two checks are called {check!r}, and {name} judged {source}/{point} differently in them",
                next_step="Leave out one of the two.",
            )


def _choose(wanted: Sequence[str], known: dict[str, set[str]]) -> list[str]:
    chosen: list[str] = []
    for name in wanted:
        found = [column for column, spellings in known.items() if name.strip() in spellings]
        if not found:
            there = f"There are: {', '.join(known)}." if known else "Nobody has judged anything yet."
            raise NotFoundError(f"There is no coder {name!r}", next_step=there)
        chosen += [column for column in found if column not in chosen]
    return chosen


def _frame(said: dict[tuple[str, str, str], dict[str, str]], columns: list[str]) -> pd.DataFrame:
    units = [unit for unit, by_coder in said.items() if any(name in by_coder for name in columns)]
    index = pd.MultiIndex.from_tuples(sorted(units), names=UNIT) if units else _NO_UNITS
    rows = [[said[unit].get(name) for name in columns] for unit in index]
    return pd.DataFrame(
        rows, index=index, columns=pd.Index(columns, name="coder", dtype=object), dtype=object
    )


_NO_UNITS = pd.MultiIndex.from_arrays([[], [], []], names=UNIT)
