"""Suggestions wait until a person answers, and take nothing of a person's with them."""

from __future__ import annotations

import pytest

from factbook.errors import BadInputError, BadRecordError
from factbook.model.blinding import begin_blind
from factbook.model.canonical import parse_check
from factbook.model.check import Check, put_record
from factbook.model.coding import CellState, cells, with_coder, with_stance
from factbook.model.stance import StanceValue
from factbook.model.suggested import (
    accept_suggestion,
    accept_suggestions,
    dismiss_suggestion,
    only_suggested_quotes,
    suggested_values,
    waiting_suggestions,
    with_suggestion,
)

SUPPORTS, REFUTES = StanceValue.SUPPORTS, StanceValue.REFUTES


@pytest.fixture
def check(fields) -> Check:
    """One cell that nobody has judged, and the words of a person."""
    fields["stances"], fields["findings"], fields["rating"] = [], [], None
    return parse_check(fields)


def suggested(check: Check, name: str, value: StanceValue, confidence: float, *, quotes=()) -> Check:
    check, model = with_coder(check, name, kind="model", version="1")
    return with_suggestion(
        check, source="s1", point="p1", coder=model, value=value, confidence=confidence, quotes=quotes
    )


def marked(check: Check) -> Check:
    """Give the check with its quote marked by a model in place of a person."""
    check = suggested(check, "nli", SUPPORTS, 0.8, quotes=("q1",))
    quote = check.quote("q1").model_copy(update={"points": (), "suggested_by": "nli"})
    return put_record(check, "quotes", quote)


def test_accepting_names_the_person_and_settles_the_cell(check):
    check = accept_suggestion(suggested(check, "nli", SUPPORTS, 0.8), source="s1", point="p1", coder="ana")
    assert check.stances[0].accepted_by == "ana"
    assert (CellState.CODED, SUPPORTS) == (
        cells(check)["s1", "p1"].state,
        cells(check)["s1", "p1"].value,
    )
    assert waiting_suggestions(check) == ()


def test_only_a_person_accepts(check):
    with pytest.raises(BadRecordError, match="only a person"):
        parse_check(
            accept_suggestion(
                suggested(check, "nli", SUPPORTS, 0.8), source="s1", point="p1", coder="ana"
            ).model_dump(mode="json")
            | {
                "stances": [
                    {"source": "s1", "point": "p1", "coder": "nli", "value": "supports", "accepted_by": "nli"}
                ]
            }
        )


def test_the_surest_of_several_waits(check):
    check = suggested(suggested(check, "one", SUPPORTS, 0.6), "two", REFUTES, 0.7)
    assert [stance.coder for stance in waiting_suggestions(check)] == ["two"]
    check = dismiss_suggestion(check, source="s1", point="p1")
    assert [stance.coder for stance in waiting_suggestions(check)] == ["one"]


@pytest.mark.parametrize(("above", "accepted"), [(0.0, 1), (0.8, 1), (0.81, 0)])
def test_only_what_is_sure_enough_is_accepted(check, above, accepted):
    _, chosen = accept_suggestions(suggested(check, "nli", SUPPORTS, 0.8), above=above, coder="ana")
    assert len(chosen) == accepted


def test_nothing_waits_in_a_cell_that_is_judged(check):
    check = with_stance(
        suggested(check, "nli", SUPPORTS, 0.8), source="s1", point="p1", value=REFUTES, coder="ana"
    )
    with pytest.raises(BadInputError, match="No suggestion waits in s1/p1"):
        accept_suggestion(check, source="s1", point="p1", coder="ana")
    without = dismiss_suggestion(check, source="s1", point="p1")
    assert ["ana"] == [stance.coder for stance in without.stances]
    with pytest.raises(BadInputError, match="No suggestion waits in s1/p1"):
        dismiss_suggestion(without, source="s1", point="p1")


def test_where_models_differ_the_one_to_accept_is_named(check):
    check = suggested(suggested(check, "one", SUPPORTS, 0.6), "two", REFUTES, 0.7)
    with pytest.raises(BadInputError, match=r"Models differ on s1/p1 \(one.*: supports, two.*: refutes\)"):
        accept_suggestion(check, source="s1", point="p1", coder="ana")
    after = accept_suggestion(check, source="s1", point="p1", coder="ana", model="one")
    assert SUPPORTS == cells(after)["s1", "p1"].value


def test_dismissing_takes_the_model_s_words_and_no_person_s(check):
    theirs = dismiss_suggestion(marked(check), source="s1", point="p1")
    assert (theirs.quotes, theirs.stances, [one.id for one in theirs.coders]) == ((), (), ["ana"])
    mine = dismiss_suggestion(suggested(check, "nli", SUPPORTS, 0.8, quotes=("q1",)), source="s1", point="p1")
    assert mine.quotes == check.quotes


def test_words_are_only_suggested_until_a_person_takes_them_over(check):
    check = marked(check)
    assert only_suggested_quotes(check) == {"q1"}
    accepted = accept_suggestion(check, source="s1", point="p1", coder="ana")
    assert only_suggested_quotes(accepted) == frozenset()


def test_what_suggestions_would_add_up_to_takes_no_side_where_models_differ(check):
    one = suggested(check, "one", SUPPORTS, 0.6)
    assert suggested_values(one) == {("s1", "p1"): SUPPORTS}
    assert suggested_values(suggested(one, "two", REFUTES, 0.9)) == {("s1", "p1"): None}


def test_blind_coders_neither_accept_nor_dismiss_what_they_cannot_see(check):
    check = begin_blind(suggested(check, "nli", SUPPORTS, 0.8), coder="ana")
    assert accept_suggestions(check, above=0, coder="ana")[1] == []
    with pytest.raises(BadInputError, match="still judged blind"):
        accept_suggestion(check, source="s1", point="p1", coder="ana")
    with pytest.raises(BadInputError, match="still judged blind"):
        dismiss_suggestion(check, source="s1", point="p1")


def test_a_quote_cannot_name_a_model_that_is_not_there(fields):
    fields["quotes"][0]["suggested_by"] = "nobody"
    with pytest.raises(BadRecordError, match="no coder 'nobody'"):
        parse_check(fields)


def test_who_accepted_a_suggestion_and_judges_otherwise_has_changed_their_mind(check):
    accepted = accept_suggestion(suggested(check, "nli", SUPPORTS, 0.8), source="s1", point="p1", coder="ana")
    after = with_stance(accepted, source="s1", point="p1", value=REFUTES, coder="ana")
    cell = cells(after)["s1", "p1"]
    assert (cell.state, cell.value) == (CellState.CODED, REFUTES)
    assert {stance.accepted_by for stance in after.stances} == {None}
    # Two programs that wrote at once may have left both.
    both = put_record(after, "stances", accepted.stances[0])
    assert cells(both)["s1", "p1"].value == REFUTES


def test_where_models_differ_a_person_looks_before_one_is_accepted(check):
    differing = suggested(suggested(check, "one", SUPPORTS, 0.6), "two", REFUTES, 0.9)
    assert accept_suggestions(differing, above=0, coder="ana") == (differing, [])
    agreeing = suggested(suggested(check, "one", SUPPORTS, 0.6), "two", SUPPORTS, 0.9)
    assert [one.coder for one in accept_suggestions(agreeing, above=0, coder="ana")[1]] == ["two"]
