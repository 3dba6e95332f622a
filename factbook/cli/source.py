"""``factbook source add`` and ``factbook source list``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument
from factbook.cli.words import counted
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.group
def command() -> None:
    """Bring sources in, show them."""


@command.command
@check_argument
@click.argument("urls_or_files", nargs=-1, required=True, metavar="URL_OR_FILE...")
@click.option("--title", help="Its title; for one source.")
@click.option("--publisher", help="Who published it.")
@click.option("--published", help="When: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--interest", help="Who stands behind it, and what they stand to gain.")
@click.option("--url", help="Where a file came from; for one source.")
@click.option("--archive-url", help="A public archive's copy; for one source.")
def add(
    check: OpenCheck,
    urls_or_files: tuple[str, ...],
    title: str | None,
    publisher: str | None,
    published: str | None,
    interest: str | None,
    url: str | None,
    archive_url: str | None,
) -> int:
    """Bring sources in and keep a copy of each.

    Plain text and Markdown files are kept with their text. Of a web address only the address is noted: save
    the page's text and add the file with --url.

    Example: factbook source add my-check minutes.txt --publisher "City" --published 2025-03-01
    """
    from factbook.sources.add import is_web_address
    from factbook.sources.capture import capture_file
    from factbook.store.clock import utc_now

    if len(urls_or_files) > 1 and (title or url or archive_url):
        raise BadInputError(
            "--title, --url and --archive-url are for one source, and there are several",
            next_step="Add them one by one.",
        )
    fields = {
        "title": title,
        "publisher": publisher,
        "issued": published,
        "interest": interest,
        "URL": url,
        "archive_url": archive_url,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    for item in urls_or_files:
        if not is_web_address(item):
            # All of them can be read, or none is added: a second try must not add some twice.
            capture_file(Path(item), captured_at=utc_now())
    unread = 0
    for item in urls_or_files:
        source = check.add_source(item, **given)
        snapshot = source.snapshot
        if snapshot is not None and snapshot.text_sha256:
            note = f" ({snapshot.note})" if snapshot.note else ""
            click.echo(f"{source.id}  {source.title}  {snapshot.text_length:,} characters{note}")
        else:
            unread += 1
            click.echo(f"{source.id}  {source.title}  {snapshot.note if snapshot else source.unread}")
    return 1 if unread else 0


@command.command("list")
@check_argument
def list_(check: OpenCheck) -> None:
    """Show the sources of a check."""
    record = check.record
    if not record.sources:
        click.echo("No sources yet. Bring one in with: factbook source add CHECK FILE")
    for source in record.sources:
        copy = source.snapshot
        state = f"{copy.sha256[:12]}  {copy.text_length:,} characters" if copy else source.unread or "no copy"
        quotes = sum(quote.source == source.id for quote in record.quotes)
        publisher = f"  {source.publisher}" if source.publisher else ""
        click.echo(f"{source.id}  {source.title}{publisher}  {counted(quotes, 'quote')}  {state}")
