"""Writing the bundle of a check."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from factbook.errors import BadInputError, SnapshotError
from factbook.model.canonical import check_to_json, to_json
from factbook.model.check import Check
from factbook.reports.bundle.bag import (
    DECLARATION,
    DECLARED,
    INFO,
    MANIFEST,
    PAYLOAD,
    SIGNATURE,
    TAG_MANIFEST,
    bag_info,
    manifest,
)
from factbook.reports.bundle.crate import CRATE_FILE, date_of, describe_crate
from factbook.reports.bundle.names import name_problem
from factbook.reports.bundle.receiver import README_FILE, receiver_readme
from factbook.reports.bundle.settings import carried_settings
from factbook.reports.bundle.signing import sign as make_signature
from factbook.reports.bundle.stored_zip import Content, sha256_of, write_zip
from factbook.reports.theme.view import ThemeView
from factbook.sources.archive.wacz import write_wacz
from factbook.store.calls import CALL_FOLDER, call_file
from factbook.store.check_folder import CHECK_FILE, SNAPSHOT_FOLDER, WARC_EXTENSION, CheckFolder
from factbook.store.settings import load_settings
from factbook.store.versions import VERSION_FOLDER

CAPTURES_FILE = "captures.wacz"


@dataclass(frozen=True)
class Bundle:
    """A bundle that was written; ``digest`` (``sha256:...``) stands for every byte of it."""

    path: Path
    files: int
    size_bytes: int
    digest: str
    signed: bool


def write_bundle(
    folder: CheckFolder,
    check: Check,
    built: Mapping[str, bytes],
    *,
    out: Path,
    theme: ThemeView | None = None,
    sign: Path | None = None,
) -> Bundle:
    """Write one zip of a check, of what was built of it, of its kept copies and of what proves them.

    Parameters
    ----------
    folder, check:
        The check, and what it was when ``built`` was made of it.
    built:
        The report and other files made of the check, by their names.
    out:
        The file to write.
    theme:
        That of the report.
    sign:
        A key to sign with; see `signing.sign`.

    Raises
    ------
    SnapshotError
        A kept copy or a call is missing or damaged: it would prove nothing.
    BadInputError
        The check has no date, or the bundle would be too large.
    """
    with tempfile.TemporaryDirectory(prefix="factbook-") as scratch:
        payload: dict[str, Content] = {CHECK_FILE: check_to_json(check).encode()}
        payload |= {**_kept(folder, check), **built, **carried_settings(folder.path, theme=theme)}
        payload |= _captures(folder, Path(scratch)) | _versions(folder) | _calls(folder, check)
        settings = load_settings(folder.path)
        generator = version("factbook")
        sizes = {name: _size(content) for name, content in payload.items()}
        crate = describe_crate(check, sizes, publisher=settings.publisher, generator=generator)
        payload[CRATE_FILE] = to_json(crate).encode()
        files: dict[str, Content] = {PAYLOAD + name: content for name, content in payload.items()}
        files |= _tag_files(check, files, publisher=settings.publisher.name, generator=generator)
        listed = files[TAG_MANIFEST]
        assert isinstance(listed, bytes)  # noqa: S101 - it was made just now
        if sign is not None:
            files[SIGNATURE] = make_signature(listed, key=sign)
        write_zip(out, {f"{check.id}/{name}": content for name, content in files.items()})
    digest = f"sha256:{hashlib.sha256(listed).hexdigest()}"
    return Bundle(out, len(files), out.stat().st_size, digest, sign is not None)


def _kept(folder: CheckFolder, check: Check) -> dict[str, Content]:
    """Give the files of all copies that the check names, each proved against its hash."""
    kept: dict[str, Content] = {}
    for source in check.sources:
        for copy in source.snapshots:
            names = {f"{copy.sha256}.{copy.extension}": copy.sha256}
            if copy.text_sha256:
                names[f"{copy.text_sha256}.txt"] = copy.text_sha256
            if copy.warc_sha256:
                names[f"{copy.warc_sha256}.{WARC_EXTENSION}"] = copy.warc_sha256
            for name, digest in names.items():
                path = folder.path / SNAPSHOT_FOLDER / name
                if f"{SNAPSHOT_FOLDER}/{name}" not in kept:
                    _expect(path, digest, source.id)
                kept[f"{SNAPSHOT_FOLDER}/{name}"] = path
    return kept


def _expect(path: Path, digest: str, source: str) -> None:
    wrong = (
        "is missing" if not path.is_file() else "does not match its hash" if sha256_of(path) != digest else ""
    )
    if wrong:
        raise SnapshotError(
            f"The kept copy {SNAPSHOT_FOLDER}/{path.name} of {source} {wrong}; a bundle would prove nothing",
            next_step="Take it back from git or a backup, or bring the source in again.",
        )


def _captures(folder: CheckFolder, scratch: Path) -> dict[str, Content]:
    out = scratch / CAPTURES_FILE
    try:
        write_wacz(folder, out)
    except BadInputError:
        return {}  # No source has both a web address and a copy.
    return {CAPTURES_FILE: out}


def _versions(folder: CheckFolder) -> dict[str, Content]:
    """Give what was kept of the check when it was published or corrected."""
    files = sorted((folder.path / VERSION_FOLDER).glob("*.json"))
    named = {
        f"{VERSION_FOLDER}/{file.name}": file for file in files if file.is_file() and not file.is_symlink()
    }
    return {name: file for name, file in named.items() if not name_problem(name)}


def _calls(folder: CheckFolder, check: Check) -> dict[str, Content]:
    """Give the calls of language models that the check names, each proved against its hash."""
    for call in check.calls:
        folder.call(call.sha256)
    files = (call_file(folder.path, call.sha256) for call in check.calls)
    return {f"{CALL_FOLDER}/{file.name}": file for file in files}


def _tag_files(
    check: Check, files: Mapping[str, Content], *, publisher: str, generator: str
) -> dict[str, Content]:
    octets = sum(_size(content) for content in files.values())
    tags: dict[str, Content] = {
        DECLARATION: DECLARED,
        INFO: bag_info(
            {
                "Source-Organization": publisher,
                "External-Description": check.claim.headline,
                "External-Identifier": check.id,
                "Bagging-Date": date_of(check),
                "Payload-Oxum": f"{octets}.{len(files)}",
                "Bag-Software-Agent": f"factbook {generator}",
            }
        ),
        MANIFEST: manifest({name: sha256_of(content) for name, content in files.items()}),
        README_FILE: receiver_readme(check.claim.headline),
    }
    tags[TAG_MANIFEST] = manifest({name: sha256_of(content) for name, content in tags.items()})
    return tags


def _size(content: Content) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size
