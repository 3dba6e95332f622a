"""The bundle of a check."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factbook.errors import SnapshotError
from factbook.model.check import Check
from factbook.store.check_folder import CheckFolder
from tests.reports.proving import make_bundle


@pytest.fixture
def dated(check: Check, make_folder: Callable[..., CheckFolder]) -> CheckFolder:
    """The small check, with a day and a source that lies on the web."""
    source = check.sources[0].model_copy(update={"url": "https://example.org/minutes"})
    return make_folder(check.changed(checked_on="2025-09-09", sources=(source,)))


def unpacked(bundle: Path, place: Path) -> Path:
    with zipfile.ZipFile(bundle) as opened:
        opened.extractall(place)
    return place / "bridge"


def test_everything_that_proves_the_check_is_in_it(dated: CheckFolder, tmp_path: Path) -> None:
    bundle = make_bundle(dated, tmp_path / "b.zip")
    with zipfile.ZipFile(bundle.path) as opened:
        names = {name.removeprefix("bridge/") for name in opened.namelist()}
    copy = f"data/snapshots/{dated.read().sources[0].snapshots[0].sha256}.txt"
    assert names == {
        "README.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt",
        "data/check.json", "data/report.html", "data/claimreview.json", "data/factcheck.ipynb",
        "data/factbook.toml", "data/captures.wacz", "data/ro-crate-metadata.json", copy,
    }  # fmt: skip
    assert (bundle.files, bundle.size_bytes) == (len(names), bundle.path.stat().st_size)


def test_what_nobody_names_stays_out(dated: CheckFolder, tmp_path: Path) -> None:
    dated.keep(b"A copy that no source has any more.", extension="txt")
    (dated.path / "notes-to-self.txt").write_text("Private.", encoding="utf-8")
    with zipfile.ZipFile(make_bundle(dated, tmp_path / "b.zip").path) as opened:
        whole = b"".join(opened.read(name) for name in opened.namelist())
    assert b"no source has any more" not in whole
    assert b"Private." not in whole


def test_the_same_check_gives_the_same_bytes(dated: CheckFolder, tmp_path: Path) -> None:
    one = make_bundle(dated, tmp_path / "one.zip")
    shutil.copytree(dated.path, tmp_path / "elsewhere" / "bridge")
    other = make_bundle(CheckFolder(tmp_path / "elsewhere" / "bridge"), tmp_path / "other.zip")
    assert one.path.read_bytes() == other.path.read_bytes()
    assert str(tmp_path).encode() not in one.path.read_bytes()


def test_a_receiver_can_check_it_with_sha256sum(dated: CheckFolder, tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    bundle = make_bundle(dated, tmp_path / "b.zip")
    folder = unpacked(bundle.path, tmp_path / "there")
    command = ["sha256sum", "-c", "--strict", "tagmanifest-sha256.txt", "manifest-sha256.txt"]
    assert " ".join(["sha256sum", "-c", *command[3:]]) in (folder / "README.txt").read_text(encoding="utf-8")
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    (folder / "data" / "report.html").write_text("Changed.", encoding="utf-8")
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1


def test_the_digest_is_that_of_the_tag_manifest(dated: CheckFolder, tmp_path: Path) -> None:
    bundle = make_bundle(dated, tmp_path / "b.zip")
    tags = (unpacked(bundle.path, tmp_path / "there") / "tagmanifest-sha256.txt").read_bytes()
    assert bundle.digest == f"sha256:{hashlib.sha256(tags).hexdigest()}"


def test_the_crate_lists_every_file_beside_it(dated: CheckFolder, tmp_path: Path) -> None:
    data = unpacked(make_bundle(dated, tmp_path / "b.zip").path, tmp_path / "there") / "data"
    crate = json.loads((data / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    files = {one["@id"]: one["contentSize"] for one in crate["@graph"] if one["@type"] == "File"}
    there = {file.relative_to(data).as_posix(): str(file.stat().st_size) for file in data.rglob("*.*")}
    del there["ro-crate-metadata.json"]
    assert files == there


def test_a_damaged_copy_is_not_bundled(dated: CheckFolder, tmp_path: Path) -> None:
    next((dated.path / "snapshots").iterdir()).write_text("Tampered with.", encoding="utf-8")
    with pytest.raises(SnapshotError, match="of s1 does not match its hash; a bundle would prove nothing"):
        make_bundle(dated, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_versions_that_were_published_go_along(dated: CheckFolder, tmp_path: Path) -> None:
    (dated.path / "versions").mkdir()
    (dated.path / "versions" / "2025-09-10-0123456789ab.json").write_text("{}\n", encoding="utf-8")
    with zipfile.ZipFile(make_bundle(dated, tmp_path / "b.zip").path) as opened:
        assert "bridge/data/versions/2025-09-10-0123456789ab.json" in opened.namelist()
