"""Points are added, cut, moved and taken out, and what people said of them is not lost with them."""

from __future__ import annotations

import pytest

from factbook.errors import BadInputError
from factbook.model.coding import with_coder, with_stance
from factbook.model.points import point_uses, with_new_point, with_point_at, with_split_point, without_point
from factbook.model.stance import StanceValue


def texts(check):
    return [point.text for point in check.points]


def test_a_new_point_stands_behind_another_and_takes_no_id_that_is_in_use(check):
    check, second = with_new_point(check, "It is red", after="")
    check, between = with_new_point(check, "It has trams", after="p1", wanted_id="p2")
    assert texts(check) == ["The bridge opens in May", "It has trams", "It is red"]
    assert (second.id, between.id) == ("p2", "p3")


def test_a_point_that_is_moved_is_counted_without_itself(check):
    for text in ("It is red", "It has trams"):
        check, _ = with_new_point(check, text, after="")
    assert texts(with_point_at(check, "p1", 1)) == ["It is red", "The bridge opens in May", "It has trams"]


def test_a_split_counts_characters_and_leaves_judgements_with_the_first_half(check):
    check, point = with_new_point(check, "🌉 opens and is red", after="p1")
    check, second = with_split_point(check, point.id, len("🌉 opens"))
    assert (check.point(point.id).text, second.text) == ("🌉 opens", "and is red")
    with pytest.raises(BadInputError, match="no words on both sides"):
        with_split_point(check, point.id, 0)


def test_a_point_goes_with_what_models_said_of_it_and_not_with_what_people_said(check):
    check, _ = with_new_point(check, "It is red", after="p1")
    before = check.stances
    check, model = with_coder(check, "nli", kind="model", version="1")
    cell = {"source": "s1", "point": "p2", "value": StanceValue.SUPPORTS}
    check = with_stance(check, **cell, coder=model.id)
    assert without_point(check, "p2").stances == before
    with pytest.raises(BadInputError, match="The point p2 is in use: 1 judgement"):
        without_point(with_stance(check, **cell, coder="ana"), "p2")


def test_what_people_did_with_a_point_is_counted_by_kind(check):
    assert point_uses(check, "p1") == {"judgement": 1, "quote": 1, "sentence": 1}
    check, _ = with_new_point(check, "It is red", after="p1")
    assert point_uses(check, "p2") == {}
