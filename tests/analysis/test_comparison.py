"""Comparing the coders of checks: who is compared, on what, and what comes of it."""

from __future__ import annotations

import pandas as pd
import pytest

from factbook.analysis.agreement import krippendorff_alpha
from factbook.analysis.comparison import compare_coders
from factbook.analysis.judgements import judgement_table
from factbook.errors import BadInputError, NotFoundError
from factbook.model.adjudicating import adjudicate
from factbook.model.blinding import begin_blind, reveal
from factbook.model.canonical import parse_check
from factbook.model.check import Check, put_record
from factbook.model.stance import Stance, StanceValue

S, R, M, N = "supports", "refutes", "mixed", "not_addressed"


def check_of(said: dict[str, list[str | None]], *, check_id: str = "bridge", accepted_by: str = "") -> Check:
    """Give a check with one point; ``said`` goes from a coder to what they say on each source in turn."""
    length = max(map(len, said.values()))
    return parse_check(
        {
            "id": check_id,
            "claim": {"question": "Will it open?"},
            "points": [{"id": "p1", "text": "It opens"}],
            "sources": [{"id": f"s{n}", "title": f"Source {n}"} for n in range(1, length + 1)],
            "coders": [
                {"id": name.lower(), "name": name}
                | ({"kind": "model", "version": "2"} if name == "NLI" else {})
                for name in said
            ],
            "stances": [
                {"source": f"s{n}", "point": "p1", "coder": name.lower(), "value": value}
                | ({"accepted_by": accepted_by} if name == "NLI" and accepted_by else {})
                for name, values in said.items()
                for n, value in enumerate(values, start=1)
                if value
            ],
        }
    )


BRIDGE = {"Ana": [S, S, M, N, None], "Ben": [S, R, M, N, S], "NLI": [S, S, S, S, S]}


def test_a_table_of_judgements_has_a_row_per_cell_and_a_column_per_person():
    table = judgement_table([check_of(BRIDGE)])
    assert ["Ana", "Ben"] == list(table.columns)
    assert ["check", "source", "point"] == list(table.index.names)
    assert [S, R] == table.loc["bridge", "s2", "p1"].tolist()
    assert [None, S] == table.loc["bridge", "s5", "p1"].tolist()


def test_models_are_compared_when_asked_for_and_called_models():
    assert ["Ana", "Ben", "NLI 2 (model)"] == list(
        judgement_table([check_of(BRIDGE)], with_models=True).columns
    )
    for name in ("NLI", "nli", "NLI 2 (model)"):
        assert ["NLI 2 (model)", "Ana"] == list(
            judgement_table([check_of(BRIDGE)], coders=[name, "Ana"]).columns
        )


def test_an_accepted_suggestion_is_the_judgement_of_who_accepted_it_unless_they_judged():
    comparison = compare_coders([check_of(BRIDGE, accepted_by="ana")])
    assert [S, S, M, N, S] == comparison.table["Ana"].tolist()
    assert 1 == comparison.accepted
    assert any("1 judgement over from a model" in note for note in comparison.notes)


def test_alpha_is_that_of_the_table():
    comparison = compare_coders([check_of(BRIDGE)])
    plain = krippendorff_alpha([[S, S], [S, R], [M, M], [N, N]])
    assert plain.alpha == comparison.alpha
    assert (plain.low, plain.high, 2, 4) == (
        comparison.low,
        comparison.high,
        comparison.coders,
        comparison.units,
    )


def test_pairs_say_how_far_each_two_agree():
    pairs = compare_coders([check_of(BRIDGE)], with_models=True).pairs
    assert [("Ana", "Ben"), ("Ana", "NLI 2 (model)"), ("Ben", "NLI 2 (model)")] == list(
        zip(pairs["coder"], pairs["other"], strict=True)
    )
    assert [4, 4, 5] == pairs["units"].tolist()
    assert [0.75, 0.5, 0.4] == pairs["same"].tolist()


def test_a_pair_without_a_shared_cell_has_no_alpha():
    apart = {"Ana": [S, None, S], "Ben": [None, S, None], "Cy": [S, S, R]}
    pairs = compare_coders([check_of(apart)]).pairs.set_index(["coder", "other"])
    assert 0 == pairs.loc[("Ana", "Ben"), "units"]
    assert pd.isna(pairs.loc[("Ana", "Ben"), "alpha"])
    assert 1 == pairs.loc[("Ben", "Cy"), "alpha"]


def test_the_confusion_of_two_is_what_one_said_against_the_other():
    confusion = compare_coders([check_of(BRIDGE)]).confusion
    assert ("Ana", "Ben") == (confusion.index.name, confusion.columns.name)
    assert 1 == confusion.loc[S, R]
    assert 0 == confusion.loc[R, S]
    assert 4 == confusion.to_numpy().sum()


def test_the_confusion_of_more_counts_each_pair_both_ways():
    confusion = compare_coders([check_of(BRIDGE)], with_models=True).confusion
    assert (confusion.to_numpy() == confusion.to_numpy().T).all()
    assert 2 * (4 + 4 + 5) == confusion.to_numpy().sum()


