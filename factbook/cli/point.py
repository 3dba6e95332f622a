"""``factbook point``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument
from factbook.cli.words import plain
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("text")
def command(check: OpenCheck, text: str) -> None:
    """Add a point to check and print its id: a column of the stance table.

    One that is there already, whatever its case and blanks, is not added again.

    Example: factbook point my-check "The bridge opened in May"
    """
    if not text.strip():
        raise BadInputError("The point is empty", next_step="Write behind CHECK what is to be checked.")
    known = {one.id for one in check.record.points}
    point = check.add_point(text)
    if point.id in known:
        click.echo(f"The point is there already: {plain(point.text)}", err=True)
    click.echo(point.id)
