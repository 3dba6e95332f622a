"""What the rating rests on, in the report."""

from __future__ import annotations

import pytest

from factbook.analysis.sensitivity import Influence, Sensitivity
from factbook.model.rating import RatingValue
from factbook.reports.render import render_part
from factbook.reports.resting import MOST_LISTED, spoken_names, tell_sensitivity

SUPPORTED, _, _, NOT_ENOUGH = RatingValue
NO_EVIDENCE = "“not enough evidence”"


def found(*things: tuple[str, str, bool], people: int = 2) -> Sensitivity:
    return Sensitivity(
        SUPPORTED,
        tuple(
            Influence(kind, id_, NOT_ENOUGH if changes else SUPPORTED, changes)
            for kind, id_, changes in things
        ),
        people=people,
    )


@pytest.mark.parametrize(
    ("things", "told"),
    [
        (
            [
                ("source", "s1", False),
                ("point", "p1", False),
                ("point", "p2", False),
                ("coder", "ana", False),
            ],
            "No single source, point or coder changes the rating.",
        ),
        (
            [("source", "s1", True), ("source", "s2", False)],
            "The rating rests on one source: without source 1 it would be “not enough evidence”.",
        ),
        (
            [("origin", "s1", True), ("source", "s2", False)],
            f"The rating rests on one origin: without source 1 and its copies it would be {NO_EVIDENCE}.",
        ),
        (
            [("source", "s1", True), ("source", "s2", True)],
            "Taking away any one of these would change the rating: source 1 and s2.",
        ),
        (
            [("source", "s1", True), ("coder", "s1", True), ("coder", "bo", True)],
            "Taking away any one of these would change the rating: source 1, s1 and bo.",
        ),
        (
            [("source", f"s{number}", True) for number in range(5)],
            "Taking away any one of 5 sources would change the rating.",
        ),
        (
            [("source", "s1", True), *(("coder", f"c{number}", True) for number in range(4))],
            "Taking away any one of these would change the rating: 1 source and 4 coders.",
        ),
        # Without its only point there is no claim.
        ([("source", "s1", False), ("point", "p1", True)], "No single source changes the rating."),
    ],
)
def test_it_is_told_in_a_sentence(things, told):
    names = {("source", "s1"): "source 1", ("origin", "s1"): "source 1"}
    assert tell_sensitivity(found(*things), names=names) == told


def test_without_the_only_person_there_is_no_table():
    alone = found(("source", "s1", False), ("coder", "ana", True), people=1)
    assert "No single source changes the rating." == tell_sensitivity(alone, names={})


def test_what_has_no_name_is_called_by_its_id():
    assert "without s7 it" in tell_sensitivity(found(("source", "s7", True)), names={})


def test_a_coder_with_the_id_of_a_source_keeps_a_name_of_their_own(check):
    coders = [{"id": "s1", "name": "Sam"}, *check.coders]
    names = spoken_names(check.changed(coders=coders))
    assert (names["source", "s1"], names["coder", "s1"]) == ("source 1", "Sam")


def test_the_report_lists_what_changes_the_rating(reports):
    view = reports["clean"].sensitivity
    # A rating set by hand rests on nothing of the table.
    told = "Taking away any one of these would change what the stance table implies: source 6 and point 1."
    assert view.told == told
    assert [(one.what, one.anchor, one.label) for one in view.changing] == [
        ("Source 6", "source-s6", "supported"),
        ("Point 1", "stances", "supported"),
    ]
    table = render_part(reports["clean"], "table")
    assert '<a href="#source-s6"><bdi>Source 6</bdi></a>' in table
    assert "This is the rating that the table implies" in table


def test_nothing_is_told_where_nobody_has_judged(reports):
    assert reports["empty"].sensitivity is None
    assert "What the rating rests on" not in render_part(reports["empty"], "table")


def test_a_long_list_is_cut_and_the_rest_counted(samples, tmp_path):
    make = samples.Maker(tmp_path, "Is it so?")
    make.add("coders", id="ana", name="Ana")
    for number in range(MOST_LISTED + 3):
        make.add("points", text=f"Part {number}")
        # Each point rests on a source of its own.
        make.stance(make.source(f"Source {number}", f"Words {number}."), f"p{number + 1}", "supports")
    view = samples.compose(make.save()).sensitivity
    assert (len(view.changing), view.more) == (MOST_LISTED, 3)
