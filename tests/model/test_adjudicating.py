"""Deciding what coders differ on: when a decision stands, and what is kept of it."""

from __future__ import annotations

import pytest

from factbook.errors import BadInputError, BadRecordError, NotFoundError
from factbook.model.adjudicating import adjudicate
from factbook.model.blinding import begin_blind
from factbook.model.canonical import check_from_json, check_to_json
from factbook.model.check import Check, put_record
from factbook.model.coding import CellState, cells, one_cell, with_coder, with_stance, without_stance
from factbook.model.stance import Abstention, StanceValue

SUPPORTS, REFUTES, MIXED = StanceValue.SUPPORTS, StanceValue.REFUTES, StanceValue.MIXED


def say(check: Check, **said: StanceValue) -> Check:
    for name, value in said.items():
        check, coder = with_coder(check, name, kind="model" if name == "nli" else "person")
        check = with_stance(check, source="s1", point="p1", value=value, coder=coder.id)
    return check


def decide(
    check: Check, value: StanceValue = MIXED, *, reason: str = "both are said", by: str = "Cy"
) -> Check:
    check, coder = with_coder(check, by)
    return adjudicate(check, source="s1", point="p1", value=value, reason=reason, coder=coder.id)


def settled(check: Check) -> tuple[CellState, StanceValue | None]:
    cell = cells(check)["s1", "p1"]
    return cell.state, cell.value


@pytest.fixture
def differing(check: Check) -> Check:
    """Ana says supports, Ben refutes."""
    return say(check.changed(rating=None), ana=SUPPORTS, ben=REFUTES)


def test_a_decision_settles_the_cell_and_keeps_what_coders_had_said(differing):
    assert (CellState.DISAGREED, None) == settled(differing)
    decided = decide(differing)
    assert (CellState.ADJUDICATED, MIXED) == settled(decided)
    record = decided.adjudications[0]
    assert ("a1", "cy", "both are said") == (record.id, record.made_by, record.reason)
    assert {"ana": SUPPORTS, "ben": REFUTES} == {said.coder: said.value for said in record.said}
    assert differing.stances == decided.stances


def test_the_last_decision_is_the_one_that_stands_and_the_log_keeps_all(differing):
    decided = decide(decide(differing), SUPPORTS, reason="a second look")
    assert (CellState.ADJUDICATED, SUPPORTS) == settled(decided)
    assert ["a1", "a2"] == [one.id for one in decided.adjudications]


def test_one_cell_alone_is_what_it_is_among_all(differing):
    check, _ = with_coder(decide(differing), "nli", kind="model")
    not_judged = Abstention(source="s1", point="p1", coder="nli", reason="It is in another language.")
    check = put_record(check, "abstentions", not_judged)
    assert cells(check)["s1", "p1"].abstentions
    for place, cell in cells(check).items():
        assert cell == one_cell(check, *place)


def test_a_decision_falls_when_a_coder_says_something_new_against_it(differing):
    decided = decide(differing)
    assert (CellState.DISAGREED, None) == settled(say(decided, dora=SUPPORTS))
    assert (CellState.DISAGREED, None) == settled(say(decided, ana=StanceValue.NOT_ADDRESSED))
    # The same words again are nothing new, nor is a judgement that was taken back.
    assert (CellState.ADJUDICATED, MIXED) == settled(say(decided, ana=SUPPORTS))
    alone = without_stance(decided, source="s1", point="p1", coder="ben")
    assert (CellState.ADJUDICATED, MIXED) == settled(alone)


def test_who_comes_round_to_a_decision_does_not_undo_it(differing):
    decided = decide(differing)
    one_came = say(decided, ana=MIXED)
    assert (CellState.ADJUDICATED, MIXED) == settled(one_came)
    assert (CellState.CODED, MIXED) == settled(say(one_came, ben=MIXED))


def test_all_who_agree_on_something_else_overrule_it(differing):
    assert (CellState.CODED, SUPPORTS) == settled(
        say(decide(differing), ben=SUPPORTS, ana=SUPPORTS, dora=SUPPORTS)
    )


def test_without_any_judgement_nothing_is_decided(differing):
    bare = decide(differing).changed(stances=())
    assert (CellState.EMPTY, None) == settled(bare)


def test_a_suggestion_neither_makes_a_disagreement_nor_undoes_a_decision(differing, check):
    assert (CellState.ADJUDICATED, MIXED) == settled(say(decide(differing), nli=REFUTES))
    suggested = say(check.changed(rating=None), ana=SUPPORTS, nli=REFUTES)
    with pytest.raises(BadInputError, match="Coders do not disagree on s1/p1"):
        decide(suggested)


def test_whoever_accepted_a_suggestion_is_named_as_having_said_it(check):
    check = say(check.changed(stances=(), rating=None), ben=REFUTES, nli=SUPPORTS)
    model = next(stance for stance in check.stances if stance.coder == "nli")
    accepted = put_record(check, "stances", model.model_copy(update={"accepted_by": "ana"}))
    said = decide(accepted).adjudications[0].said
    assert {"ana": SUPPORTS, "ben": REFUTES} == {one.coder: one.value for one in said}


def test_the_table_of_one_coder_knows_no_decision(differing):
    assert SUPPORTS == cells(decide(differing), coder="ana")["s1", "p1"].value


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"source": "s9"}, NotFoundError, "no source 's9'"),
        ({"point": "p9"}, NotFoundError, "no point 'p9'"),
        ({"reason": "  "}, BadRecordError, "the adjudication: reason"),
    ],
)
def test_what_cannot_be_decided_is_named(differing, wrong, error, says):
    fields = {"source": "s1", "point": "p1", "value": MIXED, "reason": "so", "coder": "ana"} | wrong
    with pytest.raises(error, match=says):
        adjudicate(differing, **fields)


def test_nothing_is_decided_while_coders_are_blind(differing):
    with pytest.raises(BadInputError, match=r"still judged blind.*factbook reveal"):
        decide(begin_blind(differing, coder="ana"))


def test_a_model_decides_nothing(differing):
    with pytest.raises(ValueError, match="'nli' is a model; only a person decides"):
        adjudicate(say(differing, nli=MIXED), source="s1", point="p1", value=MIXED, reason="so", coder="nli")


def test_decisions_are_written_and_read(differing):
    assert decide(differing) == check_from_json(check_to_json(decide(differing)))
