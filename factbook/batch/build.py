"""Building a check: its notebook is run, and the report is made of what the notebook shows."""

from __future__ import annotations

import copy
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError
from nbformat.reader import NotJSONError
from nbformat.v4.rwbase import split_lines, strip_transient
from nbformat.validator import ValidationError

from factbook import errors
from factbook.analysis.audit_row import AuditRow
from factbook.analysis.rating_scales import rating_scale
from factbook.errors import BadInputError, BuildError, NotProvenError
from factbook.model.blinding import expect_revealed
from factbook.model.canonical import to_json
from factbook.model.json_text import json_text
from factbook.reports.annotations import web_annotations
from factbook.reports.claimreview import claim_review
from factbook.reports.house import Builder, house_template
from factbook.reports.notebook import canonical_notebook, own_cells, read_report
from factbook.reports.proof import prove_check
from factbook.reports.render import render_page
from factbook.reports.theme.read import expect_theme
from factbook.reports.views.sentence import Mark
from factbook.resources import resource_folder
from factbook.store.atomic import disk_error, write_atomic
from factbook.store.check_folder import CHECK_FILE, CheckFolder
from factbook.store.settings import load_settings
from factbook.wording import choose_language

OWN_NOTEBOOK = "analysis.ipynb"
"""An analyst's own notebook in the check's folder; it is run in place of the one factbook comes with."""

BUILT_NOTEBOOK = "factcheck.ipynb"


@dataclass(frozen=True)
class BuiltReport:
    """The files of a report by their names, the executed notebook last; and what the audit in it found."""

    files: tuple[tuple[str, bytes], ...]
    marks: tuple[Mark, ...]


# What nbformat and papermill raise where a file is JSON at best, and no notebook.
_NO_NOTEBOOK = (NotJSONError, ValidationError, ValueError, KeyError, AttributeError)


def build_check(
    folder: CheckFolder,
    *,
    to: Sequence[str] = ("html", "claimreview"),
    out: str | Path | None = None,
    strict: bool = False,
    progress: bool = False,
) -> list[Path]:
    """Run a check's notebook and write its report.

    The notebook is ``analysis.ipynb`` in the check's folder if there is one, else the one that comes with
    factbook. Built again, the same check gives the same bytes.

    Parameters
    ----------
    folder:
        The check.
    to:
        Which files besides the executed notebook ``factcheck.ipynb``; see `FORMATS`.
    out:
        Where to; the check's folder unless given.
    strict:
        Refuse with `NotProvenError` if the audit finds a fault.
    progress:
        Show a bar over the notebook's cells on standard error.

    Returns
    -------
    The files that were written, the executed notebook last.

    Raises
    ------
    BadInputError
        A format, the rating scale or the theme in the settings is none, files of somebody's own would be
        overwritten, or the check is still judged blind.
    BuildError
        The notebook fails; `NotProvenError` where ``strict`` refuses.
    """
    report = build_report(folder, to=to, out=out, strict=strict, progress=progress)
    return _write(folder, _target(folder, out), report.files)


def build_report(
    folder: CheckFolder,
    *,
    to: Sequence[str],
    out: str | Path | None = None,
    strict: bool = False,
    progress: bool = False,
) -> BuiltReport:
    """Run a check's notebook and give the files of its report, as `build_check` writes them."""
    check_formats(to)
    check = folder.read()  # One that cannot be read is told as such, and not as a cell that fails.
    settings = load_settings(folder.path)
    rating_scale(settings.rating_scale)  # And so is a scale that nobody offers, or a language.
    choose_language(settings.report_language, content=check.language)
    house = house_template(folder.path)
    expect_theme(folder.path)
    expect_revealed(check, wanted="a report")
    target = _target(folder, out)
    if strict:
        refuse_faults(folder.path, [row for row in prove_check(check, folder) if row.grade == "fault"])
    nb = run_notebook(folder, progress=progress)
    report, _ = read_report(nb)
    marks = tuple(view.mark for view in report.audit)
    if strict:
        # The notebook may have changed the check, and so may another program: the report counts.
        refuse_faults(folder.path, [mark for mark in marks if mark.grade == "fault"])
    files = [(FORMATS[name][0], FORMATS[name][1](nb, house)) for name in dict.fromkeys(to)]
    check_from_there = Path(os.path.relpath(folder.path, target)).as_posix()
    files.append((BUILT_NOTEBOOK, notebook_bytes(canonical_notebook(nb, check=check_from_there))))
    return BuiltReport(tuple(files), marks)


def check_formats(names: Sequence[str]) -> None:
    """Raise `BadInputError` if a name is no format of a report."""
    unknown = [name for name in names if name not in FORMATS] or ([] if names else [""])
    if unknown:
        raise BadInputError(
            f"{unknown[0]!r} is no format of a report", next_step=f"Use one or more of: {', '.join(FORMATS)}."
        )


def notebook_of(folder: CheckFolder) -> Path:
    """Give the notebook a check is built from."""
    own = folder.path / OWN_NOTEBOOK
    return own if own.is_file() else resource_folder("notebooks") / BUILT_NOTEBOOK


