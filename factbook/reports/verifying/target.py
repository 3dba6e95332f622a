"""What was given to be proved, and where its check or bundle is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from factbook.errors import BadInputError, NotFoundError
from factbook.reports.bundle.bag import DECLARATION
from factbook.reports.bundle.stored_zip import read_layout
from factbook.reports.verifying.container import is_bundle_folder
from factbook.store.casebook import find_check
from factbook.store.check_folder import CHECK_FILE

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class Target:
    """What is to be proved.

    ``check`` is the folder of a check, ``bundle`` a zip or an unpacked bundle; at most one of the two is
    there. ``file`` is a built file that was given by itself, and ``builder`` the name it is built under.
    """

    what: Literal["check", "bundle", "report"]
    check: Path | None = None
    bundle: Path | None = None
    file: Path | None = None
    builder: str = ""


def find_target(path: str | Path, *, beside: str | Path | None, built: Sequence[str]) -> Target:
    """Say what a path is, and what belongs to it.

    ``beside`` names the check or bundle of a built file; without it, the check in the file's folder is taken,
    or else the one bundle there. ``built`` are the names of the files that can be built.
    """
    place = Path(path)
    if place.is_file() and place.name != CHECK_FILE and not _is_bundle(place):
        companion = _whole(beside) if beside is not None else _companion(place)
        check, bundle = (companion.check, companion.bundle) if companion else (None, None)
        return Target("report", check, bundle, place, _builder(place, built))
    if beside is not None:
        raise BadInputError(
            f"{path} is proved by itself; --with is for a report",
            next_step="Leave --with out, or give a report.",
        )
    return _whole(path)


def _whole(path: str | Path) -> Target:
    place = Path(path)
    if place.is_dir() and is_bundle_folder(place):
        return Target("bundle", bundle=place)
    if place.is_file() and place.name != CHECK_FILE:
        if not _is_bundle(place):
            raise BadInputError(
                f"{path} is neither a bundle nor a check", next_step="Give the zip, or the folder."
            )
        return Target("bundle", bundle=place)
    if place.is_dir() and not (place / CHECK_FILE).is_file() and (place / DECLARATION).is_file():
        return Target("bundle", bundle=place)
    return Target("check", check=find_check(path).path)


def _companion(file: Path) -> Target | None:
    """Give what lies beside a built file: its check, or the one bundle there is."""
    if (file.parent / CHECK_FILE).is_file():
        return Target("check", check=file.absolute().parent)
    bundles = [one for one in sorted(file.parent.glob("*.zip")) if _holds_bag(one)]
    if len(bundles) > 1:
        names = ", ".join(one.name for one in bundles[:5])
        raise BadInputError(
            f"Several bundles lie beside {file}: {names}", next_step="Say which with --with BUNDLE."
        )
    return Target("bundle", bundle=bundles[0]) if bundles else None


def _builder(file: Path, built: Sequence[str]) -> str:
    """Give the name a file is built under: its own, or of one that ends so."""
    if file.name in built:
        return file.name
    suffix = {".htm": ".html"}.get(file.suffix.lower(), file.suffix.lower())
    fitting = [name for name in built if name.endswith(suffix)] if suffix else []
    if len(fitting) != 1:
        raise BadInputError(
            f"{file} is nothing that factbook builds: {', '.join(built)}",
            next_step="Give a check's folder or id, a bundle, or a file under the name it was built with.",
        )
    return fitting[0]


def _is_bundle(file: Path) -> bool:
    """Tell a bundle from a built file; a DOCX or XLSX is a zip too."""
    suffix = file.suffix.lower()
    try:
        with file.open("rb") as opened:
            is_zip = opened.read(4) in _ZIP_MARKS
    except OSError as error:
        raise NotFoundError(
            f"{file} cannot be read: {(error.strerror or str(error)).lower()}",
            next_step="Check its permissions.",
        ) from error
    return suffix == ".zip" or (is_zip and suffix not in {".docx", ".xlsx"})


def _holds_bag(file: Path) -> bool:
    try:
        names = [member.name for member in read_layout(file).members]
    except (BadInputError, OSError):
        return False
    return any(name.endswith(f"/{DECLARATION}") for name in names)
