"""``factbook agreement``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.words import counted, plain
from factbook.errors import BadInputError

if TYPE_CHECKING:
    import pandas as pd

    from factbook.analysis.comparison import Comparison

_MOST_SHOWN = 20


@click.command
@click.argument("names", nargs=-1, required=True, metavar="CHECK_OR_CASEBOOK...")
@click.option(
    "--casebook",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where a check's id is looked up; else the nearest factbook.toml's folder, else this one.",
)
@click.option(
    "--level",
    type=click.Choice(["nominal", "ordinal"]),
    default="nominal",
    show_default=True,
    help="Whether stances that differ are all equally far apart, or refutes < mixed < supports.",
)
@click.option("--coders", metavar="NAME,NAME...", help="Compare these, people or models; else all people.")
@click.option("--with-models", is_flag=True, help="Compare the models as well.")
@click.option("--current", is_flag=True, help="Take judgements as they stand now, not as they were revealed.")
@click.option("--at-least", type=click.FloatRange(-1, 1), help="End with exit code 1 if alpha is lower.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    names: tuple[str, ...],
    casebook: Path | None,
    level: str,
    coders: str | None,
    with_models: bool,  # noqa: FBT001
    current: bool,  # noqa: FBT001
    at_least: float | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Say how far coders agree, and where they do not.

    Prints Krippendorff's alpha (1: full agreement, 0: what chance gives) with its 95% interval over all
    cells that two of them judged, then by pairs, how often which stances met, and the cells on which they
    differ. A model is called one, and compared only if asked for. Exit code 2: there is nothing to compare.

    Example: factbook agreement bridge --with-models

    Example: factbook agreement checks/ --coders Ana,Ben --at-least 0.667
    """
    from factbook.analysis.comparison import compare_coders
    from factbook.store.casebook import Casebook, find_checks

    book = Casebook(casebook) if casebook else None
    folders = {folder.path: folder for name in names for folder in find_checks(name, book)}
    comparison = compare_coders(
        [folder.read() for folder in folders.values()],
        level=level,
        coders=_names(coders),
        with_models=with_models,
        current=current,
    )
    if as_json:
        _print_json(comparison)
    else:
        _print(comparison)
    return DOES_NOT_HOLD if at_least is not None and comparison.alpha < at_least else DONE


def _names(coders: str | None) -> list[str]:
    if coders is None:
        return []
    names = list(dict.fromkeys(name.strip() for name in coders.split(",") if name.strip()))
    if len(names) < 2:
        raise BadInputError(
            f"--coders {coders!r} names fewer than two", next_step="Give two or more, like --coders Ana,Ben"
        )
    return names


def _print(comparison: Comparison) -> None:
    click.echo(f"Krippendorff's alpha, {comparison.level}: {comparison.words}")
    for line in (comparison.scope, *comparison.notes):
        click.echo(line)
    click.echo("\nPair by pair")
    _print_pairs(comparison.pairs)
    pair = [plain(str(axis.name)) for axis in (comparison.confusion.index, comparison.confusion.columns)]
    which = f"down: {pair[0]}; across: {pair[1]}" if len(comparison.names) == 2 else "each pair both ways"
    click.echo(f"\nHow often which stances met ({which})")
    _print_confusion(comparison.confusion)
    _print_disagreements(comparison)


def _print_pairs(pairs: pd.DataFrame) -> None:
    rows = pairs.to_dict("records")
    named = [f"{plain(row['coder'])} and {plain(row['other'])}" for row in rows]
    width = max(map(len, named))
    click.echo(f"  {'':{width}}  alpha  95% interval    cells  same")
    for name, row in zip(named, rows, strict=True):
        if row["units"]:
            interval = f"{row['low']:.2f} to {row['high']:.2f}"
            figures = f"{row['alpha']:5.2f}  {interval:14}  {row['units']:5}  {row['same']:4.0%}"
            click.echo(f"  {name:{width}}  {figures}")
        else:
            click.echo(f"  {name:{width}}      -  {'-':14}  {0:5}     -")


def _print_confusion(confusion: pd.DataFrame) -> None:
    labels = [str(name).replace("_", " ") for name in confusion.columns]
    click.echo(f"  {'':13}" + "".join(f"  {label:>13}" for label in labels))
    for label, row in zip(labels, confusion.to_numpy().tolist(), strict=True):
        click.echo(f"  {label:13}" + "".join(f"  {number or '.':>13}" for number in row))


def _print_disagreements(comparison: Comparison) -> None:
    cells = comparison.differing
    if not cells:
        click.echo("\nThey differ on no cell.")
        return
    click.echo(f"\nThey differ on {counted(len(cells), 'cell')}")
    several = len({cell.check for cell in cells}) > 1
    for cell in cells[:_MOST_SHOWN]:
        place = f"{cell.check}: {cell.source}/{cell.point}" if several else f"{cell.source}/{cell.point}"
        each = ", ".join(f"{plain(name)} {value.replace('_', ' ')}" for name, value in cell.said.items())
        now = f" ({plain(cell.now)})" if cell.now else ""
        click.echo(f"  {place}  {each}{now}")
    if len(cells) > _MOST_SHOWN:
        click.echo(f"  and {len(cells) - _MOST_SHOWN} more; --json lists all")


def _print_json(comparison: Comparison) -> None:
    from factbook.model.canonical import to_json

    pairs = comparison.pairs.astype(object).where(comparison.pairs.notna(), None)
    output = {
        "level": comparison.level,
        "alpha": comparison.alpha,
        "low": comparison.low,
        "high": comparison.high,
        "coders": comparison.coders,
        "units": comparison.units,
        "names": comparison.names,
        "pairs": pairs.to_dict("records"),
        "confusion": comparison.confusion.to_dict("index"),
        "disagreements": [asdict(cell) for cell in comparison.differing],
        "accepted": comparison.accepted,
        "silent": comparison.silent,
        "revealed": comparison.revealed,
        "blind": comparison.blind,
    }
    click.echo(to_json(output), nl=False)