def run_notebook(folder: CheckFolder, *, progress: bool = False) -> Any:
    """Run the notebook of a check by papermill and give it executed."""
    # papermill is loaded only where something is run.
    from factbook.batch.run import PapermillExecutionError, run_by_papermill

    notebook, parameters = notebook_of(folder), _parameters(folder.path)
    try:
        return run_by_papermill(notebook, parameters, cwd=folder.path, progress=progress)
    except PapermillExecutionError as error:
        if notebook.name == BUILT_NOTEBOOK and isinstance(getattr(errors, error.ename, None), type):
            # Our own notebook needs no mending. What the error names does, and it says how.
            raise BuildError(f"{folder.path.name} could not be built: {error.evalue}") from error
        begins = str(error.source).strip().split("\n")[0]
        failed = BuildError(
            f"{notebook.name} of {folder.path.name} failed in the cell that begins {begins!r}: "
            f"{error.ename}: {error.evalue}",
            next_step=f"Open {notebook} in JupyterLab, mend the cell, and build again.",
        )
        failed.notebook_traceback = "\n".join(error.traceback)
        raise failed from error
    except (RuntimeError, CellTimeoutError, NoSuchKernel, *_NO_NOTEBOOK) as error:
        raise BuildError(
            f"{notebook} could not be run: {type(error).__name__}: {_first_line(error)}",
            next_step="Open it in JupyterLab and run it there to see why.",
        ) from error


def _parameters(check: Path) -> dict[str, str]:
    """Give what the notebook is handed: one text. papermill would write other values down as code."""
    path = str(check)
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise BadInputError(
            f"The name of the folder {path!r} is no text, and no notebook can be told it",
            next_step="Rename it in UTF-8.",
        ) from error
    return {"check": path}


def _target(folder: CheckFolder, out: str | Path | None) -> Path:
    """Give the folder to write to, once it is sure that nobody's work would be overwritten there."""
    target = Path(out).absolute() if out else folder.path
    if (target / CHECK_FILE).is_file() and target.resolve() != folder.path.resolve():
        raise BadInputError(f"{target} holds another check", next_step="Give another --out.")
    built = target / BUILT_NOTEBOOK
    if built.is_file() and own_cells(read_notebook(built)) - own_cells(read_notebook(notebook_of(folder))):
        raise BadInputError(
            f"{built} holds cells of your own, and a build would overwrite them",
            next_step=f"Save it as {OWN_NOTEBOOK} in the check's folder and delete it; builds then use that.",
        )
    return target


def read_notebook(path: Path) -> Any:
    """Read a notebook from a file; `BuildError` if it is none."""
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, *_NO_NOTEBOOK) as error:
        raise BuildError(
            f"{path} is no notebook that can be read: {_first_line(error)}",
            next_step="Mend it, or take it back from git or a backup.",
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def refuse_faults(check: Path, faults: Sequence[AuditRow | Mark]) -> None:
    """Raise `NotProvenError` that names the first of a check's faults, if there are any."""
    if faults:
        first = faults[0]
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise NotProvenError(
            f"{check.name} was not built: {first.state.replace('_', ' ')} ({first.detail}){more}",
            next_step=f"See all with: factbook audit {check}",
        )


def _html(nb: Any, house: Path | None = None) -> bytes:
    # As the exporter gives it; nbconvert itself would copy the notebook and validate it a dozen times.
    return render_page(*read_report(nb), house=house).encode()


def _pdf(nb: Any, house: Path | None = None) -> bytes:
    from factbook.reports.pdf import report_pdf

    return report_pdf(*read_report(nb), house=house)


def _markdown(nb: Any, house: Path | None = None) -> bytes:
    from factbook.reports.markdown import report_markdown

    return report_markdown(*read_report(nb), house=house).encode()


def _docx(nb: Any, house: Path | None = None) -> bytes:
    from factbook.reports.word.document import report_docx

    return report_docx(*read_report(nb), house=house)


def _csv(nb: Any, _house: Path | None = None) -> bytes:
    from factbook.reports.stance_sheet.csv_file import stances_csv

    report, _ = read_report(nb)
    return stances_csv(report)


def _xlsx(nb: Any, _house: Path | None = None) -> bytes:
    from factbook.reports.stance_sheet.xlsx_file import stances_xlsx

    report, _ = read_report(nb)
    return stances_xlsx(report)


def _claimreview(nb: Any, _house: Path | None = None) -> bytes:
    report, _ = read_report(nb)
    return to_json(claim_review(report)).encode()


def _annotations(nb: Any, _house: Path | None = None) -> bytes:
    report, _ = read_report(nb)
    return to_json(web_annotations(report)).encode()


def notebook_bytes(nb: Any) -> bytes:
    """Write a notebook as a file."""
    # As nbformat writes it, but for a second look at its schema: what it was made of was read as a notebook.
    lines = strip_transient(split_lines(copy.deepcopy(nb)))  # type: ignore[no-untyped-call]
    return (json_text(lines, indent=1) + "\n").encode()


def _write(folder: CheckFolder, target: Path, files: Sequence[tuple[str, bytes]]) -> list[Path]:
    if target == folder.path:
        return [folder.write_file(name, data) for name, data in files]
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, target) from error
    for name, data in files:
        write_atomic(target / name, data)
    return [target / name for name, _ in files]


FORMATS: dict[str, tuple[str, Builder]] = {
    "html": ("report.html", _html),
    "pdf": ("report.pdf", _pdf),
    "md": ("report.md", _markdown),
    "docx": ("report.docx", _docx),
    "csv": ("stances.csv", _csv),
    "xlsx": ("stances.xlsx", _xlsx),
    "claimreview": ("claimreview.json", _claimreview),
    "annotations": ("annotations.json", _annotations),
}
"""The formats of a report: the name of the file, and how it is made of the executed notebook.

The second thing it is made of is a newsroom's own folder of templates, where there is one.
"""
