"""Where the notebooks, templates and examples are that travel with the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """Give the folder ``notebooks``, ``templates`` or ``examples``.

    A wheel carries them inside the package; a checkout, editable installs included, has them at its
    top level, and there the source is used itself so that an edit is seen at once.
    """
    packaged = _PACKAGE / "_resources" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
