"""``factbook adjudicate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option
from factbook.cli.words import plain
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("source")
@click.argument("point")
@click.argument("stance", metavar="supports|refutes|mixed|not_addressed")
@click.option("--reason", required=True, help="Why; the report shows it.")
@coder_option
def command(check: OpenCheck, source: str, point: str, stance: str, reason: str, coder: str | None) -> None:
    """Decide a cell that coders disagree on; what they had said stays on record.

    The decision stands until a coder says something on the cell that it did not know and that speaks
    against it. It can be made anew; the log keeps every one.

    Example: factbook adjudicate bridge s1 p1 mixed --reason "The date is named, and called uncertain"
    """
    if not reason.strip():
        raise BadInputError("--reason is empty", next_step="Say in a few words why you decide so.")
    check.adjudicate(source, point, stance, reason=reason, coder=coder)
    record = check.record
    decision = record.adjudications[-1]
    names = {one.id: plain(one.name) for one in record.coders}
    said = ", ".join(f"{names[one.coder]} {one.value.label}" for one in decision.said)
    verdict = check.rating()
    click.echo(f"{source} on {point}: {decision.value.label}, decided by {names[decision.made_by]} ({said}).")
    click.echo(f"The table now implies: {verdict.value.label}. {verdict.reason}")
