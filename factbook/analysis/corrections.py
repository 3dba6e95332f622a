"""Whether what readers see now is what was published, and if not, whether a correction says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from factbook.analysis.changes import Change, asking, compare_versions
from factbook.analysis.rating_scales import RatingScale
from factbook.analysis.texts import Texts
from factbook.errors import SnapshotError
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.log import Revision
from factbook.model.publishing import KeptVersion, last_version, version_before


@dataclass(frozen=True)
class Correction:
    """One correction, with what it changed; ``changes`` is ``None`` where there is nothing to compare with.

    ``missing`` says which version could not be read, where that is why. ``before`` and ``after`` are the
    versions.
    """

    revision: Revision
    changes: tuple[Change, ...] | None = None
    missing: str = ""
    before: Check | None = None
    after: Check | None = None


@dataclass(frozen=True)
class ChangesSince:
    """What changed since the last version: which that is, the check as it was then, and the changes."""

    last: KeptVersion
    kept: Check
    changes: tuple[Change, ...]

    @property
    def asking(self) -> tuple[Change, ...]:
        """Those that ask for a correction."""
        return asking(self.changes)


def find_corrections(
    check: Check, texts: Texts, *, scale: RatingScale | None = None
) -> tuple[Correction, ...]:
    """Give the corrections of a check in order, each with what it changed.

    While the check is judged blind, what changed is left out: it would show how others had judged.
    """
    return tuple(_correction(check, revision, texts, scale) for revision in check.revisions)


def changes_since(check: Check, texts: Texts, *, scale: RatingScale | None = None) -> ChangesSince | None:
    """Give what changed since the last version that was kept.

    ``None`` for a check of which no version was kept, or that is judged blind: a part of it is not to be seen
    then. `SnapshotError` if the version is missing or damaged.
    """
    last = last_version(check)
    if last is None or blind_round(check):
        return None
    kept = texts.version(last.sha256)
    return ChangesSince(last, kept, compare_versions(kept, check, scale=scale))


def lost_versions(check: Check, texts: Texts) -> Iterator[str]:
    """Say of each version on record that is missing or damaged what is wrong with it."""
    named = [one.version for one in check.publications] + [one.version for one in check.revisions]
    for sha256 in dict.fromkeys(named):
        if sha256:
            try:
                texts.version(sha256)
            except SnapshotError as error:
                yield error.problem


def gone_since(check: Check, kept: Check, changed: Collection[str]) -> dict[str, list[str]]:
    """Give the quotes that a newer copy no longer bears out, by the ids of their sources.

    Only copies count that came after the version ``kept``: on what was known then, something has been said.
    ``changed`` are the ids of the quotes whose words are gone or changed.
    """
    known = {snapshot.sha256 for source in kept.sources for snapshot in source.snapshots}
    newest = {source.id: source.snapshot for source in check.sources}
    found: dict[str, list[str]] = {}
    for quote in check.quotes:
        copy = newest[quote.source]
        if quote.id in changed and copy and copy.sha256 not in known:
            found.setdefault(quote.source, []).append(quote.id)
    return found


def _correction(check: Check, revision: Revision, texts: Texts, scale: RatingScale | None) -> Correction:
    kept = version_before(check, revision)
    if kept is None or not revision.version or blind_round(check):
        return Correction(revision)
    try:
        before, after = texts.version(kept.sha256), texts.version(revision.version)
    except SnapshotError as error:
        return Correction(revision, missing=error.problem)
    return Correction(revision, compare_versions(before, after, scale=scale), before=before, after=after)
