"""A drafted sentence is proved by telling it again from the check as it is now."""

from __future__ import annotations

import pytest

from factbook.analysis.audit import audit_check
from factbook.drafting.plain import PlainDrafter
from factbook.drafting.retelling import retell
from factbook.drafting.writing import draft_check
from factbook.model.blinding import begin_blind
from factbook.model.check import Check
from factbook.model.coding import with_coder
from factbook.model.drafted import accept_drafts, edit_draft
from factbook.model.suggested import accept_suggestions
from factbook.store.check_folder import CheckFolder
from tests.drafting.conftest import Make, material_of, told


@pytest.fixture
def drafted(bridge: Make) -> CheckFolder:
    """The check, with a draft that nobody has answered."""
    folder = bridge()
    draft_check(folder, PlainDrafter())
    return folder


def ids(check: Check) -> set[str]:
    return {finding.id for finding in check.findings}


@pytest.mark.parametrize("suggested", [False, True])
def test_every_sentence_of_a_draft_cites_and_is_proved(bridge: Make, suggested: bool) -> None:
    def never(_pairs: object) -> list[float]:
        raise AssertionError("no model is asked of the sentences of a draft")

    folder = bridge(suggested=suggested)
    draft_check(folder, PlainDrafter())
    check, origins = folder.read(), material_of(folder).origins
    assert all(finding.citations for finding in check.findings)
    retold = retell(check, origins)
    assert retold.proved == {finding.id for finding in check.findings}
    rows = audit_check(check, folder, supports=never, threshold=0.5, origins=origins, retold=retold)
    assert [row for row in rows if row.grade == "fault"] == []


def test_the_draft_follows_what_people_decide(bridge: Make) -> None:
    folder = bridge(suggested=True)
    draft_check(folder, PlainDrafter())

    def accept(check):
        check, ana = with_coder(check, "Ana")
        return accept_suggestions(check, above=0.0, coder=ana.id)[0]

    folder.update(accept)
    check, origins = folder.read(), material_of(folder).origins
    stale = {one.uncited_text for one in check.findings if one.id in retell(check, origins).differing}
    assert any(", read as supporting this claim, " in text for text in stale)
    assert any(", read as refuting this claim, " in text for text in stale)
    draft_check(folder, PlainDrafter())
    check = folder.read()
    assert retell(check, origins).differing == frozenset()
    assert told(folder, "summary")[0].startswith("The sources disagree on this claim")


def test_a_sentence_that_a_person_has_changed_is_theirs_and_one_they_accepted_is_not(
    drafted: CheckFolder,
) -> None:
    check, origins = drafted.read(), material_of(drafted).origins
    check = accept_drafts(check, ["f1"], coder="ana")
    check = edit_draft(check, "f2", "The sources disagree [@s1].", coder="ana")
    assert retell(check, origins).proved == ids(check) - {"f2"}


def test_what_another_version_drafted_is_not_told_again_but_where_it_is_the_same(
    drafted: CheckFolder,
) -> None:
    check, origins = drafted.read(), material_of(drafted).origins
    check = check.changed(
        coders=tuple(
            coder.model_copy(update={"version": "1"}) if coder.kind == "model" else coder
            for coder in check.coders
        )
    )
    assert retell(check, origins).proved == ids(check)
    # Without a judgement nothing of it is so any more; who drafted it might have told that in another way.
    retold = retell(check.changed(stances=()), origins)
    assert retold.unproved
    assert retold.differing == frozenset()


def test_while_a_check_is_judged_blind_nothing_tells_what_was_judged(drafted: CheckFolder) -> None:
    check = begin_blind(drafted.read(), coder="ana")
    retold = retell(check, material_of(drafted).origins)
    assert (retold.proved, retold.differing, retold.unproved) == (frozenset(), frozenset(), ids(check))
