"""``factbook reveal``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option
from factbook.cli.words import counted, plain

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@coder_option
def command(check: OpenCheck, coder: str | None) -> None:
    """End the blind judging of a check: from now on everybody sees all judgements.

    What had been judged is kept, and agreement is measured on that: it does not grow when coders change
    their judgements afterwards. Prints how many cells each person had judged.

    Example: factbook reveal bridge
    """
    from factbook.model.blinding import last_revealed
    from factbook.model.coding import answering, cells

    check.reveal(coder=coder)
    record = check.record
    revealed = last_revealed(record)
    judged = [
        (answering(record, stance), stance.source, stance.point)
        for stance in (revealed.judged if revealed else ())
    ]
    for one in record.coders:
        count = len({(source, point) for person, source, point in judged if person == one.id})
        if count:
            click.echo(f"{plain(one.name)} judged {count} of {counted(len(cells(record)), 'cell')}.")
    differ = sum(cell.state == "disagreed" for cell in cells(record).values())
    if differ:
        click.echo(
            f"Coders disagree on {counted(differ, 'cell')}. Show them with: factbook agreement {record.id}; "
            f"decide each with: factbook adjudicate {record.id} SOURCE POINT STANCE --reason WHY"
        )
    else:
        click.echo("Coders disagree on no cell.")
