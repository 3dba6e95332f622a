from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import StoreError
from factbook.sources.find.index import DamagedIndexError, IndexedFile, is_index, open_index, remove_index
from factbook.sources.find.scan import SeenFile


def indexed(path: str, text: str | None = "some words", *, unread: str = "") -> IndexedFile:
    return IndexedFile(SeenFile(path, 1, 2, unread), path, text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite"


def matches(file: Path, words: str) -> list[str]:
    with open_index(file) as index:
        rows = index.connection.execute(
            "SELECT title FROM words WHERE words MATCH ? ORDER BY title", (words,)
        )
        return [row[0] for row in rows]


def test_what_was_put_in_is_there_and_what_was_dropped_is_gone(file):
    with open_index(file) as index:
        index.put([indexed("a", "old words"), indexed("b"), indexed("c", None, unread="it is empty")])
        index.put([indexed("a", "new words")])
        assert index.files() == {
            "a": SeenFile("a", 1, 2), "b": SeenFile("b", 1, 2), "c": SeenFile("c", 1, 2, "it is empty"),
        }  # fmt: skip
        assert index.unread() == [("c", "it is empty")]
        assert index.count_texts() == 2
    assert (matches(file, "words"), matches(file, "old"), matches(file, "new")) == (["a", "b"], [], ["a"])
    with open_index(file) as index:
        index.drop(["a", "c", "never there"])
        assert list(index.files()) == ["b"]
        index.connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    assert matches(file, "words") == ["b"]


def test_a_transaction_that_fails_leaves_everything_as_it_was(file):
    def dying():
        yield indexed("b")
        raise KeyboardInterrupt

    with open_index(file) as index:
        index.put([indexed("a")])
        with pytest.raises(KeyboardInterrupt):
            index.put(dying())
        assert list(index.files()) == ["a"]
    assert matches(file, "words") == ["a"]


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_text_goes_in_and_out_again(tmp_path_factory, title, text):
    with open_index(tmp_path_factory.getbasetemp() / "any.sqlite") as index:
        index.put([IndexedFile(SeenFile("a", 1, 2), title, text)])
        index.drop(["a"])
        index.connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        assert index.count_texts() == 0


def test_the_index_is_its_owners_alone(file):
    with open_index(file):
        pass
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", ["garbage", "half", "tables", "version", "text"])
def test_a_damaged_index_says_that_it_is_damaged(file, damage):
    with open_index(file) as index:
        index.put([indexed(f"{number}", "words " * 2000) for number in range(50)])
        if damage == "tables":
            index.connection.execute("DROP TABLE texts")
        if damage == "version":
            index.connection.execute("PRAGMA user_version = 99")
        if damage == "text":
            index.connection.execute("UPDATE texts SET packed = x'00'")
    data = file.read_bytes()
    if damage == "garbage":
        file.write_bytes(b"no index" * 1000)
    if damage == "half":
        file.write_bytes(data[: len(data) // 2])
    with pytest.raises(DamagedIndexError), open_index(file) as index:
        index.put([indexed("0", "new words")])


def test_what_is_removed_can_be_made_anew(file):
    with open_index(file) as index:
        index.put([indexed("a")])
    assert is_index(file)
    remove_index(file)
    remove_index(file)
    assert not list(file.parent.iterdir())
    assert matches(file, "words") == []


def test_what_is_no_index_is_left_as_it_is(tmp_path):
    other, letters = tmp_path / "other.sqlite", tmp_path / "letters.txt"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    letters.write_text("dear", encoding="utf-8")
    for mine in (other, letters):
        before = mine.read_bytes()
        assert not is_index(mine)
        with pytest.raises(DamagedIndexError), open_index(mine):
            pass
        assert mine.read_bytes() == before


def test_a_disk_that_refuses_is_named(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="was not written"), open_index(tmp_path / "file" / "index.sqlite"):
        pass
