from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import BadInputError, BadRecordError, NotFoundError
from factbook.model.check import put_record
from factbook.model.coding import CellState, cells, parse_stance, with_coder, with_stance, without_stance
from factbook.model.stance import Stance, StanceValue

SUPPORTS, REFUTES, SILENT = StanceValue.SUPPORTS, StanceValue.REFUTES, StanceValue.NOT_ADDRESSED


def judged(check, *judgements):
    """Give the check with these judgements, ``(coder, value)``, of its one cell."""
    check = check.changed(stances=(), rating=None)
    for name, value in judgements:
        kind = "model" if name.startswith("model") else "person"
        check, coder = with_coder(check, name, kind=kind)
        check = with_stance(check, source="s1", point="p1", value=value, coder=coder.id)
    return check


@pytest.mark.parametrize(
    ("judgements", "state", "value"),
    [
        ([], CellState.EMPTY, None),
        ([("Ana", SUPPORTS)], CellState.CODED, SUPPORTS),
        ([("Ana", SILENT)], CellState.CODED, SILENT),
        ([("Ana", SUPPORTS), ("Bo", SUPPORTS)], CellState.CODED, SUPPORTS),
        ([("Ana", SUPPORTS), ("Bo", REFUTES)], CellState.DISAGREED, None),
        ([("Ana", SUPPORTS), ("Bo", SILENT)], CellState.DISAGREED, None),
        ([("model", SUPPORTS)], CellState.SUGGESTED, None),
        ([("model", REFUTES), ("Ana", SUPPORTS)], CellState.CODED, SUPPORTS),
    ],
)
def test_a_cell_says_what_all_people_who_judged_it_agree_on(check, judgements, state, value):
    cell = cells(judged(check, *judgements))["s1", "p1"]
    assert (state, value) == (cell.state, cell.value)


@given(st.permutations(["Ana", "Bo", "Cy", "model-a"]), st.lists(st.sampled_from(StanceValue), min_size=4))
def test_the_order_of_judging_makes_no_difference(order, values):
    # The fixture cannot be used here: Hypothesis would share it between examples.
    from factbook.model.canonical import parse_check

    bare = parse_check(
        {
            "id": "b",
            "claim": {"question": "q"},
            "points": [{"id": "p1", "text": "x"}],
            "sources": [{"id": "s1", "title": "x"}],
        }
    )
    by_name = dict(zip(sorted(order), values, strict=False))
    one = cells(judged(bare, *((name, by_name[name]) for name in order)))["s1", "p1"]
    other = cells(judged(bare, *((name, by_name[name]) for name in sorted(order))))["s1", "p1"]
    assert (one.state, one.value) == (other.state, other.value)


def test_a_suggestion_counts_once_a_person_accepts_it(check):
    check = judged(check, ("model", REFUTES))
    accepted = check.stances[0].model_copy(update={"accepted_by": "ana"})
    cell = cells(check.changed(stances=(accepted,)))["s1", "p1"]
    assert (CellState.CODED, REFUTES) == (cell.state, cell.value)


def test_the_table_of_one_coder_holds_only_their_judgements(check):
    check = judged(check, ("Ana", SUPPORTS), ("Bo", REFUTES))
    assert REFUTES == cells(check, coder="bo")["s1", "p1"].value
    assert SUPPORTS == cells(check, coder="ana")["s1", "p1"].value


def test_judging_again_replaces_the_judgement_and_taking_it_back_removes_it(check):
    check = judged(check, ("Ana", SUPPORTS), ("Ana", REFUTES))
    assert [REFUTES] == [stance.value for stance in check.stances]
    assert () == without_stance(check, source="s1", point="p1", coder="ana").stances
    assert check == without_stance(check, source="s1", point="p1", coder="bo")


def test_a_judgement_rests_on_the_quotes_marked_for_its_point(check):
    assert ("q1",) == judged(check, ("Ana", SUPPORTS)).stances[0].quotes
    bare = with_stance(check, source="s1", point="p1", value=SUPPORTS, coder="ana", quotes=())
    assert () == bare.stances[0].quotes


