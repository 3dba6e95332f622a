"""Running a batch: each claim becomes a check with its report, and a second run does only what is left.

In the batch's folder each check lies under its id. Beside ``check.json`` a check made by a batch has a small
file, ``.factbook-batch.json``, which says what it was made and built from; what has not changed since is not
done again, and a check that a person has edited is never made anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from http.client import INTERNAL_SERVER_ERROR, TOO_MANY_REQUESTS
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from factbook.analysis.verdict import imply_rating, suggested_rating
from factbook.batch.build import BUILT_NOTEBOOK, build_check, check_formats
from factbook.batch.build_key import BuildKeys
from factbook.batch.claims import ClaimRow
from factbook.batch.compile import compile_check, files_of
from factbook.batch.processes import in_processes
from factbook.errors import DuplicateIdError, FactbookError, StoreError
from factbook.evidence.choose_model import stance_model
from factbook.evidence.suggesting import suggest_for_check
from factbook.evidence.suggestion import StanceModel
from factbook.model.canonical import to_json
from factbook.model.names import fold_id
from factbook.model.source import FailedFetch
from factbook.reports.proof import prove_check
from factbook.sources.capture import check_file
from factbook.sources.choose_fetcher import fetcher_for
from factbook.sources.fetch.fetched import Fetcher
from factbook.sources.recheck import recheck_sources
from factbook.store.atomic import disk_error, write_atomic
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CHECK_FILE, SNAPSHOT_FOLDER, CheckFolder
from factbook.store.clock import utc_now
from factbook.store.settings import Fetch, load_settings

_STATE_FILE = ".factbook-batch.json"
_STAGING = ".factbook-staging"

Outcome = Literal["built", "unchanged", "failed"]


@dataclass(frozen=True)
class ClaimResult:
    """What became of one claim; ``problem`` says why it failed, ``rating`` what its table implies.

    ``suggested`` is what the table would imply if people accepted the suggestions that wait, ``unasked`` how
    many sources the model could not be asked of.
    """

    place: str
    id: str
    outcome: Outcome
    rating: str = ""
    faults: int = 0
    seconds: float = 0.0
    problem: str = ""
    suggested: str = ""
    unasked: int = 0


@dataclass(frozen=True)
class Job:
    """What is done with every claim of a batch: where to, in which formats, and which model suggests."""

    base: Path
    out: Path
    to: tuple[str, ...]
    model: str = ""


def run_batch(
    rows: Sequence[ClaimRow],
    *,
    base: Path,
    out: Path,
    to: Sequence[str] = ("html", "claimreview"),
    jobs: int = 1,
    model: str = "",
    on_result: Callable[[ClaimResult], None] = lambda _result: None,
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
    on_result:
        Called with each result as it comes.

    Returns
    -------
    One result per row, in the order of the rows.
    """
    check_formats(to)
    if model:
        _model(model)  # One that is not there is said at once, and not by every claim.
    job = Job(base, out, tuple(to), model)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / ".factbook-batch.lock", timeout=0):
            shutil.rmtree(out / _STAGING, ignore_errors=True)
            results = {}
            for result in _run_all(_without_twins(rows, out), job, jobs):
                results[result.place] = result
                on_result(result)
            shutil.rmtree(out / _STAGING, ignore_errors=True)
    except Timeout as error:
        raise StoreError(
            f"Another batch is writing to {out}", next_step="Wait for it to end, or give another --out."
        ) from error
    except OSError as error:
        if isinstance(error, FactbookError):
            raise
        raise disk_error(error, out) from error
    return [results[row.place] for row in rows]


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


def _run_all(rows: Sequence[ClaimRow], job: Job, jobs: int) -> Iterator[ClaimResult]:
    problem = "the process that worked on it died; its notebook or its memory use may be why"
    for row, result in in_processes(partial(run_claim, job=job), rows, jobs=jobs):
        yield result or ClaimResult(row.place, row.id, "failed", problem=problem)


def run_claim(row: ClaimRow, job: Job) -> ClaimResult:
    """Make and build the check of one row, as far as that is not done already."""
    started = time.monotonic()
    try:
        folder, state = _make(row, job.base, job.out)
        state = _suggest(folder, state, job.model) if job.model else state
        audit = prove_check(folder.read(), folder)
        key = _keys().of(folder, job.to)
        if state.get("built") == key and _outputs_intact(folder, state.get("outputs", {})):
            outcome: Outcome = "unchanged"
        else:
            paths = build_check(folder, to=job.to)
            outputs = {path.name: _sha256(path.read_bytes()) for path in paths}
            _write_state(folder, state | {"built": key, "outputs": outputs})
            outcome = "built"
        faults = sum(row.grade == "fault" for row in audit)
        return ClaimResult(
            row.place,
            row.id,
            outcome,
            _rating(folder),
            faults,
            time.monotonic() - started,
            suggested=_suggested(folder),
            unasked=int(state.get("unasked", 0)) if job.model else 0,
        )
    except FactbookError as error:
        problem = str(error) if row.place in str(error) else f"{row.place}: {error}"
    except Exception as error:  # noqa: BLE001  one claim must not end the batch, whatever it meets
        problem = f"{type(error).__name__}: {error}"
    return ClaimResult(row.place, row.id, "failed", seconds=time.monotonic() - started, problem=problem)


@lru_cache(maxsize=1)
def _keys() -> BuildKeys:
    # One for all claims of a process: what they share is read once.
    return BuildKeys()


