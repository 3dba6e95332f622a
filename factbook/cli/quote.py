"""``factbook quote``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument

if TYPE_CHECKING:
    from factbook.api import OpenCheck


_MOST_SHOWN = 10
"""Places that are listed of words that stand more often."""


@click.command
@check_argument
@click.argument("source")
@click.argument("words")
@click.option(
    "--point", "points", multiple=True, help="The point the words speak to; may be given several times."
)
@click.option(
    "--occurrence", type=click.IntRange(1), default=1, help="Which, where the words stand several times."
)
def command(check: OpenCheck, source: str, words: str, points: tuple[str, ...], occurrence: int) -> None:
    """Anchor exact words of a source; say where they stand.

    White space, the shape of quotation marks and dashes, ligatures and soft hyphens may differ; a changed
    word is not found, and the nearest passage is shown.

    Example: factbook quote my-check s1 "the bridge will open in May" --point p1
    """
    from factbook.evidence.quoting import quote_words

    placed = quote_words(check.folder, source, words, points=points, occurrence=occurrence)
    quote = placed.quote
    page = f"page {quote.page}, " if quote.page else ""
    place = f"{page}characters {quote.start} to {quote.end}"
    click.echo(f"{quote.id}  {source}, {place}. Cite it as [@{source}#{quote.id}]")
    if len(placed.places) > 1:
        others = ", ".join(
            f"{number} at {span.start}"
            for number, span in enumerate(placed.places[:_MOST_SHOWN], start=1)
            if number - 1 != placed.taken
        )
        if len(placed.places) > _MOST_SHOWN:
            others += ", ..."
        click.echo(
            f"The words stand {len(placed.places)} times; occurrence {placed.taken + 1} was taken "
            f"(others: {others})."
        )
