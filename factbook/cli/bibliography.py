"""``factbook bibliography import`` and ``factbook bibliography export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument
from factbook.cli.words import counted, plain

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.group
def command() -> None:
    """Bring a bibliography in, or write one: CSL-JSON, BibTeX, RIS."""


@command.command("import")
@check_argument
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def import_(check: OpenCheck, files: tuple[Path, ...]) -> int:
    """Add what .json, .bib and .ris files list to a check, all of it or nothing.

    The sources have no copy yet: bring in their documents to quote them. What is in the check already (the
    same DOI, the same address, or the same ISBN and title) is skipped. Exit code 1 if something was skipped,
    looks wrong, or has no place in a source.

    Example: factbook bibliography import my-check zotero.json library.bib
    """
    from factbook.sources.bibliography.importing import add_bibliography

    done = add_bibliography(check.folder, *files)
    for source in done.sources:
        click.echo(plain(f"{source.id}  {source.title}"))
    for line in done.skipped:
        click.echo(plain(f"skipped  {line}"))
    for line in done.notes:
        click.echo(plain(f"note  {line}"))
    click.echo(f"{counted(len(done.sources), 'source')} added, {len(done.skipped)} skipped")
    return DOES_NOT_HOLD if done.skipped or done.notes else DONE


@command.command
@check_argument
@click.option("--to", help="csl-json, bibtex or ris; else by the extension of --out, else csl-json.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; else it is printed.")
def export(check: OpenCheck, to: str | None, out: Path | None) -> int:
    """Write the sources of a check as a bibliography.

    Exit code 1 if the format cannot hold something; standard error says what.

    Example: factbook bibliography export my-check --out sources.bib
    """
    from factbook.sources.bibliography.exporting import export_bibliography, lost_in_export
    from factbook.sources.bibliography.formats import format_of_file

    by_name = format_of_file(out) if out else None
    to = to or (by_name.name if by_name else "csl-json")
    record = check.record
    text = export_bibliography(record, to)
    lost = lost_in_export(record, to)
    if out:
        from factbook.store.atomic import write_atomic

        write_atomic(out.absolute(), text.encode())
        click.echo(f"{out}  {counted(len(record.sources), 'source')}")
    else:
        click.echo(text, nl=not text.endswith("\n"))
    for line in lost:
        click.echo(plain(line), err=True)
    return DOES_NOT_HOLD if lost else DONE
