"""What is made of checks: a comparison, a digest, a report, a bundle, the desk; and the proof of it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook.api.open_check import OpenCheck
from factbook.api.opening import open  # noqa: A004
from factbook.errors import BadInputError, FactbookError, NotFoundError
from factbook.store.casebook import Casebook, find_checks
from factbook.store.check_folder import CHECK_FILE, CheckFolder

if TYPE_CHECKING:
    from datetime import date

    from factbook.analysis.comparison import Comparison
    from factbook.analysis.digest import Digest
    from factbook.batch.site import SiteResult
    from factbook.reports.bundle.write import Bundle
    from factbook.reports.verifying.result import Verification


def compare(
    checks: OpenCheck | str | Path | Sequence[OpenCheck | str | Path],
    *,
    level: str = "nominal",
    coders: Sequence[str] = (),
    with_models: bool = False,
    current: bool = False,
) -> Comparison:
    """Compare the coders of a check, of all checks of a casebook, or of several of either taken together.

    Options and what it gives are those of `analysis.comparison.compare_coders`.
    """
    from factbook.analysis.comparison import compare_coders

    named = [checks] if isinstance(checks, (OpenCheck, str, Path)) else checks
    folders = [
        folder
        for one in named
        for folder in ([one.folder] if isinstance(one, OpenCheck) else find_checks(one))
    ]
    records = [folder.read() for folder in folders]
    return compare_coders(records, level=level, coders=coders, with_models=with_models, current=current)


def digest(casebook: str | Path, *, today: date | None = None) -> Digest:
    """Give a casebook at a glance, as tables: `analysis.digest.Digest`.

    Every check is read and audited. One that cannot be read is told of and left out; of one that is judged
    blind, no judgement is counted. Ages of captures are counted to ``today``, in UTC unless given.

    Raises
    ------
    NotFoundError
        There is no such folder.
    """
    from factbook.analysis.digest import Unreadable, digest_checks
    from factbook.reports.looking_at import look_at
    from factbook.store.clock import utc_now

    looked, unreadable = [], []
    for folder in _checks_in(casebook):
        try:
            looked.append(look_at(folder))
        except FactbookError as error:
            unreadable.append(Unreadable(folder.path.name, error.problem))
    return digest_checks(looked, today=today or utc_now().date(), unreadable=unreadable)


def build(check: OpenCheck | str | Path, **options: Any) -> list[Path]:
    """Build the report of a check and give the files that were written; see `batch.build.build_check`."""
    return open(check).build(**options)


def bundle(check: OpenCheck | str | Path, **options: Any) -> Bundle:
    """Make one zip of a check that proves itself; see `batch.bundling.bundle_check`."""
    return open(check).bundle(**options)


def verify(
    path: OpenCheck | str | Path,
    *,
    beside: str | Path | None = None,
    digest: str | None = None,
    signers: str | Path | None = None,
    reread: bool = True,
    progress: bool = False,
) -> Verification:
    """Prove again what a check, a bundle or a report says; see `reports.verifying.verify.verify`."""
    from factbook.batch.build import FORMATS
    from factbook.reports.verifying.verify import verify as prove

    return prove(
        path.path if isinstance(path, OpenCheck) else path,
        beside=beside,
        digest=digest,
        signers=signers,
        builders=dict(FORMATS.values()),
        reread=reread,
        progress=progress,
    )


def site(casebook: str | Path, *, out: str | Path, **options: Any) -> SiteResult:
    """Make a static site of a casebook, or bring one up to date; see `batch.site.make_site`."""
    from factbook.batch.site import make_site

    return make_site(Casebook(casebook), out=out, **options)


def desk(check: OpenCheck | str | Path, *, tab: str = "", language: str = "") -> Any:
    """Show the desk on a check: widgets that write every change to its folder at once.

    ``tab`` is the one that is open at first: ``claim_form``, ``source_board``, ``reader``, ``stance_table``
    or ``draft_editor``; where the work is unless given. ``language`` is that of the desk's words, like
    ``es``; ``desk_language`` of the settings unless given.
    """
    from factbook.api.desk_report import DeskReport
    from factbook.store.settings import load_settings
    from factbook.widgets.desk import desk as make_desk

    opened = open(check)
    try:
        coder = opened.coder
    except BadInputError:
        # A machine without user names: the desk can be looked at all the same, as in a batch.
        coder = "Unnamed coder"
    language = language or load_settings(opened.folder.path).desk_language
    reporting = DeskReport(opened.folder)
    return make_desk(opened.folder, coder=coder, reporting=reporting, language=language, tab=tab)


def _checks_in(casebook: str | Path) -> list[CheckFolder]:
    """Give all checks of a casebook's folder, of which it may hold none, or the one whose folder it is."""
    folder = Path(casebook)
    if (folder / CHECK_FILE).is_file():
        return [CheckFolder(folder)]
    if not folder.is_dir():
        raise NotFoundError(f"There is no casebook {casebook}", next_step="Give a folder that holds checks.")
    return list(Casebook(folder))
