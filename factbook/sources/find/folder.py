"""A folder of documents as a place to search: the finder that needs nothing but a disk."""

from __future__ import annotations

import hashlib
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from factbook.errors import BadInputError, FactbookError, FindError
from factbook.sources.find.finder import Found, Hit
from factbook.sources.find.index import (
    DamagedIndexError,
    Index,
    IndexedFile,
    is_index,
    open_index,
    remove_index,
)
from factbook.sources.find.query import parse_query
from factbook.sources.find.rank import SCORED, rank
from factbook.sources.find.read import TEXT_KINDS, ReadDocument, read_document
from factbook.sources.find.scan import TRY_AGAIN, SeenFile, scan_folder
from factbook.store.atomic import disk_error

T = TypeVar("T")

_WAIT_S = 600.0
"""How long to wait for another program that reads the folder into the same index."""

_BATCH_FILES, _BATCH_CHARACTERS, _BATCH_S = 4000, 10_000_000, 5.0
"""What is written at once, and so the most that is read again after an interruption."""

_READERS = 2
"""Documents that are taken apart at a time; as many as there are processes for it."""

_PLAIN = tuple(f".{kind}" for kind in TEXT_KINDS)
_SHOWN_REASONS = 3


@dataclass(frozen=True)
class FolderChanges:
    """What a look at the folder brought: how many files were new or changed, and how many are gone."""

    read: int
    gone: int


