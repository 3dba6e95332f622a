"""``factbook point``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("text")
def command(check: OpenCheck, text: str) -> None:
    """Add a point to check and print its id: a column of the stance table.

    Example: factbook point my-check "The bridge opened in May"
    """
    click.echo(check.add_point(text).id)
