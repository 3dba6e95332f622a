from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from factbook.errors import (
    BadRecordError,
    ConflictError,
    NotFoundError,
    SnapshotError,
    StoreError,
    UnsafePathError,
)
from factbook.model.canonical import check_to_json
from factbook.model.check import add_record, next_id
from factbook.model.claim import Point
from factbook.store import lock
from factbook.store.check_folder import CheckFolder

TEXT = "The bridge will open in May"


def with_point(text):
    return lambda check: add_record(check, "points", Point(id=next_id(check.points, "p"), text=text))


def names(folder):
    return sorted(path.name for path in folder.path.rglob("*") if path.is_file())


def test_a_folder_without_a_check_is_refused(tmp_path):
    with pytest.raises(NotFoundError, match=r"it holds no check\.json"):
        CheckFolder(tmp_path)


def test_a_change_is_on_the_disk_at_once(folder, check):
    assert check == folder.read()
    changed = folder.update(with_point("It carries trams"))
    assert changed == folder.read() == CheckFolder(folder.path).read()
    assert check_to_json(changed) == folder.file.read_text(encoding="utf-8")


def test_a_change_that_fails_writes_nothing(folder, check):
    with pytest.raises(ZeroDivisionError):
        folder.update(lambda check: check.changed(points=[1 / 0]))
    assert check == folder.read()


def test_a_change_of_nothing_leaves_the_file_as_somebody_wrote_it(folder, check):
    folder.file.write_text(json.dumps(json.loads(folder.file.read_text())))
    before = folder.file.read_bytes()
    assert check == folder.update(lambda check: check)
    assert before == folder.file.read_bytes()


def test_a_file_that_is_no_check_is_named(folder):
    folder.file.write_text("{")
    with pytest.raises(BadRecordError, match=r"bridge/check\.json is not valid JSON"):
        folder.read()
    folder.file.unlink()
    with pytest.raises(StoreError, match=r"check\.json is gone"):
        folder.read()


# Two at once


def test_what_two_changed_since_they_read_it_is_brought_together(folder, check):
    folder.update(with_point("It carries trams"))
    mine = check.changed(language="de")
    saved = folder.save(mine, base=check)
    assert ("de", 2) == (saved.language, len(saved.points))
    assert saved == folder.read()


def test_in_a_conflict_the_file_stays_and_my_side_is_put_aside(folder, check):
    theirs = folder.update(lambda check: check.changed(language="fr"))
    mine = check.changed(language="de")
    with pytest.raises(ConflictError, match="Your side is kept in") as caught:
        folder.save(mine, base=check)
    assert theirs == folder.read()
    assert ("language",) == caught.value.records
    assert check_to_json(mine) == Path(caught.value.kept_in).read_text(encoding="utf-8")
    assert folder.path / "conflicts" == Path(caught.value.kept_in).parent


def test_a_conflict_on_a_full_disk_says_that_my_side_was_not_kept(folder, check, monkeypatch):
    folder.update(lambda check: check.changed(language="fr"))
    (folder.path / "conflicts").touch()  # stands in for any reason why the folder cannot be made
    with pytest.raises(StoreError, match="conflicts was not written"):
        folder.save(check.changed(language="de"), base=check)


ADD_SOURCES = """
import sys
from factbook.model.check import add_record, next_id
from factbook.model.source import Source
from factbook.store.check_folder import CheckFolder
folder = CheckFolder(sys.argv[1])
for number in range(int(sys.argv[2])):
    title = f"{sys.argv[3]}-{number}"
    def change(check):
        return add_record(check, "sources", Source(id=next_id(check.sources, "s"), title=title))
    folder.update(change)
"""


def test_many_processes_that_add_sources_at_once_lose_none(folder):
    writers = [
        subprocess.Popen([sys.executable, "-c", ADD_SOURCES, folder.path, "8", name]) for name in "abcdef"
    ]
    assert [0] * 6 == [writer.wait() for writer in writers]
    titles = [source.title for source in folder.read().sources]
    assert sorted([f"{name}-{number}" for name in "abcdef" for number in range(8)]) == sorted(titles[1:])


