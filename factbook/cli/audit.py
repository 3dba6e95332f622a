"""``factbook audit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument
from factbook.cli.words import counted

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of rows.")
@click.option("--strict", is_flag=True, help="Count cautions as well as faults.")
def command(check: OpenCheck, as_json: bool, strict: bool) -> int:  # noqa: FBT001
    """List what does not hold; exit code 1 if anything misleads a reader.

    A fault misleads a reader: a quote that is not verbatim, a sentence its quotes do not bear out. A caution
    is for the editor to know: a source without a copy, a rating that differs from the table.
    """
    rows = check.audit().to_dict("records")
    if as_json:
        from factbook.model.canonical import to_json

        click.echo(to_json(rows), nl=False)
    else:
        for row in rows:
            state = row["state"].replace("_", " ")
            click.echo(f"{row['grade']:8} {row['kind']:8} {row['id']:10} {state:18} {row['detail']}")
        faults = sum(row["grade"] == "fault" for row in rows)
        cautions = len(rows) - faults
        click.echo(
            f"{counted(faults, 'fault')}, {counted(cautions, 'caution')}" if rows else "Everything holds."
        )
    wrong = [row for row in rows if strict or row["grade"] == "fault"]
    return DOES_NOT_HOLD if wrong else DONE
