"""Messages between processes: what is no message is never taken for one."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.sources.extract.frames import (
    BrokenFrameError,
    read_frame,
    read_json,
    read_text,
    write_frame,
    write_json,
)


@given(payloads=st.lists(st.binary(max_size=200), max_size=5))
def test_what_is_written_is_read(payloads: list[bytes]) -> None:
    stream = io.BytesIO()
    for payload in payloads:
        write_frame(stream, payload)
    stream.seek(0)
    assert [read_frame(stream, max_bytes=200) for _ in payloads] == payloads
    assert read_frame(stream, max_bytes=200) is None


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x00\x00\x05abc", b"\xff\xff\xff\xff", b"\x00\x00\x00\x01["])
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenFrameError):
        read_json(io.BytesIO(data), max_bytes=100)


@pytest.mark.parametrize("payload", [b"[]", b"\xff", b"[" * 90_000])
def test_only_an_object_is_one(payload: bytes) -> None:
    stream = io.BytesIO()
    write_frame(stream, payload)
    with pytest.raises(BrokenFrameError):
        read_json(io.BytesIO(stream.getvalue()), max_bytes=100_000)


def test_half_a_pair_of_surrogates_is_replaced_one_for_one() -> None:
    stream = io.BytesIO()
    write_json(stream, {"title": "a\ud800b"})
    stream.seek(0)
    assert read_json(stream, max_bytes=100) == {"title": "a\ufffdb"}
    stream = io.BytesIO(b"\x00\x00\x00\x01\xff")
    with pytest.raises(BrokenFrameError):
        read_text(stream, max_bytes=100)
