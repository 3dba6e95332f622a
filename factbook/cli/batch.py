"""``factbook batch``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.build import to_option
from factbook.cli.suggest import model_option
from factbook.cli.words import counted
from factbook.errors import BadInputError

if TYPE_CHECKING:
    from factbook.batch.runner import ClaimResult


@click.command
@click.argument("claims", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder for the checks.",
)
@to_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Claims at a time.")
@click.option("--first", type=click.IntRange(1), help="Take only the first claims of the list.")
@click.option("--suggest", is_flag=True, help="Have a model suggest stances where none are given.")
@model_option
def command(
    claims: Path,
    out: Path,
    to: list[str],
    jobs: int,
    first: int | None,
    suggest: bool,  # noqa: FBT001
    model: str | None,
) -> int:
    """Make a check and its report for each claim of a list; a second run does only what is left.

    CLAIMS is JSON lines, CSV or XLSX, with the columns question and/or statement, and optional id, claimant,
    claimed_on, appearance_url, points, sources, and any field of a check by its own name. In JSON lines a
    source may be an object with title, url, publisher, published, text or file, and stances.

    With --suggest, a model suggests a stance for every open cell. Suggestions are marked as such in the
    reports and make no rating; a person accepts them one by one.

    Example: factbook batch claims.csv --out checks --to html
    """
    from tqdm import tqdm

    from factbook.batch.claims import read_claims
    from factbook.batch.runner import run_batch
    from factbook.store.settings import load_settings

    if model and not suggest:
        raise BadInputError(f"--model {model} suggests nothing by itself", next_step="Add --suggest.")
    rows = read_claims(claims)[:first]
    name = (model or load_settings(out.absolute()).evidence.stance_model) if suggest else ""
    with tqdm(total=len(rows), unit="claim", file=sys.stderr, disable=None) as bar:

        def show(result: ClaimResult) -> None:
            bar.set_postfix_str(result.id[:40], refresh=False)
            bar.update()

        results = run_batch(
            rows,
            base=claims.absolute().parent,
            out=out.absolute(),
            to=to,
            jobs=jobs,
            model=name,
            on_result=show,
        )
    _print_table(results)
    wrong = any(result.outcome == "failed" or result.faults or result.unasked for result in results)
    return DOES_NOT_HOLD if wrong else DONE


def _print_table(results: list[ClaimResult]) -> None:
    width = min(48, max(len(result.id) for result in results))
    for result in results:
        if result.outcome != "failed":
            marks = f"  {counted(result.faults, 'fault')}" if result.faults else ""
            if result.unasked:
                marks += f"  {counted(result.unasked, 'source')} not asked of"
            if result.suggested:
                marks = f"  (suggested: {result.suggested}){marks}"
            done_in = f"{result.outcome:9}  {result.seconds:5.1f} s"
            click.echo(f"{result.id[:width]:{width}}  {done_in}  {result.rating}{marks}")
    failed = [result for result in results if result.outcome == "failed"]
    if failed:
        click.echo(f"\nFailed, {len(failed)} of {len(results)}:", err=True)
        for result in failed:
            click.echo(f"{result.id[:width]:{width}}  {result.problem}", err=True)
    done = len(results) - len(failed)
    click.echo(f"\n{done} of {len(results)} done.", err=True)
