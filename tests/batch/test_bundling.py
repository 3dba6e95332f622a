"""A check's bundle: its report is made, or taken where it is current."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from factbook.batch import bundling
from factbook.batch.build import build_check
from factbook.batch.bundling import bundle_check, current_notebook
from factbook.errors import BadInputError, NotProvenError
from factbook.model.blinding import begin_blind
from factbook.store.check_folder import CheckFolder
from tests.reports import samples


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CheckFolder:
    """A check with a finding that has a fault, and its report built beside it."""
    folder = samples.arabic_check(tmp_path_factory.mktemp("casebook"))
    build_check(folder, to=["html", "claimreview", "annotations"])
    return folder


def files(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {name.rpartition("/data/")[2]: archive.read(name) for name in archive.namelist()}


def test_a_current_report_goes_in_as_it_was_built_and_nothing_is_run(
    folder: CheckFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundling, "run_notebook", None)
    before = {file: file.stat().st_mtime_ns for file in folder.path.rglob("*")}
    found = files(bundle_check(folder, out=tmp_path / "b.zip").path)
    for name in ("report.html", "claimreview.json", "annotations.json", "factcheck.ipynb"):
        assert found[name] == (folder.path / name).read_bytes()
    assert {file: file.stat().st_mtime_ns for file in folder.path.rglob("*")} == before


def test_a_report_that_is_not_current_is_made_anew_with_the_same_bytes(
    folder: CheckFolder, tmp_path: Path
) -> None:
    one = bundle_check(folder, out=tmp_path / "one.zip")
    notebook = folder.path / "factcheck.ipynb"
    kept = notebook.read_bytes()
    notebook.write_bytes(kept.replace(b'"headline": "', b'"headline": "Not ', 1))
    try:
        assert current_notebook(folder) is None
        other = bundle_check(folder, out=tmp_path / "other.zip")
    finally:
        notebook.write_bytes(kept)
    assert other.path.read_bytes() == one.path.read_bytes()
    assert other.digest == one.digest


def test_out_may_be_a_folder(folder: CheckFolder, tmp_path: Path) -> None:
    assert bundle_check(folder, out=tmp_path).path == tmp_path / f"{folder.read().id}.zip"


def test_strict_refuses_a_check_with_a_fault(tmp_path: Path) -> None:
    faulty = samples.faulty_check(tmp_path / "casebook")
    build_check(faulty)
    with pytest.raises(NotProvenError):
        bundle_check(faulty, out=tmp_path / "b.zip", strict=True)
    assert not (tmp_path / "b.zip").exists()


def test_a_check_that_is_judged_blind_is_not_bundled(tmp_path: Path) -> None:
    blind = samples.clean_check(tmp_path)
    blind.update(lambda check: begin_blind(check, coder="ana", at=check.stances[0].coded_at))
    with pytest.raises(BadInputError, match="blind"):
        bundle_check(blind)
