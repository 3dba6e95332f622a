"""A check that is sent away to be built, and what comes back: no disk is shared.

Kept copies go along by their hash, and their bytes only where they are missing. Settings go along as far as
reports are made of them: how pages are fetched and who judges stays at home.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from socket import gethostname

from factbook.batch.claim import build_claim, build_keys
from factbook.batch.made import Made, read_made
from factbook.batch.results import Job
from factbook.errors import BadInputError, ConflictError, FactbookError
from factbook.reports.bundle.settings import to_toml
from factbook.store.atomic import write_atomic
from factbook.store.casebook import SETTINGS_FILE, nearest_settings
from factbook.store.check_folder import SNAPSHOT_FOLDER, CheckFolder
from factbook.store.settings import files_named, load_settings

_AT_HOME = {"coder", "fetch", "find"}


class OtherFactbookError(BadInputError):
    """A worker would make another report than is made at home."""


@dataclass(frozen=True)
class Parcel:
    """A check on its way to a worker.

    Attributes
    ----------
    id:
        The folder's name.
    files:
        What is in it but for kept copies, by their paths.
    copies:
        The names of its kept copies, with the bytes of those that the worker may not have.
    settings:
        ``factbook.toml`` and what it names.
    to, model, draft:
        As in `Job`.
    key:
        What its report depends on, as it is known at home; see `build_key`.
    """

    id: str
    files: Mapping[str, bytes]
    copies: Mapping[str, bytes | None]
    settings: Mapping[str, bytes]
    to: tuple[str, ...]
    model: str = ""
    draft: bool = False
    key: str = ""


@dataclass(frozen=True)
class Reply:
    """What came back: files that are new or changed; or copies that are missing; or why it failed."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    error: Exception | None = None
    traceback: str = ""


def pack(made: Made, job: Job, *, held: frozenset[str] = frozenset()) -> Parcel:
    """Pack a check, without the bytes of copies that are ``held`` where it goes."""
    files, copies = {}, {}
    for name, data in _files(made.folder.path).items():
        path = PurePosixPath(name)
        if path.parts[0] != SNAPSHOT_FOLDER:
            files[name] = data
        elif _is_named_by_hash(path.name, data):
            copies[path.name] = None if path.name in held else data
        else:
            files[name] = data  # It is damaged, as the report will say.
    return Parcel(
        made.folder.path.name,
        files,
        copies,
        _settings(made.folder.path),
        to=job.to,
        model=job.model,
        draft=job.draft,
        key=build_keys().of(made.folder, job.to),
    )


def build_parcel(parcel: Parcel, *, place: Path) -> Reply:
    """Build the report of a check that was sent here, in a folder of this machine."""
    copies = place / "copies"
    copies.mkdir(parents=True, exist_ok=True)
    for name, data in parcel.copies.items():
        if data is not None and _is_named_by_hash(name, data) and not (copies / name).exists():
            write_atomic(copies / name, data)
    missing = tuple(name for name in parcel.copies if not (copies / name).is_file())
    if missing:
        return Reply(missing=missing)
    home = _home(place, parcel.settings)
    # A folder of its own: other threads may be at a check of the same id, of another batch.
    out = Path(tempfile.mkdtemp(dir=home))
    folder = out / parcel.id
    try:
        _write(folder, parcel.files)
        (folder / SNAPSHOT_FOLDER).mkdir(exist_ok=True)
        for name in parcel.copies:
            shutil.copyfile(copies / name, folder / SNAPSHOT_FOLDER / name)
        _expect_same_report(parcel, CheckFolder(folder))
        job = Job(base=out, out=out, to=parcel.to, model=parcel.model, draft=parcel.draft)
        build_claim(read_made(CheckFolder(folder)), job)
        sent = parcel.files
        return Reply({name: data for name, data in _files(folder).items() if not _is_sent(name, data, sent)})
    except Exception as error:  # noqa: BLE001  it is told at home, as it would be there
        told = getattr(error, "notebook_traceback", "") or "".join(traceback.format_exception(error))
        return Reply(error=_portable(error), traceback=told)
    finally:
        shutil.rmtree(out, ignore_errors=True)


def _expect_same_report(parcel: Parcel, folder: CheckFolder) -> None:
    """Refuse to build a report that would be another than at home, before it is put in the place of one."""
    if build_keys().of(folder, parcel.to) != parcel.key:
        raise OtherFactbookError(
            f"The worker on {gethostname()} has another factbook, other models or other templates",
            next_step="Install the same there as here, and start it again.",
        )


def unpack(reply: Reply, made: Made, *, packed: bytes) -> Made:
    """Put what came back into the folder of its check: what says that it is built comes last.

    Parameters
    ----------
    reply:
        What came back.
    made:
        The check.
    packed:
        Its ``check.json`` as it was sent.

    Raises
    ------
    ConflictError
        Somebody has worked in the check meanwhile; nothing is written.
    """
    with made.folder.locked():
        if made.folder.file.read_bytes() != packed:
            raise ConflictError(
                f"Somebody has worked in {made.folder.path} while its report was built",
                next_step="Run the same command again.",
            )
        for name in sorted(reply.files, key=lambda name: (name.startswith("."), name)):
            path = made.folder.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, reply.files[name])
    return read_made(made.folder)


def _files(folder: Path) -> dict[str, bytes]:
    """Give all files of a check's folder but locks and what is half written."""
    kept_hidden = {".factbook-batch.json"}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (not path.name.startswith(".") or path.name in kept_hidden)
    }


def _settings(check: Path) -> dict[str, bytes]:
    """Give ``factbook.toml`` for the folder above a check, and the files it names, by their paths from it."""
    place, settings = check.parent, load_settings(check.parent)
    file = nearest_settings(place)
    fields = settings.model_dump(mode="json", exclude=_AT_HOME, exclude_defaults=True)
    files = {SETTINGS_FILE: to_toml(fields).encode()}
    if file is None:
        return files
    for name in files_named(settings):
        path = file.parent / name
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise BadInputError(
                f"{file} names {name}, which does not lie beside it and cannot be sent to a cluster",
                next_step="Put it into the folder of the settings.",
            )
        for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if one.is_file():
                files[one.relative_to(file.parent).as_posix()] = one.read_bytes()
    return files


def _home(place: Path, settings: Mapping[str, bytes]) -> Path:
    """Give a folder with these settings in it, for checks to be unpacked into."""
    digest = hashlib.sha256()
    for name, data in sorted(settings.items()):
        digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\0".encode())
    home = place / f"settings-{digest.hexdigest()[:16]}"
    if not (home / SETTINGS_FILE).is_file():
        _write(home, {name: data for name, data in settings.items() if name != SETTINGS_FILE})
        write_atomic(home / SETTINGS_FILE, settings[SETTINGS_FILE])
    return home


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _is_sent(name: str, data: bytes, sent: Mapping[str, bytes]) -> bool:
    return name.startswith(f"{SNAPSHOT_FOLDER}/") or sent.get(name) == data


def _is_named_by_hash(name: str, data: bytes) -> bool:
    return name.partition(".")[0] == hashlib.sha256(data).hexdigest()


def _portable(error: Exception) -> Exception:
    """Give an error that can be sent, whatever it holds."""
    if isinstance(error, FactbookError):
        return error
    return RuntimeError(f"{type(error).__name__}: {error}")
