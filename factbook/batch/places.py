"""Where a batch reads and writes: folders of this machine, or any place that fsspec knows, like ``s3://``.

Elsewhere than on this machine, what is needed is copied to a folder aside, worked on there, and copied back
as each claim is done: kept copies and reports first, then what says that they are built, and ``check.json``
last, so a check that is there is whole.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from factbook.batch.claims import ClaimRow, read_claims
from factbook.batch.results import ClaimResult
from factbook.batch.summary import CSV_FILE, HTML_FILE
from factbook.errors import BadInputError, FactbookError, StoreError
from factbook.store.check_folder import CHECK_FILE, SNAPSHOT_FOLDER

_PROTOCOL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_ORDER = (SNAPSHOT_FOLDER, "", ".factbook-batch.json", CHECK_FILE)


@contextmanager
def places(claims: str, out: str, *, first: int | None = None) -> Iterator[Places]:
    """Give where a batch reads and writes, for as long as it runs.

    Parameters
    ----------
    claims, out:
        A list of claims, and the folder of a batch: paths, or addresses that fsspec knows.
    first:
        Take only so many claims.

    Raises
    ------
    BadInputError
        There is no such list or folder, or what reads from such addresses is not installed.
    """
    for given, what in ((claims, "CLAIMS"), (out, "--out")):
        if not given.strip():  # The working directory is what nobody meant who left it empty.
            raise BadInputError(f"{what} is empty", next_step="Give a path, or an address that fsspec knows.")
    with tempfile.TemporaryDirectory(prefix="factbook-") as aside:
        listed = _Elsewhere.of(claims)
        path = listed.fetch_file(Path(aside) / "claims") if listed else _local(claims)
        rows = read_claims(path)[:first]
        base = path.absolute().parent
        if listed:
            listed.fetch_named(rows, base)
        store = _Elsewhere.of(out)
        folder = Path(aside) / "out" if store else _local(out).absolute()
        if folder.exists() and not folder.is_dir():
            raise BadInputError(f"{folder} is a file", next_step="Give a folder for --out.")
        if store:
            store.fetch_checks(rows, folder)
        yield Places(rows, base, folder, store)


class Places:
    """The claims of a batch, the folder of their files, the folder it works in, and where that is kept."""

    def __init__(self, rows: list[ClaimRow], base: Path, out: Path, store: _Elsewhere | None) -> None:
        self.rows = rows
        self.base = base
        self.out = out
        self._store = store

    def keep(self, result: ClaimResult) -> None:
        """Put what became of a claim where it is kept."""
        folder = result.folder(self.out)
        if self._store and folder and (folder / CHECK_FILE).is_file():
            self._store.put_check(folder)

    def keep_summary(self) -> str:
        """Put the table of results where it is kept; give its address."""
        if self._store is None:
            return str(self.out / HTML_FILE)
        for name in (CSV_FILE, HTML_FILE):
            self._store.put(self.out / name, name)
        return f"{self._store.address}/{HTML_FILE}"


class _Elsewhere:
    """A file or a folder in a file system that fsspec knows."""

    def __init__(self, address: str, system: Any, path: str) -> None:
        self.address = address.rstrip("/")
        self._system = system
        self._path = path.rstrip("/")
        self._there: dict[str, str] = {}  # what is known to be there, by its hash

    @classmethod
    def of(cls, address: str) -> _Elsewhere | None:
        """Give it, unless the address is a path of this machine."""
        if not _PROTOCOL.match(address) or address.lower().startswith("file://"):
            return None
        try:
            from fsspec.core import url_to_fs

            return cls(address, *url_to_fs(address))
        except (ImportError, ValueError) as error:
            raise BadInputError(
                f"{address} cannot be reached: {error}",
                next_step="Install what reads there, like s3fs for s3:// or gcsfs for gs://.",
            ) from error

    def fetch_file(self, folder: Path) -> Path:
        """Copy the file into a folder."""
        target = folder / PurePosixPath(self._path).name
        target.parent.mkdir(parents=True)
        try:
            target.write_bytes(self._system.cat_file(self._path))
        except Exception as error:  # each file system has errors of its own
            raise BadInputError(
                f"{self.address} cannot be read: {error or type(error).__name__}",
                next_step="Check the address, and that you may read there.",
            ) from error
        return target

    def fetch_named(self, rows: Sequence[ClaimRow], base: Path) -> None:
        """Copy the files that claims name from beside their list; one that is missing fails its claim."""
        from factbook.batch.compile import files_of

        parent = str(PurePosixPath(self._path).parent)
        for row in rows:
            try:
                files = files_of(row, base=base)
            except FactbookError:
                continue  # The claim itself will say so.
            for file in files:
                name = file.relative_to(base.resolve()).as_posix()
                if not file.exists() and self._system.isfile(f"{parent}/{name}"):
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(self._system.cat_file(f"{parent}/{name}"))

    def fetch_checks(self, rows: Sequence[ClaimRow], folder: Path) -> None:
        """Copy what is there of these claims, whole checks alone, and what lies beside them all: settings."""
        folder.mkdir(parents=True)
        wanted = {row.id for row in rows}
        try:
            found = self._system.find(self._path)
        except FileNotFoundError:
            return
        names = [path[len(self._path) + 1 :] for path in found]
        checks = {name.split("/")[0] for name in names if name.endswith(f"/{CHECK_FILE}")}
        for path, name in zip(found, names, strict=True):
            top = name.split("/")[0]
            beside = top not in checks and not (top in wanted and "/" in name)
            if (top in checks and top in wanted) or (beside and name not in {CSV_FILE, HTML_FILE}):
                data = self._system.cat_file(path)
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                self._there[name] = hashlib.sha256(data).hexdigest()

    def put_check(self, check: Path) -> None:
        """Copy a check there, as far as it is not there: ``check.json`` last."""
        files = [path for path in check.rglob("*") if path.is_file()]
        for path in sorted(files, key=lambda path: _place_in_order(path.relative_to(check))):
            if not path.name.startswith(".") or path.name in _ORDER:
                self.put(path, path.relative_to(check.parent).as_posix())

    def put(self, path: Path, name: str) -> None:
        """Copy a file there, unless it is."""
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if self._there.get(name) == digest:
            return
        try:
            self._system.makedirs(str(PurePosixPath(f"{self._path}/{name}").parent), exist_ok=True)
            self._system.pipe_file(f"{self._path}/{name}", data)
        except Exception as error:  # each file system has errors of its own
            raise StoreError(
                f"{self.address}/{name} was not written: {error or type(error).__name__}",
                next_step="Check that you may write there, and run the same command again.",
            ) from error
        self._there[name] = digest


def _local(path: str) -> Path:
    if path.lower().startswith("file://"):
        from fsspec.implementations.local import LocalFileSystem

        return Path(LocalFileSystem._strip_protocol(path))
    return Path(path)


def _place_in_order(path: Path) -> tuple[int, str]:
    first = path.parts[0]
    return (_ORDER.index(first) if first in _ORDER else 1), path.as_posix()