def test_cells_on_which_they_differ_are_listed():
    cell, *more = compare_coders([check_of(BRIDGE)]).differing
    assert [] == more
    assert ("bridge", "s2", "p1", {"Ana": S, "Ben": R}) == (cell.check, cell.source, cell.point, cell.said)
    assert ("Will it open?", "Source 2", "It opens") == (cell.headline, cell.title, cell.text)


def test_a_difference_says_how_the_cell_stands_by_now():
    check = check_of(BRIDGE)
    assert [""] == [cell.now for cell in compare_coders([check]).differing]
    fields = {"source": "s2", "point": "p1", "value": StanceValue.MIXED, "reason": "both", "coder": "ana"}
    decided = adjudicate(check, **fields)
    assert ["decided as mixed by Ana"] == [cell.now for cell in compare_coders([decided]).differing]
    came_round = compare_coders([changed_after_reveal()]).differing
    assert ["coded as supports"] == [cell.now for cell in came_round]


def test_what_was_taken_out_of_the_check_since_is_called_by_its_id():
    check = reveal(begin_blind(check_of(BRIDGE), coder="ana"), coder="ana")
    kept = tuple(one for one in check.stances if one.source != "s2")
    smaller = check.changed(sources=(check.sources[0], *check.sources[2:]), stances=kept)
    assert [("s2", "It opens", "")] == [
        (cell.title, cell.text, cell.now) for cell in compare_coders([smaller]).differing
    ]


def test_silence_is_left_out_of_the_order_and_told():
    comparison = compare_coders([check_of(BRIDGE)], level="ordinal")
    assert (3, 2) == (comparison.units, comparison.silent)
    assert [3] == comparison.pairs["units"].tolist()
    assert any("2 judgements left out" in note for note in comparison.notes)


def test_checks_are_taken_together_by_the_names_of_coders():
    checks = [check_of(BRIDGE), check_of({"Ben": [S, S], "Ana": [S, R]}, check_id="road")]
    comparison = compare_coders(checks)
    assert 6 == comparison.units
    assert "in 2 checks" in comparison.scope
    assert ["bridge", "road"] == [cell.check for cell in comparison.differing]


def test_copies_of_one_check_are_one_check():
    copies = [check_of({"Ana": [S, S, R]}), check_of({"Ben": [S, R, R]})]
    assert 3 == compare_coders(copies).units
    with pytest.raises(BadInputError, match="Ana judged s2/p1 differently"):
        compare_coders([*copies, check_of({"Ana": [S, M, R]})])


# Blind rounds


def changed_after_reveal() -> Check:
    check = reveal(begin_blind(check_of(BRIDGE), coder="ana"), coder="ana")
    return put_record(check, "stances", Stance(source="s2", point="p1", coder="ben", value=S))


def test_what_coders_say_once_revealed_does_not_make_them_agree():
    comparison = compare_coders([changed_after_reveal()])
    assert comparison.alpha < 1
    assert ("bridge",) == comparison.revealed
    assert 1.0 == compare_coders([changed_after_reveal()], current=True).alpha


def test_nor_does_a_second_blind_round_over_the_same_cells():
    again = reveal(begin_blind(changed_after_reveal(), coder="ana"), coder="ana")
    first = judgement_table([changed_after_reveal()])
    assert first.equals(judgement_table([again]))
    assert not first.equals(judgement_table([again], current=True))


def test_nothing_is_told_of_a_check_that_is_still_blind():
    blind = begin_blind(check_of(BRIDGE), coder="ana")
    with pytest.raises(BadInputError, match="still judged blind"):
        compare_coders([blind])
    other = check_of({"Ana": [S], "Ben": [S]}, check_id="road")
    comparison = compare_coders([blind, other])
    assert (("bridge",), 1) == (comparison.blind, comparison.units)
    assert any("bridge" in note for note in comparison.notes)


# Nothing to compare


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"Ana": [S, S]}, "Ana judged, but never the same cell"),
        ({"Ana": [S, None], "Ben": [None, S]}, "Ana, Ben judged, but never the same cell"),
        ({"Ana": [None]}, "nobody judged"),
        ({"Ana": [S], "NLI": [R]}, "or compare with the models: --with-models"),
    ],
)
def test_where_no_two_judged_the_same_cell_it_says_so(said, says):
    with pytest.raises(BadInputError, match="No cell of the check 'bridge' was judged by two") as caught:
        compare_coders([check_of(said)])
    assert says in str(caught.value)


def test_a_name_that_is_no_coder_is_answered_with_those_there_are():
    with pytest.raises(NotFoundError, match=r"no coder 'Zoe'. There are: Ana, Ben, NLI 2 \(model\)"):
        compare_coders([check_of(BRIDGE)], coders=["Ana", "Zoe"])


def test_who_judged_nothing_is_not_compared_unless_named():
    check = check_of({**BRIDGE, "Dora": [None]})
    assert ("Ana", "Ben") == compare_coders([check]).names
    assert ("Ana", "Ben", "Dora") == compare_coders([check], coders=["Ana", "Ben", "Dora"]).names