def _make(row: ClaimRow, base: Path, out: Path) -> tuple[CheckFolder, dict[str, Any]]:
    """Give the check of a row, made now unless an earlier run made it of the same row."""
    if row.error:
        raise row.error
    fingerprint = _row_fingerprint(row, base)
    target = out / row.id
    if target.exists():
        folder, state = _made_before(target, row)
        if state["row"] == fingerprint:
            return folder, _fetch_again(folder, state, out)
        if _is_edited(folder, state):
            raise DuplicateIdError(
                f"{row.place}: the claim has changed, and somebody has worked in {target} since it was made",
                next_step="Make the change in the check too, or give the claim another id.",
            )
    compiled = compile_check(row, base=base, now=utc_now())
    staged = Casebook(out / _STAGING).create(lambda _id: compiled.check, title=row.id, check_id=row.id)
    for capture in compiled.captures:
        capture.keep(staged)
    _fetch_sources(staged, out)
    state = {"row": fingerprint, "made": _sha256(staged.file.read_bytes())}
    _write_state(staged, state)
    if target.exists():
        # Out of the way only now that the new one is whole.
        target.rename(out / _STAGING / f"{row.id}.old")
    staged.path.rename(target)
    return CheckFolder(target), state


def _fetch_sources(staged: CheckFolder, out: Path) -> None:
    """Fetch the sources of which only an address was given; one that cannot be had says so in the check."""
    wanted = [s.id for s in staged.read().sources if s.url and not s.snapshots and not s.unread]
    if wanted:
        recheck_sources(staged, fetcher=_fetcher(load_settings(out).fetch), sources=wanted)


def _fetch_again(folder: CheckFolder, state: dict[str, Any], out: Path) -> dict[str, Any]:
    """Fetch what could not be had last time, but not what its site said is not there.

    A check that somebody has edited is left alone.
    """
    wanted = [
        s.id for s in folder.read().sources if s.dead_since and not s.snapshots and _may_pass(s.dead_since)
    ]
    if not wanted or _is_edited(folder, state):
        return state
    recheck_sources(folder, fetcher=_fetcher(load_settings(out).fetch), sources=wanted)
    state = state | {"made": _sha256(folder.file.read_bytes())}
    _write_state(folder, state)
    return state


def _suggest(folder: CheckFolder, state: dict[str, Any], name: str) -> dict[str, Any]:
    """Have a model suggest stances, unless it has of these very copies; an edited check is left alone."""
    model = _model(name)
    check = folder.read()
    read = [copy.sha256 for source in check.sources for copy in source.snapshots]
    points = [(point.id, point.text) for point in check.points]
    key = _sha256(repr((model.name, model.version, read, points)).encode())
    if state.get("suggested") == key or _is_edited(folder, state):
        return state
    run = suggest_for_check(folder, model)
    state = state | {
        # Asked again next time, where a source could not be asked of.
        "suggested": "" if run.failed else key,
        "unasked": len(run.failed),
        "made": _sha256(folder.file.read_bytes()),
    }
    _write_state(folder, state)
    return state


@lru_cache(maxsize=2)
def _model(name: str) -> StanceModel:
    # One for all claims of a process: its weights are read once.
    return stance_model(name)


def _may_pass(failed: FailedFetch) -> bool:
    return (
        failed.status is None or failed.status == TOO_MANY_REQUESTS or failed.status >= INTERNAL_SERVER_ERROR
    )


@lru_cache(maxsize=4)
def _fetcher(settings: Fetch) -> Fetcher:
    # One for all claims of a process: it remembers when each host was asked last, and its robots.txt.
    return fetcher_for(settings)


def _is_edited(folder: CheckFolder, state: dict[str, Any]) -> bool:
    """Tell whether anything in a check's folder is not as the batch left it."""
    outputs = state.get("outputs", {})
    for path in folder.path.iterdir():
        if path.name.startswith(".") or path.name in {CHECK_FILE, SNAPSHOT_FOLDER}:
            continue
        if path.name not in outputs or _sha256(path.read_bytes()) != outputs[path.name]:
            return True
    return bool(_sha256(folder.file.read_bytes()) != state["made"])


def _made_before(target: Path, row: ClaimRow) -> tuple[CheckFolder, dict[str, Any]]:
    try:
        state = json.loads((target / _STATE_FILE).read_text(encoding="utf-8"))
        if {"row", "made"} <= state.keys():
            return CheckFolder(target), state
    except (OSError, ValueError, AttributeError):
        pass
    raise DuplicateIdError(
        f"{row.place}: {target} is there already, and no batch made it",
        next_step="Give the claim another id, or the batch another --out.",
    )


def _row_fingerprint(row: ClaimRow, base: Path) -> str:
    # The files belong to it: the row may stay the same while one that it names has changed. Their bytes are
    # enough; reading the text out of a PDF only to find it unchanged would take most of a second run.
    files = files_of(row, base=base)
    for path in files:
        check_file(path)
    content = {"fields": row.fields, "files": [_sha256(path.read_bytes()) for path in files]}
    return _sha256(to_json(content).encode())


def _outputs_intact(folder: CheckFolder, outputs: dict[str, str]) -> bool:
    paths = {name: folder.path / name for name in outputs}
    return BUILT_NOTEBOOK in outputs and all(
        path.is_file() and _sha256(path.read_bytes()) == outputs[name] for name, path in paths.items()
    )


def _rating(folder: CheckFolder) -> str:
    check = folder.read()
    label = (check.rating.value if check.rating else imply_rating(check).value).label
    return f"{label}, outdated" if check.outdated else label


def _suggested(folder: CheckFolder) -> str:
    verdict = suggested_rating(folder.read())
    return verdict.value.label if verdict else ""


def _write_state(folder: CheckFolder, state: dict[str, Any]) -> None:
    write_atomic(folder.path / _STATE_FILE, to_json(state).encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
