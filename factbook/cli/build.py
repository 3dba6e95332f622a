"""``factbook build``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument, out_option, strict_option, to_option
from factbook.cli.words import tell_faults, tell_wording

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@to_option
@out_option
@strict_option
def command(check: OpenCheck, to: list[str], out: Path | None, strict: bool) -> int:  # noqa: FBT001
    """Make the report and print the files that were written; exit code 1 if it marks a fault.

    The notebook analysis.ipynb in the check's folder is run if there is one, else the one that comes with
    factbook.

    Example: factbook build bridge --to html,pdf
    """
    for path in check.build(to=to, out=out, strict=strict, progress=sys.stderr.isatty()):
        click.echo(path)
    tell_wording(check)
    return DOES_NOT_HOLD if tell_faults(check) else DONE
