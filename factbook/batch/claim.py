"""What a batch does with a claim: its check is made, and its report built, as far as that is left to do.

Beside ``check.json`` a check made by a batch has a small file, ``.factbook-batch.json``, which says what it
was made and built from. Whenever a batch dies, the next one finds enough to go on: a check is made, fetched
for and suggested for in a folder aside, and what replaces files in its own is written down before.
"""

from __future__ import annotations

import shutil
import time
import traceback
from collections import Counter
from functools import lru_cache
from http.client import INTERNAL_SERVER_ERROR, TOO_MANY_REQUESTS
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook.analysis.verdict import imply_rating, suggested_rating
from factbook.batch.build import BUILT_NOTEBOOK, FORMATS, build_report, check_formats
from factbook.batch.build_key import BuildKeys, files_somebody_put
from factbook.batch.claims import ClaimRow
from factbook.batch.compile import compile_check, files_of
from factbook.batch.made import Made, change_aside, is_edited, is_of_a_claim, read_made, sha256_of
from factbook.batch.results import STAGING, ClaimResult, Job
from factbook.errors import DuplicateIdError, FactbookError
from factbook.evidence.choose_model import stance_model
from factbook.evidence.suggesting import suggest_for_check
from factbook.evidence.suggestion import StanceModel
from factbook.model.canonical import to_json
from factbook.model.source import FailedFetch
from factbook.reports.proof import hand_on_scores
from factbook.sources.capture import check_file
from factbook.sources.choose_fetcher import fetcher_for
from factbook.sources.fetch.fetched import Fetcher
from factbook.sources.recheck import recheck_sources
from factbook.store.atomic import written_together
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CHECK_FILE, CheckFolder
from factbook.store.clock import utc_now
from factbook.store.settings import Fetch, load_settings

if TYPE_CHECKING:
    from factbook.drafting.draft import Drafter


def expect_job(job: Job) -> None:
    """Raise what would keep every claim of a batch from being done: a format or a model that there is not."""
    check_formats(job.to)
    if job.model:
        _model(job.model)


def run_claim(row: ClaimRow, job: Job) -> ClaimResult:
    """Make and build the check of one row, as far as that is not done already; what fails is told."""
    started = time.monotonic()
    try:
        made = make_claim(row, job)
        outcome = "unchanged"
        if not is_current(made, job):
            made = build_claim(made, job)
            outcome = "built"
        return result_of(row, made, job, outcome=outcome, seconds=time.monotonic() - started)
    except Exception as error:  # noqa: BLE001  one claim must not end the batch, whatever it meets
        return failure_of(row, error, seconds=time.monotonic() - started)


def make_claim(row: ClaimRow, job: Job) -> Made:
    """Give the check of a row, made now unless an earlier run made it of the same row."""
    if row.error:
        raise row.error
    target = job.out / row.id
    if row.check and row.check.resolve() == target.resolve():
        return _built_in_place(row.check)
    fingerprint = _row_fingerprint(row, job.base)
    if target.exists():
        made = _made_before(target, row)
        if made.state["row"] == fingerprint:
            return _fetch_again(made, job)
        _expect_unedited(made, row)
    for left in (row.id, f"{row.id}.old"):
        # By a worker that died while it made this check.
        shutil.rmtree(job.out / STAGING / left, ignore_errors=True)
    with written_together():
        staged = _make(row, job) if row.check is None else _copy(row.check, row, job)
        if job.model:
            staged = _suggest(staged, job.model)
        if job.draft:
            staged = _draft(staged)
        staged.with_state(row=fingerprint)
    if target.exists():
        made = _made_before(target, row)
        with made.folder.locked():
            _expect_unedited(made, row)  # Nor may it have been while the new one was made.
            # Out of the way only now that the new one is whole.
            target.rename(job.out / STAGING / f"{row.id}.old")
    staged.folder.path.rename(target)
    return read_made(CheckFolder(target))


def is_current(made: Made, job: Job) -> bool:
    """Tell whether a check's report is that of the check as it is, in all formats wanted, and not damaged."""
    if (job.model and _lacks_suggestions(made, job.model)) or (job.draft and _lacks_draft(made)):
        return False
    outputs = made.state.get("outputs", {})
    paths = [made.folder.path / name for name in (BUILT_NOTEBOOK, *(FORMATS[name][0] for name in job.to))]
    return made.state.get("built") == build_keys().of(made.folder, job.to) and all(
        path.is_file() and sha256_of(path.read_bytes()) == outputs.get(path.name) for path in paths
    )


