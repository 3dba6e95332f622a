"""``factbook rate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("value", required=False)
@click.option(
    "--scale", metavar="NAME", help="averitec, politifact, snopes, five_step ...; else the settings'."
)
@click.option("--reason", default="", help="Why: needed with a VALUE, and shown in the report.")
@click.option("--clear", is_flag=True, help="Take the rating out that was set: the table's stands again.")
@coder_option
def command(
    check: OpenCheck,
    value: str | None,
    scale: str | None,
    reason: str,
    clear: bool,  # noqa: FBT001
    coder: str | None,
) -> None:
    """Set the rating, where the stance table's is not to stand or is to have its own reason.

    VALUE is a step of the rating scale in use (settings: rating_scale), or supported, refuted, conflicting
    or not_enough_evidence; with --scale, a step of that scale. The report shows what the table implies
    beside it.

    Example: factbook rate bridge "Half True" --scale politifact --reason "In May, but not for trams"
    """
    if clear == bool(value) or (clear and (scale or reason)):
        raise BadInputError(
            "It is not clear what to rate it as", next_step="Give a VALUE, or --clear and nothing else."
        )
    if value:
        check.rate(value, scale=scale, reason=reason, coder=coder)
    else:
        check.clear_rating(coder=coder)
    placed = check.placed(coder=coder)
    verdict = check.rating(coder=coder)
    step = f"{placed.step.label}, on {placed.scale.title}"
    if clear:
        click.echo(f"Rated by its table again: {step}. {verdict.reason}")
        return
    click.echo(f"Rated: {step}.")
    implies = "that too" if placed.step == placed.implied else placed.implied.label
    click.echo(f"The table implies {implies}. {verdict.reason}")