def test_threads_that_add_points_at_once_lose_none(folder):
    def add(name):
        for number in range(5):
            CheckFolder(folder.path).update(with_point(f"{name}-{number}"))

    threads = [threading.Thread(target=add, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 + 4 * 5 == len(folder.read().points)


def test_a_writer_killed_at_any_moment_leaves_a_whole_check(folder):
    rng = random.Random(5)  # noqa: S311
    count = 0
    for _ in range(10):
        writer = subprocess.Popen([sys.executable, "-c", ADD_SOURCES, folder.path, "100000", "k" * 5000])
        before = folder.file.stat().st_mtime_ns
        while folder.file.stat().st_mtime_ns == before:
            assert writer.poll() is None
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.03))
        writer.kill()
        assert -signal.SIGKILL == writer.wait()
        sources = folder.read().sources
        assert count < len(sources)
        assert [f"s{number}" for number in range(1, len(sources) + 1)] == [source.id for source in sources]
        count = len(sources)
    folder.update(with_point("It carries trams"))
    assert [] == [name for name in names(folder) if "tmp" in name]


@pytest.mark.parametrize("inside", [".", "snapshots", "conflicts"])
def test_what_dead_writers_left_is_swept_by_the_next(folder, inside):
    left = folder.path / inside / ".factbook-tmp-1-dead"
    left.parent.mkdir(exist_ok=True)
    left.touch()
    folder.update(lambda check: check)
    assert not left.exists()


def test_the_lock_can_be_taken_again_by_its_holder(folder):
    def change(check):
        digest = CheckFolder(folder.path).keep(b"kept on the way", extension="txt")
        return with_point(digest[:8])(check)

    with folder.locked(), folder.locked():
        folder.update(change)
    assert 2 == len(folder.read().points)


def test_the_lock_can_be_taken_again_by_another_name_of_the_folder(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "LOCK_TIMEOUT_S", 0.5)
    (tmp_path / "alias").symlink_to(folder.path)
    with folder.locked():
        assert CheckFolder(tmp_path / "alias").update(with_point("It carries trams"))


def test_nothing_is_swept_while_its_writer_holds_the_lock(folder):
    with folder.locked():
        (folder.path / ".factbook-tmp-1-mine").touch()
        folder.update(lambda check: check)
        assert (folder.path / ".factbook-tmp-1-mine").exists()


def test_a_folder_in_use_is_waited_for_and_then_named(folder, check, monkeypatch):
    monkeypatch.setattr(lock, "LOCK_TIMEOUT_S", 0.1)
    with FileLock(folder.path / ".factbook.lock"):
        with pytest.raises(StoreError, match="bridge has been in use by another program") as caught:
            folder.update(with_point("It carries trams"))
        assert "Wait for it to finish" in caught.value.next_step
        assert check == folder.read()
    assert 2 == len(folder.update(with_point("It carries trams")).points)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no /proc here")
def test_a_folder_that_takes_no_files_is_not_waited_for(monkeypatch):
    # To whoever is root, it only says that the new file is not there, as if the lock had just been let go of.
    monkeypatch.setattr(lock, "LOCK_TIMEOUT_S", 0.5)
    with pytest.raises(StoreError) as caught, lock.locked_folder(Path("/proc")):
        pass
    assert str(caught.value) == (
        "/proc was not written: it may not be written to. "
        "Nothing was changed. Change its permissions, or work on a copy."
    )


# The disk


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_changes_nothing_and_names_the_file(folder, check, monkeypatch, call):
    def full(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = names(folder)
    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), full)
    with pytest.raises(StoreError, match=r"check\.json was not written: no space is left on the disk"):
        folder.update(with_point("It carries trams"))
    with pytest.raises(StoreError, match=r"snapshots/\w+\.pdf was not written: no space is left on the disk"):
        folder.keep(b"%PDF", extension="pdf")
    monkeypatch.undo()
    assert (check, before) == (folder.read(), names(folder))