class FolderFinder:
    """Searches the documents of a folder and of the folders in it.

    The first search reads them all into an index; later ones look what has changed and read only that.

    Parameters
    ----------
    folder:
        The folder.
    index:
        The file of the index; one in the user's cache by default.
    read:
        Gives the text of a file, or raises a `SourceError` whose ``problem`` says why there is none. It is
        called from several threads.
    progress:
        Show a bar on standard error while documents are read.
    look_again_s:
        A search looks for changes if the last look is longer ago than this.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        index: str | Path | None = None,
        read: Callable[[Path], ReadDocument] = read_document,
        progress: bool = False,
        look_again_s: float = 30.0,
    ) -> None:
        self.folder = Path(folder).resolve()
        if not self.folder.is_dir():
            raise BadInputError(
                f"{folder} is no folder", next_step="Give the folder that holds the documents."
            )
        self.index_file = Path(index).resolve() if index else _in_cache(self.folder)
        self._index_is_ours = not index
        self.name = f"folder {self.folder.name or self.folder}"
        self._read_document = read
        self._progress = progress
        self._look_again_s = look_again_s
        self._looked_at_s = float("-inf")
        self._built_anew = ""

    def find(self, query: str, *, most: int = 10) -> Found:
        """Give the documents that say most of what a query asks for; see `query.parse_query`."""
        wanted = parse_query(query)
        ranking, note = self._look(lambda index: (rank(index, wanted, most=most), _describe(index)))
        more = f"More than {SCORED:,} documents hold these words; the best of {SCORED:,} of them are given"
        notes = [self._built_anew, more if ranking.cut else "", note]
        self._built_anew = ""
        hits = tuple(Hit(str(self.folder / one.path), one.title, one.excerpt) for one in ranking.best)
        return Found(hits, ranking.total, ". ".join(filter(None, notes)))

    def unreadable(self) -> dict[str, str]:
        """Give each file that could not be read, by its path within the folder, and why."""
        return self._look(lambda index: dict(index.unread()))

    def refresh(self, *, anew: bool = False) -> FolderChanges:
        """Bring the index up to date with the folder; ``anew`` reads every document again."""
        with self._locked():
            if anew:
                self._remove_index()
            try:
                changes = self._bring_up_to_date()
            except DamagedIndexError as error:
                self._built_anew = f"The index was built anew: {error.problem}"
                self._remove_index()
                changes = self._bring_up_to_date()
        self._looked_at_s = time.monotonic()
        return changes

    def _look(self, look: Callable[[Index], T]) -> T:
        """Look something up in an index that is up to date, or nearly."""
        if time.monotonic() - self._looked_at_s > self._look_again_s:
            self.refresh()
        try:
            with open_index(self.index_file) as index:
                return look(index)
        except DamagedIndexError as error:
            self._built_anew = f"The index was built anew: {error.problem}"
            self.refresh(anew=True)
            with open_index(self.index_file) as index:
                return look(index)

    def _remove_index(self) -> None:
        # What lies under a name that somebody gave may be something of theirs.
        if not self._index_is_ours and not is_index(self.index_file):
            raise BadInputError(
                f"{self.index_file} is no index of factbook", next_step="Name another file, or delete it."
            )
        remove_index(self.index_file)

    def _bring_up_to_date(self) -> FolderChanges:
        ours = {f"{self.index_file}{end}" for end in ("", "-wal", "-shm", ".lock")}
        with open_index(self.index_file) as index:
            known = index.files()
            try:
                seen = {file.path: file for file in scan_folder(self.folder, leave_out=frozenset(ours))}
            except OSError as error:
                raise FindError(
                    f"The {self.name} cannot be searched: {(error.strerror or str(error)).lower()}",
                    next_step=f"Check the permissions of {self.folder}.",
                ) from error
            gone = known.keys() - seen.keys()
            index.drop(gone)
            new = [file for file in seen.values() if not _is_known(file, known.get(file.path))]
            for batch in _batches(self._read(self._shown(new))):
                index.put(batch)
        return FolderChanges(read=len(new), gone=len(gone))

    def _read(self, files: Iterable[SeenFile]) -> Iterator[IndexedFile]:
        readers = ThreadPoolExecutor(_READERS)
        waiting: deque[Future[IndexedFile | None]] = deque()
        try:
            for seen in files:
                # Plain text is read sooner than it could be handed on.
                if seen.unread or seen.path.lower().endswith(_PLAIN):
                    read = self._read_one(seen)
                else:
                    waiting.append(readers.submit(self._read_one, seen))
                    read = waiting.popleft().result() if len(waiting) > 2 * _READERS else None
                if read:
                    yield read
            yield from filter(None, (one.result() for one in waiting))
        finally:
            readers.shutdown(cancel_futures=True)

    def _read_one(self, seen: SeenFile) -> IndexedFile | None:
        """Read a file; None if it was taken away since it was seen, which the next look will notice."""
        if seen.unread:
            return IndexedFile(seen)
        try:
            document = self._read_document(self.folder / seen.path)
        except FileNotFoundError:
            return None
        except FactbookError as error:
            return IndexedFile(replace(seen, unread=error.problem))
        except OSError as error:
            reason = f"it cannot be opened: {(error.strerror or str(error)).lower()}"
            # Permissions can change, and a file with them, without its time of change.
            return IndexedFile(replace(seen, mtime_ns=TRY_AGAIN, unread=reason))
        if not document.text.strip():
            return IndexedFile(replace(seen, unread="there is no text in it"))
        return IndexedFile(seen, document.title, document.text)

    def _shown(self, files: list[SeenFile]) -> Iterable[SeenFile]:
        if not self._progress or not files:
            return files
        from tqdm import tqdm

        return tqdm(files, f"Reading {self.folder.name}", unit="file", file=sys.stderr, disable=None)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # One reads the folder, the others wait for it: none would be done sooner by reading it as well.
        lock = FileLock(f"{self.index_file}.lock")
        try:
            self.index_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.acquire(timeout=_WAIT_S)
        except Timeout as error:
            raise FindError(
                f"Another program has been reading the {self.name} for {_WAIT_S / 60:.0f} minutes",
                next_step="Wait for it to finish, or end it, and try again.",
            ) from error
        except OSError as error:
            raise disk_error(error, self.index_file) from error
        try:
            yield
        finally:
            lock.release()


def _in_cache(folder: Path) -> Path:
    from platformdirs import user_cache_path

    digest = hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()
    return user_cache_path("factbook") / "folders" / f"{digest[:24]}.sqlite"


def _is_known(seen: SeenFile, known: SeenFile | None) -> bool:
    if known is None or (known.size_bytes, known.mtime_ns) != (seen.size_bytes, seen.mtime_ns):
        return False
    return not seen.unread or seen == known


def _batches(files: Iterator[IndexedFile]) -> Iterator[list[IndexedFile]]:
    batch: list[IndexedFile] = []
    characters, begun_s = 0, time.monotonic()
    for file in files:
        batch.append(file)
        characters += len(file.text or "")
        full = len(batch) >= _BATCH_FILES or characters >= _BATCH_CHARACTERS
        if full or time.monotonic() - begun_s >= _BATCH_S:
            yield batch
            batch, characters, begun_s = [], 0, time.monotonic()
    if batch:
        yield batch


def _describe(index: Index) -> str:
    """Say how many documents were searched, and how many could not be, for which reasons."""
    searched = index.count_texts()
    told = f"{searched:,} document{' was' if searched == 1 else 's were'} searched"
    reasons = index.reasons()
    if not reasons:
        return told
    unread = sum(count for _, count in reasons)
    shown = reasons[:_SHOWN_REASONS]
    whys = [f"{reason} ({count:,})" for reason, count in shown]
    if len(reasons) > len(shown):
        whys.append(f"other reasons ({unread - sum(count for _, count in shown):,})")
    return f"{told}; {unread:,} file{'' if unread == 1 else 's'} could not be read: {', '.join(whys)}"
