"""``factbook batch``."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE, INTERRUPTED
from factbook.cli.arguments import to_option
from factbook.cli.suggest import model_option
from factbook.cli.words import counted, plain
from factbook.errors import BadInputError, FactbookError

if TYPE_CHECKING:
    from factbook.batch.runner import ClaimResult


@click.command
@click.argument("claims")
@click.option("--out", required=True, help="The folder for the checks.")
@to_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Claims at a time.")
@click.option(
    "--cluster", metavar="ADDRESS", default="", help="A dask scheduler, whose workers build the reports."
)
@click.option(
    "--retries", type=click.IntRange(0), default=1, show_default=True, help="Tries after the first."
)
@click.option(
    "--memory", "memory_mb", type=click.IntRange(1), help="Megabytes that each job may take, in all."
)
@click.option("--first", type=click.IntRange(1), help="Take only the first claims of the list.")
@click.option("--suggest", is_flag=True, help="Have a model suggest stances where none are given.")
@model_option
@click.option("--draft", is_flag=True, help="Draft the sentences of each report, by the plain drafter.")
def command(
    claims: str,
    out: str,
    to: list[str],
    jobs: int,
    cluster: str,
    retries: int,
    memory_mb: int | None,
    first: int | None,
    suggest: bool,  # noqa: FBT001
    model: str | None,
    draft: bool,  # noqa: FBT001
) -> int:
    """Make a check and its report for each claim of a list; a second run does only what is left.

    CLAIMS is JSON lines, CSV or XLSX, with the columns question and/or statement, and optional id, claimant,
    claimed_on, appearance_url, points, sources, and any field of a check by its own name. In JSON lines a
    source may be an object with title, url, publisher, published, text or file, and stances. A casebook may
    stand for CLAIMS: its checks are copied and built. CLAIMS and --out may be addresses like
    s3://bucket/claims.csv.

    With --suggest, a model suggests a stance for every open cell. Suggestions are marked as such in the
    reports and make no rating; a person accepts them one by one. With --draft, the sentences of each report
    are drafted from what its check holds, suggestions included, and marked as drafts until a person answers
    them (factbook draft).

    Example: factbook batch claims.csv --out checks --to html
    """
    from factbook.batch.workers import warm_up

    if not cluster:
        warm_up()  # It goes on while the rest is imported and the claims are read.
    from factbook.batch.places import places
    from factbook.batch.runner import run_batch
    from factbook.store.settings import load_settings

    if cluster and (memory_mb or jobs > 1):
        raise BadInputError(
            "--jobs and --memory are for this machine, and --cluster builds elsewhere",
            next_step="Leave them out; dask worker has --nworkers and --memory-limit.",
        )
    if model and not suggest:
        raise BadInputError(f"--model {model} suggests nothing by itself", next_step="Add --suggest.")
    done: list[ClaimResult] = []
    with _ended_as_by_ctrl_c(), places(claims, out, first=first) as at:

        def keep(result: ClaimResult) -> ClaimResult:
            done.append(at.keep(result))
            return done[-1]

        try:
            results = run_batch(
                at.rows,
                base=at.base,
                out=at.out,
                to=to,
                jobs=jobs,
                model=(model or load_settings(at.out).evidence.stance_model) if suggest else "",
                draft=draft,
                retries=retries,
                memory_mb=memory_mb,
                cluster=cluster,
                on_result=keep,
            )
        except KeyboardInterrupt:
            told = f"{len(done)} of {len(at.rows)} claims are done; run the same command to go on."
            click.echo(f"\nfactbook: stopped. {told}", err=True)
            if done:
                with suppress(OSError):
                    click.echo(f"Table: {at.keep_summary()}", err=True)
            return INTERRUPTED
        except FactbookError:
            if done:
                _print_table(done, of=len(at.rows))
                with suppress(OSError):  # What has ended the batch is what is to be told.
                    at.keep_summary()
            raise
        _print_table(results, of=len(results))
        click.echo(f"Table: {at.keep_summary()}", err=True)
    wrong = any(result.outcome == "failed" or result.faults or result.unasked for result in results)
    return DOES_NOT_HOLD if wrong else DONE


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Take a request to end, as schedulers of jobs and services send it, for an interrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_table(results: list[ClaimResult], *, of: int) -> None:
    width = min(48, max(len(result.id) for result in results))

    def name(result: ClaimResult) -> str:
        return f"{plain(result.id)[:width]:{width}}"

    for result in results:
        if result.outcome != "failed":
            marks = f"  {counted(result.faults, 'fault')}" if result.faults else ""
            if result.unasked:
                marks += f"  {counted(result.unasked, 'source')} not asked of"
            if result.suggested:
                marks = f"  (suggested: {result.suggested}){marks}"
            done_in = f"{result.outcome:9}  {result.seconds:5.1f} s"
            click.echo(f"{name(result)}  {done_in}  {result.rating}{marks}")
    failed = [result for result in results if result.outcome == "failed"]
    if failed:
        click.echo(f"\nFailed, {len(failed)} of {of}:", err=True)
        for result in failed:
            click.echo(f"{name(result)}  {plain(result.problem)}", err=True)
    done = len(results) - len(failed)
    click.echo(f"\n{done} of {of} done.", err=True)
