"""``factbook suggest``."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument
from factbook.cli.words import counted, plain

if TYPE_CHECKING:
    from factbook.api import OpenCheck
    from factbook.evidence.suggesting import SuggestionRun

model_option = click.option(
    "--model", help="The stance model: default, network, lexical or another's; else the settings'."
)


@click.command
@check_argument
@click.option("--source", "sources", multiple=True, help="Only this source; may be given several times.")
@click.option("--point", "points", multiple=True, help="Only this point; may be given several times.")
@model_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of the table.")
def command(
    check: OpenCheck,
    sources: tuple[str, ...],
    points: tuple[str, ...],
    model: str | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Have a model suggest a stance, and the words it rests on, for every cell that nobody has judged.

    A suggestion counts for nothing until a person accepts it (factbook accept) or judges the cell themselves
    (factbook stance). What the model does not assess is noted in the check. Run again, it replaces the
    model's own suggestions and no more. Ends with 1 if a source could not be asked of.

    Example: factbook suggest my-check --source s1 --source s2
    """
    run = check.suggest(sources=sources, points=points, model=model, progress=True)
    blind = _is_blind(check)
    if as_json:
        from factbook.model.canonical import to_json

        click.echo(to_json(_as_json(run)), nl=False)
    elif blind:
        click.echo(
            f"{run.model} was asked. The check is judged blind: you see a suggestion once you have judged "
            "its cell."
        )
    else:
        print_suggestions(run)
        if run.suggested:
            click.echo(f"Accept them with: factbook accept {check.path.name} SOURCE POINT, or --above 0.9")
    for source, why in run.failed.items():
        click.echo(plain(f"{source}: {why}"), err=True)
    return DOES_NOT_HOLD if run.failed else DONE


def print_suggestions(run: SuggestionRun) -> None:
    """Print what was suggested as a table, then what was not assessed."""
    width = max(60, shutil.get_terminal_size((110, 24)).columns)
    places = [max([6, *(len(getattr(cell, name)) for cell in run.cells)]) for name in ("source", "point")]
    if run.suggested:
        head = f"{'source':{places[0]}}  {'point':{places[1]}}  suggested      sure"
        click.echo(f"{head}  it rests on")
        for cell in run.suggested:
            label = cell.stance.label if cell.stance else ""
            line = f"{cell.source:{places[0]}}  {cell.point:{places[1]}}  {label:13}  {cell.confidence:4.0%}"
            words = " ".join(plain(cell.words).split())
            room = width - len(line) - 2
            shown = words if len(words) <= room else f"{words[: room - 1].rstrip()}…"
            click.echo(f"{line}  {shown}".rstrip())
    if run.not_assessed:
        click.echo("Not assessed:")
        for cell in run.not_assessed:
            click.echo(plain(f"{cell.source:{places[0]}}  {cell.point:{places[1]}}  {cell.note}"))
    judged = f"; {counted(run.judged, 'cell')} that people have judged left alone" if run.judged else ""
    dismissed = f"; {counted(run.dismissed, 'dismissed one')} left out" if run.dismissed else ""
    click.echo(f"{run.model}: {counted(len(run.suggested), 'suggestion')}{judged}{dismissed}.")


def _is_blind(check: OpenCheck) -> bool:
    from factbook.model.blinding import blind_round

    return blind_round(check.record) is not None


def _as_json(run: SuggestionRun) -> dict[str, object]:
    cells = [
        {
            "source": cell.source,
            "point": cell.point,
            "stance": cell.stance,
            "confidence": cell.confidence,
            "words": cell.words,
            "note": cell.note,
        }
        for cell in run.cells
    ]
    told = {"model": run.model, "cells": cells, "failed": dict(run.failed)}
    return told | {"judged": run.judged, "dismissed": run.dismissed}
