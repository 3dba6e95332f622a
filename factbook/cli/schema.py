"""``factbook schema``."""

from __future__ import annotations

import click


@click.command
def command() -> None:
    """Print the JSON Schema of check.json.

    Example: factbook schema > check.schema.json
    """
    from factbook.model.canonical import check_schema, to_json

    click.echo(to_json(check_schema()), nl=False)
