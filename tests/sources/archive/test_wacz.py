"""All web captures of a check in one file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

import factbook as fb
from factbook.errors import BadInputError, SnapshotError
from factbook.model.check import put_record
from factbook.sources.archive.wacz import write_wacz
from factbook.sources.archive.warc import write_warc
from factbook.sources.fetch.fetched import Exchange


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    """A check of a fetched page, a file with an address, and a file without."""
    check = fb.new(question="Will the bridge open?", casebook=tmp_path)
    check.add_source(text="It opens in May.", title="Page", URL="https://example.org/b")
    check.add_source(text="It opens in June.", title="Saved page", URL="https://www.example.org/a?y=1&x=2")
    check.add_source(text="Nobody knows.", title="Notes")
    exchange = Exchange(
        url="https://example.org/b",
        ip_address="93.184.216.34",
        request_headers=(("Host", "example.org"),),
        status=200,
        reason_phrase="OK",
        response_headers=(("Content-Type", "text/plain; charset=utf-8"),),
        body=b"It opens in May.",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    warc = check.folder.keep(write_warc([exchange]), extension="warc.gz")
    source = check.record.source("s1")
    fetched = source.snapshots[0].model_copy(update={"url": exchange.url, "warc_sha256": warc})
    check.update(
        lambda record: put_record(record, "sources", source.model_copy(update={"snapshots": (fetched,)}))
    )
    return check


def test_every_capture_with_an_address_is_found_through_the_index(
    check: fb.OpenCheck, tmp_path: Path
) -> None:
    archived = write_wacz(check.folder, tmp_path / "out.wacz")
    assert (archived.captures, [source.id for source in archived.left_out]) == (2, ["s3"])
    with zipfile.ZipFile(archived.path) as wacz:
        warc = wacz.read("archive/data.warc.gz")
        lines = wacz.read("indexes/index.cdx").decode().splitlines()
    found = {}
    for line in lines:
        key, _, fields = line.split(" ", 2)
        fields = json.loads(fields)
        offset, length = int(fields["offset"]), int(fields["length"])
        record = next(iter(ArchiveIterator(BytesIO(warc[offset : offset + length]))))
        found[key] = (fields["url"], fields["mime"], fields["status"], record.content_stream().read())
    assert found == {
        "org,example)/a?x=2&y=1": (
            "https://www.example.org/a?y=1&x=2", "text/plain", "200", b"It opens in June.",
        ),
        "org,example)/b": ("https://example.org/b", "text/plain", "200", b"It opens in May."),
    }  # fmt: skip


def test_the_package_names_every_file_with_its_hash(check: fb.OpenCheck, tmp_path: Path) -> None:
    with zipfile.ZipFile(write_wacz(check.folder, tmp_path / "out.wacz").path) as wacz:
        files = {name: wacz.read(name) for name in wacz.namelist()}
    package = json.loads(files["datapackage.json"])
    hashes = {resource["path"]: resource["hash"] for resource in package["resources"]}
    assert hashes == {
        name: f"sha256:{hashlib.sha256(data).hexdigest()}"
        for name, data in files.items()
        if not name.startswith("datapackage")
    }
    digest = json.loads(files["datapackage-digest.json"])
    assert digest["hash"] == f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}"
    pages = [json.loads(line) for line in files["pages/pages.jsonl"].splitlines()]
    assert [page.get("url") for page in pages[1:]] == [str(s.url) for s in check.record.sources[:2]]


def test_the_same_check_gives_the_same_bytes(check: fb.OpenCheck, tmp_path: Path) -> None:
    one, other = (write_wacz(check.folder, tmp_path / f"{name}.wacz").path for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_a_damaged_copy_is_named_and_nothing_is_written(check: fb.OpenCheck, tmp_path: Path) -> None:
    warc = next(check.path.glob("snapshots/*.warc.gz"))
    warc.write_bytes(warc.read_bytes()[:-1])
    with pytest.raises(SnapshotError, match=warc.name):
        write_wacz(check.folder, tmp_path / "out.wacz")
    assert not (tmp_path / "out.wacz").exists()


def test_a_check_without_web_sources_is_not_archived(tmp_path: Path) -> None:
    check = fb.new(question="Anything?", casebook=tmp_path)
    with pytest.raises(BadInputError, match="nothing to archive"):
        write_wacz(check.folder, tmp_path / "out.wacz")
    assert not (tmp_path / "out.wacz").exists()
