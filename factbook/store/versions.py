"""The versions of a check that were published or noted as corrected: ``versions/<day>-<hash>.json``.

Each file is a check in its canonical form, like ``check.json`` but without the log of versions. It is named
by its day and the first twelve digits of its sha256; ``check.json`` holds the whole hash. No file changes.
"""

from __future__ import annotations

import contextlib
import hashlib
from datetime import datetime
from pathlib import Path

from factbook.errors import SnapshotError
from factbook.model.canonical import check_from_json, check_to_json
from factbook.model.check import Check
from factbook.store.atomic import make_folder, write_atomic
from factbook.wording import gettext

VERSION_FOLDER = "versions"
_DIGITS = 12
_NEXT = "Take it back from git or a backup."


def write_version(folder: Path, check: Check, *, at: datetime) -> str:
    """Keep a version in a check's folder and give its hash; one that is kept already is left as it is."""
    data = check_to_json(check).encode()
    digest = hashlib.sha256(data).hexdigest()
    with contextlib.suppress(SnapshotError):
        read_version(folder, digest)
        return digest
    target = folder / VERSION_FOLDER / f"{at:%Y-%m-%d}-{digest[:_DIGITS]}.json"
    make_folder(target.parent)
    write_atomic(target, data)
    return digest


def read_version(folder: Path, digest: str) -> Check:
    """Give the version of this hash, proved against it, or raise `SnapshotError`."""
    files = _files(folder, digest)
    if not files:
        raise SnapshotError(
            gettext(
                "The version {version} is missing from {folder}",
                version=f"{digest[:_DIGITS]}...",
                folder=f"{VERSION_FOLDER}/",
            ),
            next_step=_NEXT,
        )
    file = files[0]
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SnapshotError(
            gettext(
                "The version {version} is unreadable: {reason}",
                version=f"{VERSION_FOLDER}/{file.name}",
                reason=error.strerror,
            ),
            next_step=_NEXT,
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise SnapshotError(
            gettext(
                "The version {version} does not match its hash: it was changed",
                version=f"{VERSION_FOLDER}/{file.name}",
            ),
            next_step=_NEXT,
        )
    return check_from_json(data, name=f"{VERSION_FOLDER}/{file.name}")


def remove_version(folder: Path, digest: str) -> None:
    """Remove the version of this hash; what is not there is no matter."""
    for file in _files(folder, digest):
        with contextlib.suppress(OSError):
            file.unlink()


def _files(folder: Path, digest: str) -> list[Path]:
    # The hash comes from a check.json and is hexadecimal, so it matches itself alone.
    return sorted((folder / VERSION_FOLDER).glob(f"????-??-??-{digest[:_DIGITS]}.json"))
