"""Turning bytes into snapshots, and reading their text."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

import factbook as fb
from factbook.errors import BadInputError
from factbook.sources.capture import capture_bytes, capture_file
from factbook.sources.limits import MAX_SIZE_BYTES

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def capture(data: bytes, extension: str = "txt"):  # type: ignore[no-untyped-def]
    return capture_bytes(data, extension=extension, captured_at=NOW)


def test_utf_8_text_is_one_file() -> None:
    captured = capture("naïve".encode())
    digest = hashlib.sha256("naïve".encode()).hexdigest()
    assert captured.files == (("naïve".encode(), "txt"),)
    assert (captured.snapshot.sha256, captured.snapshot.text_sha256) == (digest, digest)
    assert captured.snapshot.text_length == 5


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    data = "naïve – ok".encode(encoding)
    captured = capture(data)
    assert captured.text == "naïve – ok"
    assert captured.files == ((data, "raw"), ("naïve – ok".encode(), "txt"))
    assert captured.snapshot.note == ""


def test_another_encoding_is_read_and_the_guess_is_said() -> None:
    captured = capture("naïve".encode("cp1252"))
    assert captured.text == "naïve"
    assert captured.snapshot.note == "not UTF-8; read as Windows-1252"


def test_bytes_that_are_no_text_are_kept_without_one() -> None:
    for data, extension in ((b"%PDF-1.7", "pdf"), (b"a\x00b", "txt")):
        captured = capture(data, extension)
        assert captured.snapshot.text_sha256 is None
        assert captured.snapshot.note
        assert captured.files[0][0] == data


def test_a_document_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadInputError, match="at most"):
        capture(b"a" * (MAX_SIZE_BYTES + 1))


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.txt", "no such file"), (".", "folder"), ("empty.txt", "empty")]
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(BadInputError, match=reason) as caught:
        capture_file(tmp_path / name, captured_at=NOW)
    assert str(tmp_path) in str(caught.value)


def test_sources_of_every_kind_come_in(tmp_path: Path) -> None:
    check = fb.new(question="Q?", casebook=tmp_path / "book")
    (tmp_path / "minutes.md").write_text("# Minutes\n\nThe bridge opens.", encoding="utf-8")
    added = [
        check.add_source(tmp_path / "minutes.md"),
        check.add_source(text="\n# A heading\nbody"),
        check.add_source("https://example.org/a", publisher="Example"),
        check.add_source("https://example.org/b", text="saved by hand", title="B"),
    ]
    assert [source.id for source in added] == ["s1", "s2", "s3", "s4"]
    assert [source.title for source in added] == ["minutes", "A heading", "https://example.org/a", "B"]
    assert [bool(source.snapshot) for source in added] == [True, True, False, True]
    assert added[3].url == "https://example.org/b"
    assert check.folder.text(added[0].snapshot) == "# Minutes\n\nThe bridge opens."  # type: ignore[arg-type]
