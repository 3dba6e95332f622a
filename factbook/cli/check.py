"""``factbook check``: from a question and its sources to the report, without a person in the loop."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.build import to_option
from factbook.cli.suggest import model_option, print_suggestions
from factbook.cli.words import counted, plain
from factbook.errors import BadInputError, FactbookError

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@click.argument("question")
@click.argument("more", nargs=-1, metavar="")
@click.option(
    "--sources",
    multiple=True,
    metavar="PATHS_OR_URLS...",
    help="Files, folders of documents and web addresses, one after the other.",
)
@click.option("--statement", default="", help="What was said, where it is not a question.")
@click.option("--claimant", default="", help="Who said it.")
@click.option("--point", "points", multiple=True, help="A point to check; may be given several times.")
@click.option("--find", "finder", metavar="NAME", help="Search for sources with: folder, searxng ...")
@click.option("--most", type=click.IntRange(1, 100), default=10, show_default=True, help="Hits to bring in.")
@model_option
@click.option("--drafter", metavar="NAME", help="Who drafts: plain, or another's; else the settings'.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the check's folder is made in; else the casebook in use.",
)
@to_option
@click.option("--id", "check_id", help="The check's id; else it is made from the question.")
def command(
    question: str,
    more: tuple[str, ...],
    sources: tuple[str, ...],
    statement: str,
    claimant: str,
    points: tuple[str, ...],
    finder: str | None,
    most: int,
    model: str | None,
    drafter: str | None,
    out: Path | None,
    to: list[str],
    check_id: str | None,
) -> int:
    """Make a check, bring its sources in, have stances suggested and sentences drafted, and build the report.

    Nobody has judged anything then: the report marks every suggestion and every drafted sentence as such,
    says what the suggestions would add up to, and gives no rating but "not enough evidence". A person then
    accepts what holds (factbook accept), drafts again (factbook draft) and builds again. Ends with 1 if a
    source could not be read or the report marks a fault.

    Example: factbook check "Will the bridge open in May?" --sources minutes.pdf https://example.org/bridge
    """
    from factbook.api import new
    from factbook.batch.build import check_formats
    from factbook.drafting.choose_drafter import make_drafter
    from factbook.evidence.choose_model import stance_model
    from factbook.sources.find.choose import make_finder, settings_for
    from factbook.store.casebook import find_casebook
    from factbook.store.settings import load_settings

    wanted = [*sources, *more]
    if more and not sources:
        raise BadInputError(
            f"{more[0]!r} stands behind the question", next_step="Put --sources in front of the sources."
        )
    if not wanted and not finder:
        raise BadInputError(
            "There is nothing to check the claim against", next_step="Give --sources, or --find NAME."
        )
    check_formats(to)
    place = out or find_casebook(".").path
    settings = load_settings(place)
    stance_model(model or settings.evidence.stance_model)
    make_drafter(drafter or settings.drafting.drafter)
    if finder:
        make_finder(finder, settings=settings_for(place / "new"))
    if out:
        out.mkdir(parents=True, exist_ok=True)
    check = new(
        question=question,
        statement=statement,
        claimant=claimant,
        points=list(points),
        casebook=out,
        id=check_id,
    )
    holds = _bring_in(check, wanted)
    holds = (_find(check, statement or question, finder, most) if finder else True) and holds
    holds = _suggest(check, model) and holds
    holds = _draft(check, drafter) and holds
    return DONE if _build(check, to) and holds else DOES_NOT_HOLD


def _bring_in(check: OpenCheck, items: list[str]) -> bool:
    """Bring in what can be read, report what cannot, and tell whether all could."""
    from factbook.sources.add import is_web_address
    from factbook.sources.capture import check_file

    readable, holds = [], True
    for item in items:
        try:
            if not is_web_address(item) and not Path(item).is_dir():
                check_file(Path(item))
        except FactbookError as error:
            holds = False
            click.echo(plain(str(error)), err=True)
        else:
            readable.append(item)
    for added in check.adding_sources(readable, progress=sys.stderr.isatty()):
        if added.source is None:
            click.echo(plain(f"{added.item}: {added.passed_over}"), err=True)
        elif not added.source.is_read:
            holds = False
            click.echo(plain(f"{added.source.id}  {added.source.title}  {added.source.why_unread}"), err=True)
    return holds


def _find(check: OpenCheck, query: str, finder: str, most: int) -> bool:
    from factbook.sources.find.choose import make_finder, settings_for
    from factbook.sources.find.search import add_found, search_sources

    holds = True
    try:
        settings = replace(settings_for(check.path), progress=sys.stderr.isatty())
        search = search_sources(check.folder, query, make_finder(finder, settings=settings), most=most)
        for brought in add_found(check.folder, search, range(1, len(search.hits) + 1)):
            if brought.unread:
                holds = False
                title = search.hits[brought.number - 1].title
                click.echo(
                    plain(f"{brought.source or 'not brought in'}  {title}  {brought.unread}"), err=True
                )
    except FactbookError as error:
        holds = False
        click.echo(plain(str(error)), err=True)
    return holds


def _suggest(check: OpenCheck, model: str | None) -> bool:
    try:
        run = check.suggest(model=model, progress=True)
    except FactbookError as error:
        click.echo(plain(str(error)), err=True)
        return False
    print_suggestions(run)
    for source, why in run.failed.items():
        click.echo(plain(f"{source}: {why}"), err=True)
    return not run.failed


def _draft(check: OpenCheck, drafter: str | None) -> bool:
    try:
        run = check.draft(model=drafter)
    except FactbookError as error:
        click.echo(plain(str(error)), err=True)
        return False
    sentences, questions = counted(len(run.findings), "sentence"), counted(len(run.follow_ups), "question")
    click.echo(f"{run.drafter}: {sentences} and {questions}.")
    for source, why in run.unread.items():
        click.echo(plain(f"{source}: {why}"), err=True)
    return not run.unread


def _build(check: OpenCheck, to: list[str]) -> bool:
    from factbook.analysis.verdict import suggested_rating

    paths = check.build(to=to, progress=sys.stderr.isatty())
    suggested = suggested_rating(check.record)
    click.echo(f"Rating: {check.rating().value.label}. {check.rating().reason}")
    if suggested:
        click.echo(f"The suggestions would add up to: {suggested.value.label}. {suggested.reason}")
    faults = int((check.audit()["grade"] == "fault").sum())
    if faults:
        click.echo(f"The report marks {counted(faults, 'fault')}. See: factbook audit {check.path}", err=True)
    for path in paths:
        click.echo(path)
    return not faults
