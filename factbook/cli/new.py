"""``factbook new``."""

from __future__ import annotations

from pathlib import Path

import click

from factbook.cli.arguments import casebook_option, language_option, points_option


@click.command
@click.argument("question")
@click.option("--statement", default="", help="What was said, where it is not a question.")
@click.option("--claimant", default="", help="Who said it.")
@points_option
@click.option("--topic", "topics", multiple=True, help="What it is about; may be given several times.")
@click.option("--id", "check_id", help="The check's id; else it is made from the question.")
@language_option
@casebook_option
def command(
    question: str,
    statement: str,
    claimant: str,
    points: tuple[str, ...],
    topics: tuple[str, ...],
    check_id: str | None,
    language: str,
    casebook: Path | None,
) -> None:
    """Make a check and print its path.

    Example: factbook new "Is the bridge open?" --claimant "City council" --topic Transport
    """
    from factbook.api import new

    check = new(
        question=question,
        statement=statement,
        claimant=claimant,
        points=list(points),
        topics=list(topics),
        language=language,
        casebook=casebook,
        id=check_id,
    )
    click.echo(check.path)
