"""Versions in a check's folder: kept once, proved, and gone only if nothing names them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from factbook.errors import BadInputError, ConflictError, SnapshotError
from factbook.model.canonical import check_to_json
from factbook.model.publishing import version_of, with_publication, with_revision
from factbook.store.merge import merge_checks
from factbook.store.publishing import (
    record_publication,
    record_revision,
    take_back_revision,
    withdraw_publication,
)

AT = datetime(2026, 5, 3, 8, tzinfo=UTC)


def by_ana(check):
    return check, "ana"


def files(folder):
    return sorted(path.name for path in (folder.path / "versions").glob("*"))


def test_a_version_is_the_canonical_check_under_its_day_and_hash(folder, check):
    digest = folder.keep_version(check, at=AT)
    data = check_to_json(check).encode()
    assert hashlib.sha256(data).hexdigest() == digest
    (name,) = files(folder)
    assert f"2026-05-03-{digest[:12]}.json" == name
    assert data == (folder.path / "versions" / name).read_bytes()
    assert check == folder.version(digest)


def test_the_same_version_is_kept_once(folder, check):
    folder.keep_version(check, at=AT)
    folder.keep_version(check, at=AT.replace(day=9))
    assert 1 == len(files(folder))


def test_a_version_that_was_changed_or_removed_is_told(folder, check):
    digest = folder.keep_version(check, at=AT)
    path = folder.path / "versions" / files(folder)[0]
    path.write_bytes(path.read_bytes().replace(b"May", b"Mai"))
    with pytest.raises(SnapshotError, match="does not match its hash"):
        folder.version(digest)
    path.unlink()
    with pytest.raises(SnapshotError, match="is missing from versions/"):
        folder.version(digest)


def test_publishing_keeps_the_check_as_it_was(folder, check):
    publication = record_publication(folder, prepare=by_ana, at=AT)
    after = folder.read()
    assert (publication,) == after.publications
    assert AT == after.published_at
    assert check == folder.version(publication.version) == version_of(after)


def test_a_publication_that_came_to_nothing_leaves_no_trace(folder, check):
    withdraw_publication(folder, record_publication(folder, prepare=by_ana, at=AT))
    assert check == folder.read()
    assert [] == files(folder)


def test_a_correction_taken_back_takes_its_version_with_it_unless_that_was_published(folder, check):
    published = record_publication(folder, prepare=by_ana, at=AT)
    record_revision(folder, "Nothing but a note", prepare=by_ana, at=AT)
    # Nothing was changed with it, so its version is the one that was published.
    assert "Nothing but a note" == take_back_revision(folder).note
    assert check == folder.version(published.version)
    record_revision(folder, "Undated", prepare=lambda c: (c.changed(checked_on="2026"), "ana"), at=AT)
    assert 2 == len(files(folder))
    take_back_revision(folder)
    assert 1 == len(files(folder))


def test_a_correction_without_a_reason_writes_nothing(folder, check):
    with pytest.raises(BadInputError):
        record_revision(folder, "  ", prepare=by_ana, at=AT)
    assert check == folder.read()
    assert [] == files(folder)


def test_corrections_of_two_writers_merge_or_conflict_by_their_ids(check):
    version = "a" * 64
    base = with_publication(check, coder="ana", at=AT, version=version)
    mine = with_revision(base, note="Mine", coder="ana", at=AT, version=version)
    assert mine == merge_checks(base, mine, base)
    assert mine == merge_checks(base, base, mine)
    theirs = with_revision(base, note="Theirs", coder="ana", at=AT, version=version)
    with pytest.raises(ConflictError) as conflict:
        merge_checks(base, mine, theirs)
    assert ("revisions/r1",) == conflict.value.records