@pytest.fixture
def as_nobody():
    """Give a function that lets the rest of the test run without root's rights, and take it back."""
    if os.name != "posix":
        pytest.skip("permissions of this kind are POSIX's")
    root = os.geteuid() == 0
    yield lambda: os.seteuid(65534) if root else None
    if root:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_to_can_be_read(check, as_nobody):
    with tempfile.TemporaryDirectory() as parent:
        path = Path(parent)
        path.chmod(0o755)
        (path / "check.json").write_text(check_to_json(check), encoding="utf-8")
        path.chmod(0o555)
        as_nobody()
        folder = CheckFolder(path)
        assert check == folder.read()
        with pytest.raises(StoreError, match="it may not be written to") as caught:
            folder.update(with_point("It carries trams"))
        assert "Change its permissions, or work on a copy" in str(caught.value)
        with pytest.raises(StoreError, match="it may not be written to"):
            folder.keep(b"x", extension="txt")
        if os.getuid() == 0:
            os.seteuid(0)
        path.chmod(0o755)
        assert [path / "check.json"] == list(path.iterdir())


# Kept copies


def test_a_copy_is_kept_under_its_hash_and_given_back(folder, check):
    snapshot = check.sources[0].snapshot
    assert folder.text(snapshot).encode() == folder.original(snapshot)
    digest = folder.keep(b"%PDF", extension="pdf")
    assert hashlib.sha256(b"%PDF").hexdigest() == digest
    assert b"%PDF" == (folder.path / "snapshots" / f"{digest}.pdf").read_bytes()


def test_a_missing_copy_is_named(folder, check):
    snapshot = check.sources[0].snapshot
    (folder.path / "snapshots" / f"{snapshot.sha256}.txt").unlink()
    with pytest.raises(SnapshotError, match=rf"snapshots/{snapshot.sha256}\.txt is missing"):
        folder.original(snapshot)


def test_a_copy_that_was_changed_is_not_given_and_keeping_it_again_mends_it(folder, check):
    snapshot = check.sources[0].snapshot
    whole = folder.original(snapshot)
    (folder.path / "snapshots" / f"{snapshot.sha256}.txt").write_bytes(whole + b" ")
    for look in (folder.original, folder.text):
        with pytest.raises(SnapshotError, match="does not match its hash: it was changed"):
            look(snapshot)
    folder.keep(whole, extension="txt")
    assert whole == folder.original(snapshot)


def test_a_copy_without_text_says_why(folder, check):
    scan = check.sources[0].snapshot.model_copy(update={"text_sha256": None, "note": "It is a scan"})
    with pytest.raises(SnapshotError, match=r"has no text. It is a scan"):
        folder.text(scan)


def test_a_text_that_is_no_text_is_an_error_of_the_copy(folder, check):
    digest = folder.keep(b"\xff\xfe", extension="txt")
    snapshot = check.sources[0].snapshot.model_copy(update={"text_sha256": digest})
    with pytest.raises(SnapshotError, match="is not UTF-8"):
        folder.text(snapshot)


@pytest.mark.parametrize("name", ["../report.html", "/report.html", "a/b.html", "..", "", "check.json/x"])
def test_a_built_file_stays_in_the_folder(folder, name):
    with pytest.raises(UnsafePathError):
        folder.write_file(name, b"")
    with pytest.raises(UnsafePathError):
        folder.keep(b"", extension=f"x/{name}")


def test_a_built_file_is_put_into_the_folder(folder):
    assert b"<p>" == folder.write_file("report.html", b"<p>").read_bytes()


def test_a_reader_in_another_thread_hands_a_writer_no_older_check(folder, monkeypatch):
    old = folder.file.read_bytes(), folder.read()
    folder.update(lambda check: check.changed(topics=("trams",)))

    class Compared(bytes):
        """Bytes of the file; between their comparison and the answer, another thread reads older ones."""

        def __ne__(self, other):
            folder._last = old
            return bytes(self) != bytes(other)

    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: Compared(read_bytes(path)))
    assert folder.read().topics == ("trams",)
