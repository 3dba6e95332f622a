"""``factbook site``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.words import counted, plain

if TYPE_CHECKING:
    from factbook.batch.site import SiteCheck, SiteResult


@click.command
@click.argument("casebook", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The site's folder: a new one, or that of a site made before.",
)
@click.option("--drafts", is_flag=True, help="Show checks that are not published, too.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Reports at a time.")
def command(casebook: Path, out: Path, drafts: bool, jobs: int) -> int:  # noqa: FBT001
    """Make a static site of a casebook: its reports, and lists, topics, corrections and feeds around them.

    It needs no server: open index.html. A second run makes only what has changed, and removes what is gone.
    Published checks are shown; those that are judged blind never are. Prints the path of index.html.

    Exit code 1 if a check could not be read or built, and is left out, or if a report marks a fault.

    Example: factbook site checks --out public
    """
    from tqdm import tqdm

    from factbook.batch.site import make_site
    from factbook.store.casebook import Casebook

    book = Casebook(casebook)
    with tqdm(total=len(book.ids()), unit="check", file=sys.stderr, disable=None) as bar:

        def show(one: SiteCheck) -> None:
            bar.set_postfix_str(one.id[:40], refresh=False)
            bar.update()

        result = make_site(book, out=out, drafts=drafts, jobs=jobs, on_check=show)
    click.echo(result.path / "index.html")
    for line in _told(result, casebook):
        click.echo(plain(line), err=True)
    return DOES_NOT_HOLD if result.failed or result.faulty else DONE


def _told(result: SiteResult, casebook: Path) -> list[str]:
    files = f"{result.written} of {counted(result.written + result.unchanged, 'file')} written"
    removed = f", {result.removed} removed" if result.removed else ""
    told = [f"{counted(result.shown, 'check')} shown; {files}{removed}."]
    if result.drafts:
        told.append(
            f"{counted(result.drafts, 'draft')} not shown. Publish with: factbook publish CHECK; or show all "
            "with --drafts."
        )
    if result.blind:
        told.append(f"{counted(result.blind, 'check')} not shown: still judged blind.")
    if result.faulty:
        told.append(f"{counted(result.faulty, 'report')} marked with faults. See: factbook audit CHECK")
    if result.left_out:
        told.append(
            f"Left out: {', '.join(result.left_out)}. They need the site's address: set url below [site] in "
            f"{casebook / 'factbook.toml'}."
        )
    told.extend(f"Left out: {one.id}: {one.problem}" for one in result.failed)
    return told
