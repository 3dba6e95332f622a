"""Running a batch: each claim becomes a check with its report, and a second run does only what is left.

In the batch's folder each check lies under its id, and a table of all results in ``batch.csv`` and
``batch.html``. What has not changed since it was made and built is not done again, and a check that a person
has edited is never made anew; see `batch.claim`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from factbook.batch.batch_lock import batch_lock, be_at_work
from factbook.batch.claims import ClaimRow
from factbook.batch.processes import Done, Slot, deal_out
from factbook.batch.progress import BatchProgress
from factbook.batch.results import STAGING, ClaimResult, Job
from factbook.batch.summary import write_summary
from factbook.errors import DuplicateIdError, FactbookError
from factbook.model.names import fold_id
from factbook.store.atomic import disk_error

__all__ = ["ClaimResult", "Job", "run_batch"]

RETRIES = 1
"""How often a claim is tried again that may have failed by chance, unless told."""

_MEGABYTE = 1_000_000
_MOST_OF_ALL_MEMORY = 0.8


def run_batch(
    rows: Sequence[ClaimRow],
    *,
    base: Path,
    out: Path,
    to: Sequence[str] = ("html", "claimreview"),
    jobs: int = 1,
    model: str = "",
    draft: bool = False,
    retries: int = RETRIES,
    memory_mb: float | None = None,
    cluster: str = "",
    progress: bool | None = None,
    on_result: Callable[[ClaimResult], ClaimResult | None] = lambda _result: None,
) -> list[ClaimResult]:
    """Make and build a check for each row; one that fails does not stop the others.

    Parameters
    ----------
    rows:
        What `batch.claims.read_claims` gave.
    base:
        The folder that files of sources are relative to.
    out:
        The batch's folder, a casebook.
    to:
        Formats, as `batch.build.build_check` takes them.
    jobs:
        How many claims to work on at a time, each in a process of its own.
    model:
        The stance model that suggests a stance for every open cell, by its name; none if empty.
    draft:
        Whether the plain drafter drafts the sentences of each report.
    retries:
        How often a claim that failed, and might not another time, is tried again after the others.
    memory_mb:
        How much each job may take; a claim that takes more fails. Unless given, its part of most of this
        machine's memory.
    cluster:
        The address of a dask scheduler, whose workers build the reports; else processes of this machine do.
    progress:
        Whether to show bars; if standard error is a terminal, unless given. In a notebook they are widgets.
    on_result:
        Called with each result as it comes; the one that it gives, if it does, takes its place.

    Returns
    -------
    One result per row, in the order of the rows.

    Raises
    ------
    BadInputError
        A format is none, or the cluster cannot be reached.
    StoreError
        Another batch works in ``out``, or the disk refuses.
    """
    job = Job(base, out, tuple(to), model, draft)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with batch_lock(out):
            shutil.rmtree(out / STAGING, ignore_errors=True)
            results: dict[str, ClaimResult] = {}
            run = _in_cluster(cluster) if cluster else partial(_in_workers, jobs=jobs, memory_mb=memory_mb)
            bars = partial(BatchProgress, claims=len(rows), shown=progress)
            try:
                # Closed whatever happens, and before the lock is given up: that ends the workers.
                with closing(run(_without_twins(rows, out), job, retries=retries, bars=bars)) as done:
                    for result in done:
                        results[result.place] = on_result(result) or result
            except BaseException:
                if results:
                    with suppress(OSError):  # What has ended the batch is what is to be told.
                        write_summary(_in_order(results, rows), out=out)
                raise
            in_order = _in_order(results, rows)
            write_summary(in_order, out=out)
            shutil.rmtree(out / STAGING, ignore_errors=True)
            return in_order
    except OSError as error:
        if isinstance(error, FactbookError):
            raise
        raise disk_error(error, out) from error


def _in_order(results: Mapping[str, ClaimResult], rows: Sequence[ClaimRow]) -> list[ClaimResult]:
    return [results[row.place] for row in rows if row.place in results]


def _without_twins(rows: Sequence[ClaimRow], out: Path) -> list[ClaimRow]:
    """Give the rows, with an error where a folder's name differs from an id by case or normal form alone."""
    names = {fold_id(path.name): path.name for path in out.iterdir()}
    checked = []
    for row in rows:
        twin = names.get(fold_id(row.id), row.id)
        error = row.error
        if twin != row.id:
            problem = f"{row.place}: the id {row.id!r} is taken by {twin!r}"
            error = error or DuplicateIdError(problem, next_step="Give it another id.")
        checked.append(replace(row, error=error))
    return checked


def _in_cluster(address: str) -> Callable[..., Generator[ClaimResult, None, None]]:
    from factbook.batch.cluster import run_in_cluster

    return partial(run_in_cluster, address=address)


def _in_workers(
    rows: Sequence[ClaimRow],
    job: Job,
    *,
    jobs: int,
    retries: int,
    memory_mb: float | None,
    bars: Callable[..., BatchProgress],
) -> Generator[ClaimResult, None, None]:
    """Give what became of each claim, as it is done; an interrupt ends the workers at once."""
    slots: list[Slot[ClaimRow]] = [Slot(number) for number in range(max(1, min(jobs, len(rows))))]
    limit_mb = memory_mb or _share_of_memory_mb(len(slots))
    try:
        # What no claim could be done with is said at once, and not by every claim.
        slots[0].call(_expect_job, job)
        with bars(slots=len(slots)) as progress:
            dealt = deal_out(
                partial(_work, job=job),
                rows,
                slots=slots,
                again=lambda done: done.tries <= retries and _may_pass(done),
                memory_limit_mb=limit_mb,
                watch=lambda: progress.show(
                    [(s.item.id, s.began, s.memory_mb) if s.item else None for s in slots]
                ),
            )
            for done in dealt:
                result = _result(done, limit_mb)
                progress.count(result)
                yield result
    finally:
        for slot in slots:
            slot.end()


def _expect_job(job: Job) -> None:
    from factbook.batch.claim import expect_job

    expect_job(job)


def _work(row: ClaimRow, job: Job) -> ClaimResult:
    from factbook.batch.claim import run_claim

    be_at_work(job.out)
    return run_claim(row, job)


def _may_pass(done: Done[ClaimRow, ClaimResult]) -> bool:
    if done.result is None:
        return not done.ended
    return done.result.outcome == "failed" and not done.result.lasting


def _result(done: Done[ClaimRow, ClaimResult], limit_mb: float | None) -> ClaimResult:
    row = done.item
    if done.ended:
        problem = f"it took more than {limit_mb or 0:,.0f} MB of memory. Give --memory more, or fewer --jobs."
    else:
        problem = "the process that worked on it died; its notebook or its memory use may be why"
    result = done.result or ClaimResult(row.place, row.id, "failed", problem=problem)
    return replace(result, tries=done.tries, memory_mb=done.memory_mb)


def _share_of_memory_mb(jobs: int) -> float | None:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    return _MOST_OF_ALL_MEMORY * total / jobs / _MEGABYTE
