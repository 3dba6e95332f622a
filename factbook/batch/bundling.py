"""Bundling a check: its report is made, or taken where it is there and current, and goes into one zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from factbook.analysis.rating_scales import rating_scale
from factbook.batch.build import (
    BUILT_NOTEBOOK,
    FORMATS,
    OWN_NOTEBOOK,
    notebook_bytes,
    notebook_of,
    read_notebook,
    refuse_faults,
    run_notebook,
)
from factbook.errors import BuildError, FactbookError
from factbook.model.blinding import expect_revealed
from factbook.reports.bundle.write import Bundle, write_bundle
from factbook.reports.compose import compose_report
from factbook.reports.house import house_template
from factbook.reports.notebook import canonical_notebook, read_report, same_cells
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import load_settings

_ALWAYS = ("html", "claimreview")


def bundle_check(
    folder: CheckFolder,
    *,
    out: str | Path | None = None,
    sign: str | Path | None = None,
    strict: bool = False,
    progress: bool = False,
) -> Bundle:
    """Make one zip of a check with its report and all that proves it; nothing in its folder is changed.

    The report and the ClaimReview always go in, and of the other formats those that were built in the folder.
    They are made of the check as it is now: by running its notebook, unless ``factcheck.ipynb`` in the
    folder shows just this check. The same check always gives the same bytes.

    Parameters
    ----------
    folder:
        The check.
    out:
        The file to write, or a folder for it; ``ID.zip`` in the check's folder unless given.
    sign:
        The file of a key to sign with, by OpenSSH.
    strict:
        Refuse with `NotProvenError` if the audit finds a fault.
    progress:
        Show a bar on standard error where the notebook is run.

    Raises
    ------
    BadInputError
        The check is still judged blind, has no date, or is too large; the key cannot sign.
    BuildError
        The notebook fails, or the check was changed meanwhile.
    SnapshotError
        A kept copy is missing or damaged.
    """
    check = folder.read()
    rating_scale(load_settings(folder.path).rating_scale)
    house = house_template(folder.path)
    expect_revealed(check, wanted="a bundle")
    nb = current_notebook(folder)
    if nb is None:
        nb = canonical_notebook(run_notebook(folder, progress=progress), check=".")
    report, _ = read_report(nb)
    if report != compose_report(folder) or folder.read() != check:
        raise BuildError(
            f"{folder.path.name} was changed while it was bundled", next_step="Run the same command again."
        )
    if strict:
        refuse_faults(folder.path, [view.mark for view in report.audit if view.mark.grade == "fault"])
    built = {BUILT_NOTEBOOK: notebook_bytes(nb)}
    for name, (file, make) in FORMATS.items():
        if name in _ALWAYS or (folder.path / file).is_file():
            built[file] = make(nb, house)
    own = folder.path / OWN_NOTEBOOK
    if own.is_file():
        built[OWN_NOTEBOOK] = own.read_bytes()
    key = Path(sign) if sign is not None else None
    return write_bundle(folder, check, built, out=_out(folder, check.id, out), theme=report.theme, sign=key)


def current_notebook(folder: CheckFolder) -> Any | None:
    """Give the executed notebook in a check's folder if it shows this check by its notebook, else None."""
    built = folder.path / BUILT_NOTEBOOK
    if not built.is_file():
        return None
    try:
        nb = read_notebook(built)
        report, _ = read_report(nb)
        if not same_cells(nb, read_notebook(notebook_of(folder))):
            return None
    except FactbookError:
        return None  # It was built by another factbook, or is none; it is made anew.
    return canonical_notebook(nb, check=".") if report == compose_report(folder) else None


def _out(folder: CheckFolder, check_id: str, out: str | Path | None) -> Path:
    target = Path(out).absolute() if out is not None else folder.path
    return target / f"{check_id}.zip" if target.is_dir() else target