def build_claim(made: Made, job: Job) -> Made:
    """Suggest stances for a check and draft its sentences, if that is to be done, and build its report."""
    if job.model and _lacks_suggestions(made, job.model):
        made = change_aside(made, job.out, lambda folder, state: _suggest(Made(folder, state), job.model))
    if job.draft and _lacks_draft(made):
        made = change_aside(made, job.out, lambda folder, state: _draft(Made(folder, state)))
    key = build_keys().of(made.folder, job.to)
    hand_on_scores(made.folder.read(), made.folder, aside=job.out / STAGING)
    report = build_report(made.folder, to=job.to)
    # What was there is named on, so that nobody takes it for somebody's work: it may be of a format that is
    # not asked for now, and this process may die.
    outputs = made.state.get("outputs", {}) | {name: sha256_of(data) for name, data in report.files}
    made = made.with_state(outputs=outputs, built="")
    marks = Counter(f"{mark.grade}: {mark.state}" for mark in report.marks)
    with written_together():  # In any order: what it says was built is proved before it is believed.
        for name, data in report.files:
            made.folder.write_file(name, data)
        return made.with_state(outputs=outputs, built=key, marks=dict(sorted(marks.items())))


def result_of(row: ClaimRow, made: Made, job: Job, *, outcome: str, seconds: float) -> ClaimResult:
    """Say what became of a claim."""
    check = made.folder.read()
    label = (check.rating.value if check.rating else imply_rating(check).value).label
    suggested = suggested_rating(check)
    return ClaimResult(
        row.place,
        row.id,
        outcome,
        rating=f"{label}, outdated" if check.outdated else label,
        seconds=seconds,
        suggested=suggested.value.label if suggested else "",
        unasked=int(made.state.get("unasked", 0)) if job.model else 0,
        marks=made.state.get("marks", {}),
    )


def failure_of(row: ClaimRow, error: Exception, *, seconds: float) -> ClaimResult:
    """Say why a claim failed; the traceback of what is no fault of the claim is kept."""
    if isinstance(error, FactbookError):
        problem = str(error) if row.place in str(error) else f"{row.place}: {error}"
    else:
        problem = f"{type(error).__name__}: {error}"
    told = getattr(error, "notebook_traceback", "") or "".join(traceback.format_exception(error))
    return ClaimResult(
        row.place,
        row.id,
        "failed",
        seconds=seconds,
        problem=problem,
        traceback="" if row.error else told,
        lasting=isinstance(error, ValueError | LookupError) and isinstance(error, FactbookError),
    )


@lru_cache(maxsize=1)
def build_keys() -> BuildKeys:
    """Give what tells what a report depends on."""
    # One for all claims of a process: what they share is read once.
    return BuildKeys()


def _make(row: ClaimRow, job: Job) -> Made:
    """Make the check of a row aside; of sources that only an address was given of, it is fetched."""
    compiled = compile_check(row, base=job.base, now=utc_now())
    staged = Casebook(job.out / STAGING).create(lambda _id: compiled.check, title=row.id, check_id=row.id)
    for capture in compiled.captures:
        capture.keep(staged)
    wanted = [s.id for s in staged.read().sources if s.url and not s.snapshots and not s.unread]
    if wanted:
        # One that cannot be had says so in the check.
        recheck_sources(staged, fetcher=_fetcher(load_settings(job.out).fetch), sources=wanted)
    return Made(staged, {"made": sha256_of(staged.file.read_bytes())})


def _copy(check: Path, row: ClaimRow, job: Job) -> Made:
    """Copy the check of another casebook aside, without what was built of it."""
    target = job.out / STAGING / row.id
    for name, data in files_somebody_put(CheckFolder(check)):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    staged = CheckFolder(target)
    given = {name: sha256_of(data) for name, data in files_somebody_put(staged)}
    return Made(staged, {"made": sha256_of(staged.file.read_bytes()), "given": given})


def _built_in_place(check: Path) -> Made:
    """Give a check that is built where it is.

    One that a batch made of a claim stays that claim's, and what somebody has done in it since stays known
    as theirs. Any other is somebody's own, and no claim may replace it.
    """
    made = read_made(CheckFolder(check))
    if is_of_a_claim(made):
        return made
    return made.with_state(row="", made=sha256_of(made.folder.file.read_bytes()))


