"""What went over the wire, in the archives' format."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import ClassVar

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from factbook.sources.archive.warc import write_resource, write_warc
from factbook.sources.fetch.fetched import Exchange

PAGE = b"<p>The bridge will open in May.</p>"
EXCHANGE = Exchange(
    url="https://example.org/bridge?lang=en",
    ip_address="93.184.216.34",
    request_headers=(("Host", "example.org"), ("User-Agent", "factbook")),
    status=200,
    reason_phrase="OK",
    response_headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=1")),
    body=gzip.compress(PAGE, mtime=0),
    fetched_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)


def records(warc: bytes):  # type: ignore[no-untyped-def]
    for record in ArchiveIterator(BytesIO(warc), check_digests="raise"):
        yield record, record.content_stream().read()


def test_request_and_response_are_kept_as_they_went_over_the_wire() -> None:
    (response, body), (request, _) = records(write_warc([EXCHANGE]))
    assert (response.rec_type, request.rec_type) == ("response", "request")
    assert response.rec_headers.get_header("WARC-Target-URI") == EXCHANGE.url
    assert response.rec_headers.get_header("WARC-Date") == "2026-01-02T03:04:05Z"
    assert response.rec_headers.get_header("WARC-IP-Address") == EXCHANGE.ip_address
    assert tuple(response.http_headers.headers) == EXCHANGE.response_headers[:2]  # without the cookie
    assert body == PAGE  # warcio undoes the gzip that the headers tell of
    assert request.http_headers.get_header("User-Agent") == "factbook"
    assert EXCHANGE.body in gzip.decompress(write_warc([EXCHANGE]))


def test_redirects_stand_before_the_document() -> None:
    hop = replace(EXCHANGE, url="https://example.org/old", status=301, reason_phrase="Moved", body=b"")
    kinds = [
        (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"))
        for r, _ in records(write_warc([hop, EXCHANGE]))
    ]
    assert kinds == [
        ("response", hop.url),
        ("request", hop.url),
        ("response", EXCHANGE.url),
        ("request", EXCHANGE.url),
    ]


def test_a_body_that_came_in_chunks_and_reads_like_chunks_is_kept_whole() -> None:
    chunked = (("Transfer-Encoding", "chunked"), ("Content-Type", "text/plain"))
    body = b"0\r\n\r\nall the rest"
    (response, read), _ = records(write_warc([replace(EXCHANGE, response_headers=chunked, body=body)]))
    assert read == body
    assert response.http_headers.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"


def test_the_same_fetch_gives_the_same_bytes() -> None:
    assert write_warc([EXCHANGE]) == write_warc([EXCHANGE])


def test_warcios_own_check_passes(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    resource = write_resource(EXCHANGE.url, PAGE, media_type="text/html", captured_at="2026-01-02T03:04:05Z")
    path = tmp_path / "all.warc.gz"
    path.write_bytes(write_warc([EXCHANGE]) + resource)

    class Arguments:
        inputs: ClassVar = [str(path)]
        verbose = True

    assert Checker(Arguments()).process_all() == 0
    assert "digest pass" in capsys.readouterr().out
