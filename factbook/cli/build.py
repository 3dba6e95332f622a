"""``factbook build``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument
from factbook.cli.words import counted

if TYPE_CHECKING:
    from factbook.api import OpenCheck


def split_formats(_ctx: click.Context, _param: click.Parameter, value: str) -> list[str]:
    """Read a list like ``html,claimreview``."""
    return [name.strip() for name in value.split(",") if name.strip()]


to_option = click.option(
    "--to",
    default="html,claimreview",
    show_default=True,
    callback=split_formats,
    help="Formats, comma between.",
)


@click.command
@check_argument
@to_option
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where to; else the check's folder."
)
@click.option("--strict", is_flag=True, help="Refuse if the audit finds a fault.")
def command(check: OpenCheck, to: list[str], out: Path | None, strict: bool) -> int:  # noqa: FBT001
    """Make the report and print the files that were written; exit code 1 if it marks a fault.

    The notebook analysis.ipynb in the check's folder is run if there is one, else the one that comes with
    factbook.

    Example: factbook build bridge --to html,pdf
    """
    for path in check.build(to=to, out=out, strict=strict, progress=sys.stderr.isatty()):
        click.echo(path)
    faults = int((check.audit()["grade"] == "fault").sum())
    if faults:
        click.echo(f"The report marks {counted(faults, 'fault')}. See: factbook audit {check.path}", err=True)
    return DOES_NOT_HOLD if faults else DONE
