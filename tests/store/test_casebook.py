from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import unicodedata

import pytest
from filelock import FileLock

from factbook.errors import DuplicateIdError, NotFoundError, StoreError, UnsafePathError
from factbook.model.canonical import parse_check
from factbook.store import lock
from factbook.store.casebook import Casebook, find_casebook, find_check, find_checks


def made(check_id):
    return parse_check({"id": check_id, "claim": {"question": "Will it open?"}})


@pytest.fixture
def book(tmp_path):
    return Casebook(tmp_path / "book")


def test_a_check_is_made_in_a_folder_named_by_its_title(book):
    folder = book.create(made, title="Will the bridge open?")
    assert book.path / "will-the-bridge-open" == folder.path
    assert "will-the-bridge-open" == folder.read().id
    assert folder.path == book.open("will-the-bridge-open").path


def test_a_second_check_of_the_same_title_gets_a_number(book):
    for title in ("Café?", "CAFE\u0301", "café!"):
        book.create(made, title=title)
    assert ["café", "café-2", "café-3"] == book.ids() == [folder.path.name for folder in book]


@pytest.mark.parametrize("same", ["bridge", "BRIDGE", "ｂｒｉｄｇｅ"])
def test_an_id_that_is_taken_in_any_case_or_form_is_refused(book, same):
    book.create(made, title="", check_id="bridge")
    with pytest.raises(DuplicateIdError, match=f"The id '{same}' is taken"):
        book.create(made, title="", check_id=same)
    assert ["bridge"] == book.ids()


@pytest.mark.parametrize("bad", ["../up", "/etc", "..", "a/b", "con", ".hidden", "", "a" * 300, "a\0"])
def test_no_id_leads_out_of_the_casebook(book, tmp_path, bad):
    with pytest.raises(UnsafePathError, match="No check was made"):
        book.create(made, title="", check_id=bad)
    with pytest.raises(NotFoundError, match="There is no check"):
        book.open(bad)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("title", ["../../up", "/etc/passwd", "..", "\0", "C:\\x", "x" * 5000, "桥" * 500])
def test_no_title_leads_out_of_the_casebook(book, title):
    assert book.path == book.create(made, title=title).path.parent


def test_a_check_that_is_not_there_is_answered_with_those_that_are(book):
    with pytest.raises(NotFoundError, match="It holds no check yet"):
        book.open("bridge")
    book.create(made, title="tram")
    with pytest.raises(NotFoundError, match=r"It holds: tram\."):
        book.open("bridge")


def test_what_cannot_be_made_leaves_nothing_behind(book):
    def fail(check_id):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        book.create(fail, title="bridge")
    assert [] == book.ids()


def test_a_full_disk_is_told_once_and_leaves_nothing_behind(book, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as caught:
        book.create(made, title="bridge")
    assert 1 == str(caught.value).count("was not written")
    assert "no space is left on the disk" in str(caught.value)
    assert [] == [path.name for path in book.path.iterdir() if path.name != ".factbook.lock"]


def test_an_error_of_the_maker_is_not_taken_for_one_of_the_disk(book):
    def fail(check_id):
        raise FileNotFoundError("sources.csv")

    with pytest.raises(FileNotFoundError, match=r"^sources\.csv$"):
        book.create(fail, title="bridge")


def test_what_a_killed_maker_left_is_no_check_and_is_swept(book):
    book.create(made, title="tram")
    child = f"""
import os, signal
from factbook.model.canonical import parse_check
from factbook.store.casebook import Casebook
from pathlib import Path
Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Casebook({str(book.path)!r}).create(
    lambda name: parse_check({{"id": name, "claim": {{"question": "q"}}}}), title="bridge"
)
"""
    assert -signal.SIGKILL == subprocess.run([sys.executable, "-c", child]).returncode
    assert 1 == len(list(book.path.glob(".factbook-tmp-*/check.json")))
    assert ["tram"] == book.ids()
    book.create(made, title="bridge")
    assert ["bridge", "tram"] == book.ids()
    assert [] == list(book.path.glob(".factbook-tmp-*"))


def test_makers_at_once_never_get_the_same_folder(book):
    child = f"""
from factbook.model.canonical import parse_check
from factbook.store.casebook import Casebook
for _ in range(5):
    Casebook({str(book.path)!r}).create(
        lambda name: parse_check({{"id": name, "claim": {{"question": "q"}}}}), title="bridge"
    )
"""
    makers = [subprocess.Popen([sys.executable, "-c", child]) for _ in range(4)]
    assert [0] * 4 == [maker.wait() for maker in makers]
    assert sorted(["bridge", *(f"bridge-{number}" for number in range(2, 21))]) == book.ids()


def test_a_casebook_in_use_is_waited_for_and_then_named(book, monkeypatch):
    book.path.mkdir()
    monkeypatch.setattr(lock, "LOCK_TIMEOUT_S", 0.1)
    with (
        FileLock(book.path / ".factbook.lock"),
        pytest.raises(StoreError, match="book has been in use by another program"),
    ):
        book.create(made, title="bridge")


def test_a_casebook_that_is_a_file_is_named(tmp_path):
    (tmp_path / "book").touch()
    with pytest.raises(StoreError, match="book was not written: File exists"):
        Casebook(tmp_path / "book").create(made, title="bridge")


# Finding


def test_the_nearest_folder_with_settings_is_the_casebook(tmp_path):
    inner = tmp_path / "desk" / "deep"
    inner.mkdir(parents=True)
    assert inner == find_casebook(inner).path
    (tmp_path / "desk" / "factbook.toml").touch()
    assert tmp_path / "desk" == find_casebook(inner).path


def test_a_check_is_found_by_folder_file_or_id(book, monkeypatch):
    folder = book.create(made, title="bridge")
    for name in (folder.path, folder.file, str(folder.path), "bridge"):
        assert folder.path == find_check(name, book).path
    monkeypatch.chdir(folder.path)
    assert folder.path == find_check(".", book).path


@pytest.mark.parametrize("name", ["gone", "", "../gone", "x" * 5000, "a\0b", "Will it open?", "\ud800"])
def test_what_is_no_check_is_not_found(book, name):
    with pytest.raises(NotFoundError, match="There is no check"):
        find_check(name, book)


def test_a_folder_without_a_check_says_so(book, tmp_path):
    with pytest.raises(NotFoundError, match=r"it holds no check\.json"):
        find_check(tmp_path, book)


def test_an_id_is_found_in_any_normal_form(book):
    folder = book.create(made, title="Café")
    assert folder.path == find_check(unicodedata.normalize("NFD", "café"), book).path


def test_one_name_gives_a_check_or_all_checks_of_a_casebook(book):
    for name in ("a", "b"):
        book.create(made, title=name)
    assert ["a", "b"] == [folder.path.name for folder in find_checks(book.path)]
    assert ["a"] == [folder.path.name for folder in find_checks(book.path / "a")]
    assert ["b"] == [folder.path.name for folder in find_checks("b", book)]
    with pytest.raises(NotFoundError, match="There is no check"):
        find_checks("nowhere", book)
