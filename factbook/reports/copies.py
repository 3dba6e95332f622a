"""Copies of one text, as a report tells a reader of them."""

from __future__ import annotations

from collections.abc import Mapping

from factbook.analysis.origins import Origins, count_sources
from factbook.model.check import Check
from factbook.reports.views.source import CopyView
from factbook.wording import N_, gettext

_SAME = {"text": N_("Same text as"), "address": N_("Same document as"), "hand": N_("Copy of")}


def copy_view(
    source: str, origins: Origins, *, numbers: Mapping[str, int], spoken: Mapping[str, str]
) -> CopyView | None:
    """Say of which source a source is a copy, and why; nothing for one that is none.

    ``numbers`` gives the number of each source; ``spoken`` what it is called in a sentence.
    """
    fold = origins.fold(source)
    if fold is None:
        return None
    first = origins.of(source)
    return CopyView(
        number=numbers[first],
        anchor=f"source-{first}",
        same=gettext(_SAME[fold.ground]),
        reason=fold.told(spoken),
        by_hand=fold.ground == "hand",
    )


def copies_of(source: str, origins: Origins, *, numbers: Mapping[str, int]) -> tuple[int, ...]:
    """Give the numbers of the copies of a source that is the likely original of some."""
    group = origins.group(source)
    return tuple(numbers[fold.source] for fold in group.folds) if group.first == source else ()


def counted(check: Check, origins: Origins) -> str:
    """Say how many sources there are, and how many independent origins where they differ."""
    if not check.sources:
        return ""
    return count_sources(len(check.sources), origins.count(source.id for source in check.sources))