def test_a_judgement_cannot_rest_on_words_of_another_source(check):
    check = check.changed(sources=(*check.sources, check.sources[0].model_copy(update={"id": "s2"})))
    with pytest.raises(NotFoundError, match="of source 's1', not of 's2'"):
        with_stance(check, source="s2", point="p1", value=SUPPORTS, coder="ana", quotes=("q1",))


@pytest.mark.parametrize("wrong", [{"source": "s9"}, {"point": "p9"}, {"coder": "bo"}, {"quotes": ("q9",)}])
def test_a_judgement_of_what_is_not_there_is_refused(check, wrong):
    place = {"source": "s1", "point": "p1", "coder": "ana"} | wrong
    with pytest.raises(NotFoundError, match=f"{next(iter(wrong)).removesuffix('s')} '"):
        with_stance(check, value=SUPPORTS, **place)


# Coders


def test_a_coder_is_found_again_by_name_or_id(check):
    for name in ("Ana", "ana", " Ana "):
        assert (check, check.coder("ana")) == with_coder(check, name)


def test_a_name_is_found_again_in_any_normal_form(check):
    check, first = with_coder(check, "Jose\u0301")
    assert (check, first) == with_coder(check, "José")


@pytest.mark.parametrize("name", ["Zoë", "李雷", "...", "con", "x" * 300, "a/b\\c"])
def test_any_name_gives_an_id(check, name):
    larger, coder = with_coder(check, name)
    assert coder == larger.coder(coder.id)
    assert name == coder.name


def test_a_coder_has_a_name(check):
    with pytest.raises(BadRecordError, match=r"the coder: name"):
        with_coder(check, "  ")


def test_a_model_is_never_taken_for_the_person_of_its_name(check):
    check, model = with_coder(check, "Ana", kind="model")
    assert ("model", "ana-2") == (model.kind, model.id)
    check = judged(check, ("Ana", SUPPORTS))
    check = with_stance(check, source="s1", point="p1", value=REFUTES, coder=model.id)
    assert SUPPORTS == cells(check)["s1", "p1"].value


def test_versions_of_a_model_are_coders_of_their_own(check):
    check, one = with_coder(check, "stance-mini", kind="model", version="1")
    check, two = with_coder(check, "stance-mini", kind="model", version="2")
    assert one.id != two.id
    assert (check, one) == with_coder(check, "stance-mini", kind="model", version="1")


# Stances as people write them


@pytest.mark.parametrize("written", ["not addressed", "Not-Addressed", " NOT_ADDRESSED "])
def test_a_stance_is_read_as_people_write_it(written):
    assert SILENT == parse_stance(written)


@pytest.mark.parametrize("written", ["", "silent", "refute", "supports refutes"])
def test_what_is_no_stance_is_answered_with_those_there_are(written):
    with pytest.raises(BadInputError, match="supports, refutes, mixed, not_addressed"):
        parse_stance(written)


def test_the_id_of_a_judgement_is_its_cell_and_its_coder():
    ids = {
        Stance(source=source, point=point, coder=coder, value=SILENT).id
        for source, point, coder in itertools.product(["s1", "s2"], ["p1", "p2"], ["ana", "bo"])
    }
    assert 8 == len(ids)


def test_what_a_coder_accepted_is_theirs(check):
    check, model = with_coder(check, "nli", kind="model", version="1")
    check, _ = with_coder(check, "Bo")
    check = with_stance(check, source="s1", point="p1", value=SUPPORTS, coder=model.id)
    stance = next(one for one in check.stances if one.coder == model.id)
    check = put_record(check, "stances", stance.model_copy(update={"accepted_by": "bo"}))
    assert SUPPORTS == cells(check, coder="bo")["s1", "p1"].value


def test_nobody_is_called_like_a_model_with_its_version(check):
    check, _ = with_coder(check, "nli", kind="model", version="1")
    with pytest.raises(BadInputError, match="'nli 1' of this check is a model"):
        with_coder(check, "nli 1")
