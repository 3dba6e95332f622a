"""Calls of language models on disk: canonical, named by their hash, and proved when they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from factbook.errors import SnapshotError
from factbook.store.calls import Answer, KeptCall, call_file, hash_request, read_call, write_call

CALL = KeptCall(
    request={"task": "points", "turns": ["Will it open?"]},
    answer=Answer(text='{"points": []}', model="small", finish="stop"),
    made_at=datetime(2025, 9, 9, 8, 30, tzinfo=UTC),
    took_s=1.5,
    input_tokens=900,
    output_tokens=100,
)


def test_a_call_is_read_back_as_it_was(tmp_path: Path) -> None:
    digest = write_call(tmp_path, CALL)
    assert read_call(tmp_path, digest) == CALL
    assert write_call(tmp_path, CALL) == digest
    assert [file.name for file in (tmp_path / "calls").iterdir()] == [f"{digest}.json"]


def test_the_same_request_has_the_same_hash_in_whatever_order_it_is_written() -> None:
    assert CALL.request_sha256 == hash_request({"turns": ["Will it open?"], "task": "points"})
    assert CALL.request_sha256 != hash_request({"turns": ["Will it close?"], "task": "points"})


@pytest.mark.parametrize(
    ("data", "said"),
    [(None, "is missing"), (b"{}", "does not match its hash: it was changed")],
)
def test_what_is_lost_or_changed_is_not_used(tmp_path: Path, data: bytes | None, said: str) -> None:
    digest = write_call(tmp_path, CALL)
    file = call_file(tmp_path, digest)
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    with pytest.raises(SnapshotError, match=f"calls/{digest}.json {said}") as caught:
        read_call(tmp_path, digest)
    assert "--again" in caught.value.next_step


def test_a_file_of_the_right_hash_that_is_no_call_is_refused(tmp_path: Path) -> None:
    import hashlib

    data = b'{"rating": "supported"}'
    digest = hashlib.sha256(data).hexdigest()
    (tmp_path / "calls").mkdir()
    call_file(tmp_path, digest).write_bytes(data)
    with pytest.raises(SnapshotError, match="request: it is missing"):
        read_call(tmp_path, digest)
