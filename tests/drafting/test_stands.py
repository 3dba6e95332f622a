"""What people judged is kept apart from what models suggest, and from what nobody has said."""

from __future__ import annotations

import pytest

from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS, shortened, standing_stances, stands_of
from factbook.model.check import Check
from factbook.model.claim import Point
from factbook.model.coding import one_cell
from factbook.model.stance import Stance, StanceValue
from tests.drafting.conftest import Make


@pytest.fixture
def check(bridge: Make) -> Check:
    """A model reads the first three sources; Ana judged the first, Ana and Bo the fourth, each otherwise."""
    check = bridge({"s1": "refutes", "s2": "refutes", "s3": "mixed"}, suggested=True).read()
    bo = check.coder("ana").model_copy(update={"id": "bo", "name": "Bo"})
    judged = [
        Stance(source=source, point="p1", coder=coder, value=value)
        for source, coder, value in [("s1", "ana", SUPPORTS), ("s4", "ana", SUPPORTS), ("s4", "bo", REFUTES)]
    ]
    return check.changed(coders=(*check.coders, bo), stances=(*check.stances, *judged))


def test_each_source_stands_in_one_place(check: Check) -> None:
    (stands,) = stands_of(check)
    assert {value: ids for value, ids in stands.judged.items() if ids} == {SUPPORTS: ("s1",)}
    assert {value: ids for value, ids in stands.read.items() if ids} == {REFUTES: ("s2",), MIXED: ("s3",)}
    assert (stands.disagreed, stands.untold) == (("s4",), ("s5",))
    # Whose reading a person has judged over is not among those that are told of as reading.
    assert stands.models == ("nli 2",)
    assert stands.taking(REFUTES) == ("s2",)


def test_stances_of_people_go_first_and_the_surest_of_models(check: Check) -> None:
    sure = [
        Stance(source="s5", point="p1", coder="nli", value=SUPPORTS, confidence=0.7),
        Stance(source="s5", point="p1", coder="surer", value=SUPPORTS, confidence=0.9),
        Stance(source="s5", point="p1", coder="ana", value=SUPPORTS),
        Stance(source="s5", point="p1", coder="bo", value=StanceValue.NOT_ADDRESSED),
    ]
    surer = check.coder("nli").model_copy(update={"id": "surer", "name": "surer"})
    check = check.changed(coders=(*check.coders, surer), stances=tuple(sure))
    found = standing_stances(check, one_cell(check, "s5", "p1"), SUPPORTS)
    assert [one.coder for one in found] == ["ana", "surer", "nli"]


def test_the_only_point_is_the_claim_and_several_are_numbered(check: Check) -> None:
    (alone,) = stands_of(check)
    assert (alone.number, alone.spoken_claim(in_full=True)) == (None, "this claim")
    second = check.points[0].model_copy(update={"id": "p2", "text": "It carries trams."})
    _, other = stands_of(check.changed(points=(*check.points, second)))
    assert (other.spoken_claim(), other.spoken_claim(in_full=True)) == (
        "point 2",
        "point 2 (“It carries trams”)",
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("It  carries\ntrams.", "It carries trams"),
        ("trams, " * 16, "trams, " * 14 + "trams…"),
        ("trams " * 18 + "ab.", "trams " * 18 + "ab"),
    ],
)
def test_a_long_point_is_cut_at_a_word(text: str, short: str) -> None:
    assert shortened(Point(id="p1", text=text)) == short
