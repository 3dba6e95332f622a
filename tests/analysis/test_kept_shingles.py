from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis import kept_shingles as module
from factbook.analysis.kept_shingles import WORTH_IT_CHARACTERS, _pack, _unpack, kept_shingles
from factbook.analysis.shingles import Shingled, shingle

STORY = (
    "The new harbour bridge will open to traffic on 4 May, the mayor told “the council” on Monday evening, "
    "and the operator said that 12 trams an hour would follow. Die Brücke, 大きな橋.\n\nIt cost 41 million."
)
OTHER = "Nobody on the south bank had asked for a second ferry, yet there it lay at the pier in 2024."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "shingles.sqlite"


@pytest.fixture
def taken_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is taken apart, and not found in the file."""
    texts: list[str] = []

    def watched(text: str) -> Shingled:
        texts.append(text)
        return shingle(text)

    monkeypatch.setattr(module, "shingle", watched)
    return texts


def ask(file: Path, *texts: str, characters: int = WORTH_IT_CHARACTERS) -> list[Shingled]:
    with kept_shingles(characters=characters, file=file) as shingle_:
        return [shingle_(text) for text in texts]


def same(one: Shingled, other: Shingled) -> bool:
    return (
        np.array_equal(one.at, other.at)
        and np.array_equal(one.own, other.own)
        and (one.at.dtype, one.own.dtype) == (other.at.dtype, other.own.dtype)
        and one.figures == other.figures
        and one.digest == other.digest
    )


def keys(file: Path) -> int:
    connection = sqlite3.connect(file)
    count: int = connection.execute("SELECT count(*) FROM texts").fetchone()[0]
    connection.close()
    return count


@given(st.text() | st.lists(st.sampled_from([*STORY.split(), *OTHER.split()]), max_size=60).map(" ".join))
def test_what_is_kept_is_what_was_given(text: str) -> None:
    unpacked = _unpack(_pack(shingle(text)))
    assert unpacked is not None
    assert same(unpacked, shingle(text))


def test_a_text_is_taken_apart_once(file: Path, taken_apart: list[str]) -> None:
    first = ask(file, STORY, OTHER, STORY)
    second = ask(file, OTHER, STORY)
    assert taken_apart == [STORY, OTHER]
    assert same(first[0], second[1])
    assert same(second[1], shingle(STORY))


def test_only_new_texts_are_taken_apart(file: Path, taken_apart: list[str]) -> None:
    ask(file, STORY)
    ask(file, STORY, OTHER)
    assert taken_apart == [STORY, OTHER]


def test_few_texts_are_not_worth_a_file(file: Path) -> None:
    assert same(ask(file, STORY, characters=WORTH_IT_CHARACTERS - 1)[0], shingle(STORY))
    assert not file.parent.exists()


def test_nobody_else_can_read_it(file: Path) -> None:
    ask(file, STORY)
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_it_lies_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert module._in_cache() == tmp_path / "factbook" / "shingles.sqlite"


@pytest.mark.parametrize("damage", [b"", b"not a database " * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_made_anew(file: Path, taken_apart: list[str], damage: bytes) -> None:
    ask(file, STORY)
    file.write_bytes(damage)
    assert same(ask(file, STORY)[0], shingle(STORY))
    ask(file, STORY)
    taken_apart.clear()
    ask(file, STORY)
    assert taken_apart == []


def test_a_lost_bit_is_not_believed(file: Path, taken_apart: list[str]) -> None:
    ask(file, STORY)
    connection = sqlite3.connect(file)
    (packed,) = connection.execute("SELECT packed FROM texts").fetchone()
    connection.execute("UPDATE texts SET packed = ?", (packed[:40] + bytes([packed[40] ^ 1]) + packed[41:],))
    connection.commit()
    connection.close()
    assert same(ask(file, STORY)[0], shingle(STORY))
    assert taken_apart == [STORY, STORY]
    # It was kept anew, whole.
    ask(file, STORY)
    assert taken_apart == [STORY, STORY]


@pytest.mark.parametrize("version", ["_OF_SHINGLES", "_OF_TABLES"])
def test_what_another_version_kept_is_not_used(
    file: Path, taken_apart: list[str], monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    ask(file, STORY)
    monkeypatch.setattr(module, version, getattr(module, version) + 1)
    monkeypatch.setattr(module, "_TABLES", tuple(one.replace("= 1", "= 2") for one in module._TABLES))
    ask(file, STORY)
    ask(file, STORY)
    assert taken_apart == [STORY, STORY]


def test_the_version_goes_with_what_a_text_gives() -> None:
    # Where this fails, texts are taken apart in another way: raise _OF_SHINGLES, then put the new value.
    assert module._OF_SHINGLES == 1
    assert hashlib.sha256(_pack(shingle(STORY))).hexdigest()[:16] == "9d6ea629d68bfe3f"


def test_what_was_kept_longest_makes_room(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 400_000)
    for number in range(60):
        ask(file, " ".join(f"word{number}-{place}" for place in range(1000)))
    assert file.stat().st_size <= 500_000
    assert 10 <= keys(file) < 60


def test_one_check_does_not_take_all_the_room(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(file, OTHER)
    monkeypatch.setattr(module, "MOST_BYTES", 400_000)
    ask(file, *(" ".join(f"word{number}-{place}" for place in range(1000)) for number in range(60)))
    assert file.stat().st_size <= 400_000
    assert keys(file) > 1


def test_a_file_in_use_is_done_without(
    file: Path, taken_apart: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WAIT_S", 0.01)
    ask(file, STORY)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert same(ask(file, OTHER)[0], shingle(OTHER))
    other.execute("ROLLBACK")
    other.close()
    assert file.exists()
    ask(file, STORY)
    assert taken_apart == [STORY, OTHER]


def _no_folder(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")


def _no_file(file: Path) -> None:
    file.mkdir(parents=True)


@pytest.mark.parametrize("bar", [_no_folder, _no_file])
def test_a_disk_that_refuses_costs_only_time(file: Path, bar: Callable[[Path], None]) -> None:
    bar(file)
    before = sorted(file.parent.parent.iterdir())
    assert same(ask(file, STORY)[0], shingle(STORY))
    assert sorted(file.parent.parent.iterdir()) == before
