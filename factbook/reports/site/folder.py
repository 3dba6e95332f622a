"""The folder of a site: written whole or not at all, and only what has changed.

``.factbook-site.json`` marks it as ours and says what we wrote: the hash of every file, and of every check
what its pages were made of. New files are first all made in a folder beside their places, and moved there
once the last is made; so a run that fails or is stopped leaves the site as it was, and the next takes up what
it made. Moving is the only step that a power cut can leave half done: the next run finds it by the hashes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import Field

from factbook.errors import BadInputError, BadRecordError, StoreError
from factbook.model.canonical import parse_record, to_json
from factbook.model.record import Record, Sha256
from factbook.reports.bundle.stored_zip import sha256_of
from factbook.reports.site.card import Card
from factbook.store.atomic import disk_error, write_atomic

MARKER = ".factbook-site.json"
_LOCK = ".factbook-site.lock"
_STAGING = ".factbook-staging"
_MADE = "made.json"


class Made(Record):
    """What was made of a check: the fingerprint it was made from, its card, and the hashes of its files."""

    key: Sha256
    card: Card
    files: dict[str, Sha256]


class SiteRecord(Record):
    """The content of the marker file: all files by their path, and all checks by their id."""

    format: str = Field(default="factbook.site/1", pattern=r"^factbook\.site/1$")
    files: dict[str, Sha256] = Field(default_factory=dict)
    checks: dict[str, Made] = Field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What became of a site's files: how many were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


class SiteFolder:
    """The folder of a site; to be used within `open_site`."""

    def __init__(self, path: Path, record: SiteRecord) -> None:
        self.path = path
        self.record = record
        self._staging = path / _STAGING

    def known(self, check_id: str, key: str) -> Made | None:
        """Give what was made of a check if it was made from the same and is still there."""
        made = self.record.checks.get(check_id)
        if made and made.key == key and self._holds(self.path, made):
            return made
        # An earlier run may have made it and been stopped before it was done.
        with suppress(OSError, ValueError, BadRecordError):
            file = self._staging / "checks" / check_id / _MADE
            fields = json.loads(file.read_text(encoding="utf-8"))
            made = parse_record(Made, fields, name=str(file))
            if made.key == key and self._holds(self._staging, made):
                return made
        return None

    def read(self, path: str) -> bytes:
        """Give a file of a check that was made, wherever it is by now."""
        staged = self._staging / path
        return (staged if staged.is_file() else self.path / path).read_bytes()

    def finish(self, checks: Mapping[str, Made], pages: Iterable[tuple[str, bytes]]) -> Written:
        """Put everything in its place, and remove what was ours and is no part of the site any more.

        Reports go first and the front page last, so that no link leads to what is not there yet.
        """
        contents = dict(pages)
        files = {path: digest for made in checks.values() for path, digest in made.files.items()}
        files |= {path: sha256_of(data) for path, data in contents.items()}
        before = self.record.files
        self._refuse_strangers(files)
        changed = [path for path, digest in files.items() if not _is(self.path / path, digest)]
        changed.sort(key=lambda path: (path == "index.html", not path.startswith("checks/")))
        gone = sorted(set(before) - set(files))
        try:
            for path in changed:
                if path in contents:
                    target = self._staging / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(contents[path])
            # Until all are in their places, both the old and the new are ours.
            self._keep(SiteRecord(files=before | files, checks=self.record.checks))
            for path in changed:
                (self.path / path).parent.mkdir(parents=True, exist_ok=True)
                (self._staging / path).replace(self.path / path)
            for path in gone:
                self._remove(path)
            self._keep(SiteRecord(files=files, checks=dict(checks)))
            shutil.rmtree(self._staging, ignore_errors=True)
        except OSError as error:
            raise error if isinstance(error, StoreError) else disk_error(error, self.path) from error
        return Written(len(changed), len(files) - len(changed), len(gone))

    def _refuse_strangers(self, files: Iterable[str]) -> None:
        for path in files:
            if path not in self.record.files and (self.path / path).exists():
                raise BadInputError(
                    f"{self.path / path} is in the way: it is no file that factbook wrote",
                    next_step="Move it away, or give another --out.",
                )

    def _remove(self, path: str) -> None:
        (self.path / path).unlink(missing_ok=True)
        for folder in (self.path / path).parents:
            if folder == self.path:
                return
            try:
                folder.rmdir()
            except OSError:
                return  # Something else is in it.

    def _keep(self, record: SiteRecord) -> None:
        write_atomic(self.path / MARKER, to_json(record.model_dump(mode="json")).encode())

    def _holds(self, folder: Path, made: Made) -> bool:
        return all(_is(folder / path, digest) for path, digest in made.files.items())


@contextmanager
def open_site(out: Path) -> Iterator[SiteFolder]:
    """Hold the folder of a site, or make one.

    Raises
    ------
    BadInputError
        The folder holds something, and it is no site of ours.
    StoreError
        Another program is writing the site, or the disk refuses.
    """
    record = _read_marker(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / _LOCK, timeout=0):
            if not (out / MARKER).is_file():
                write_atomic(out / MARKER, to_json(record.model_dump(mode="json")).encode())
            yield SiteFolder(out, record)
    except Timeout as error:
        raise StoreError(
            f"Another program is writing the site in {out}", next_step="Wait for it to end, and try again."
        ) from error
    except OSError as error:
        raise error if isinstance(error, StoreError) else disk_error(error, out) from error


def stage_check(out: Path, check_id: str, *, key: str, card: Card, files: Mapping[str, bytes]) -> Made:
    """Put the files of a check, by their names, into the staging folder of a site, whole or not at all.

    Several processes may do so for different checks.
    """
    folder = out / _STAGING / "checks" / check_id
    paths = {f"checks/{check_id}/{name}": data for name, data in files.items()}
    made = Made(key=key, card=card, files={path: sha256_of(data) for path, data in paths.items()})
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        (folder / _MADE).write_bytes(to_json(made.model_dump(mode="json")).encode())
    except OSError as error:
        raise disk_error(error, folder) from error
    return made


def _read_marker(out: Path) -> SiteRecord:
    marker = out / MARKER
    if not marker.is_file():
        if out.exists() and (not out.is_dir() or any(one.name != _LOCK for one in out.iterdir())):
            raise BadInputError(
                f"{out} is there already, and is no site that factbook made",
                next_step="Give another --out, or empty it.",
            )
        return SiteRecord()
    try:
        fields: Any = json.loads(marker.read_text(encoding="utf-8"))
        record = parse_record(SiteRecord, fields, name=str(marker))
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"{marker} cannot be read, so what of {out} is ours is not known",
            next_step="Give another --out, or delete the folder and make the site anew.",
        ) from error
    for path in record.files:
        if path.startswith("/") or ".." in path.split("/") or "\\" in path:
            raise BadInputError(f"{marker} names a file outside of {out}", next_step="Give another --out.")
    return record


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest
