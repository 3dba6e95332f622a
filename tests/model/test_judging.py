"""One coder judges one cell, and what others said of it stays theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from factbook.model.coding import with_coder
from factbook.model.judging import clear, judge, own_stance
from factbook.model.stance import StanceValue
from factbook.model.suggested import accept_suggestion, with_suggestion

SUPPORTS, REFUTES = StanceValue.SUPPORTS, StanceValue.REFUTES
CELL = {"source": "s1", "point": "p1"}
NOW = datetime(2025, 9, 9, tzinfo=UTC)


@pytest.fixture
def accepted(check):
    """Ana judged nothing herself, and accepted what a model suggests."""
    check = clear(check, **CELL, coder="ana")
    check, model = with_coder(check, "nli", kind="model", version="1")
    check = with_suggestion(check, **CELL, coder=model, value=SUPPORTS, confidence=0.8)
    return accept_suggestion(check, **CELL, coder="ana")


def test_the_note_and_the_words_of_a_judgement_stay_where_no_others_are_given(check):
    check = judge(check, **CELL, coder="ana", value=SUPPORTS, note="On page 2", at=NOW)
    check = judge(check, **CELL, coder="ana", value=REFUTES, at=NOW)
    said = own_stance(check, **CELL, coder="ana")
    assert (said.value, said.note, said.quotes) == (REFUTES, "On page 2", ("q1",))


def test_the_same_judgement_again_changes_nothing(check):
    assert judge(check, **CELL, coder="ana", value=SUPPORTS, at=NOW) is check


def test_who_judges_otherwise_than_they_accepted_accepts_it_no_more(accepted):
    check = judge(accepted, **CELL, coder="ana", value=REFUTES, at=NOW)
    assert [one.accepted_by for one in check.stances if one.coder != "ana"] == [None]


def test_clearing_leaves_a_suggestion_that_was_accepted_waiting(accepted):
    cleared = clear(accepted, **CELL, coder="ana")
    assert [(one.value, one.accepted_by) for one in cleared.stances] == [(SUPPORTS, None)]
