"""WACZ 1.1.1: all web captures of a check in one file that replayweb.page and other players open.

See https://specs.webrecorder.net/wacz/1.1.1/. The same check always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from factbook.errors import BadInputError
from factbook.model.canonical import to_json
from factbook.model.record import iso_time
from factbook.model.source import Snapshot, Source
from factbook.sources.archive.warc import write_resource
from factbook.store.atomic import write_atomic
from factbook.store.check_folder import CheckFolder

_WARC_NAME = "data.warc.gz"


@dataclass(frozen=True)
class Archived:
    """A WACZ that was written: how many captures it holds, and the sources that have no address."""

    path: Path
    captures: int
    left_out: tuple[Source, ...]


def write_wacz(folder: CheckFolder, out: str | Path) -> Archived:
    """Write the web captures of a check.

    `BadInputError` if there is none, `SnapshotError` if a kept copy is missing or damaged.

    A document that was fetched is there with its request and response; one that was added from a file is
    there if its source has an address. Others have no place in a web archive.
    """
    check = folder.read()
    captures = [
        (source, snapshot)
        for source in check.sources
        for snapshot in source.snapshots
        if snapshot.url or source.url
    ]
    if not captures:
        raise BadInputError(
            "There is nothing to archive: no source has both a web address and a copy",
            next_step="Add a page with: factbook source add CHECK URL",
        )
    warcs = dict.fromkeys(_warc(folder, source, snapshot) for source, snapshot in captures)
    warc = b"".join(warcs)
    newest = max(snapshot.captured_at for _, snapshot in captures)
    files = {
        f"archive/{_WARC_NAME}": warc,
        "indexes/index.cdx": _index(warc),
        "pages/pages.jsonl": _pages(captures),
    }
    package = to_json(_package(check.claim.headline, files, newest)).encode()
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = to_json(
        {"path": "datapackage.json", "hash": f"sha256:{_sha256(package)}"}
    ).encode()
    write_atomic(Path(out), _zipped(files))
    archived = {source.id for source, _ in captures}
    left_out = tuple(source for source in check.sources if source.id not in archived)
    return Archived(Path(out), len(captures), left_out)


def _warc(folder: CheckFolder, source: Source, snapshot: Snapshot) -> bytes:
    if snapshot.warc_sha256:
        return folder.warc(snapshot)
    return write_resource(
        str(snapshot.url or source.url),
        folder.original(snapshot),
        media_type=snapshot.media_type,
        captured_at=iso_time(snapshot.captured_at),
    )


def _index(warc: bytes) -> bytes:
    """Give the CDXJ index: a line for each response and resource, sorted by address and time."""
    lines = []
    records = ArchiveIterator(BytesIO(warc))
    for record in records:
        kind, url = record.rec_type, record.rec_headers.get_header("WARC-Target-URI")
        when = record.rec_headers.get_header("WARC-Date")
        http = record.http_headers
        content_type = (http.get_header("Content-Type") if http else record.content_type) or ""
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        # The length of a record is known once it has been read to its end.
        record.content_stream().read()
        if kind not in {"response", "resource"}:
            continue
        fields = {
            "url": url,
            "mime": content_type.partition(";")[0].strip(),
            "status": http.get_statuscode() if http else "200",
            "digest": digest,
            "length": str(records.get_record_length()),
            "offset": str(records.get_record_offset()),
            "filename": _WARC_NAME,
        }
        timestamp = "".join(character for character in when if character.isdigit())[:14]
        lines.append(f"{_sort_key(url)} {timestamp} {json.dumps(fields)}\n")
    return "".join(sorted(lines)).encode()


def _sort_key(url: str) -> str:
    """Give the SURT of an address: the host turned round, so that what belongs together stands together."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    path = (parts.path or "/").rstrip("/") or "/"
    return f"{host}{port}){path}{query}".lower()


def _pages(captures: list[tuple[Source, Snapshot]]) -> bytes:
    def lines() -> Iterator[dict[str, Any]]:
        yield {"format": "json-pages-1.0", "id": "pages", "title": "Sources"}
        for source, snapshot in captures:
            url, when = str(snapshot.url or source.url), iso_time(snapshot.captured_at)
            yield {"id": f"{source.id}-{snapshot.sha256[:12]}", "url": url, "ts": when, "title": source.title}

    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines()).encode()


def _package(title: str, files: dict[str, bytes], modified: datetime) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "software": f"factbook {version('factbook')}",
        "resources": [
            {
                "name": name.rpartition("/")[2],
                "path": name,
                "hash": f"sha256:{_sha256(data)}",
                "bytes": len(data),
            }
            for name, data in files.items()
        ],
        "created": iso_time(modified),
        "modified": iso_time(modified),
    }


def _zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            # Stored, not compressed: players read single records out of the middle of the file.
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
