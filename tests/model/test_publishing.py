"""Which version a check is held against, and which corrections can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from factbook.errors import BadInputError, BadRecordError
from factbook.model.blinding import begin_blind
from factbook.model.canonical import check_from_json, check_to_json
from factbook.model.check import Check
from factbook.model.publishing import (
    last_open_revision,
    last_version,
    open_revisions,
    version_before,
    version_of,
    with_outdated,
    with_publication,
    with_revision,
    without_revision,
)

AT = datetime(2026, 5, 1, tzinfo=UTC)
A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def published(check: Check, version: str = A) -> Check:
    return with_publication(check, coder="ana", at=AT, version=version)


def revised(check: Check, version: str = B) -> Check:
    return with_revision(check, note="So it is", coder="ana", at=AT, version=version)


def test_a_version_is_all_of_a_check_but_the_log_of_its_versions(check):
    logged = revised(published(check))
    assert check == version_of(logged)
    assert AT == logged.published_at
    assert logged == check_from_json(check_to_json(logged))


def test_a_check_is_held_against_the_last_correction_or_else_the_last_publication(check):
    assert last_version(check) is None
    once = published(check)
    assert A == last_version(once).sha256
    corrected = revised(once)
    assert B == last_version(corrected).sha256
    # All in the same second, as where the clock is fixed: the log has an order of its own.
    assert C == last_version(published(corrected, C)).sha256


def test_each_correction_changed_what_was_published_or_corrected_before_it(check):
    logged = revised(revised(published(check), B), C)
    first, second = logged.revisions
    assert (A, B) == (version_before(logged, first).sha256, version_before(logged, second).sha256)
    again = revised(published(logged, C), "d" * 64)
    assert C == version_before(again, again.revisions[-1]).sha256


def test_a_correction_of_a_check_that_was_never_published_stands_by_its_note(check):
    logged = revised(check)
    assert version_before(logged, logged.revisions[0]) is None
    assert B == last_version(logged).sha256


def test_a_correction_from_before_versions_were_kept_is_read_and_can_not_be_taken_back(check):
    old = {"id": "r1", "note": "86, not 89", "made_by": "ana", "made_at": AT}
    logged = check.changed(revisions=[old])
    assert () == open_revisions(logged)
    assert last_version(logged) is None
    with pytest.raises(BadInputError, match="stays on record"):
        last_open_revision(logged)


def test_what_was_published_can_not_be_taken_back(check):
    logged = revised(published(check))
    assert "r1" == last_open_revision(logged).id
    with pytest.raises(BadInputError, match="was published, and stays on record"):
        last_open_revision(published(logged, B))
    with pytest.raises(BadInputError, match="No correction"):
        last_open_revision(check)


def test_taking_back_restores_what_the_correction_set_and_nothing_else(check):
    before = published(check)
    outdated = with_outdated(before, reason="It opened", coder="ana", at=AT)
    logged = revised(outdated)
    back = without_revision(logged, logged.revisions[0], before=before, after=outdated)
    assert before == back
    # What somebody has changed since is theirs.
    later = with_outdated(logged, reason="It opened in May", coder="ana", at=AT)
    back = without_revision(later, later.revisions[0], before=before, after=outdated)
    assert "It opened in May" == back.outdated.reason


def test_nothing_is_published_or_corrected_while_it_is_judged_blind(check):
    blind = begin_blind(check, coder="ana")
    for act in (published, revised):
        with pytest.raises(BadInputError, match="still judged blind"):
            act(blind)


@pytest.mark.parametrize(
    "newer", ["javascript:alert(1)", "https://user:secret@example.org", "../else", "a b"]
)
def test_what_is_newer_is_an_address_or_the_id_of_a_check(check, newer):
    with pytest.raises(BadRecordError):
        with_outdated(check, reason="so", coder="ana", at=AT, newer=newer)
    for good in ("https://example.org/new", "bridge-2", ""):
        assert good == with_outdated(check, reason="so", coder="ana", at=AT, newer=good).outdated.newer


@pytest.mark.parametrize(
    "fields",
    [
        {"revisions": [{"id": "r1", "note": "n", "made_by": "ana", "made_at": AT, "corrects": "v9"}]},
        {"publications": [{"id": "v1", "made_by": "nobody", "made_at": AT, "version": A}]},
        {"outdated": {"reason": "so", "set_by": "nobody", "set_at": AT}},
    ],
)
def test_records_that_lead_nowhere_are_refused(check, fields):
    with pytest.raises(ValueError, match="there is no"):
        check.changed(**fields)
