"""``factbook publish``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument, coder_option, out_option, strict_option, to_option
from factbook.cli.words import count_faults, counted, tell_faults
from factbook.errors import NotProvenError

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@to_option
@out_option
@strict_option
@coder_option
def command(check: OpenCheck, to: list[str], out: Path | None, strict: bool, coder: str | None) -> int:  # noqa: FBT001
    """Keep the check as readers get it now, and make its report; exit code 1 if that marks a fault.

    The version is kept in the check's folder, in versions/. From then on nothing changes in silence: a
    report that differs from it says so, until "factbook revise" says why.

    Example: factbook publish bridge --to html,claimreview
    """
    from factbook.batch.build import check_formats
    from factbook.store.publishing import withdraw_publication

    check_formats(to)
    if strict and (faults := count_faults(check.audit())):
        raise NotProvenError(
            f"{check.path.name} was not published: the audit finds {counted(faults, 'fault')}",
            next_step=f"See: factbook audit {check.path}",
        )
    before = {one.id for one in check.record.publications}
    publication = check.publish(coder=coder)
    is_new = publication.id not in before
    try:
        files = check.build(to=to, out=out, strict=strict, progress=sys.stderr.isatty())
    except BaseException:
        if is_new:
            # What nobody could be given was not published.
            withdraw_publication(check.folder, publication)
        raise
    for path in files:
        click.echo(path)
    day, version = publication.made_at.date().isoformat(), publication.version[:12]
    done = "Published" if is_new else "Nothing has changed since it was published"
    click.echo(f"{done} on {day} as version {version}.", err=True)
    return DOES_NOT_HOLD if tell_faults(check) else DONE
