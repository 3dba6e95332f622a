"""``factbook source``: bring sources in, show them, tell copies, capture them again, archive them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factbook.analysis.origins import count_sources
from factbook.cli.arguments import check_argument
from factbook.cli.words import counted, plain
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck
    from factbook.model.source import Source


@click.group
def command() -> None:
    """Bring sources in, show them, capture them again."""


@command.command
@check_argument
@click.argument("urls_or_files", nargs=-1, required=True, metavar="URL_OR_FILE...")
@click.option("--title", help="Its title; for one source.")
@click.option("--publisher", help="Who published it.")
@click.option("--published", help="When: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--interest", help="Who stands behind it, and what they stand to gain.")
@click.option("--url", help="Where a file came from; for one source.")
@click.option("--archive-url", help="A public archive's copy; for one source.")
def add(check: OpenCheck, urls_or_files: tuple[str, ...], **options: str | None) -> int:
    """Bring sources in and keep a copy of each: web pages, files, or all documents of a folder.

    HTML, PDF, DOCX, Markdown and plain text are read; what else there is is kept without a text. Title,
    authors, publisher and date are taken from the document unless given. An address that gives no document
    is added with the reason, and the command ends with 1.

    Example: factbook source add my-check https://example.org/minutes press-cuttings/

    Example: factbook source add my-check minutes.pdf --publisher "City" --published 2025-03-01
    """
    for_one = [name for name in ("title", "url", "archive_url") if options[name]]
    if for_one and (len(urls_or_files) > 1 or Path(urls_or_files[0]).is_dir()):
        raise BadInputError(
            "--title, --url and --archive-url are for one source, and there are several",
            next_step="Add them one by one.",
        )
    names = {"url": "URL", "published": "issued"}
    fields: dict[str, Any] = {
        names.get(name, name): value for name, value in options.items() if value is not None
    }
    unread = 0
    for added in check.adding_sources(urls_or_files, progress=True, **fields):
        if added.source is None:
            click.echo(plain(f"{added.item}: {added.passed_over}"))
            continue
        unread += not added.source.is_read
        click.echo(plain(_told(added.source)))
    return 1 if unread else 0


@command.command("list")
@check_argument
def list_(check: OpenCheck) -> None:
    """Show the sources of a check, and which are copies of one text.

    Under each copy stands of which source it is one, and why. Set it right with: factbook source copy-of

    Example: factbook source list bridge
    """
    from factbook.analysis.independence import find_origins

    record = check.record
    if not record.sources:
        click.echo("No sources yet. Bring one in with: factbook source add CHECK URL_OR_FILE")
        return
    origins = find_origins(record, check.folder)
    for source in record.sources:
        copy = source.snapshot
        told = f"{copy.text_length:,} characters" if copy and source.is_read else source.why_unread
        state = f"{copy.sha256[:12]}  {told}" if copy else told or "no copy"
        quotes = sum(quote.source == source.id for quote in record.quotes)
        publisher = f"  {source.publisher}" if source.publisher else ""
        dead = source.dead_since
        gone = f"  dead since {dead.failed_at.date()}: {dead.reason}" if dead and copy else ""
        told = f"{source.id}  {source.title}{publisher}  {counted(quotes, 'quote')}  {state}{gone}"
        click.echo(plain(told))
        fold = origins.fold(source.id)
        if fold is not None:
            click.echo(f"    copy of {origins.of(source.id)}: {fold.reason}")
        elif source.origin == source.id:
            click.echo("    set by hand to be a copy of none")
    if len(origins.groups) != len(record.sources):
        click.echo(count_sources(len(record.sources), len(origins.groups)))


@command.command("copy-of")
@check_argument
@click.argument("source")
@click.argument("other", metavar="OTHER|none|auto")
def copy_of(check: OpenCheck, source: str, other: str) -> None:
    """Set by hand that a source is a copy of OTHER, or of none; "auto" goes by words and addresses again.

    Copies of one text are counted as one origin, and the report marks them.

    Example: factbook source copy-of my-check s4 s1
    """
    check.copy_of(source, other)
    table = check.origins()
    row = table.loc[source].to_dict()
    copy = row["origin"] != source
    told = f"copy of {row['origin']}: {row['reason']}" if copy else "no copy of another source"
    click.echo(f"{source}  {told}. {count_sources(len(table), table['origin'].nunique())}")


@command.command
@check_argument
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
def recheck(check: OpenCheck, sources: tuple[str, ...]) -> int:
    """Fetch the web sources again, and say what became of the words quoted from them.

    A page that changed gets a new copy beside the old one. Quotes are followed where what surrounds them
    leaves no doubt. Ends with 1 if words are gone, in doubt, or an address is dead; of a published check it
    then says how to correct it.

    Example: factbook source recheck my-check s1 s4
    """
    from factbook.model.publishing import last_version
    from factbook.model.reanchoring import Fate

    results = check.recheck(*sources, progress=True)
    if not results:
        click.echo("No source has a web address. Add one with: factbook source add CHECK URL")
    titles = {source.id: source.title for source in check.record.sources}
    for result in results:
        told = ", ".join(
            f"{quote}: {fate.value}" for quote, fate in result.quotes.items() if fate != Fate.UNCHANGED
        )
        detail = f"  ({result.reason or told})" if result.reason or told else ""
        click.echo(plain(f"{result.source}  {titles[result.source]}  {result.outcome.value}{detail}"))
    holds = all(result.outcome.holds for result in results)
    kept = last_version(check.record)
    if kept and not holds:
        day, name = kept.made_at.date().isoformat(), check.record.id
        click.echo(
            f"Readers have had the check since {day}. Look whether it still holds, mend what does not, "
            f"and say what you found: factbook revise {name} --note WHY"
        )
    return 0 if holds else 1


@command.command
@check_argument
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file; CHECK.wacz in the check's folder unless given."
)
def archive(check: OpenCheck, out: Path | None) -> None:
    """Export the web captures as one WACZ file, which replayweb.page and other players open.

    Sources without a web address or without a copy have no place in it; they are named.

    Example: factbook source archive my-check --out my-check.wacz
    """
    from factbook.sources.archive.wacz import write_wacz

    archived = write_wacz(check.folder, out or check.path / f"{check.path.name}.wacz")
    click.echo(f"{archived.path}: {counted(archived.captures, 'capture')}")
    for source in archived.left_out:
        reason = "there is no copy of it" if source.url else "it has no web address"
        click.echo(plain(f"{source.id}  {source.title}  left out: {reason}"))


def _told(source: Source) -> str:
    snapshot = source.snapshot
    if snapshot is None or not snapshot.text_sha256:
        return f"{source.id}  {source.title}  {source.why_unread}"
    pages = f", {counted(len(snapshot.pages), 'page')}" if snapshot.pages else ""
    hidden = "; it holds hidden text, which cannot be quoted" if snapshot.hidden else ""
    note = f" ({snapshot.note})" if snapshot.note else ""
    return f"{source.id}  {source.title}  {snapshot.text_length:,} characters{pages}{hidden}{note}"
