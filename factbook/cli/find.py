"""``factbook find``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument
from factbook.cli.words import counted, plain
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck
    from factbook.model.log import Search
    from factbook.sources.find.choose import FindSettings
    from factbook.sources.find.finder import Hit
    from factbook.sources.find.search import Brought, LoggedSearch


@click.command
@check_argument
@click.argument("query")
@click.option(
    "--in",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Search the documents of this folder and of those in it.",
)
@click.option("--finder", metavar="NAME", help="Search with: folder, searxng, claimreview, or an added one.")
@click.option("--most", type=click.IntRange(1, 100), default=10, show_default=True, help="Hits to show.")
@click.option("--add", metavar="N,N...", help="Bring these hits in as sources, by their numbers.")
@click.option("--add-all", is_flag=True, help="Bring all hits in as sources.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the search, hits, and those brought in.")
def command(
    check: OpenCheck,
    query: str,
    folder: Path | None,
    finder: str | None,
    most: int,
    add: str | None,
    add_all: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> int:
    """Search for sources, show what comes back, and bring some of it in.

    Every search is written into the check, and the report lists it. In a folder, documents that hold more
    and rarer words of QUERY come first; "words in quotation marks" have to stand in them as they are, and a
    minus leaves out what holds a -word (put -- before a QUERY that begins with one). Where to search can be
    set under [find] in factbook.toml. Exit code 1: something that was to be brought in could not be read.

    Example: factbook find bridge "When will the bridge open?" --in ~/minutes

    Example: factbook find bridge '"bridge opening" trams -railway' --in ~/minutes --add 1,3

    Example: factbook find bridge "bridge opening May" --finder searxng
    """
    from factbook.sources.find.choose import make_finder, settings_for
    from factbook.sources.find.search import add_found, search_sources

    numbers = _numbers(add) if add else ()
    settings = _settings(settings_for(check.path), folder, finder)
    chosen = make_finder(finder or ("folder" if folder else ""), settings=settings)
    search = search_sources(check.folder, query, chosen, most=most)
    if not as_json:
        _print_hits(search)
    if add_all:
        numbers = tuple(range(1, len(search.hits) + 1))
    brought = []
    for one in add_found(check.folder, search, numbers):
        brought.append(one)
        if not as_json:
            _print_brought(one, search.hits[one.number - 1])
    if as_json:
        _print_json(check, search, brought)
    return DOES_NOT_HOLD if any(one.unread for one in brought) else DONE


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
        raise BadInputError(f"--add {text!r} names no hits", next_step="Give their numbers, like --add 1,3")
    return tuple(map(int, parts))


def _settings(settings: FindSettings, folder: Path | None, finder: str | None) -> FindSettings:
    if folder and finder not in {None, "folder"}:
        raise BadInputError(
            f"--in names a folder, and the finder {finder!r} searches none",
            next_step="Leave out one of them.",
        )
    return replace(settings, folder=folder or settings.folder, progress=True)


def _print_hits(search: LoggedSearch) -> None:
    record = search.record
    for number, hit in enumerate(search.hits, start=1):
        click.echo(f"{number:>2}  {plain(hit.title)}\n    {plain(hit.address)}")
        if hit.excerpt:
            click.echo(click.wrap_text(" ".join(plain(hit.excerpt).split()), 100, "    ", "    "))
    if search.hits:
        click.echo(f"{counted(record.returned, 'document')} came back from {plain(record.finder)}.")
    else:
        click.echo(f"Nothing came back from {plain(record.finder)}. Try fewer words, or other ones.")
    if record.note:
        click.echo(f"{plain(record.note).rstrip('.')}.")


def _print_brought(brought: Brought, hit: Hit) -> None:
    title = plain(hit.title)
    if brought.source is None:
        click.echo(f"{brought.number:>2}  not brought in: {plain(brought.unread)}")
    elif brought.unread:
        click.echo(f"{brought.number:>2}  {brought.source}  {title}  {plain(brought.unread)}")
    else:
        click.echo(f"{brought.number:>2}  {brought.source}  {title}{'  was there already' * brought.known}")


def _print_json(check: OpenCheck, search: LoggedSearch, brought: list[Brought]) -> None:
    from factbook.model.canonical import to_json
    from factbook.model.check import find_record

    now: Search = find_record(check.record.searches, search.record.id, "search")
    output = {
        "search": now.model_dump(mode="json"),
        "hits": [{"number": number, **asdict(hit)} for number, hit in enumerate(search.hits, start=1)],
        "brought": [asdict(one) for one in brought],
    }
    click.echo(to_json(output), nl=False)
