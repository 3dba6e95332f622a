"""``factbook revise``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli.arguments import check_argument, coder_option
from factbook.cli.words import plain
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.api import OpenCheck
    from factbook.model.log import Revision


@click.command
@check_argument
@click.option("--note", default="", help="What was wrong and why it was changed; the report shows it.")
@click.option(
    "--rating", help="Set with it: a step as in rate; or outdated, or current for one that is so no more."
)
@click.option(
    "--scale", metavar="NAME", help="The rating scale that --rating is a step of; else the settings'."
)
@click.option("--since", metavar="DATE", help="With --rating outdated: from when on, as far as it is known.")
@click.option(
    "--newer", default="", metavar="CHECK", help="With --rating outdated: the newer check's address or id."
)
@click.option("--undo", is_flag=True, help="Take the last correction back, before it was published.")
@coder_option
def command(
    check: OpenCheck,
    note: str,
    rating: str | None,
    scale: str | None,
    since: str | None,
    newer: str,
    undo: bool,  # noqa: FBT001
    coder: str | None,
) -> None:
    """Record why a published check was changed: the report shows who, when, why, and what changed.

    Change the check first, then say why. Until it is published again, the last correction can be taken back;
    after that it is on record for good. Build the report again with "factbook publish".

    Example: factbook revise bridge --note "The minutes of 4 March said June, not May"
    """
    if undo:
        if note or rating or scale or since or newer:
            raise BadInputError(
                "It is not clear what to do", next_step="Give --undo and nothing else, or a correction."
            )
        taken = check.take_back_revision()
        click.echo(f"Taken back: {taken.id}, of {taken.made_at.date().isoformat()}: {plain(taken.note)}")
        return
    if not note.strip():
        raise BadInputError("A correction says why", next_step="Give --note WHY.")
    revision = check.revise(note, rating=rating, scale=scale, since=since, newer=newer, coder=coder)
    click.echo(f"Corrected: {revision.id}, by {plain(check.record.coder(revision.made_by).name)}.")
    click.echo(_what_changed(check, revision))
    click.echo(f"Put it before readers with: factbook publish {check.record.id}")


def _what_changed(check: OpenCheck, revision: Revision) -> str:
    from factbook.analysis.changes import asking, tell_changes
    from factbook.analysis.corrections import find_corrections

    found = next(
        one for one in find_corrections(check.record, check.folder) if one.revision.id == revision.id
    )
    if found.missing:
        return f"What changed cannot be shown: {found.missing}."
    if found.changes is None:
        return "It was never published with factbook, so there is no version to show what changed."
    told = tell_changes(asking(found.changes))
    return f"Changed: {told}." if told else "Nothing that the report says has changed; the note stands alone."
