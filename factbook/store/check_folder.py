"""A check as a folder: ``check.json``, and what is kept for good in folders beside it.

Copies of sources are in ``snapshots/``, what was published in ``versions/``, and what language models were
asked in ``calls/``.

Every change goes through `CheckFolder.update`: under the folder's lock the file is read, changed and
replaced at once, so two programs working on one check do not lose each other's work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from factbook.errors import ConflictError, NotFoundError, SnapshotError, StoreError, UnsafePathError
from factbook.model.canonical import CheckWriter, bad_record, check_from_json, check_to_json
from factbook.model.check import Check
from factbook.model.source import Snapshot
from factbook.store.atomic import make_folder, write_atomic
from factbook.store.calls import CALL_FOLDER, KeptCall, read_call, write_call
from factbook.store.lock import locked_folder
from factbook.store.merge import merge_checks
from factbook.store.versions import VERSION_FOLDER, read_version, remove_version, write_version
from factbook.wording import gettext

CHECK_FILE = "check.json"
SNAPSHOT_FOLDER = "snapshots"
WARC_EXTENSION = "warc.gz"
_CONFLICT_FOLDER = "conflicts"


class CheckFolder:
    """A check on disk.

    Parameters
    ----------
    path:
        The folder that holds ``check.json``; `NotFoundError` if it does not.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).absolute()
        self._writer = CheckWriter()
        self._last: tuple[bytes, Check] | None = None
        if not self.file.is_file():
            raise NotFoundError(
                f"There is no check in {path}: it holds no {CHECK_FILE}",
                next_step="Make one with: factbook new QUESTION",
            )

    @property
    def file(self) -> Path:
        """The path of ``check.json``."""
        return self.path / CHECK_FILE

    def read(self) -> Check:
        """Read the check as it is on the disk now."""
        try:
            data = self.file.read_bytes()
        except OSError as error:
            raise unreadable(self.file, error) from error
        # Whoever works on one check reads it many times, and it seldom changes meanwhile.
        last = self._last
        if last is None or last[0] != data:
            last = self._last = data, check_from_json(data, name=str(self.file))
        # Not what `_last` is by now: another thread may have read or written meanwhile.
        return last[1]

    def update(self, change: Callable[[Check], Check]) -> Check:
        """Change the check on the disk and give what it is now.

        ``change`` gets the check as it is on the disk and gives it back changed; if it raises, nothing is
        written. It may be called with a newer check than its caller has seen.
        """
        with self.locked():
            before = self.read()
            try:
                after = change(before)
            except ValidationError as error:
                raise bad_record(error, Check, name=f"{self.path.name} was not changed") from error
            if after is not before and after != before:
                data = self._writer.write(after).encode()
                write_atomic(self.file, data)
                self._last = data, after
            return after

    def save(self, mine: Check, *, base: Check) -> Check:
        """Write a check that was changed since it was read as ``base``, and give what is on the disk now.

        If the file is newer than ``base``, the two are merged by record id. Where both changed the same
        record, `ConflictError` is raised, the file stays as it is, and ``mine`` is put aside in the folder
        ``conflicts/`` under the name in the error's ``kept_in``.
        """
        try:
            return self.update(lambda theirs: merge_checks(base, mine, theirs))
        except ConflictError as conflict:
            data = check_to_json(mine).encode()
            aside = self.path / _CONFLICT_FOLDER / f"{hashlib.sha256(data).hexdigest()[:12]}.json"
            with self.locked():
                make_folder(aside.parent)
                write_atomic(aside, data)
            raise ConflictError(
                conflict.problem,
                records=conflict.records,
                kept_in=str(aside),
                next_step=f"Your side is kept in {aside}; read the check again and repeat the change.",
            ) from conflict

    def write_file(self, name: str, data: bytes) -> Path:
        """Put a built file, like ``report.html``, into the folder; `UnsafePathError` if it would leave it."""
        _expect_plain_name(name)
        with self.locked():
            write_atomic(self.path / name, data)
        return self.path / name

    def keep(self, data: bytes, *, extension: str) -> str:
        """Keep bytes under their hash in ``snapshots/`` and give the hash; what is there already is left."""
        digest = hashlib.sha256(data).hexdigest()
        target = self._kept(digest, extension)
        _expect_plain_name(f"{digest}.{extension}")
        with self.locked():
            make_folder(target.parent)
            if not _holds(target, data):
                write_atomic(target, data)
        return digest

    def original(self, snapshot: Snapshot) -> bytes:
        """Give the bytes of a snapshot, proved against its hash, or raise `SnapshotError`."""
        return self._proved(snapshot.sha256, snapshot.extension)

    def text(self, snapshot: Snapshot) -> str:
        """Give the text of a snapshot, proved against its hash, or raise `SnapshotError`."""
        if snapshot.text_sha256 is None:
            raise SnapshotError(
                gettext("The copy {copy} has no text", copy=f"{snapshot.sha256[:12]}..."),
                next_step=snapshot.note or "Add the source's text as a file.",
            )
        data = self._proved(snapshot.text_sha256, "txt")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise SnapshotError(
                gettext("The text {file} is not UTF-8", file=f"{SNAPSHOT_FOLDER}/{snapshot.text_sha256}.txt"),
                next_step="Bring the source in again.",
            ) from error

    def warc(self, snapshot: Snapshot) -> bytes:
        """Give the WARC of a fetched snapshot, proved against its hash, or raise `SnapshotError`."""
        if snapshot.warc_sha256 is None:
            raise SnapshotError(
                f"The copy {snapshot.sha256[:12]}... has no WARC",
                next_step="It was added from a file, or by a factbook that kept none; fetch it again.",
            )
        return self._proved(snapshot.warc_sha256, WARC_EXTENSION)

    def keep_version(self, check: Check, *, at: datetime) -> str:
        """Keep a version of the check for good, and give its hash; see `store.versions`."""
        with self.locked():
            return write_version(self.path, check, at=at)

    def version(self, sha256: str) -> Check:
        """Give a kept version of the check, proved against its hash, or raise `SnapshotError`."""
        return read_version(self.path, sha256)

    def remove_version(self, sha256: str) -> None:
        """Remove a version that is on no record."""
        with self.locked():
            remove_version(self.path, sha256)

    def keep_call(self, call: KeptCall) -> str:
        """Keep a call of a language model for good, and give its hash; see `store.calls`."""
        with self.locked():
            return write_call(self.path, call)

    def call(self, sha256: str) -> KeptCall:
        """Give a kept call, proved against its hash, or raise `SnapshotError`."""
        return read_call(self.path, sha256)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder's lock, and first remove what writers that died have left."""
        within = (SNAPSHOT_FOLDER, _CONFLICT_FOLDER, VERSION_FOLDER, CALL_FOLDER)
        with locked_folder(self.path, within=within):
            yield

    def _kept(self, digest: str, extension: str) -> Path:
        return self.path / SNAPSHOT_FOLDER / f"{digest}.{extension}"

    def _proved(self, digest: str, extension: str) -> bytes:
        path = self._kept(digest, extension)
        try:
            data = path.read_bytes()
        except OSError as error:
            file = f"{SNAPSHOT_FOLDER}/{path.name}"
            raise SnapshotError(
                gettext("The kept copy {file} is missing", file=file)
                if isinstance(error, FileNotFoundError)
                else gettext(
                    "The kept copy {file} is unreadable: {reason}", file=file, reason=error.strerror
                ),
                next_step="Take it back from git or a backup, or bring the source in again.",
            ) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise SnapshotError(
                gettext(
                    "The kept copy {file} does not match its hash: it was changed",
                    file=f"{SNAPSHOT_FOLDER}/{path.name}",
                ),
                next_step="Take it back from git or a backup, or bring the source in again.",
            )
        return data


def unreadable(file: Path, error: OSError) -> StoreError:
    """Say why a check's file cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return StoreError(f"{file} is gone", next_step="Take it back from git or a backup.")
    return StoreError(
        f"{file} could not be read: {error.strerror or error}",
        next_step="Look at its permissions and at the disk, then try again.",
    )


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False  # It is not there, or cannot be read and is to be written anew.


def _expect_plain_name(name: str) -> None:
    if name in {"", ".", ".."} or Path(name).name != name:
        raise UnsafePathError(
            f"{name!r} is no name of a file in the check's folder", next_step="Use a name without a path."
        )
