"""``factbook stance``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option
from factbook.cli.words import counted, plain

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("source", required=False)
@click.argument("point", required=False)
@click.argument("stance", metavar="supports|refutes|mixed|not_addressed", required=False)
@coder_option
@click.option("--note", default="", help="Why.")
@click.option(
    "--quote", "quotes", multiple=True, help="A quote it rests on; else those marked for the point."
)
@click.option(
    "--from",
    "table",
    type=click.Path(path_type=Path),
    help="An edited stances.csv or stances.xlsx: its changed rows become judgements of the coder.",
)
@click.option("--dry-run", is_flag=True, help="With --from: say what would change, and change nothing.")
def command(
    check: OpenCheck,
    source: str | None,
    point: str | None,
    stance: str | None,
    coder: str | None,
    note: str,
    quotes: tuple[str, ...],
    table: Path | None,
    dry_run: bool,  # noqa: FBT001
) -> None:
    """Record a judgement of a source on a point, in place of the coder's earlier one.

    Example: factbook stance my-check s1 p1 supports --note "says so in the first paragraph"

    Or many at once: factbook build my-check --to xlsx, edit the columns stance and note of stances.xlsx, and:
    factbook stance my-check --from my-check/stances.xlsx
    """
    if table is not None:
        if source or note or quotes:
            raise click.UsageError(
                "--from takes a table in place of a source, a point, a stance and their options"
            )
        _read_back(check, table, coder=coder, dry_run=dry_run)
        return
    if dry_run:
        raise click.UsageError("--dry-run goes with --from")
    if not (source and point and stance):
        raise click.UsageError("a source, a point and a stance are needed, or --from with a table")
    check.stance(source, point, stance, coder=coder, note=note, quotes=quotes or None)
    verdict = check.rating(coder=coder)
    click.echo(
        f"{source} on {point}: {stance}. The table now implies: {verdict.value.label}. {verdict.reason}"
    )


def _read_back(check: OpenCheck, table: Path, *, coder: str | None, dry_run: bool) -> None:
    changes = check.stances_from(table, coder=coder, dry_run=dry_run)
    for one in changes:
        click.echo(plain(f"row {one.row}: {one}"))
    if not changes:
        click.echo(f"{plain(table.name)} changes nothing.")
        return
    done = "Would be recorded" if dry_run else "Recorded"
    click.echo(f"{done} for {plain(coder or check.coder)}: {counted(len(changes), 'change')}.")
    if not dry_run:
        verdict = check.rating(coder=coder)
        click.echo(f"The table now implies: {verdict.value.label}. {verdict.reason}")
