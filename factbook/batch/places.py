"""Where a batch reads and writes: folders of this machine, or any place that fsspec knows, like ``s3://``.

Elsewhere than on this machine, what is needed is copied to a folder aside, worked on there, and copied back
as each claim is done: kept copies and reports first, then what says that they are built, and ``check.json``
last, so a check that is there is whole. Before one that is there becomes another, what is about to be is
written down there: a copy that is cut off is nobody's work, and the next run makes it good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from traceback import format_exception
from typing import Any, TypeVar

from factbook.batch.claims import ClaimRow, read_claims
from factbook.batch.made import STATE_FILE, read_made, sha256_of, state_while_replaced
from factbook.batch.results import ClaimResult
from factbook.batch.summary import CSV_FILE, HTML_FILE
from factbook.errors import BadInputError, StoreError
from factbook.model.canonical import to_json
from factbook.store.casebook import SETTINGS_FILE
from factbook.store.check_folder import CHECK_FILE, SNAPSHOT_FOLDER, CheckFolder
from factbook.store.settings import files_named, load_settings

T = TypeVar("T")

_PROTOCOL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_AT_ONCE = 16
_ORDER = (SNAPSHOT_FOLDER, "", STATE_FILE, CHECK_FILE)


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
    listed, store = _Elsewhere.of(claims), _Elsewhere.of(out)
    if listed and store and listed.is_same_place(store):
        store = listed  # A casebook, which is built where it is.
    # Nothing is left behind by a batch that is killed, unless it has to have something aside.
    with TemporaryDirectory(prefix="factbook-") if listed or store else nullcontext("") as aside:
        path = listed.fetch_list(Path(aside) / "claims") if listed else _local(claims)
        rows = read_claims(path)[:first]
        base = path.absolute().parent
        if listed:
            rows = listed.fetch_named(rows, base)
        folder = (path if store is listed else Path(aside) / "out") if store else _local(out).absolute()
        if folder.exists() and not folder.is_dir():
            raise BadInputError(f"{out} is a file", next_step="Give a folder for --out.")
        if store:
            store.fetch_checks(rows, folder)
        known_as = {base: listed.parent} if listed else {}
        yield Places(rows, base, folder, store, known_as)


class Places:
    """The claims of a batch, the folder of their files, the folder it works in, and where that is kept."""

    def __init__(
        self,
        rows: list[ClaimRow],
        base: Path,
        out: Path,
        store: _Elsewhere | None,
        known_as: Mapping[Path, str],
    ) -> None:
        self.rows = rows
        self.base = base
        self.out = out
        self._store = store
        self._known_as = dict(known_as) | ({out: store.address} if store else {})

    def keep(self, result: ClaimResult) -> ClaimResult:
        """Put what became of a claim where it is kept; give it with the addresses of what it tells of.

        One that cannot be put there has failed.
        """
        folder = result.folder(self.out)
        if self._store and folder and (folder / CHECK_FILE).is_file():
            try:
                self._store.put_check(folder)
            except OSError as error:
                result = _not_kept(result, error)
        problem, traceback = self._with_addresses(result.problem), self._with_addresses(result.traceback)
        return replace(result, problem=problem, traceback=traceback)

    def keep_summary(self) -> str:
        """Put the table of results where it is kept; give its address."""
        if not self._store:
            return str(self.out / HTML_FILE)
        for name in (CSV_FILE, HTML_FILE):
            self._store.put(self.out / name, name)
        return f"{self._store.address}/{HTML_FILE}"

    def _with_addresses(self, text: str) -> str:
        for path, address in self._known_as.items():
            text = text.replace(str(path.resolve()), address).replace(str(path), address)
        return text


def _not_kept(result: ClaimResult, error: OSError) -> ClaimResult:
    problem = result.problem or f"{result.place}: {error}"
    told = result.traceback or "".join(format_exception(error))
    return replace(
        result,
        outcome="failed",
        rating="",
        suggested="",
        unasked=0,
        marks={},
        problem=problem,
        traceback=told,
    )


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

    def is_same_place(self, other: _Elsewhere) -> bool:
        """Tell whether another address is one of the same file or folder."""
        return bool(self._system == other._system) and self._path == other._path

    @property
    def parent(self) -> str:
        """The address of the folder it lies in."""
        return self.address.rpartition("/")[0]

    def fetch_list(self, folder: Path) -> Path:
        """Copy a list of claims, or the casebook that stands for one, into a folder; give where it is now."""
        target = folder / PurePosixPath(self._path).name
        target.parent.mkdir(parents=True)
        try:
            if self._system.isfile(self._path):
                target.write_bytes(self._system.cat_file(self._path))
            else:
                names = self._names()
                checks = _checks_among(names)
                if not checks:
                    raise FileNotFoundError("nothing is there")
                self._fetch([name for name in names if name.split("/")[0] in checks], target)
        except Exception as error:  # each file system has errors of its own
            raise BadInputError(
                f"{self.address} cannot be read: {error or type(error).__name__}",
                next_step="Check the address, and that you may read there.",
            ) from error
        return target

    def fetch_named(self, rows: Sequence[ClaimRow], base: Path) -> list[ClaimRow]:
        """Copy the files that claims name from beside their list; give the rows, with what was refused.

        One that is not there is left out, and the claim itself will say so.
        """
        named = [_files_named(row, base) for row in rows]
        refused: dict[Path, BadInputError] = {}

        def fetch(file: Path) -> None:
            name = file.relative_to(base.resolve()).as_posix()
            try:
                self._fetch_beside(name, file)
            except Exception as error:  # noqa: BLE001  each file system has errors of its own
                refused[file] = BadInputError(
                    f"{self.parent}/{name} cannot be read: {error or type(error).__name__}",
                    next_step="Check its name, and that you may read there.",
                )

        _all_at_once(fetch, dict.fromkeys(file for files in named for file in files))
        errors = [next((refused[file] for file in files if file in refused), None) for files in named]
        return [replace(row, error=row.error or error) for row, error in zip(rows, errors, strict=True)]

    def _fetch_beside(self, name: str, target: Path) -> None:
        path = f"{self._path[: self._path.rfind('/') + 1]}{name}"
        if not target.exists() and self._system.isfile(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._system.cat_file(path))

    def fetch_checks(self, rows: Sequence[ClaimRow], folder: Path) -> None:
        """Copy what is there of these claims, whole checks alone, and the settings with the files they name.

        Whatever else lies there stays there: it may be anybody's, and of any size.
        """
        folder.mkdir(parents=True, exist_ok=True)
        names = self._names()
        if SETTINGS_FILE in names:
            self._fetch([SETTINGS_FILE], folder)
            named = [PurePosixPath(name).as_posix() for name in files_named(load_settings(folder))]
            inside = tuple(f"{name}/" for name in named)
            self._fetch([name for name in names if name in named or name.startswith(inside)], folder)
        checks = _checks_among(names) & {row.id for row in rows}
        self._fetch([name for name in names if name.split("/")[0] in checks], folder)

    def put_check(self, check: Path) -> None:
        """Copy a check there, as far as it is not there: ``check.json`` last."""
        files = [path for path in check.rglob("*") if path.is_file()]
        kept = [path for path in files if not path.name.startswith(".") or path.name in _ORDER]
        kept.sort(key=lambda path: _place_in_order(path.relative_to(check)))
        before = {name: digest for name, digest in self._there.items() if name.startswith(f"{check.name}/")}
        was = before.get(f"{check.name}/{CHECK_FILE}", "")
        replaced = bool(was) and was != sha256_of((check / CHECK_FILE).read_bytes())
        if replaced:
            self._announce(check, before)
        for place, some in groupby(kept, key=lambda path: _place_in_order(path.relative_to(check))[0]):
            if not replaced or place != _ORDER.index(STATE_FILE):
                _all_at_once(lambda path: self.put(path, path.relative_to(check.parent).as_posix()), some)
        if replaced:
            names = {path.relative_to(check.parent).as_posix() for path in files}
            self._remove(before.keys() - names)
            self.put(check / STATE_FILE, f"{check.name}/{STATE_FILE}")

    def _announce(self, check: Path, before: Mapping[str, str]) -> None:
        """Write down there what a check is about to become, while what it was is still there."""
        name = f"{check.name}/{STATE_FILE}"
        state = state_while_replaced(self._read(name), read_made(CheckFolder(check)), before.values())
        self._write(name, to_json(state).encode())

    def _remove(self, names: Iterable[str]) -> None:
        """Remove files there."""

        def remove(name: str) -> None:
            with self._told(f"{name} was not removed"):
                self._system.rm(f"{self._path}/{name}")
            del self._there[name]

        _all_at_once(remove, names)

    def put(self, path: Path, name: str) -> None:
        """Copy a file there, unless it is."""
        data = path.read_bytes()
        if self._there.get(name) != sha256_of(data):
            self._write(name, data)

    def _write(self, name: str, data: bytes) -> None:
        path = f"{self._path}/{name}"
        with self._told(f"{name} was not written"):
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._system.pipe_file(path, data)
        self._there[name] = sha256_of(data)

    def _read(self, name: str) -> bytes:
        with self._told(f"{name} was not read"):
            return bytes(self._system.cat_file(f"{self._path}/{name}"))

    @contextmanager
    def _told(self, problem: str) -> Iterator[None]:
        """Have what goes wrong there told by its address."""
        try:
            yield
        except Exception as error:  # each file system has errors of its own
            raise StoreError(
                f"{self.address}/{problem}: {error or type(error).__name__}",
                next_step="Check that you may write there, and run the same command again.",
            ) from error

    def _names(self) -> list[str]:
        """Name all files in it, by their paths from it."""
        try:
            found = self._system.find(self._path)
        except FileNotFoundError:
            return []
        names = (path[len(self._path) + 1 :] for path in found if path.startswith(f"{self._path}/"))
        return [name for name in names if _stays_inside(name)]

    def _fetch(self, names: Iterable[str], folder: Path) -> None:
        """Copy files of it into a folder, the same for all, unless they are in it."""

        def fetch(name: str) -> None:
            data = self._system.cat_file(f"{self._path}/{name}")
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            self._there[name] = sha256_of(data)

        _all_at_once(fetch, [name for name in names if name not in self._there])


def _all_at_once(work: Callable[[T], None], items: Iterable[T]) -> None:
    """Do the same with many files, several at a time: far away, each takes a while to answer."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        for _ in pool.map(work, items):
            pass
    finally:
        pool.shutdown(cancel_futures=True)


def _stays_inside(name: str) -> bool:
    """Tell whether a name is that of a file below a folder: in a bucket, ``..`` is a name like any other."""
    return not {"", ".", ".."} & set(name.replace("\\", "/").split("/"))


def _files_named(row: ClaimRow, base: Path) -> list[Path]:
    from factbook.batch.compile import files_of

    try:
        return files_of(row, base=base)
    except ValueError:
        return []  # The claim itself will say so.


def _checks_among(names: Iterable[str]) -> set[str]:
    """Give the ids of the checks that these files of a casebook make up."""
    return {name.split("/")[0] for name in names if name.count("/") == 1 and name.endswith(f"/{CHECK_FILE}")}


def _local(path: str) -> Path:
    if path.lower().startswith("file://"):
        from fsspec.implementations.local import LocalFileSystem

        return Path(LocalFileSystem._strip_protocol(path))
    return Path(path)


def _place_in_order(path: Path) -> tuple[int, str]:
    first = path.parts[0]
    return (_ORDER.index(first) if first in _ORDER else 1), path.as_posix()
