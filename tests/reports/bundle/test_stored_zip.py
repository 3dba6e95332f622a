"""A zip whose every byte follows from its files."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factbook.errors import BadInputError
from factbook.reports.bundle import stored_zip
from factbook.reports.bundle.stored_zip import NoZipError, read_layout, write_zip

FILES = {"b/two.txt": b"Two.", "b/one.txt": b"One.", "b/deep/three.txt": b""}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The small zip."""
    write_zip(tmp_path / "b.zip", FILES)
    return tmp_path / "b.zip"


def problems(path: Path) -> str:
    return "\n".join(read_layout(path).problems)


def test_other_programs_read_it(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == FILES
        assert opened.namelist() == sorted(FILES)
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_written_is_read_back_and_has_no_problems(archive: Path) -> None:
    layout = read_layout(archive)
    data = archive.read_bytes()
    found = {one.name: data[one.start : one.start + one.size_bytes] for one in layout.members}
    assert (found, layout.problems) == (FILES, ())


def test_bytes_and_files_give_the_same_zip(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"One.")
    write_zip(tmp_path / "other.zip", FILES | {"b/one.txt": tmp_path / "one"})
    assert (tmp_path / "other.zip").read_bytes() == archive.read_bytes()


def test_every_byte_around_the_files_that_is_changed_is_found(archive: Path) -> None:
    data = archive.read_bytes()
    inside = {
        at for one in read_layout(archive).members for at in range(one.start, one.start + one.size_bytes)
    }
    around = [at for at in range(len(data)) if at not in inside]
    assert len(around) > 200
    for at in around:
        for mask in (0xFF, 0x01, 0x80):
            archive.write_bytes(data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :])
            assert read_layout(archive).problems, f"byte {at} changed by {mask:#x}"


def test_a_zip_that_is_cut_off_anywhere_is_found(archive: Path) -> None:
    data = archive.read_bytes()
    for length in range(4, len(data)):
        archive.write_bytes(data[:length])
        assert read_layout(archive).problems, length


def test_a_file_that_is_no_zip_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"This is a letter, and no archive at all.")
    with pytest.raises(NoZipError, match="is no zip"):
        read_layout(tmp_path / "b.zip")


def append(data: bytes) -> bytes:
    return data + b"extra"


def put_before(data: bytes) -> bytes:
    return b"extra" + data


def put_between(data: bytes) -> bytes:
    """Five bytes before the directory, and the end tells where it went: many readers never notice."""
    end = struct.unpack("<4s4H2LH", data[-22:])
    moved = struct.pack("<4s4H2LH", *end[:6], end[6] + 5, 0)
    return data[: end[6]] + b"extra" + data[end[6] : -22] + moved


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (append, "5 bytes stand behind the end"),
        (put_before, "5 bytes stand before the zip"),
        (put_between, "5 bytes between the files and the directory"),
    ],
)
def test_extra_bytes_are_found(archive: Path, change: Callable[[bytes], bytes], told: str) -> None:
    archive.write_bytes(change(archive.read_bytes()))
    assert told in problems(archive)


def by_zipfile(
    path: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], *, packed: bool = False
) -> Path:
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method) as opened:
        for name, data in entries:
            opened.writestr(name, data)
    return path


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([("b/../../etc/passwd", b"x")], "leads out of the bundle"),
        ([("/etc/passwd", b"x")], "is an absolute path"),
        ([("C:/windows/x", b"x")], "is an absolute path"),
        ([("b/..\\x", b"x")], "holds a backslash"),
        ([("b/x/", b"")], "is a folder"),
        ([("b/" * 9 + "x", b"")], "lies too deep"),
        ([("b/con.txt", b"")], "Windows keeps for itself"),
        ([("b/x\u202etxt.exe", b"")], "cannot be a file of a bundle"),
        ([("b/.hidden", b"")], "must start with a letter"),
        ([("b/x", b"1"), ("b/x", b"2")], "'b/x' is there twice"),
        ([("b/Report.html", b"1"), ("b/report.html", b"2")], "is the same file as 'b/Report.html'"),
        ([("b/stra\u00dfe", b"1"), ("b/STRASSE", b"2")], "is the same file as 'b/stra\\xdfe'"),
        ([(link("b/x"), b"/etc/passwd")], "'b/x' is a symbolic link"),
    ],
)
def test_dangerous_entries_are_named(
    tmp_path: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], told: str
) -> None:
    assert told in problems(by_zipfile(tmp_path / "b.zip", entries))


def test_a_bomb_is_refused_unread_and_says_what_it_would_unfold_to(tmp_path: Path) -> None:
    path = by_zipfile(tmp_path / "b.zip", [("b/x", bytes(10_000_000))], packed=True)
    assert re.match(r"'b/x' is compressed, \d,\d{3} bytes to 10,000,000;", problems(path))


def test_an_encrypted_entry_is_named(tmp_path: Path) -> None:
    path = by_zipfile(tmp_path / "b.zip", [("b/x", b"1")])
    data = bytearray(path.read_bytes())
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    path.write_bytes(data)
    assert "'b/x' is encrypted" in problems(path)


def test_files_that_overlap_are_found(archive: Path) -> None:
    """Two entries that share one file's bytes: how bombs are made without compression."""
    data = bytearray(archive.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = bytes(4)
    archive.write_bytes(data)
    assert "in the zip's directory is not as it was written" in problems(archive)


def test_a_directory_too_large_for_its_files_is_not_read(archive: Path) -> None:
    data = archive.read_bytes()
    end = struct.unpack("<4s4H2LH", data[-22:])
    stuffed = data[:-22] + bytes(1_000_000)
    archive.write_bytes(stuffed + struct.pack("<4s4H2LH", *end[:5], end[5] + 1_000_000, end[6], 0))
    assert "the zip's directory has 1,000" in problems(archive)


def test_too_much_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_zip, "MAX_FILES", 2)
    with pytest.raises(BadInputError, match="would hold 3 files"):
        write_zip(tmp_path / "b.zip", FILES)
    assert list(tmp_path.iterdir()) == []


def test_a_zip_that_another_program_packed_is_told_in_one_line(tmp_path: Path) -> None:
    path = by_zipfile(tmp_path / "b.zip", [(name, FILES[name]) for name in sorted(FILES)])
    (told,) = read_layout(path).problems
    assert told == "it was packed by another program than factbook. Unpack it and verify the folder"
