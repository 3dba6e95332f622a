"""``factbook finding``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument
from factbook.cli.words import plain

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.argument("section", type=click.Choice(["summary", "context", "interests"]))
@click.argument("text")
@click.option("--point", "points", multiple=True, help="A point it speaks to; may be given several times.")
@click.option("--key-point", is_flag=True, help="Set it apart as a key point of its section.")
@click.option("--reports-silence", is_flag=True, help="It says that a source does not address the point.")
def command(
    check: OpenCheck,
    section: str,
    text: str,
    points: tuple[str, ...],
    key_point: bool,  # noqa: FBT001
    reports_silence: bool,  # noqa: FBT001
) -> int:
    """Write a sentence of the report and print its id.

    It cites a source as [@s3] and words of it as [@s3#q2]. A citation that leads nowhere is written too, as
    a fault of the audit; it is named, and the command ends with 1.

    Example: factbook finding my-check summary "The council set the date [@s1#q1]." --point p1
    """
    from factbook.analysis.audit_sentences import lost_citations
    from factbook.wording import comma_list

    finding = check.add_finding(
        section, text, points=points, key_point=key_point, reports_silence=reports_silence
    )
    click.echo(finding.id)
    lost = lost_citations(check.record, finding)
    if lost:
        change = f"factbook draft {check.path.name} --edit {finding.id} WORDS"
        click.echo(plain(f"{finding.id} cites {comma_list(lost)}. To change it: {change}"), err=True)
    return DOES_NOT_HOLD if lost else DONE
