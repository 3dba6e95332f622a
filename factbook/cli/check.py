"""``factbook check``: from a question and its sources to the report, without a person in the loop."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE, INTERRUPTED
from factbook.cli.arguments import language_option, points_option, to_option
from factbook.cli.draft import budget_option, drafter_option, print_left_out, print_summary
from factbook.cli.suggest import print_suggestions
from factbook.cli.words import counted, plain, tell_faults, tell_wording
from factbook.errors import BadInputError, FactbookError

if TYPE_CHECKING:
    from factbook.api import OpenCheck
    from factbook.api.one_go import OneGo

_MOST_NAMED = 5
"""Files that are left out of a folder are named up to so many."""


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
@points_option
@click.option("--find", "finder", metavar="NAME", help="Search for sources with: folder, searxng ...")
@click.option("--most", type=click.IntRange(1, 100), default=10, show_default=True, help="Hits to bring in.")
@drafter_option
@budget_option
@click.option("--stance-model", metavar="NAME", help="Who suggests stances; else the settings'.")
@click.option(
    "--out",
    "--casebook",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the check's folder is made in; else the casebook in use.",
)
@to_option
@language_option
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
    budget: int | None,
    stance_model: str | None,
    out: Path | None,
    to: list[str],
    language: str,
    check_id: str | None,
) -> int:
    """Make a check, bring its sources in, have stances suggested and sentences drafted, and build the report.

    Nobody has judged anything then: the report marks every suggestion and every drafted sentence as such,
    says what the suggestions would add up to, and gives no rating but "not enough evidence". A person then
    accepts what holds (factbook accept, factbook draft). Run again, the same question goes on with its check:
    only new sources come in, and what people judged, wrote, changed or declined stays. Ends with 1 if a
    source could not be read, a step failed, or the report marks a fault.

    With a language model (--model PROVIDER:MODEL, or llm for that of the settings) it also names the points,
    where none are given, and the words to search for.

    Example: factbook check "Will the bridge open in May?" --sources minutes.pdf https://example.org/bridge
    """
    began = time.monotonic()
    wanted = [*sources, *more]
    if more and not sources:
        raise BadInputError(
            f"{more[0]!r} stands behind the question", next_step="Put --sources in front of the sources."
        )
    # What follows --sources is taken for one, also where it is an option.
    option = next((one for one in sources if one.startswith("--") and not Path(one).exists()), None)
    if option:
        raise BadInputError(
            f"--sources has nothing behind it but {option}",
            next_step="Put files, folders or web addresses behind it, or leave it out.",
        )
    if not wanted and not finder:
        raise BadInputError(
            "There is nothing to check the claim against", next_step="Give --sources, or --find NAME."
        )
    if not (question.strip() or statement.strip()):
        raise BadInputError("The question is empty", next_step="Write what is to be checked.")
    _begin_building()
    from factbook.api.one_go import begin_one_go
    from factbook.batch.build import check_formats

    check_formats(to)
    readable = _readable(wanted)
    if wanted and not readable and not finder:
        raise BadInputError("No source can be read, and nothing was made", next_step="Check the paths.")
    going = begin_one_go(
        question=question,
        statement=statement,
        claimant=claimant,
        points=points,
        finder=finder,
        drafter=model,
        budget=budget,
        stance_model=stance_model,
        language=language,
        casebook=out,
        check_id=check_id,
    )
    try:
        holds = _go_through(going, readable, most=most, stance_model=stance_model, to=to, began_s=began)
    except KeyboardInterrupt:
        kept = f"what was done is kept in {going.check.path}"
        click.echo(f"factbook: stopped; {kept}. Run the same command again to go on.", err=True)
        return INTERRUPTED
    return DONE if holds and len(readable) == len(wanted) else DOES_NOT_HOLD


def _begin_building() -> None:
    """Start the process that the notebook will run in: it loads while sources are brought in, and read.

    It is started before the formats are looked at, since what knows them takes as long to load as it does.
    Where one is wrong, it ends with this process.
    """
    from factbook.batch.warm.kept import begin_for

    begin_for(("factbook",))


def _go_through(
    going: OneGo, sources: list[str], *, most: int, stance_model: str | None, to: list[str], began_s: float
) -> bool:
    """Take each step, whatever became of the one before, and tell whether all of it holds."""
    if going.found_again:
        click.echo(f"Going on with {going.check.path}")
    holds = _name_points(going)
    holds = _bring_in(going.check, sources) and holds
    holds = (_find(going, most) if going.finder else True) and holds
    holds = _suggest(going.check, stance_model) and holds
    holds = _draft(going) and holds
    return _build(going, to, began_s=began_s) and holds


def _name_points(going: OneGo) -> bool:
    """Have a language model name points, say which, and tell whether it could."""
    named = going.name_points()
    for point in named.points:
        click.echo(plain(f"{point.id}  {point.text}"))
    if named.problem:
        click.echo(plain(named.problem), err=True)
    return not named.problem


def _readable(items: list[str]) -> list[str]:
    """Give the sources that can be brought in, and say of each other one why it cannot."""
    from factbook.sources.add import documents_in, is_web_address, passed_over_in
    from factbook.sources.capture import check_file

    readable = []
    for item in items:
        try:
            if is_web_address(item):
                pass
            elif Path(item).is_dir():
                documents_in(Path(item))
                _tell_passed_over(item, passed_over_in(Path(item)))
            else:
                check_file(Path(item))
        except FactbookError as error:
            click.echo(plain(str(error)), err=True)
        else:
            readable.append(item)
    return readable


def _tell_passed_over(folder: str, files: list[Path]) -> None:
    """Say which files of a folder are no documents, by their names if they are few."""
    if not files:
        return
    named = ", ".join(str(file.relative_to(folder)) for file in files[:_MOST_NAMED])
    more = f" and {len(files) - _MOST_NAMED} more" if len(files) > _MOST_NAMED else ""
    told = f"{counted(len(files), 'file')} left out, of no kind that is read, or a link: {named}{more}"
    click.echo(plain(f"{folder}: {told}"), err=True)


def _bring_in(check: OpenCheck, items: list[str]) -> bool:
    """Bring sources in, say which cannot be read, and tell whether all can."""
    holds, there = True, 0
    for added in check.adding_sources(items, progress=sys.stderr.isatty()):
        if added.is_there:
            there += 1
        elif added.source is None:
            holds = False
            click.echo(plain(f"{added.item}: {added.passed_over}"), err=True)
        elif not added.source.is_read:
            holds = False
            click.echo(plain(f"{added.source.id}  {added.source.title}  {added.source.why_unread}"), err=True)
    if there:
        click.echo(f"{counted(there, 'source')} given {'was' if there == 1 else 'were'} there already.")
    return holds


def _find(going: OneGo, most: int) -> bool:
    holds = True
    try:
        for title, brought in going.find(most=most, progress=sys.stderr.isatty()):
            if brought.unread:
                holds = False
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


def _draft(going: OneGo) -> bool:
    run, problem = None, ""
    try:
        run = going.draft()
        if not run.findings:
            problem = f"{run.drafter} wrote no sentence that holds."
    except FactbookError as error:
        problem = str(error)
    if run:
        print_left_out(run)
    by_rule = going.draft_by_rule() if problem else None
    if by_rule or run is None:
        click.echo(plain(problem), err=True)
    if by_rule:
        click.echo("So that there is a draft, it is by rule; a later one of the language model replaces it.")
        print_left_out(by_rule)
    done = by_rule or run
    if done is None:
        return False
    print_summary(done)
    return by_rule is None and not done.unread


def _build(going: OneGo, to: list[str], *, began_s: float) -> bool:
    from factbook.analysis.verdict import suggested_rating

    check = going.check
    paths = going.build(to=to, progress=sys.stderr.isatty())
    _summarize(check, took_s=time.monotonic() - began_s)
    suggested = suggested_rating(check.record)
    click.echo(f"Rating: {check.rating().value.label}. {check.rating().reason}")
    if suggested:
        click.echo(f"The suggestions would add up to: {suggested.value.label}. {suggested.reason}")
    tell_wording(check)
    faults = tell_faults(check)
    for path in paths:
        click.echo(path)
    return not faults


def _summarize(check: OpenCheck, *, took_s: float) -> None:
    """Print in a line what the check holds now."""
    record = check.record
    read = sum(source.is_read for source in record.sources)
    click.echo(
        f"{counted(len(record.points), 'point')}, {counted(len(record.sources), 'source')} ({read} read), "
        f"{counted(len(record.findings), 'sentence')}; {counted(len(check.drafts), 'draft')} waiting for a "
        f"person; {took_s:.1f} s."
    )
