"""``factbook accept``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option
from factbook.cli.words import counted
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("source", required=False)
@click.argument("point", required=False)
@click.option("--all", "all_", is_flag=True, help="Accept every suggestion that waits.")
@click.option("--model", metavar="NAME", help="Whose suggestion, where several models differ.")
@click.option("--above", type=click.FloatRange(0, 1), help="Accept those that are at least so sure.")
@coder_option
def command(
    check: OpenCheck,
    source: str | None,
    point: str | None,
    all_: bool,  # noqa: FBT001
    model: str | None,
    above: float | None,
    coder: str | None,
) -> None:
    """Accept what a model suggested: from then on it counts as coded, under the name of who accepts it.

    Cells on which models differ are accepted one by one, with --model.

    Example: factbook accept my-check s1 p1

    Example: factbook accept my-check --above 0.9
    """
    several = all_ or above is not None
    if several == bool(source) or bool(source) != bool(point) or (several and model):
        raise BadInputError(
            "It is not clear what to accept", next_step="Give a SOURCE and a POINT, or --all, or --above 0.9."
        )
    if source and point:
        taken = check.accept(source, point, model=model, coder=coder)
        suggested_by = check.seen(coder=coder).coder(taken.coder).full_name
        accepted = f"{source} on {point}: accepted {taken.value.label}, as {suggested_by} suggests"
    else:
        chosen = check.accept_all(above=above or 0.0, coder=coder)
        accepted = f"{counted(len(chosen), 'suggestion')} accepted"
        if chosen:
            accepted += ": " + ", ".join(f"{one.source}/{one.point} {one.value.label}" for one in chosen)
    verdict = check.rating(coder=coder)
    click.echo(f"{accepted}. The table now implies: {verdict.value.label}. {verdict.reason}")
