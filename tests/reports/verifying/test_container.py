"""The frame of a bundle: one changed byte is found and named, and nothing hostile is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factbook.model.check import Check
from factbook.reports.bundle.stored_zip import read_layout, write_zip
from factbook.reports.verifying.container import open_bundle
from factbook.reports.verifying.result import Proof, State
from factbook.store.check_folder import CheckFolder
from tests.reports.proving import make_bundle
from tests.reports.verifying.forging import files_of, rewritten


@pytest.fixture
def bundle(check: Check, make_folder: Callable[..., CheckFolder], tmp_path: Path) -> Path:
    """The bundle of the small check."""
    return make_bundle(make_folder(check), tmp_path / "bridge.zip").path


def opened(path: Path, tmp_path: Path, **options: str) -> tuple[Proof, ...]:
    scratch = tmp_path / "scratch"
    if scratch.exists():
        for file in sorted(scratch.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
    scratch.mkdir(exist_ok=True)
    return open_bundle(path, scratch, **options).proofs  # type: ignore[arg-type]


def failed(proofs: tuple[Proof, ...]) -> list[Proof]:
    return [proof for proof in proofs if proof.state == State.FAILS]


def test_a_bundle_as_it_was_written_holds(bundle: Path, tmp_path: Path) -> None:
    proofs = opened(bundle, tmp_path)
    assert failed(proofs) == []
    assert sum(proof.kind == "file" for proof in proofs) == len(files_of(bundle)[1])


def test_one_flipped_byte_anywhere_is_found_and_named(bundle: Path, tmp_path: Path) -> None:
    """Every seventh byte around the files and in the smaller ones; of the larger, at least 40 each."""
    data = bundle.read_bytes()
    members = read_layout(bundle).members
    owner = {}
    for one in members:
        step = max(7, one.size_bytes // 40)
        for at in range(one.start, one.start + one.size_bytes):
            owner[at] = one.name.removeprefix("bridge/") if (at - one.start) % step == 0 else ""
    places = [at for at in range(len(data)) if owner.get(at, "frame" if at % 7 == 0 else "")]
    assert len(places) > 500
    seen = set()
    for at in places:
        bundle.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        wrong = failed(opened(bundle, tmp_path))
        assert wrong, f"byte {at} of {owner.get(at, 'the frame')} was changed, and nothing was found"
        if at in owner:
            assert owner[at] in {proof.name.removeprefix("bridge/") for proof in wrong}
            seen.add(owner[at])
    assert seen == {one.name.removeprefix("bridge/") for one in members}


def test_the_digest_finds_what_the_hashes_cannot(bundle: Path, tmp_path: Path) -> None:
    """Somebody who changes a file and all hashes makes a bundle that holds, and has another digest."""
    digest = open_bundle(bundle, tmp_path / "first").digest
    base, files = files_of(bundle)
    files["data/claimreview.json"] = files["data/claimreview.json"].replace(b"bridge", b"bridle")
    forged = rewritten(base, files, tmp_path / "forged.zip")
    assert failed(opened(forged, tmp_path)) == []
    (wrong,) = failed(opened(forged, tmp_path, digest=digest))
    assert (wrong.kind, "another bundle than the one meant" in wrong.detail) == ("digest", True)
    assert failed(opened(bundle, tmp_path, digest=digest)) == []
    assert failed(opened(bundle, tmp_path, digest=digest.removeprefix("sha256:").upper())) == []


def test_a_bundle_without_a_digest_says_that_its_maker_is_not_proved(bundle: Path, tmp_path: Path) -> None:
    (digest,) = [proof for proof in opened(bundle, tmp_path) if proof.kind == "digest"]
    assert (digest.state, "--digest" in digest.detail) == (State.NOT_PROVED, True)


@pytest.mark.parametrize(
    ("change", "name", "told"),
    [
        ({"data/added.html": b"<p>"}, "data/added.html", "it was added"),
        ({"data/report.html": None}, "data/report.html", "it is missing"),
        ({"data/report.html": b"<p>Other words."}, "data/report.html", "it does not match its hash"),
        ({"README.txt": b"Send money."}, "README.txt", "it does not match its hash"),
        ({"bagit.txt": b"BagIt-Version: 9\n"}, "bagit.txt", "it does not match its hash"),
        ({"tagmanifest-sha256.txt": b"junk"}, "tagmanifest-sha256.txt", "cannot be read"),
        ({"tagmanifest-sha256.txt": None}, "tagmanifest-sha256.txt", "it is missing"),
    ],
)
def test_each_way_not_to_be_the_bag_is_one_line(
    bundle: Path, tmp_path: Path, change: dict[str, bytes | None], name: str, told: str
) -> None:
    files = {file: data for file, data in (files_of(bundle)[1] | change).items() if data is not None}
    write_zip(tmp_path / "other.zip", {f"bridge/{file}": data for file, data in files.items()})
    wrong = {proof.name: proof.detail for proof in failed(opened(tmp_path / "other.zip", tmp_path))}
    assert told in wrong[name]


def test_nothing_of_a_hostile_zip_is_unpacked(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.zip"
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("bridge/bagit.txt", b"fine")
        archive.writestr("bridge/../../escaped.txt", b"not fine")
    proofs = opened(hostile, tmp_path)
    assert [proof.detail for proof in proofs] == ["'bridge/../../escaped.txt' leads out of the bundle"]
    assert list((tmp_path / "scratch").iterdir()) == []
    assert not list(tmp_path.rglob("escaped.txt"))


def test_files_in_two_folders_are_no_bundle(tmp_path: Path) -> None:
    write_zip(tmp_path / "b.zip", {"one/a": b"", "two/b": b""})
    assert "do not lie in one folder" in opened(tmp_path / "b.zip", tmp_path)[0].detail


def test_names_cannot_command_a_terminal(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("bridge/\x1b[31mred\u202e", b"")
    assert opened(tmp_path / "b.zip", tmp_path)[0].detail.isascii()


def test_an_unpacked_bundle_is_the_same(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "there")
    folder = tmp_path / "there" / "bridge"
    assert failed(opened(folder, tmp_path)) == []
    (folder / "data" / "report.html").write_text("Changed.", encoding="utf-8")
    (folder / "data" / "added.txt").write_text("Added.", encoding="utf-8")
    wrong = {proof.name for proof in failed(opened(folder, tmp_path))}
    assert wrong == {"data/report.html", "data/added.txt"}


def test_a_link_in_an_unpacked_bundle_is_not_followed(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "there")
    report = tmp_path / "there" / "bridge" / "data" / "report.html"
    report.unlink()
    report.symlink_to("/etc/passwd")
    (wrong,) = opened(tmp_path / "there" / "bridge", tmp_path)
    assert (wrong.name, wrong.detail) == ("data/report.html", "it is a symbolic link, or no file")
