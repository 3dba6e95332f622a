"""Compression is undone within limits."""

from __future__ import annotations

import contextlib
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.sources.fetch.decoding import DecodingError, decode_body
from tests.sources.fetch.conftest import gzipped

ENCODERS = {
    "gzip": gzipped,
    "x-gzip": gzipped,
    "deflate": zlib.compress,
    "identity": lambda data: data,
}
LIMIT = 100_000


@given(st.binary(min_size=1, max_size=2000), st.lists(st.sampled_from(sorted(ENCODERS)), max_size=3))
def test_what_was_encoded_is_decoded(data, encodings):
    body = data
    for name in encodings:
        body = ENCODERS[name](body)
    assert decode_body(body, encodings, max_size_bytes=LIMIT) == data


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_end_in_a_document_or_a_refusal(data, encoding):
    with contextlib.suppress(DecodingError):
        assert len(decode_body(data, [encoding], max_size_bytes=LIMIT)) <= LIMIT


def test_bare_deflate_streams_and_several_gzip_members_are_read():
    raw = zlib.compressobj(wbits=-15)
    assert decode_body(raw.compress(b"bare") + raw.flush(), ["deflate"], max_size_bytes=LIMIT) == b"bare"
    twice = gzipped(b"one ") + gzipped(b"two") + b"\0\0padding"
    assert decode_body(twice, ["gzip"], max_size_bytes=LIMIT) == b"one two"


def test_large_bodies_pass_whole():
    data = bytes(range(256)) * 4000
    assert decode_body(gzipped(data), ["gzip"], max_size_bytes=len(data)) == data


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_bomb_is_refused_and_takes_no_memory(layers):
    bomb = b"\0" * 200_000_000
    for _ in range(layers):
        bomb = gzipped(bomb)
    tracemalloc.start()
    with pytest.raises(DecodingError, match=r"unfolds to more than 20,000,000 bytes"):
        decode_body(bomb, ["gzip"] * layers, max_size_bytes=20_000_000)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "encodings", "reason"),
    [
        (b"x", ["gzip"] * 4, "compressed 4 times over"),
        (b"x", ["br"], r"a way that was not asked for \(br\)"),
        (b"x", ["gzip"], "damaged"),
        (b"\xff\xff\xff", ["deflate"], "damaged"),
        (gzipped(b"whole" * 100)[:-9], ["gzip"], "cut off"),
        (gzipped(b"") * 2000, ["gzip"], "1000 pieces"),
    ],
)
def test_what_cannot_be_decoded_says_why(body, encodings, reason):
    with pytest.raises(DecodingError, match=reason):
        decode_body(body, encodings, max_size_bytes=LIMIT)
