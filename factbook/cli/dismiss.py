"""``factbook dismiss``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("source")
@click.argument("point")
def command(check: OpenCheck, source: str, point: str) -> None:
    """Take a model's suggestion out of a cell, with the words that nothing else leans on.

    Of several, the surest; one that somebody has accepted stays.

    A later "factbook suggest" does not bring it back, unless the point is worded anew or the source has a
    newer copy.

    Example: factbook dismiss my-check s1 p1
    """
    check.dismiss(source, point)
    click.echo(f"{source} on {point}: the suggestion is gone.")
