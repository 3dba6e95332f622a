from __future__ import annotations

import pytest
from pydantic import ValidationError

from factbook.errors import DuplicateIdError, NotFoundError
from factbook.model.check import COLLECTIONS, Check, add_record, find_record, next_id, put_record
from factbook.model.claim import Claim, Point
from factbook.model.finding import Section
from factbook.model.rating import RatingValue
from factbook.model.source import Name, Source
from factbook.model.stance import StanceValue


def test_the_collections_are_all_the_lists_of_records_with_ids(check):
    for name in COLLECTIONS:
        assert isinstance(getattr(check, name), tuple)
    lists = {name for name in Check.model_fields if isinstance(getattr(check, name), tuple)}
    assert {"topics"} == lists - set(COLLECTIONS)


def test_records_are_found_by_their_id(check):
    assert "Council minutes" == check.source("s1").title
    assert "The bridge opens in May" == check.point("p1").text
    assert "The bridge will open in May" == check.quote("q1").exact
    assert "Ana" == check.coder("ana").name
    assert ("f1",) == tuple(finding.id for finding in check.section(Section.SUMMARY))
    assert () == check.section(Section.INTERESTS)


def test_an_id_that_is_not_there_is_answered_with_those_that_are(check):
    with pytest.raises(NotFoundError, match=r"no source 's9' in this check. It has: s1\."):
        check.source("s9")
    with pytest.raises(NotFoundError, match=r"It has no point yet"):
        find_record((), "p1", "point")


def test_a_record_is_added_once(check):
    point = Point(id="p2", text="It carries trams")
    larger = add_record(check, "points", point)
    assert (*check.points, point) == larger.points
    with pytest.raises(DuplicateIdError, match=r"points: the id 'p2' is taken"):
        add_record(larger, "points", point)


def test_a_record_is_put_in_the_place_of_the_one_with_its_id(check):
    check = add_record(check, "points", Point(id="p2", text="It carries trams"))
    changed = put_record(check, "points", Point(id="p1", text="It opens"))
    assert ["It opens", "It carries trams"] == [point.text for point in changed.points]
    added = put_record(check, "points", Point(id="p3", text="It is long"))
    assert ["p1", "p2", "p3"] == [point.id for point in added.points]


def test_new_ids_count_on_from_the_highest():
    points = [Point(id=name, text="x") for name in ("p2", "p10", "pier", "x99")]
    assert "p11" == next_id(points, "p")
    assert "p1" == next_id([], "p")


def test_a_check_cannot_be_changed_in_place_and_a_changed_copy_is_whole(check):
    with pytest.raises(ValidationError):
        check.language = "de"
    assert "de" == check.changed(language="de").language
    with pytest.raises(ValidationError, match="no source 's1'"):
        check.changed(sources=())
    with pytest.raises(ValidationError, match="pionts"):
        check.changed(pionts=())


def test_the_headline_is_the_question_or_else_the_statement():
    assert "Is it?" == Claim(question="Is it?", statement="It is.").headline
    assert "It is." == Claim(statement="It is.").headline


def test_names_read_as_a_reader_expects():
    assert "Ada Lovelace" == Name(given="Ada", family="Lovelace").display
    assert "Lovelace" == Name(family="Lovelace").display
    assert "City Council" == Name(literal="City Council").display
    assert "not addressed" == StanceValue.NOT_ADDRESSED.label
    assert "not enough evidence" == RatingValue.NOT_ENOUGH_EVIDENCE.label


def test_the_newest_copy_is_the_last(check):
    source = check.source("s1")
    newer = source.snapshots[0].model_copy(update={"note": "newer"})
    both = source.model_copy(update={"snapshots": (*source.snapshots, newer)})
    assert newer == both.snapshot
    assert Source(id="s2", title="Nothing kept").snapshot is None
