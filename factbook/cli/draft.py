"""``factbook draft``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument, coder_option
from factbook.cli.words import counted, plain
from factbook.errors import BadInputError

drafter_option = click.option(
    "--model",
    metavar="NAME",
    help="The drafter: plain, llm, PROVIDER:MODEL of a language model, or another's; else the settings'.",
)
budget_option = click.option(
    "--budget", type=click.IntRange(1), metavar="TOKENS", help="The most tokens a language model may take."
)

if TYPE_CHECKING:
    from factbook.api import OpenCheck
    from factbook.drafting.writing import DraftRun
    from factbook.model.finding import Finding, FollowUp


@click.command
@check_argument
@drafter_option
@budget_option
@click.option("--again", is_flag=True, help="Ask the language model anew, though its answers are kept.")
@click.option("--accept", "accepted", multiple=True, metavar="ID", help="Take this draft over as it is.")
@click.option("--accept-all", is_flag=True, help="Take over all that wait.")
@click.option("--edit", "edited", nargs=2, multiple=True, metavar="ID WORDS", help="Give it other words.")
@click.option("--decline", "declined", multiple=True, metavar="ID", help="Take this draft out for good.")
@coder_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the drafts that wait.")
def command(
    check: OpenCheck,
    model: str | None,
    budget: int | None,
    again: bool,  # noqa: FBT001
    accepted: tuple[str, ...],
    accept_all: bool,  # noqa: FBT001
    edited: tuple[tuple[str, str], ...],
    declined: tuple[str, ...],
    coder: str | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Draft the report's sentences and questions from points, stances, quotes and origins.

    A draft waits, marked as such, until a person accepts it, gives it other words or declines it. Drafted
    again, what people wrote, accepted or changed is kept, and what they declined does not come back. With
    --accept, --accept-all, --edit or --decline nothing is drafted, and all the answers are written or
    none. Ends with 1 if the copy of a source is damaged.

    --model PROVIDER:MODEL, like ollama:qwen3, has a language model write; llm is the one of the settings.
    Each of its sentences is held against the audit, and what does not hold is dropped. Its answers are kept
    and replayed.

    Example: factbook draft bridge

    Example: factbook draft bridge --model ollama:qwen3 --budget 50000

    Example: factbook draft bridge --accept f1 --accept f2 --edit f3 "It opens in May [@s1#q1]."
    """
    answering = bool(accepted or accept_all or edited or declined)
    if answering and (model or budget or again):
        raise BadInputError(
            "Answering drafts asks no drafter",
            next_step="Leave out --model, --budget and --again, or the answers.",
        )
    if answering:
        check.answer_drafts(
            accept=accepted, accept_all=accept_all, edit=edited, decline=declined, coder=coder
        )
    run = None if answering else check.draft(model=model, budget=budget, again=again)
    waiting = check.drafts
    if as_json:
        from factbook.model.canonical import to_json

        click.echo(to_json([_as_json(one) for one in waiting]), nl=False)
    elif run:
        print_draft(run)
        if waiting:
            click.echo(f"Take them over with: factbook draft {check.path.name} --accept ID, or --accept-all")
    else:
        click.echo(f"{counted(len(waiting), 'draft')} left that nobody has answered.")
    if run:
        print_left_out(run)
    return DOES_NOT_HOLD if run and run.unread else DONE


def print_left_out(run: DraftRun) -> None:
    """Print to standard error what was dropped and why, and which sources could not be read."""
    for one in run.dropped:
        words = f"“{one.words}”: " if one.words else ""
        click.echo(plain(f"Dropped: {words}{one.reason}"), err=True)
    for source, why in run.unread.items():
        click.echo(plain(f"{source}: {why}"), err=True)


def print_draft(run: DraftRun) -> None:
    """Print the sentences that wait by their sections, then the questions."""
    section = ""
    for finding in run.findings:
        if finding.section != section:
            section = finding.section
            click.echo(f"{section}:")
        click.echo(plain(f"  {finding.id:5}{'- ' if finding.key_point else ''}{finding.text}"))
    if run.follow_ups:
        click.echo("questions:")
    for one in run.follow_ups:
        click.echo(plain(f"  {one.id:5}{one.question}"))
    print_summary(run)


def print_summary(run: DraftRun) -> None:
    """Print in a line who drafted, and how much."""
    kept = f"; {counted(run.kept, 'sentence')} of people kept" if run.kept else ""
    calls = f"; asked {counted(run.asked, 'time')}" if run.asked else ""
    replayed = f"; {counted(run.replayed, 'kept answer')} replayed" if run.replayed else ""
    click.echo(
        f"{run.drafter}: {counted(len(run.findings), 'sentence')} and "
        f"{counted(len(run.follow_ups), 'question')}{kept}{calls}{replayed}."
    )


def _as_json(one: Finding | FollowUp) -> dict[str, object]:
    return one.model_dump(mode="json", exclude_defaults=True)
