"""What coders see of each other's judgements, and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import BadInputError, BadRecordError
from factbook.model.blinding import (
    begin_blind,
    blind_round,
    expect_own_rating,
    expect_revealed,
    last_revealed,
    reveal,
    seen_by,
)
from factbook.model.canonical import check_from_json, check_to_json, parse_check
from factbook.model.check import Check, add_record
from factbook.model.coding import CellState, cells, with_coder, with_stance
from factbook.model.stance import StanceValue

VALUES = [value.value for value in StanceValue]
CODERS = ["ana", "ben", "nli"]


def judged_by(stances: dict[tuple[str, str], str], *, accepted: dict[str, str] | None = None) -> Check:
    """Give a check of two sources; ``stances`` by (source, coder), ``accepted`` from a source to a person."""
    return parse_check(
        {
            "id": "bridge",
            "claim": {"question": "Will it open?"},
            "points": [{"id": "p1", "text": "It opens"}],
            "sources": [{"id": name, "title": name} for name in ("s1", "s2")],
            "coders": [
                {"id": "ana", "name": "Ana"},
                {"id": "ben", "name": "Ben"},
                {"id": "nli", "name": "nli", "kind": "model"},
            ],
            "stances": [
                {
                    "source": source,
                    "point": "p1",
                    "coder": coder,
                    "value": value,
                    "note": f"so says {coder}",
                    "accepted_by": (accepted or {}).get(source) if coder == "nli" else None,
                }
                for (source, coder), value in stances.items()
            ],
        }
    )


def who_is_seen(check: Check, coder: str | None) -> set[str]:
    return {f"{stance.source}/{stance.coder}" for stance in seen_by(check, coder).stances}


BOTH = {("s1", "ana"): "supports", ("s1", "ben"): "refutes", ("s2", "ben"): "mixed", ("s2", "nli"): "refutes"}


def test_until_it_is_judged_blind_everybody_sees_everything():
    check = judged_by(BOTH)
    assert check is seen_by(check, "ana")
    assert check is seen_by(check, None)


def test_blind_coders_see_their_own_judgements_alone():
    check = begin_blind(judged_by(BOTH), coder="ana")
    assert {"s1/ana"} == who_is_seen(check, "ana")
    assert {"s1/ben", "s2/ben", "s2/nli"} == who_is_seen(check, "ben")
    assert set() == who_is_seen(check, None)
    assert set() == who_is_seen(check, "somebody")
    assert CellState.CODED == cells(seen_by(check, "ana"))["s1", "p1"].state


def test_a_suggestion_is_seen_once_its_cell_is_judged_and_not_who_accepted_it():
    suggested = {("s1", "nli"): "supports", ("s2", "nli"): "refutes", ("s2", "ben"): "mixed"}
    check = begin_blind(judged_by(suggested, accepted={"s2": "ana"}), coder="ana")
    assert {"s2/nli"} == who_is_seen(check, "ana")
    assert ["ana"] == [stance.accepted_by for stance in seen_by(check, "ana").stances]
    assert {"s2/nli", "s2/ben"} == who_is_seen(check, "ben")
    assert [None, None] == [stance.accepted_by for stance in seen_by(check, "ben").stances]


def test_words_that_a_hidden_suggestion_rests_on_are_hidden_with_it(check):
    check, model = with_coder(check.changed(stances=(), rating=None), "nli", kind="model")
    words = check.quotes[0].model_copy(update={"id": "q2", "suggested_by": model.id, "points": ()})
    check = add_record(check, "quotes", words)
    check = with_stance(
        check, source="s1", point="p1", value=StanceValue.REFUTES, coder=model.id, quotes=("q2",)
    )
    blind = begin_blind(check, coder="ana")
    assert ["q1"] == [quote.id for quote in seen_by(blind, "ana").quotes]
    judged = with_stance(blind, source="s1", point="p1", value=StanceValue.SUPPORTS, coder="ana")
    assert ["q1", "q2"] == [quote.id for quote in seen_by(judged, "ana").quotes]


def test_a_rating_and_what_an_earlier_round_kept_are_not_seen_either():
    check = reveal(begin_blind(judged_by(BOTH), coder="ana"), coder="ben")
    rating = {"value": "refuted", "set_by": "ben"}
    again = begin_blind(check.changed(rating=rating), coder="ana")
    assert None is seen_by(again, "ana").rating
    assert "refuted" == seen_by(again, "ben").rating.value
    assert [(), ()] == [one.judged for one in seen_by(again, "ana").blind_rounds]


def test_revealing_shows_all_and_keeps_what_had_been_judged_without_notes():
    check = reveal(begin_blind(judged_by(BOTH), coder="ana"), coder="ben")
    assert check is seen_by(check, "ana")
    revealed = last_revealed(check)
    assert ("ana", "ben") == (revealed.opened_by, revealed.revealed_by)
    assert {stance.id: stance.value for stance in check.stances} == {
        stance.id: stance.value for stance in revealed.judged
    }
    assert {""} == {stance.note for stance in revealed.judged}


def test_a_check_can_be_judged_blind_again_after_it_was_revealed():
    check = reveal(begin_blind(judged_by(BOTH), coder="ana"), coder="ben")
    again = begin_blind(check, coder="ben")
    assert ["b1", "b2"] == [one.id for one in again.blind_rounds]
    assert "b2" == blind_round(again).id
    assert {"s1/ana"} == who_is_seen(again, "ana")


def test_what_is_done_already_is_refused_with_the_way_on():
    check = judged_by(BOTH)
    with pytest.raises(BadInputError, match="'bridge' is not judged blind"):
        reveal(check, coder="ana")
    blind = begin_blind(check, coder="ana")
    with pytest.raises(BadInputError, match=r"judged blind already.*factbook reveal"):
        begin_blind(blind, coder="ben")
    with pytest.raises(
        BadInputError, match=r"a report would show what each coder said.*factbook reveal bridge"
    ):
        expect_revealed(blind, wanted="a report")
    expect_revealed(check, wanted="a report")


def test_a_model_neither_blinds_nor_reveals():
    with pytest.raises(ValueError, match="'nli' is a model; only a person decides"):
        begin_blind(judged_by(BOTH), coder="nli")


def test_the_log_of_a_round_outlives_a_source_that_was_taken_out():
    check = reveal(begin_blind(judged_by(BOTH), coder="ana"), coder="ben")
    smaller = check.changed(
        sources=check.sources[:1], stances=tuple(one for one in check.stances if one.source == "s1")
    )
    assert 4 == len(last_revealed(smaller).judged)


def test_rounds_are_written_and_read_and_a_file_without_them_is_as_it_was():
    check = reveal(begin_blind(judged_by(BOTH), coder="ana"), coder="ben")
    assert check == check_from_json(check_to_json(check))
    assert "blind_rounds" not in check_to_json(judged_by(BOTH))
    with pytest.raises(BadRecordError, match="there is no coder 'zoe'"):
        check_from_json(check_to_json(check).replace('"opened_by": "ana"', '"opened_by": "zoe"'))


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["s1", "s2"]), st.sampled_from(CODERS)), st.sampled_from(VALUES)
    ),
    st.dictionaries(st.sampled_from(["s1", "s2"]), st.sampled_from(["ana", "ben"])),
    st.sampled_from(VALUES),
)
def test_what_a_coder_sees_does_not_depend_on_what_others_judge(stances, accepted, other):
    """Whatever Ben judges or accepts, what Ana sees while blind is the same."""
    mine = {source: who for source, who in accepted.items() if who == "ana"}
    with_ben = judged_by(stances | {("s1", "ben"): other}, accepted=accepted)
    without = judged_by({key: value for key, value in stances.items() if key[1] != "ben"}, accepted=mine)
    one, two = (seen_by(begin_blind(check, coder="ana"), "ana") for check in (with_ben, without))
    assert {stance.id: stance for stance in one.stances} == {stance.id: stance for stance in two.stances}
    assert cells(one) == cells(two)


def test_a_blind_coder_neither_overwrites_nor_clears_a_rating_they_cannot_see():
    check = begin_blind(judged_by({}), coder="ana")
    rated = check.changed(rating={"value": "refuted", "set_by": "ana"})
    expect_own_rating(rated, "ana")
    for other in ("ben", None):
        expect_own_rating(check, other)
        with pytest.raises(BadInputError, match="another coder has rated it"):
            expect_own_rating(rated, other)
    expect_own_rating(reveal(rated, coder="ana"), "ben")
