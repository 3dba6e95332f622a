"""Proving a check, a bundle or a report again, offline, without running anything that came with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from factbook.errors import BadInputError, FactbookError
from factbook.model.canonical import check_to_json
from factbook.model.check import Check
from factbook.reports.bundle.bag import PAYLOAD
from factbook.reports.bundle.write import CAPTURES_FILE
from factbook.reports.compose import compose_report
from factbook.reports.context import ReportContext
from factbook.reports.house import Builder, house_template
from factbook.reports.notebook import read_report, with_report
from factbook.reports.theme.read import theme_files
from factbook.reports.verifying.built import prove_built, told_of_own_cells
from factbook.reports.verifying.container import open_bundle
from factbook.reports.verifying.copies import prove_calls, prove_copies, prove_versions
from factbook.reports.verifying.findings import compare_reports, prove_audit
from factbook.reports.verifying.lone import prove_alone
from factbook.reports.verifying.page import LARGEST_PAGE_BYTES, body_of, read_page
from factbook.reports.verifying.result import (
    Proof,
    State,
    Verification,
    fails,
    in_order,
    mark_told,
    not_proved,
    proved,
)
from factbook.reports.verifying.target import Target, find_target
from factbook.sources.archive.wacz import write_wacz
from factbook.store.casebook import SETTINGS_FILE
from factbook.store.check_folder import CHECK_FILE, CheckFolder
from factbook.store.settings import citation_style_file, load_settings
from factbook.wording import ENGLISH, same_language

NOTEBOOK_FILE = "factcheck.ipynb"


@dataclass(frozen=True)
class Options:
    """How to prove: see `verify`."""

    builders: Mapping[str, Builder] = field(default_factory=dict)
    reread: bool = True
    progress: bool = False


def verify(
    path: str | Path,
    *,
    beside: str | Path | None = None,
    digest: str | None = None,
    signers: str | Path | None = None,
    builders: Mapping[str, Builder],
    reread: bool = True,
    progress: bool = False,
) -> Verification:
    """Prove again what a check, a bundle or a report says.

    Parameters
    ----------
    path:
        A check's folder or id, a bundle (the zip, or its unpacked folder), or a file that was built.
    beside:
        The check or bundle a report belongs to, where it does not lie beside it.
    digest, signers:
        Of a bundle: the digest it should have, and the keys it may be signed with.
    builders:
        What makes each built file, by its name, of an executed notebook and a folder of templates.
    reread:
        Read the texts out of the documents again.
    progress:
        Show a bar over the copies on standard error.

    Raises
    ------
    BadInputError
        It is none of these, or cannot be proved alone; ``signers`` cannot be read.
    NotFoundError
        There is nothing of that name.
    """
    target = find_target(path, beside=beside, built=tuple(builders))
    options = Options(builders, reread, progress)
    keys = Path(signers) if signers is not None else None
    if (digest or keys) and target.bundle is None:
        raise BadInputError(
            f"{path} is no bundle, and --digest and --signers are of bundles",
            next_step="Make one with: factbook bundle CHECK",
        )
    if target.bundle is None and target.check is None:
        return _verify_alone(target)
    with tempfile.TemporaryDirectory(prefix="factbook-verify-") as scratch:
        folder, proofs, has = target.check, [], ""
        if target.bundle is not None:
            opened = open_bundle(target.bundle, Path(scratch), digest=digest, signers=keys)
            proofs, has = list(opened.proofs), opened.digest
            folder = opened.folder / PAYLOAD if opened.folder else None
            proofs += _stays_inside(folder) if folder else []
        in_bundle = target.bundle is not None
        check_id = headline = ""
        if folder is not None and not any(one.kind == "check" and one.state == State.FAILS for one in proofs):
            proving = _Proving(folder, target, options, in_bundle=in_bundle)
            proofs += proving.proofs()
            check_id, headline = proving.check_id, proving.headline
    return Verification(Path(path), target.what, check_id, headline, has, in_order(proofs))


class _Proving:
    """Proves one check with what lies in its folder."""

    def __init__(self, path: Path, target: Target, options: Options, *, in_bundle: bool) -> None:
        self.path = path
        self.target = target
        self.options = options
        self.in_bundle = in_bundle
        self.check_id = self.headline = ""

    def proofs(self) -> list[Proof]:
        try:
            folder = CheckFolder(self.path)
            check = folder.read()
        except FactbookError as error:
            return [fails("check", CHECK_FILE, error.problem)]
        self.check_id, self.headline = check.id, check.claim.headline
        found = [self._check_file(folder, check)]
        options = self.options
        found += prove_copies(folder, check, reread=options.reread, progress=options.progress)
        found += prove_versions(folder, check)
        found += prove_calls(folder, check)
        try:
            report = compose_report(folder)
        except FactbookError as error:
            return [*found, not_proved("number", "what the report says", error.problem)]
        # What is printed here is English, whatever language the report is in.
        english = same_language(report.wording, ENGLISH)
        audit = list(prove_audit(report if english else compose_report(folder, wording=ENGLISH)))
        built = list(self._reports(folder, report))
        # What the audit finds misleads nobody where the report has been found to say it.
        shown = [one for one in built if one.kind == "report" and not one.name.startswith("analysis")]
        says_so = any(one.state == State.PROVED for one in shown)
        return [*found, *(mark_told(audit) if says_so else audit), *built, *self._captures(folder)]

    def _check_file(self, folder: CheckFolder, check: Check) -> Proof:
        if self.in_bundle and folder.file.read_bytes() != check_to_json(check).encode():
            return fails("check", CHECK_FILE, "it is not in the form that factbook writes")
        return proved("check", CHECK_FILE, f"{len(check.sources)} sources, {len(check.quotes)} quotes")

    def _reports(self, folder: CheckFolder, report: ReportContext) -> Iterator[Proof]:
        nb = None
        if (folder.path / NOTEBOOK_FILE).is_file():
            try:
                nb, said, blocks = _read_notebook(folder.path / NOTEBOOK_FILE)
            except FactbookError as error:
                yield not_proved("number", NOTEBOOK_FILE, error.problem)
            else:
                yield from compare_reports(said, report, who=NOTEBOOK_FILE)
                yield from told_of_own_cells(blocks)
        shows_check = with_report(nb, report)
        files = {name: folder.path / name for name in self.options.builders if (folder.path / name).is_file()}
        if self.target.file is not None:
            # A report that lies elsewhere, or has another name, goes in place of the one in the folder.
            if not self.in_bundle:
                files = {}
            files[self.target.file.name] = self.target.file
        if not files:
            yield not_proved("report", "the report", "none has been built; see: factbook build")
        # Templates are programs: those of this casebook are run, and none that a bundle speaks of.
        try:
            house = None if self.in_bundle else house_template(folder.path)
        except FactbookError as error:
            yield not_proved("report", "the report", error.problem)
            return
        named = load_settings(folder.path).theme.template if self.in_bundle else ""
        for name, file in files.items():
            as_built = self.target.builder if file == self.target.file else name
            build = partial(_build, self.options.builders[as_built], house)
            yield from prove_built(
                name, _read(file), shows_check, build, has_notebook=nb is not None, template=named
            )

    def _captures(self, folder: CheckFolder) -> Iterator[Proof]:
        file = folder.path / CAPTURES_FILE
        if not file.is_file():
            return
        with tempfile.TemporaryDirectory(prefix="factbook-verify-") as scratch:
            try:
                write_wacz(folder, Path(scratch) / CAPTURES_FILE)
            except FactbookError as error:
                yield fails("archive", CAPTURES_FILE, error.problem)
                return
            same = (Path(scratch) / CAPTURES_FILE).read_bytes() == file.read_bytes()
        if same:
            yield proved("archive", CAPTURES_FILE, "made anew of the copies, it has the same bytes")
        else:
            yield not_proved(
                "archive",
                CAPTURES_FILE,
                "made anew of the copies, it has other bytes; another version of factbook may have made it",
            )


def _verify_alone(target: Target) -> Verification:
    if target.file is None or target.builder != "report.html":
        raise BadInputError(
            f"{target.file} proves nothing by itself",
            next_step="Give its check or its bundle with --with.",
        )
    page = read_page(_read(target.file), name=target.file.name)
    headline = " ".join(one.text() for one in page.all("span", "question"))
    check_id = body_of(page).attributes.get("data-check", "")
    return Verification(target.file, "report", check_id, headline, "", in_order(prove_alone(page)))


def _stays_inside(folder: Path) -> list[Proof]:
    """See to it that the settings of a stranger's bundle name no file outside it."""
    if not (folder / SETTINGS_FILE).is_file():
        return [fails("check", SETTINGS_FILE, "it is missing, so settings of this machine would be used")]
    try:
        style = citation_style_file(folder)
    except FactbookError as error:
        return [fails("check", SETTINGS_FILE, error.problem.replace(str(folder), ""))]
    if style is not None and style.resolve().parent != folder.resolve():
        return [fails("check", SETTINGS_FILE, "it names a citation style outside the bundle")]
    try:
        theme_files(folder)
    except FactbookError as error:
        return [fails("check", SETTINGS_FILE, error.problem.replace(str(folder), "the bundle"))]
    return []


def _build(builder: Builder, house: Path | None, nb: Any) -> bytes:
    return builder(nb, house)


def _read_notebook(path: Path) -> tuple[Any, ReportContext, tuple[Any, ...]]:
    try:
        nb = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
        report, blocks = read_report(nb)
    except FactbookError:
        raise
    except Exception as error:  # nbformat raises of all kinds where a file is JSON at best
        raise BadInputError(
            f"it cannot be read: {str(error).splitlines()[0] if str(error) else error!r}"
        ) from error
    return nb, report, blocks


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_PAGE_BYTES:
        raise BadInputError(f"{path} is larger than {LARGEST_PAGE_BYTES:,} bytes, which no report is")
    return path.read_bytes()
