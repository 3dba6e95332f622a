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
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from factbook.batch.build import BUILT_NOTEBOOK, FORMATS, build_check, notebook_of
from factbook.batch.claims import ClaimRow
from factbook.batch.compile import CompiledCheck, compile_check
from factbook.errors import BadInputError, DuplicateIdError, FactbookError, StoreError
from factbook.model.canonical import check_to_json, to_json
from factbook.resources import resource_folder
from factbook.store.atomic import disk_error, write_atomic
from factbook.store.casebook import SETTINGS_FILE, Casebook
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now

_STATE_FILE = ".factbook-batch.json"
_STAGING = ".factbook-staging"

Outcome = Literal["built", "unchanged", "failed"]


@dataclass(frozen=True)
class ClaimResult:
    """What became of one claim; ``problem`` says why it failed, ``rating`` what its table implies."""

    place: str
    id: str
    outcome: Outcome
    rating: str = ""
    faults: int = 0
    seconds: float = 0.0
    problem: str = ""


def run_batch(
    rows: Sequence[ClaimRow],
    *,
    base: Path,
    out: Path,
    to: Sequence[str] = ("html", "claimreview"),
    jobs: int = 1,
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
    on_result:
        Called with each result as it comes.

    Returns
    -------
    One result per row, in the order of the rows.
    """
    unknown = [name for name in to if name not in FORMATS]
    if unknown:
        raise BadInputError(
            f"{unknown[0]!r} is no format of a report", next_step=f"Use one or more of: {', '.join(FORMATS)}."
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / ".factbook-batch.lock", timeout=0):
            shutil.rmtree(out / _STAGING, ignore_errors=True)
            results = {}
            for result in _run_all(rows, base, out, tuple(to), jobs):
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


def _run_all(
    rows: Sequence[ClaimRow], base: Path, out: Path, to: tuple[str, ...], jobs: int
) -> Iterator[ClaimResult]:
    if jobs <= 1:
        for row in rows:
            yield run_claim(row, base, out, to)
        return
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(run_claim, row, base, out, to): row for row in rows}
        try:
            for done in as_completed(waiting):
                try:
                    yield done.result()
                except BrokenProcessPool:
                    row = waiting[done]
                    problem = "a worker process died before it was done; run the same command again"
                    yield ClaimResult(row.place, row.id, "failed", problem=problem)
        finally:
            pool.shutdown(cancel_futures=True)


def run_claim(row: ClaimRow, base: Path, out: Path, to: tuple[str, ...]) -> ClaimResult:
    """Make and build the check of one row, as far as that is not done already."""
    started = time.monotonic()
    try:
        folder, state = _make(row, base, out)
        key = _build_key(folder, to)
        if state.get("built") == key and _outputs_intact(folder, state.get("outputs", {})):
            outcome: Outcome = "unchanged"
        else:
            paths = build_check(folder, to=to)
            outputs = {path.name: _sha256(path.read_bytes()) for path in paths}
            _write_state(folder, state | {"built": key, "outputs": outputs})
            outcome = "built"
        rating, faults = _summary(folder)
        return ClaimResult(row.place, row.id, outcome, rating, faults, time.monotonic() - started)
    except FactbookError as error:
        problem = str(error)
    except Exception as error:  # noqa: BLE001  one claim must not end the batch, whatever it meets
        problem = f"{type(error).__name__}: {error}"
    return ClaimResult(row.place, row.id, "failed", seconds=time.monotonic() - started, problem=problem)


def _make(row: ClaimRow, base: Path, out: Path) -> tuple[CheckFolder, dict[str, Any]]:
    """Give the check of a row, made now unless an earlier run made it of the same row."""
    compiled = compile_check(row, base=base, now=utc_now())
    fingerprint = _row_fingerprint(row, compiled)
    target = out / row.id
    if target.exists():
        folder, state = _made_before(target, row)
        if state["row"] == fingerprint:
            return folder, state
        if _sha256(folder.file.read_bytes()) != state["made"]:
            raise DuplicateIdError(
                f"{row.place}: the claim has changed, and {target} was edited since it was made",
                next_step="Make the change in the check too, or give the claim another id.",
            )
        shutil.rmtree(target)
    staged = Casebook(out / _STAGING).create(lambda _id: compiled.check, title=row.id, check_id=row.id)
    for capture in compiled.captures:
        capture.keep(staged)
    state = {"row": fingerprint, "made": _sha256(staged.file.read_bytes())}
    _write_state(staged, state)
    staged.path.rename(target)
    return CheckFolder(target), state


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


def _row_fingerprint(row: ClaimRow, compiled: CompiledCheck) -> str:
    # The copies belong to it: the row may stay the same while a file it names has changed.
    content = {"fields": row.fields, "copies": [capture.snapshot.sha256 for capture in compiled.captures]}
    return _sha256(to_json(content).encode())


def _build_key(folder: CheckFolder, to: tuple[str, ...]) -> str:
    """Fingerprint all that a build depends on."""
    digest = hashlib.sha256(repr((version("factbook"), sorted(to))).encode())
    digest.update(check_to_json(folder.read()).encode())
    digest.update(notebook_of(folder).read_bytes())
    for settings in (folder.path / SETTINGS_FILE, folder.path.parent / SETTINGS_FILE):
        digest.update(settings.read_bytes() if settings.is_file() else b"-")
    for template in sorted((resource_folder("templates") / "factbook").rglob("*")):
        if template.is_file():
            digest.update(template.read_bytes())
    return digest.hexdigest()


def _outputs_intact(folder: CheckFolder, outputs: dict[str, str]) -> bool:
    paths = {name: folder.path / name for name in outputs}
    return BUILT_NOTEBOOK in outputs and all(
        path.is_file() and _sha256(path.read_bytes()) == outputs[name] for name, path in paths.items()
    )


def _summary(folder: CheckFolder) -> tuple[str, int]:
    from factbook.analysis.audit import audit_check
    from factbook.analysis.verdict import imply_rating
    from factbook.evidence.support import SUPPORT_THRESHOLD, supports

    check = folder.read()
    rows = audit_check(check, folder, supports=supports, threshold=SUPPORT_THRESHOLD)
    rating = check.rating.value if check.rating else imply_rating(check).value
    return rating.label, sum(row.grade == "fault" for row in rows)


def _write_state(folder: CheckFolder, state: dict[str, Any]) -> None:
    write_atomic(folder.path / _STATE_FILE, to_json(state).encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
