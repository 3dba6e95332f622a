"""``factbook stance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("source")
@click.argument("point")
@click.argument("stance", metavar="supports|refutes|mixed|not_addressed")
@coder_option
@click.option("--note", default="", help="Why.")
@click.option(
    "--quote", "quotes", multiple=True, help="A quote it rests on; else those marked for the point."
)
def command(
    check: OpenCheck,
    source: str,
    point: str,
    stance: str,
    coder: str | None,
    note: str,
    quotes: tuple[str, ...],
) -> None:
    """Record a judgement of a source on a point, in place of the coder's earlier one.

    Example: factbook stance my-check s1 p1 supports --note "says so in the first paragraph"
    """
    check.stance(source, point, stance, coder=coder, note=note, quotes=quotes or None)
    verdict = check.rating(coder=coder)
    click.echo(
        f"{source} on {point}: {stance}. The table now implies: {verdict.value.label}. {verdict.reason}"
    )
