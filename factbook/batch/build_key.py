"""Telling whether a report is still that of its check, without making it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from factbook.batch.build import BUILT_NOTEBOOK, FORMATS, notebook_of
from factbook.reports.bundle.settings import carried_settings
from factbook.reports.proof import support_model_name
from factbook.resources import resource_folder
from factbook.store.casebook import SETTINGS_FILE
from factbook.store.check_folder import CheckFolder
from factbook.wording import LOCALE_FOLDER

_APART = {BUILT_NOTEBOOK, *(file for file, _ in FORMATS.values()), SETTINGS_FILE}
"""What is built; and the settings, of which only those count that a report shows."""


class BuildKeys:
    """Fingerprints of all that a build depends on; what all builds share is read once.

    They rest on the bytes of the files and on nothing that is worked out from them, so a casebook of
    thousands of checks is looked over in seconds.
    """

    def __init__(self) -> None:
        digest = hashlib.sha256(repr((version("factbook"), support_model_name())).encode())
        templates = resource_folder("templates")
        for template in sorted(templates.rglob("*")):
            if template.is_file():
                _add(digest, template.relative_to(templates).as_posix(), template.read_bytes())
        for catalogue in sorted(LOCALE_FOLDER.rglob("*.mo")):
            _add(digest, catalogue.relative_to(LOCALE_FOLDER).as_posix(), catalogue.read_bytes())
        self._shared = digest.digest()

    def of(self, folder: CheckFolder, to: Sequence[str]) -> str:
        """Give the fingerprint of a check's build in these formats."""
        digest = hashlib.sha256(self._shared + repr(sorted(to)).encode())
        for name, data in carried_settings(folder.path).items():
            _add(digest, name, data)
        _add(digest, "notebook", notebook_of(folder).read_bytes())
        for name, data in _files(folder):
            _add(digest, name, data)
        return digest.hexdigest()


def _files(folder: CheckFolder) -> Iterator[tuple[str, bytes]]:
    """Give what somebody put into a check's folder; a notebook of its own may read any of it."""
    bundle = f"{folder.path.name}.zip"
    for path in sorted(folder.path.rglob("*")):
        inner = path.relative_to(folder.path)
        hidden = any(part.startswith(".") for part in inner.parts)
        apart = len(inner.parts) == 1 and (inner.name in _APART or inner.name == bundle)
        if not hidden and not apart and path.is_file():
            yield inner.as_posix(), path.read_bytes()


def _add(digest: hashlib._Hash, name: str, data: bytes) -> None:
    # Each part by its own hash, so that no two sets of files run together into one.
    digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\0".encode())