def _fetch_again(made: Made, job: Job) -> Made:
    """Fetch what could not be had last time, but not what its site said is not there.

    A check that somebody has edited is left alone.
    """
    wanted = [
        s.id
        for s in made.folder.read().sources
        if s.dead_since and not s.snapshots and _may_pass(s.dead_since)
    ]
    if not wanted or is_edited(made):
        return made

    def fetch(folder: CheckFolder, state: dict[str, Any]) -> Made:
        recheck_sources(folder, fetcher=_fetcher(load_settings(job.out).fetch), sources=wanted)
        return Made(folder, state)

    return change_aside(made, job.out, fetch)


def _lacks_suggestions(made: Made, name: str) -> bool:
    """Tell whether a model has not suggested from these very copies; an edited check is left alone."""
    return made.state.get("suggested") != _suggestion_key(made.folder, name) and not is_edited(made)


def _suggest(made: Made, name: str) -> Made:
    run = suggest_for_check(made.folder, _model(name))
    return Made(
        made.folder,
        made.state
        | {
            # Asked again next time, where a source could not be asked of.
            "suggested": "" if run.failed else _suggestion_key(made.folder, name),
            "unasked": len(run.failed),
            "made": sha256_of(made.folder.file.read_bytes()),
        },
    )


def _suggestion_key(folder: CheckFolder, name: str) -> str:
    model = _model(name)
    check = folder.read()
    read = [copy.sha256 for source in check.sources for copy in source.snapshots]
    points = [(point.id, point.text) for point in check.points]
    return sha256_of(repr((model.name, model.version, read, points)).encode())


def _lacks_draft(made: Made) -> bool:
    """Tell whether a check was not drafted as it is now; an edited check is left alone."""
    return made.state.get("drafted") != _draft_key(made.folder) and not is_edited(made)


def _draft(made: Made) -> Made:
    from factbook.drafting.writing import draft_check

    draft_check(made.folder, _drafter())
    made_of = sha256_of(made.folder.file.read_bytes())
    return Made(made.folder, made.state | {"made": made_of, "drafted": _draft_key(made.folder)})


def _draft_key(folder: CheckFolder) -> str:
    """Fingerprint a check with its draft, and what else the words of a draft depend on."""
    settings, drafter = load_settings(folder.path), _drafter()
    words = (drafter.name, drafter.version, settings.report_language, settings.wording.model_dump_json())
    return sha256_of(repr((*words, sha256_of(folder.file.read_bytes()))).encode())


@lru_cache(maxsize=2)
def _model(name: str) -> StanceModel:
    # One for all claims of a process: its weights are read once.
    return stance_model(name)


@lru_cache(maxsize=1)
def _drafter() -> Drafter:
    # The plain one, whatever the settings say: a batch is not to ask a language model ten thousand times.
    from factbook.drafting.choose_drafter import make_drafter

    return make_drafter("plain")


def _may_pass(failed: FailedFetch) -> bool:
    return (
        failed.status is None or failed.status == TOO_MANY_REQUESTS or failed.status >= INTERNAL_SERVER_ERROR
    )


@lru_cache(maxsize=4)
def _fetcher(settings: Fetch) -> Fetcher:
    # One for all claims of a process: it remembers when each host was asked last, and its robots.txt.
    return fetcher_for(settings)


def _expect_unedited(made: Made, row: ClaimRow) -> None:
    if is_edited(made):
        raise DuplicateIdError(
            f"{row.place}: the claim has changed, and somebody has worked in {made.folder.path} since it was "
            "made",
            next_step="Make the change in the check too, or give the claim another id.",
        )


def _made_before(target: Path, row: ClaimRow) -> Made:
    if (target / CHECK_FILE).is_file():
        made = read_made(CheckFolder(target))
        if is_of_a_claim(made):
            return made
    raise DuplicateIdError(
        f"{row.place}: {target} is there already, and no batch made it",
        next_step="Give the claim another id, or the batch another --out.",
    )


def _row_fingerprint(row: ClaimRow, base: Path) -> str:
    if row.check:
        given = {name: sha256_of(data) for name, data in files_somebody_put(CheckFolder(row.check))}
        return sha256_of(to_json({"given": given}).encode())
    # The files belong to it: the row may stay the same while one that it names has changed. Their bytes are
    # enough; reading the text out of a PDF only to find it unchanged would take most of a second run.
    files = files_of(row, base=base)
    for path in files:
        check_file(path)
    content = {"fields": row.fields, "files": [sha256_of(path.read_bytes()) for path in files]}
    return sha256_of(to_json(content).encode())
