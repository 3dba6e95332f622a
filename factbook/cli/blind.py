"""``factbook blind``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@coder_option
def command(check: OpenCheck, coder: str | None) -> None:
    """Have a check judged blind: each coder sees only their own judgements.

    It holds for the desk, tables, audits and drafts of the report, until "factbook reveal". A model's
    suggestion is shown to a coder once they have judged the cell. No report is built meanwhile. The file
    check.json itself still holds everything.

    Example: factbook blind bridge
    """
    check.blind(coder=coder)
    name = check.record.id
    click.echo(f"{name} is judged blind from now on. Once all have judged: factbook reveal {name}")
