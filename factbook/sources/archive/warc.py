"""WARC (ISO 28500): what was asked of a web server, and what it answered.

The same exchanges always give the same bytes: ids are made of the content, not drawn at random.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from io import BytesIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from factbook.model.record import iso_time
from factbook.sources.fetch.fetched import Exchange


def write_warc(exchanges: Iterable[Exchange]) -> bytes:
    """Give a gzip-compressed WARC 1.1 with a response and a request record of each exchange."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    for exchange in exchanges:
        response = writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=StatusAndHeaders(
                f"{exchange.status} {exchange.reason_phrase}".strip(),
                _archived_headers(exchange),
                protocol="HTTP/1.1",
            ),
            warc_headers_dict=_headers(exchange, "response") | {"WARC-IP-Address": exchange.ip_address},
        )
        request = writer.create_warc_record(
            exchange.url,
            "request",
            payload=BytesIO(b""),
            length=0,
            http_headers=StatusAndHeaders(
                f"GET {_target(exchange.url)} HTTP/1.1", list(exchange.request_headers), is_http_request=True
            ),
            warc_headers_dict=_headers(exchange, "request"),
        )
        writer.write_request_response_pair(request, response)
    return out.getvalue()


def write_resource(url: str, data: bytes, *, media_type: str, captured_at: str) -> bytes:
    """Give a WARC with one document that came from an address, but not over our wire."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    headers = {
        "WARC-Record-ID": _record_id(url, captured_at, hashlib.sha256(data).hexdigest(), "resource"),
        "WARC-Date": captured_at,
    }
    record = writer.create_warc_record(
        url,
        "resource",
        payload=BytesIO(data),
        length=len(data),
        warc_content_type=media_type,
        warc_headers_dict=headers,
    )
    writer.write_record(record)
    return out.getvalue()


def _archived_headers(exchange: Exchange) -> list[tuple[str, str]]:
    """Give the answer's headers as they are true of the body that is kept, and without cookies.

    A body is kept without its chunks, and that of a redirect not at all; where a header tells otherwise, it
    goes under the name that archives use for what was said.
    """
    untrue = {"transfer-encoding"} if exchange.body else {"transfer-encoding", "content-length"}
    return [
        (f"X-Archive-Orig-{name}" if name.lower() in untrue else name, value)
        for name, value in exchange.response_headers
        if name.lower() != "set-cookie"
    ]


def _headers(exchange: Exchange, kind: str) -> dict[str, str]:
    fetched_at = iso_time(exchange.fetched_at)
    digest = hashlib.sha256(exchange.body).hexdigest()
    return {
        "WARC-Record-ID": _record_id(exchange.url, fetched_at, digest, kind),
        "WARC-Date": fetched_at,
    }


def _record_id(*content: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(content))}>"


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
