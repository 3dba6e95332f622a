"""A casebook: a folder of checks, each in a folder named by its id."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from factbook.errors import DuplicateIdError, NotFoundError, StoreError, UnsafePathError
from factbook.model.canonical import check_to_json
from factbook.model.check import Check
from factbook.model.names import fold_id, free_id, make_slug, valid_check_id
from factbook.store.atomic import disk_error, make_temporary_folder, sync_folder, write_atomic
from factbook.store.check_folder import CHECK_FILE, CheckFolder
from factbook.store.lock import locked_folder
from factbook.wording import expect_wording

SETTINGS_FILE = "factbook.toml"


class Casebook:
    """A folder of checks; it need not exist until the first check is made."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).absolute()

    def ids(self) -> list[str]:
        """List the ids of the checks in it, sorted."""
        names = (file.parent.name for file in self.path.glob(f"*/{CHECK_FILE}"))
        # A hidden folder is not a check: it is being made just now, or whoever was making it died.
        return sorted(name for name in names if not name.startswith("."))

    def __iter__(self) -> Iterator[CheckFolder]:
        return (CheckFolder(self.path / check_id) for check_id in self.ids())

    def open(self, check_id: str) -> CheckFolder:
        """Give the check with this id, or raise `NotFoundError`; an id never leads out of the casebook."""
        # What is typed or completed on macOS may come decomposed; the ids of checks are composed.
        check_id = unicodedata.normalize("NFC", check_id)
        try:
            valid_check_id(check_id)
        except ValueError as error:
            raise NotFoundError(
                f"There is no check {check_id!r}: {error}",
                next_step="Give the folder of a check, or its id in the casebook.",
            ) from error
        folder = self.path / check_id
        if not (folder / CHECK_FILE).is_file():
            raise NotFoundError(
                f"There is no check {check_id!r} in {self.path}",
                next_step=_list_some(self.ids())
                or "It holds no check yet. Make one with: factbook new QUESTION",
            )
        return CheckFolder(folder)

    def create(self, make: Callable[[str], Check], *, title: str, check_id: str | None = None) -> CheckFolder:
        """Make a new check.

        Parameters
        ----------
        make:
            Gives the check for the id it is handed.
        title:
            What the id is made from.
        check_id:
            The id, if it is to be this one and no other; `DuplicateIdError` if it is taken in any case or
            normal form, `UnsafePathError` if it cannot name a folder.

        `BadInputError` if no report can be in the language of the check, or in that of the settings; see
        `wording.expect_wording`.
        """
        if check_id is not None:
            try:
                valid_check_id(check_id)
            except ValueError as error:
                raise UnsafePathError(
                    f"No check was made: {error}", next_step="Choose another --id."
                ) from error
        with self._locked():
            taken = [entry.name for entry in self.path.iterdir()]
            if check_id is None:
                check_id = free_id(make_slug(title), taken)
            elif fold_id(check_id) in {fold_id(name) for name in taken}:
                raise DuplicateIdError(
                    f"The id {check_id!r} is taken in {self.path}", next_step="Choose another id or casebook."
                )
            check = make(check_id)
            self._expect_wording(check)
            return self._write_new(check)

    def _expect_wording(self, check: Check) -> None:
        from factbook.store.settings import load_settings

        expect_wording(check.language, wanted=load_settings(self.path).report_language)

    def _write_new(self, check: Check) -> CheckFolder:
        target = self.path / check.id
        try:
            temporary = make_temporary_folder(self.path)
            try:
                write_atomic(temporary / CHECK_FILE, check_to_json(check).encode())
                temporary.rename(target)
            except BaseException:
                shutil.rmtree(temporary, ignore_errors=True)
                raise
            sync_folder(self.path)
        except StoreError:
            raise
        except OSError as error:
            raise disk_error(error, target) from error
        return CheckFolder(target)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error, self.path) from error
        with locked_folder(self.path):
            yield


def find_casebook(start: str | Path) -> Casebook:
    """Give the nearest folder upwards with a ``factbook.toml`` as a casebook, else the folder itself."""
    settings = nearest_settings(start)
    return Casebook(settings.parent if settings else start)


def nearest_settings(start: str | Path) -> Path | None:
    """Give the ``factbook.toml`` of a folder, or of the nearest one above it that has one."""
    folder = Path(start).absolute()
    files = (candidate / SETTINGS_FILE for candidate in (folder, *folder.parents))
    return next((file for file in files if file.is_file()), None)


def find_check(name: str | Path, casebook: Casebook | None = None) -> CheckFolder:
    """Give the check that a command calls by its folder or by its id in a casebook.

    In a casebook that is given, an id goes before a folder of that name elsewhere; without one, folders go
    first, then the ids in the casebook of the working directory.
    """
    folder = Path(name)
    given, casebook = casebook, casebook or find_casebook(".")
    try:
        if given and folder.name == str(name) and (given.path / name / CHECK_FILE).is_file():
            return given.open(str(name))
        if folder.name == CHECK_FILE and folder.is_file():
            folder = folder.parent
        if (folder / CHECK_FILE).is_file():
            return CheckFolder(folder)
        if folder.is_dir() and not (casebook.path / str(name) / CHECK_FILE).is_file():
            raise NotFoundError(
                f"There is no check in {folder}: it holds no {CHECK_FILE}",
                next_step="Make one with: factbook new QUESTION",
            )
    except OSError:
        pass  # It can be no folder: it is too long, say, or out of bounds. As an id it gets its answer.
    return casebook.open(str(name))


def find_checks(name: str | Path, casebook: Casebook | None = None) -> list[CheckFolder]:
    """Give the checks that go by one name: all in a casebook's folder, or the one `find_check` gives."""
    folder = Path(name)
    try:
        checks = list(Casebook(folder)) if not (folder / CHECK_FILE).is_file() else []
    except OSError:
        checks = []  # It can be no folder; as an id it gets its answer.
    return checks or [find_check(name, casebook)]


def _list_some(ids: list[str]) -> str:
    return f"It holds: {', '.join(ids[:8])}{' ...' if len(ids) > 8 else ''}." if ids else ""
