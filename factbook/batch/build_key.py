"""Telling whether a report is still that of its check, without making it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from factbook.batch.build import BUILT_NOTEBOOK, FORMATS, notebook_of
from factbook.errors import BadInputError
from factbook.reports.bundle.settings import carried_settings
from factbook.reports.house import house_files, house_template
from factbook.reports.proof import judge_key
from factbook.reports.theme.read import theme_files
from factbook.resources import resource_folder
from factbook.store.casebook import SETTINGS_FILE
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import load_settings
from factbook.wording import LOCALE_FOLDER

_APART = {BUILT_NOTEBOOK, *(file for file, _ in FORMATS.values()), SETTINGS_FILE}
"""What is built; and the settings, of which only those count that a report shows."""


class BuildKeys:
    """Fingerprints of all that a build depends on; what all builds share is read once.

    They rest on the bytes of the files and on nothing that is worked out from them, so a casebook of
    thousands of checks is looked over in seconds.
    """

    def __init__(self) -> None:
        digest = hashlib.sha256(version("factbook").encode())
        templates = resource_folder("templates")
        for template in sorted(templates.rglob("*")):
            if template.is_file() and template.parent != templates / "batch":
                _add(digest, template.relative_to(templates).as_posix(), template.read_bytes())
        for catalogue in sorted(LOCALE_FOLDER.rglob("*.mo")):
            _add(digest, catalogue.relative_to(LOCALE_FOLDER).as_posix(), catalogue.read_bytes())
        self._shared = digest.digest()
        self._judges: dict[Path, str] = {}
        self._houses: dict[Path | None, tuple[tuple[str, str], ...]] = {}

    def of(self, folder: CheckFolder, to: Sequence[str]) -> str:
        """Give the fingerprint of a check's build in these formats."""
        digest = hashlib.sha256(self._shared + repr((sorted(to), self._judge(folder))).encode())
        for name, data in carried_settings(folder.path).items():
            _add(digest, name, data)
        for name, data in self._looks(folder.path):
            _add(digest, name, data)
        _add(digest, "notebook", notebook_of(folder).read_bytes())
        for name, data in files_somebody_put(folder):
            _add(digest, name, data)
        return digest.hexdigest()

    def _judge(self, folder: CheckFolder) -> str:
        """Tell what judges the sentences of a check: checks in one place have one judge."""
        place = folder.path.parent
        if place not in self._judges:
            self._judges[place] = judge_key(folder.path)
        return self._judges[place]

    def _looks(self, check: Path) -> Iterator[tuple[str, bytes]]:
        """Give what the look of a report depends on: its theme with its files, and own templates."""
        yield "theme", load_settings(check).theme.model_dump_json().encode()
        yield from theme_files(check).items()
        house = house_template(check)
        if house not in self._houses:
            self._houses[house] = tuple(house_files(house)) if house else ()
        yield from ((name, digest.encode()) for name, digest in self._houses[house])


def files_somebody_put(folder: CheckFolder) -> Iterator[tuple[str, bytes]]:
    """Give what somebody put into a check's folder; a notebook of its own may read any of it.

    `BadInputError` if the name of a file is no text: it could be written down nowhere.
    """
    bundle = f"{folder.path.name}.zip"
    for path in sorted(folder.path.rglob("*")):
        inner = path.relative_to(folder.path)
        hidden = any(part.startswith(".") for part in inner.parts)
        apart = len(inner.parts) == 1 and (inner.name in _APART or inner.name == bundle)
        if not hidden and not apart and path.is_file():
            name = inner.as_posix()
            if name != name.encode(errors="replace").decode():
                raise BadInputError(
                    f"The name of the file {name!r} in {folder.path} is no text",
                    next_step="Rename it in UTF-8.",
                )
            yield name, path.read_bytes()


def _add(digest: hashlib._Hash, name: str, data: bytes) -> None:
    # Each part by its own hash, so that no two sets of files run together into one.
    digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\0".encode())
