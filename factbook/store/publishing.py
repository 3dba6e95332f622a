"""Publishing a check in its folder, correcting it, and taking a correction back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from factbook.model.check import Check
from factbook.model.log import Publication, Revision
from factbook.model.publishing import (
    last_open_revision,
    version_before,
    version_of,
    with_publication,
    with_revision,
    without_revision,
)
from factbook.store.check_folder import CheckFolder

Prepare = Callable[[Check], tuple[Check, str]]
"""Gives the check with whatever else is to change, and the id of the coder who does it."""

PrepareIfNew = Callable[[Check], tuple[Check, str] | None]
"""The same, or ``None`` where there is nothing to record."""


def record_publication(folder: CheckFolder, *, prepare: PrepareIfNew, at: datetime) -> Publication:
    """Keep the check as it is now as a version, record that it is published, and give the last record."""

    def change(check: Check) -> Check:
        prepared = prepare(check)
        if prepared is None:
            return check
        check, coder = prepared
        # Whether it may be published is asked before anything is written.
        with_publication(check, coder=coder, at=at, version="0" * 64)
        version = folder.keep_version(version_of(check), at=at)
        return with_publication(check, coder=coder, at=at, version=version)

    return folder.update(change).publications[-1]


def withdraw_publication(folder: CheckFolder, publication: Publication) -> None:
    """Take back a publication that came to nothing, for no report could be made; none other may be."""

    def change(check: Check) -> Check:
        rest = tuple(one for one in check.publications if one.id != publication.id)
        return check.changed(publications=rest, published_at=rest[0].made_at if rest else None)

    _remove_unnamed(folder, folder.update(change), publication.version)


def record_revision(folder: CheckFolder, note: str, *, prepare: Prepare, at: datetime) -> Revision:
    """Keep the check as it is now as a version, and record why it was changed."""

    def change(check: Check) -> Check:
        check, coder = prepare(check)
        with_revision(check, note=note, coder=coder, at=at, version="0" * 64)
        version = folder.keep_version(version_of(check), at=at)
        return with_revision(check, note=note, coder=coder, at=at, version=version)

    return folder.update(change).revisions[-1]


def take_back_revision(folder: CheckFolder) -> Revision:
    """Take the last correction back, and give it; `BadInputError` once the check was published with it."""
    taken: list[Revision] = []

    def change(check: Check) -> Check:
        revision = last_open_revision(check)
        taken[:] = [revision]
        kept = version_before(check, revision)
        before = folder.version(kept.sha256) if kept else None
        after = folder.version(revision.version or "")
        return without_revision(check, revision, before=before, after=after)

    after = folder.update(change)
    _remove_unnamed(folder, after, taken[0].version or "")
    return taken[0]


def _remove_unnamed(folder: CheckFolder, check: Check, version: str) -> None:
    """Remove a version that nothing in the check names any more."""
    named = {one.version for one in check.publications} | {one.version for one in check.revisions}
    if version not in named:
        folder.remove_version(version)
