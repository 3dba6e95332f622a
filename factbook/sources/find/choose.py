"""Choosing a finder by its name, set up as ``factbook.toml`` says.

``folder``, ``searxng`` and ``claimreview`` come with factbook. Others register under the entry point group
``factbook.finders``: a function that gets the `FindSettings` and gives a `SourceFinder`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from factbook.errors import BadInputError
from factbook.seams import load_part
from factbook.sources.find.finder import SourceFinder
from factbook.store.casebook import nearest_settings
from factbook.store.settings import load_settings

ENTRY_POINTS = "factbook.finders"


@dataclass(frozen=True)
class FindSettings:
    """Where to search, as the table ``[find]`` of ``factbook.toml`` has it.

    Attributes
    ----------
    finder:
        The one where a command names none; if empty, ``folder`` or ``searxng``, by what is set.
    folder:
        The folder of documents.
    searxng:
        The address of the SearXNG instance.
    language:
        A language code that searches on the web are restricted to.
    progress:
        Show what takes long on standard error; not a setting.
    """

    finder: str = ""
    folder: Path | None = None
    searxng: str = ""
    language: str = ""
    progress: bool = False


def settings_for(check: Path) -> FindSettings:
    """Give what the settings of a check's casebook say; paths in them count from where they lie.

    A check's own ``factbook.toml`` is passed over: it may come from somebody else, and says whom to ask.
    """
    file, table = nearest_settings(check.parent), load_settings(check.parent).find
    if file is None:
        return FindSettings()
    return FindSettings(
        finder=table.finder,
        folder=file.parent / Path(table.folder).expanduser() if table.folder else None,
        searxng=table.searxng or "",
        language=table.language,
    )


def make_finder(name: str = "", *, settings: FindSettings) -> SourceFinder:
    """Make the finder with this name, or the one the settings name.

    `BadInputError` if there is none of this name, or if it needs a setting that is missing.
    """
    name = name or settings.finder or _implied(settings)
    if name not in finder_names():
        raise BadInputError(
            f"There is no finder {name!r}", next_step=f"There is: {', '.join(finder_names())}."
        )
    make = _BUILT_IN.get(name) or load_part(ENTRY_POINTS, name)
    finder: SourceFinder = make(settings)
    return finder


def finder_names() -> list[str]:
    """List the names of all finders there are."""
    offered = {point.name for point in entry_points(group=ENTRY_POINTS)}
    return [*_BUILT_IN, *sorted(offered - _BUILT_IN.keys())]


def _implied(settings: FindSettings) -> str:
    if not settings.folder and not settings.searxng:
        raise BadInputError(
            "Nothing says where to search",
            next_step="Give --in FOLDER or --finder NAME, or set one under [find] in factbook.toml.",
        )
    return "folder" if settings.folder else "searxng"


def _folder(settings: FindSettings) -> SourceFinder:
    from factbook.sources.find.folder import FolderFinder

    if not settings.folder:
        raise BadInputError(
            "The finder 'folder' needs a folder", next_step="Give --in FOLDER, or set folder under [find]."
        )
    return FolderFinder(settings.folder, progress=settings.progress)


def _searxng(settings: FindSettings) -> SourceFinder:
    from factbook.sources.find.searxng import SearxngFinder

    if not settings.searxng:
        raise BadInputError(
            "The finder 'searxng' needs the address of an instance",
            next_step="Set searxng under [find] in factbook.toml; docs/finding.md shows how to start one.",
        )
    return SearxngFinder(settings.searxng, language=settings.language)


def _claimreview(settings: FindSettings) -> SourceFinder:
    from factbook.sources.find.claimreview import KEY_VARIABLE, ClaimReviewFinder

    return ClaimReviewFinder(os.environ.get(KEY_VARIABLE, ""), language=settings.language)


_BUILT_IN: dict[str, Callable[[FindSettings], SourceFinder]] = {
    "folder": _folder,
    "searxng": _searxng,
    "claimreview": _claimreview,
}
