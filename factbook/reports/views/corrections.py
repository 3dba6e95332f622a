"""What became of a check since it was published: corrections, and what each of them changed."""

from __future__ import annotations

from typing import Literal

from factbook.model.record import Record


class DiffPiece(Record):
    """A stretch of a text that changed: words that stayed, were removed, or were added."""

    kind: Literal["same", "removed", "added"]
    text: str


class ChangeView(Record):
    """One thing that a correction changed: where it stands, what became of its words, and what else differs.

    ``anchor`` is empty where it stands no more.
    """

    kind: Literal["added", "removed", "changed"]
    place: str
    anchor: str
    pieces: tuple[DiffPiece, ...] = ()
    detail: str = ""


class ChangeGroup(Record):
    """The changes of one part of a check, like its sentences; ``more`` are not listed."""

    title: str
    changes: tuple[ChangeView, ...]
    more: int = 0


class Differences(Record):
    """What differs between two versions of a check.

    ``told`` counts it in words and is empty where nothing differs; ``rating_before`` and ``rating_after`` are
    labels on the rating scale in use; ``quiet`` names what changed without changing what was said.
    """

    told: str
    rating_before: str
    rating_after: str
    groups: tuple[ChangeGroup, ...] = ()
    quiet: str = ""


class CorrectionView(Record):
    """One correction: who, when, why, and what it changed.

    ``differences`` is missing where no version was kept to compare with; ``missing`` says which is lost.
    ``kind`` is ``outdated`` for one that says only that the world has moved on: nothing was wrong.
    """

    id: str
    kind: Literal["correction", "outdated"] = "correction"
    anchor: str
    note: str
    made_by: str
    made_at: str
    made_at_iso: str
    differences: Differences | None = None
    missing: str = ""


class UnrecordedView(Record):
    """What changed since a check was published or last corrected (``was``), though no correction says so."""

    was: Literal["published", "corrected"]
    since: str
    since_iso: str
    differences: Differences


class OutdatedView(Record):
    """That the world has moved on.

    ``newer`` names the check that takes its place, ``newer_url`` is its web address where that is known.
    """

    reason: str
    since: str
    since_iso: str
    set_by: str
    set_at: str
    set_at_iso: str
    newer: str = ""
    newer_url: str | None = None
