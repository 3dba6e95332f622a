from __future__ import annotations

import os
from pathlib import Path

import pytest

from factbook.sources.find import scan
from factbook.sources.find.scan import TRY_AGAIN, SeenFile, scan_folder


def write(file: Path, text: str = "words") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def paths(folder: Path) -> list[str]:
    return [file.path for file in scan_folder(folder)]


def test_documents_are_given_the_same_way_round_each_time(tmp_path):
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c/d/e.txt"):
        write(tmp_path / name)
    assert paths(tmp_path) == ["a/1.txt", "a/2.txt", "b.txt", "c/d/e.txt"]
    status = (tmp_path / "b.txt").stat()
    assert SeenFile("b.txt", 5, status.st_mtime_ns) in set(scan_folder(tmp_path))


def test_what_is_no_document_is_passed_over(tmp_path):
    write(tmp_path / "kept.txt")
    for name in (".hidden.txt", ".git/x.txt", "node_modules/x.txt", "~$open.docx", "Thumbs.db"):
        write(tmp_path / name)
    (tmp_path / "link.txt").symlink_to(tmp_path / "kept.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    assert paths(tmp_path) == ["kept.txt"]
    assert not list(scan_folder(tmp_path, leave_out=frozenset([str(tmp_path / "kept.txt")])))


def test_files_that_need_not_be_opened_say_why(tmp_path, monkeypatch):
    monkeypatch.setattr(scan, "MAX_FILE_BYTES", 4_000_000)
    write(tmp_path / "empty.txt", "")
    with write(tmp_path / "large.txt").open("r+b") as file:
        file.truncate(4_000_001)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x", encoding="utf-8")
    assert {file.path: file.unread for file in scan_folder(tmp_path)} == {
        r"caf\udce9.txt": "its name is not valid Unicode",
        "empty.txt": "it is empty",
        "large.txt": "it is larger than 4 MB",
    }


def test_a_folder_that_cannot_be_opened_is_given_with_the_reason(tmp_path, monkeypatch):
    write(tmp_path / "open" / "a.txt")
    write(tmp_path / "shut" / "b.txt")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    shut = SeenFile("shut", 0, TRY_AGAIN, "it cannot be opened: permission denied")
    assert list(scan_folder(tmp_path))[1:] == [shut]
    with pytest.raises(PermissionError):
        list(scan_folder(tmp_path / "shut"))
