"""Publishing and correcting: what was put before readers, and what was said when it changed.

A check is published as a *version*: all of it but the log of its versions. Each publication and each
correction names its version by hash, so that later changes can be told from what readers were given. A
correction can be taken back until the check is published again; from then on it is on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from factbook.errors import BadInputError
from factbook.model.blinding import expect_revealed
from factbook.model.canonical import parse_record
from factbook.model.check import Check, add_record, next_id
from factbook.model.log import Outdated, Publication, Revision


@dataclass(frozen=True)
class KeptVersion:
    """A version of a check: its hash, since when it stands, and the correction that gave it, if one did."""

    sha256: str
    made_at: datetime
    revision: Revision | None = None


def version_of(check: Check) -> Check:
    """Give what is kept of a check as a version: all of it but the log of its versions."""
    return check.changed(publications=(), revisions=(), published_at=None)


def last_publication(check: Check) -> Publication | None:
    """Give the last publication, if the check was published."""
    return check.publications[-1] if check.publications else None


def open_revisions(check: Check) -> tuple[Revision, ...]:
    """Give the corrections made since the check was last published, in order; they can be taken back."""
    last = last_publication(check)
    corrected = last.id if last else None
    return tuple(one for one in check.revisions if one.version and one.corrects == corrected)


def last_version(check: Check) -> KeptVersion | None:
    """Give the version that the check as it is now is held against, if one was kept."""
    revisions, last = open_revisions(check), last_publication(check)
    if revisions:
        return _given_by(revisions[-1])
    return KeptVersion(last.version, last.made_at) if last else None


def version_before(check: Check, revision: Revision) -> KeptVersion | None:
    """Give the version that a correction changed; ``None`` if none was kept."""
    if not revision.version:
        return None
    before: KeptVersion | None = None
    for publication in check.publications:
        if publication.id == revision.corrects:
            before = KeptVersion(publication.version, publication.made_at)
    for other in check.revisions:
        if other.id == revision.id:
            break
        if other.version and other.corrects == revision.corrects:
            before = _given_by(other)
    return before


def with_publication(check: Check, *, coder: str, at: datetime, version: str) -> Check:
    """Give the check published as this version."""
    expect_revealed(check, wanted="publishing it")
    publication = Publication(id=next_id(check.publications, "v"), made_by=coder, made_at=at, version=version)
    return add_record(check, "publications", publication).changed(published_at=check.published_at or at)


def with_revision(check: Check, *, note: str, coder: str, at: datetime, version: str) -> Check:
    """Give the check with a correction on record; `BadRecordError` if the note says nothing."""
    expect_revealed(check, wanted="a correction")
    last = last_publication(check)
    fields = {
        "id": next_id(check.revisions, "r"),
        "note": note,
        "made_by": coder,
        "made_at": at,
        "corrects": last and last.id,
        "version": version,
    }
    return add_record(check, "revisions", parse_record(Revision, fields, name="the correction"))


def last_open_revision(check: Check) -> Revision:
    """Give the correction that can be taken back, or raise `BadInputError` that says why there is none."""
    revisions = open_revisions(check)
    if revisions:
        return revisions[-1]
    if check.revisions:
        raise BadInputError(
            f"The last correction of {check.id!r} was published, and stays on record",
            next_step="Say what is wrong with it in a new one: factbook revise CHECK --note WHY",
        )
    raise BadInputError(
        f"No correction of {check.id!r} is on record", next_step="There is none to take back."
    )


def without_revision(check: Check, revision: Revision, *, before: Check | None, after: Check) -> Check:
    """Give the check without a correction that was made since it was last published.

    ``before`` and ``after`` are the versions it led from and to. Its Rating and its being outdated go back to
    what they were, if the correction set them and nobody has changed them since; all else stays as it is.
    """
    fields: dict[str, object] = {"revisions": tuple(one for one in check.revisions if one.id != revision.id)}
    for name in ("rating", "outdated"):
        if before is not None and getattr(check, name) == getattr(after, name):
            fields[name] = getattr(before, name)
    return check.changed(**fields)


def with_outdated(
    check: Check, *, reason: str, coder: str, at: datetime, since: str | None = None, newer: str = ""
) -> Check:
    """Give the check marked as outdated; `BadRecordError` if the date is none or ``newer`` names no check."""
    fields = {"reason": reason, "since": since, "newer": newer, "set_by": coder, "set_at": at}
    return check.changed(outdated=parse_record(Outdated, fields, name="the mark as outdated"))


def _given_by(revision: Revision) -> KeptVersion:
    return KeptVersion(revision.version or "", revision.made_at, revision)
