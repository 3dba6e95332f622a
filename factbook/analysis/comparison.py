"""Comparing coders: how far they agree together and two by two, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import pandas as pd

from factbook.analysis.agreement import Agreement, krippendorff_alpha
from factbook.analysis.judgements import accepted_count, judgement_table
from factbook.errors import BadInputError
from factbook.model.blinding import blind_round, expect_revealed, last_revealed
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells
from factbook.model.stance import StanceValue
from factbook.wording import comma_list, gettext, ngettext, say_decimal, say_percent

FEW_UNITS = 10
"""With fewer cells than this, the interval of alpha is narrower than what is known."""

_STANCES = [value.value for value in StanceValue]
_SILENT = StanceValue.NOT_ADDRESSED.value


@dataclass(frozen=True)
class Differing:
    """A cell on which coders differ.

    ``said`` goes from a coder's name to their stance. ``now`` is how the cell stands in the check by now, in
    words, and empty while it is open. ``headline``, ``title`` and ``text`` are those of the check, the source
    and the point; what has been taken out of the check since is called by its id.
    """

    check: str
    source: str
    point: str
    said: dict[str, str]
    now: str
    headline: str
    title: str
    text: str


@dataclass(frozen=True, eq=False)
class Comparison(Agreement):
    """How far coders agree, with all it rests on.

    Attributes
    ----------
    level:
        ``nominal`` or ``ordinal``.
    names:
        The coders that were compared.
    table:
        What each said, as `analysis.judgements.judgement_table`.
    pairs:
        One row per pair: ``coder``, ``other``, ``alpha``, ``low``, ``high``, ``units`` (cells that count for
        both), ``same`` (the share of them on which both said the same). ``alpha`` is missing without a unit.
    confusion:
        How often two judgements of one cell met. Of two coders: rows what the first said, columns the
        second. Of more: all pairs, each in both directions.
    differing:
        The cells on which coders differ, in the order of ``table``.
    accepted:
        Judgements that people took over from a model; they are not independent of it.
    silent:
        Judgements ``not_addressed``, which have no place on the ordinal level and were left out there.
    revealed, blind:
        Ids of checks that were measured as they were revealed; of those still blind, which were left out.
    """

    level: str
    names: tuple[str, ...]
    table: pd.DataFrame
    pairs: pd.DataFrame
    confusion: pd.DataFrame
    differing: tuple[Differing, ...]
    accepted: int
    silent: int
    revealed: tuple[str, ...]
    blind: tuple[str, ...]

    @property
    def words(self) -> str:
        """Alpha with its interval, like ``0.62 (95% interval 0.31 to 0.88)``."""
        alpha, low, high = (say_decimal(value, digits=2) for value in (self.alpha, self.low, self.high))
        return gettext(
            "{alpha} ({share} interval {low} to {high})",
            alpha=alpha,
            share=say_percent(0.95),
            low=low,
            high=high,
        )

    @property
    def scope(self) -> str:
        """What alpha rests on, like ``2 coders, 9 cells that at least two of them judged, in 1 check``."""
        checks = self.table.index.get_level_values("check").nunique()
        return gettext(
            "{coders}, {cells}, in {checks}",
            coders=ngettext("{number} coder", "{number} coders", self.coders),
            cells=ngettext(
                "{number} cell that at least two of them judged",
                "{number} cells that at least two of them judged",
                self.units,
            ),
            checks=ngettext("{number} check", "{number} checks", checks),
        )

    @property
    def few(self) -> bool:
        """Whether the cells are too few to tell much by."""
        return self.units < FEW_UNITS

    @property
    def notes(self) -> list[str]:
        """What a reader of the figures has to know, in sentences."""
        told = []
        if self.few:
            told.append(gettext("These are few cells: the interval is narrower than what is known."))
        if self.revealed:
            told.append(gettext("Blind judgements are taken as they were revealed, not as they stand now."))
        if self.silent:
            told.append(
                ngettext(
                    "“Not addressed” has no place between two sides: {number} judgement left out.",
                    "“Not addressed” has no place between two sides: {number} judgements left out.",
                    self.silent,
                )
            )
        if self.accepted:
            told.append(
                ngettext(
                    "People took {number} judgement over from a model; those are not independent of it.",
                    "People took {number} judgements over from a model; those are not independent of it.",
                    self.accepted,
                )
            )
        if self.blind:
            told.append(
                gettext("Left out, as they are still judged blind: {checks}.", checks=comma_list(self.blind))
            )
        return told


def compare_coders(
    checks: Sequence[Check],
    *,
    level: str = "nominal",
    coders: Sequence[str] = (),
    with_models: bool = False,
    current: bool = False,
) -> Comparison:
    """Compare the coders of one check, or of several taken together.

    Parameters are those of `analysis.judgements.judgement_table`, and ``level`` that of `krippendorff_alpha`.

    Raises
    ------
    BadInputError
        All checks are still judged blind, no cell was judged by two of the coders, or the level is none.
    NotFoundError
        A name in ``coders`` is no coder.
    """
    blind = tuple(check.id for check in checks if blind_round(check))
    seen = [check for check in checks if check.id not in blind]
    if blind and not seen:
        expect_revealed(checks[0], wanted="the coders' agreement")
    table = judgement_table(seen, coders=coders, with_models=with_models, current=current)
    if not _shared(table).any():
        raise _nothing_shared(seen, table, with_models=with_models)
    agreement = krippendorff_alpha(table, level)
    revealed = () if current else tuple(check.id for check in seen if last_revealed(check))
    return Comparison(
        **asdict(agreement),
        level=level,
        names=tuple(table.columns),
        table=table,
        pairs=_pairs(table, level),
        confusion=_confusion(table),
        differing=tuple(_differing(seen, table)),
        accepted=accepted_count(seen, table, current=current),
        silent=int((table == _SILENT).to_numpy().sum()) if level == "ordinal" else 0,
        revealed=revealed,
        blind=blind,
    )


def _differing(checks: Sequence[Check], table: pd.DataFrame) -> Iterator[Differing]:
    by_id = {check.id: check for check in checks}
    settled = {check.id: cells(check) for check in checks}
    names = [str(name) for name in table.columns]
    for unit, row in zip(table.index.to_list(), table.to_numpy().tolist(), strict=True):
        said = {name: value for name, value in zip(names, row, strict=True) if value}
        if len(set(said.values())) < 2:
            continue
        check_id, source, point = unit
        check = by_id[check_id]
        cell = settled[check_id].get((source, point))
        yield Differing(
            check=check_id,
            source=source,
            point=point,
            said=said,
            now=_now(check, cell) if cell else "",
            headline=check.claim.headline,
            title=next((one.title for one in check.sources if one.id == source), source),
            text=next((one.text for one in check.points if one.id == point), point),
        )


def _now(check: Check, cell: Cell) -> str:
    if cell.state == CellState.ADJUDICATED and cell.value and cell.adjudication:
        return f"decided as {cell.value.label} by {check.coder(cell.adjudication.made_by).name}"
    if cell.state == CellState.CODED and cell.value:
        return f"coded as {cell.value.label}"
    return ""


def _shared(table: pd.DataFrame) -> pd.Series[bool]:
    return table.notna().sum(axis=1) > 1


def _nothing_shared(checks: Sequence[Check], table: pd.DataFrame, *, with_models: bool) -> BadInputError:
    where = f"the check {checks[0].id!r}" if len(checks) == 1 else f"these {len(checks)} checks"
    models = not with_models and any(coder.kind == "model" for check in checks for coder in check.coders)
    judged = f"{', '.join(table.columns)} judged, but never the same cell" if len(table) else "nobody judged"
    next_step = "Have another coder judge: factbook stance CHECK SOURCE POINT STANCE --coder NAME"
    return BadInputError(
        f"No cell of {where} was judged by two of the coders ({judged})",
        next_step=f"{next_step}; or compare with the models: --with-models" if models else next_step,
    )


def _pairs(table: pd.DataFrame, level: str) -> pd.DataFrame:
    rows = []
    for one, other in combinations(range(table.shape[1]), 2):
        both = table.iloc[:, [one, other]]
        if level == "ordinal":
            both = both.mask(both == _SILENT)
        both = both[_shared(both)]
        same = float((both.iloc[:, 0] == both.iloc[:, 1]).mean()) if len(both) else None
        agreement = krippendorff_alpha(both, level) if len(both) else None
        figures = (agreement.alpha, agreement.low, agreement.high) if agreement else (None, None, None)
        rows.append([table.columns[one], table.columns[other], *figures, len(both), same])
    columns = ["coder", "other", "alpha", "low", "high", "units", "same"]
    floats = ["alpha", "low", "high", "same"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(floats, "float64"))


def _confusion(table: pd.DataFrame) -> pd.DataFrame:
    counts = pd.DataFrame(0, index=_STANCES, columns=_STANCES, dtype="int64")
    for one, other in combinations(range(table.shape[1]), 2):
        met = pd.crosstab(table.iloc[:, one].to_numpy(), table.iloc[:, other].to_numpy())
        met = met.reindex(index=_STANCES, columns=_STANCES, fill_value=0)
        counts += met if table.shape[1] == 2 else met + met.T
    first, second = table.columns if table.shape[1] == 2 else ("one coder", "another")
    return counts.rename_axis(index=first, columns=second)
