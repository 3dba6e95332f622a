"""What a web server answered, read back out of a WARC."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from factbook.errors import SnapshotError
from factbook.sources.archive import reading
from factbook.sources.archive.reading import last_answer
from factbook.sources.archive.warc import write_resource, write_warc
from factbook.sources.fetch.fetched import Exchange

BODY = b"<p>It opens in May.</p>"


def exchange(body: bytes = BODY, url: str = "https://example.org/b", **headers: str) -> Exchange:
    return Exchange(
        url=url,
        ip_address="93.184.216.34",
        request_headers=(("Host", "example.org"),),
        status=200,
        reason_phrase="OK",
        response_headers=tuple({"Content-Type": "text/html; charset=utf-8", **headers}.items()),
        body=body,
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def test_the_last_answer_is_given_with_its_kind() -> None:
    found = last_answer(write_warc([exchange(b"moved", "https://example.org/a"), exchange()]))
    assert (found.url, found.content_type) == ("https://example.org/b", "text/html; charset=utf-8")
    assert found.body == BODY


def test_a_body_is_given_as_a_reader_gets_it() -> None:
    packed = exchange(gzip.compress(BODY), **{"Content-Encoding": "gzip"})
    assert last_answer(write_warc([packed])).body == BODY


def test_a_body_that_was_changed_in_the_record_is_found() -> None:
    """The record's own digest tells, even if the whole WARC was packed anew."""
    warc = gzip.decompress(write_warc([exchange()]))
    with pytest.raises(SnapshotError, match="does not match its digest"):
        last_answer(gzip.compress(warc.replace(b"in May", b"in Jun")))


@pytest.mark.parametrize(
    "warc",
    [b"", b"junk", gzip.compress(b"junk"), gzip.compress(b""), write_warc([exchange()])[:-9]],
    ids=["nothing", "junk", "packed junk", "nothing packed", "cut off"],
)
def test_what_is_no_warc_is_told_so(warc: bytes) -> None:
    with pytest.raises(SnapshotError, match="The WARC cannot be read"):
        last_answer(warc)


def test_a_warc_without_an_answer_is_told() -> None:
    warc = write_resource(
        "https://example.org/", BODY, media_type="text/html", captured_at="2026-01-02T00:00:00Z"
    )
    assert next(iter(ArchiveIterator(BytesIO(warc)))).rec_type == "resource"
    with pytest.raises(SnapshotError, match="it holds no answer"):
        last_answer(warc)


def test_a_bomb_is_not_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LARGEST_BYTES", 100_000)
    with pytest.raises(SnapshotError, match="unfolds to more than 100,000 bytes"):
        last_answer(gzip.compress(bytes(10_000_000)))
