"""What several commands take: a check, its casebook, a coder, what to build and where to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

casebook_option = click.option(
    "--casebook",
    type=click.Path(file_okay=False, path_type=Path),
    help="The casebook; else the nearest folder upwards with a factbook.toml, else this folder.",
)
language_option = click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="CODE",
    help="What claim and report are in.",
)


def _each_point_once(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Take each point once, and say which were given again."""
    from factbook.cli.words import plain
    from factbook.errors import BadInputError
    from factbook.model.point_words import each_once

    if not all(point.strip() for point in value):
        raise BadInputError("A point is empty", next_step="Write behind --point what is to be checked.")
    points, again = each_once(value)
    for point in again:
        click.echo(f"The point is given twice, and taken once: {plain(point.strip())}", err=True)
    return tuple(points)


points_option = click.option(
    "--point",
    "points",
    multiple=True,
    callback=_each_point_once,
    help="A point to check; may be given several times.",
)
coder_option = click.option(
    "--coder", help="Who judges; else FACTBOOK_CODER, the settings, or your login name."
)


def split_formats(_ctx: click.Context, _param: click.Parameter, value: str) -> list[str]:
    """Read a list like ``html,claimreview``."""
    return [name.strip() for name in value.split(",") if name.strip()]


to_option = click.option(
    "--to",
    default="html,claimreview",
    show_default=True,
    callback=split_formats,
    help="Formats, comma between.",
)
out_option = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where to; else the check's folder."
)
strict_option = click.option("--strict", is_flag=True, help="Refuse if the audit finds a fault.")


def check_argument(function: F) -> F:
    """Take CHECK, a check's folder or its id in the casebook, and hand the command an `OpenCheck`."""
    # Evaluated early, so that CHECK can be looked up in it.
    casebook = click.option(
        "--casebook",
        type=click.Path(file_okay=False, path_type=Path),
        is_eager=True,
        expose_value=False,
        callback=_remember_casebook,
        help="Where CHECK's id is looked up; else the nearest factbook.toml's folder, else this one.",
    )
    return click.argument("check", callback=_open_check)(casebook(function))


def _remember_casebook(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    ctx.meta["factbook.casebook"] = value


def _open_check(ctx: click.Context, _param: click.Parameter, value: str) -> Any:
    from factbook.api import OpenCheck
    from factbook.store.casebook import Casebook, find_check

    given = ctx.meta.get("factbook.casebook")
    return OpenCheck(find_check(value, Casebook(given) if given else None))
