from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from factbook.errors import StoreError
from factbook.store.atomic import (
    disk_error,
    make_temporary_folder,
    sweep_temporary,
    write_atomic,
    written_together,
)


def refuse(code):
    def call(*args, **kwargs):
        raise OSError(code, os.strerror(code))

    return call


def test_a_file_is_written_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "check.json"
    for data in (b"one", b"two", b""):
        write_atomic(path, data)
        assert data == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "os.write"])
def test_what_was_there_stays_if_the_disk_is_full(tmp_path, monkeypatch, step):
    path = tmp_path / "check.json"
    write_atomic(path, b"old")
    monkeypatch.setattr("pathlib.Path.replace" if step == "os.write" else step, refuse(errno.ENOSPC))
    with pytest.raises(StoreError, match=r"check\.json was not written: no space is left") as caught:
        write_atomic(path, b"new")
    assert "Nothing was changed" in str(caught.value)
    assert b"old" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@pytest.fixture
def synced(monkeypatch):
    """The names that were on the disk at the time they were waited for."""
    names = []
    monkeypatch.setattr(
        "os.fsync", lambda number: names.append(str(Path(f"/proc/self/fd/{number}").readlink()))
    )
    return names


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the names of open files")
def test_what_is_written_together_is_waited_for_at_the_end_wherever_it_has_gone(tmp_path, synced):
    aside, place = tmp_path / "aside", tmp_path / "place"
    aside.mkdir()
    with written_together():
        for name in ("one", "two", "one"):
            write_atomic(aside / name, name.encode())
            with written_together():  # A part of the whole.
                pass
        assert [] == synced
        assert b"one" == (aside / "one").read_bytes()
        aside.rename(place)
    assert sorted(map(str, [place, place / "one", place / "two"])) == sorted(synced)
    write_atomic(place / "three", b"")
    assert len(synced) == 5


def open_files():
    return len(list(Path("/dev/fd").iterdir()))


def test_no_more_files_are_held_open_than_a_process_may_have(tmp_path):
    before = open_files()
    with written_together():
        for number in range(200):
            write_atomic(tmp_path / str(number), b"")
            assert open_files() < before + 80
    assert before == open_files()


def test_a_disk_that_refuses_at_the_end_is_told_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", refuse(errno.EIO))
    with (
        pytest.raises(StoreError, match=r"check\.json was not written: Input/output error"),
        written_together(),
    ):
        write_atomic(tmp_path / "check.json", b"new")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
def test_a_disk_that_is_really_full_is_named_and_keeps_what_it_had(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True
    ).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        write_atomic(disk / "check.json", b"old")
        with pytest.raises(StoreError, match=r"check\.json was not written: no space is left"):
            write_atomic(disk / "check.json", b"n" * 200_000)
        assert [("check.json", b"old")] == [(path.name, path.read_bytes()) for path in disk.iterdir()]
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no space is left on the disk"),
        (errno.EDQUOT, "no space is left on the disk"),
        (errno.EACCES, "it may not be written to"),
        (errno.EROFS, "it may not be written to"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_the_error_names_the_file_and_the_reason(tmp_path, code, words):
    error = disk_error(OSError(code, os.strerror(code)), tmp_path / "x")
    assert f"{tmp_path / 'x'} was not written: {words}" == error.problem
    assert error.next_step


def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(tmp_path):
    with pytest.raises(StoreError, match=r"gone/check\.json was not written: No such file"):
        write_atomic(tmp_path / "gone" / "check.json", b"")


def test_an_interrupt_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(descriptor):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "check.json", b"new")
    assert [] == list(tmp_path.iterdir())


def test_what_a_killed_writer_left_is_swept_and_nothing_else(tmp_path):
    kill = "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)"
    write = (
        f"from factbook.store.atomic import *; write_atomic(Path({str(tmp_path / 'check.json')!r}), b'new')"
    )
    child = subprocess.run([sys.executable, "-c", f"{kill}\n{write}"])
    assert -signal.SIGKILL == child.returncode
    (left,) = tmp_path.iterdir()
    assert b"new" == left.read_bytes()
    (tmp_path / ".hidden").touch()
    sweep_temporary(tmp_path)
    sweep_temporary(tmp_path / "gone")
    assert [".hidden"] == [path.name for path in tmp_path.iterdir()]


def test_a_folder_that_a_killed_writer_was_filling_is_swept(tmp_path):
    (make_temporary_folder(tmp_path) / "check.json").touch()
    sweep_temporary(tmp_path)
    assert [] == list(tmp_path.iterdir())
