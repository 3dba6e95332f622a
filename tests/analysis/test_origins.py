from __future__ import annotations

import pytest

from factbook.analysis.origins import (
    Fold,
    Origin,
    Origins,
    count_sources,
    each_its_own,
    with_origin,
)
from factbook.errors import BadInputError, BadRecordError, NotFoundError
from factbook.model.canonical import check_from_json, check_to_json, parse_check
from factbook.model.check import Check

FOLD = Fold("s3", "s1", "text", "94% of its words also stand in {0}", 0.94)
FOUND = Origins((Origin("s1", (FOLD,)), Origin("s2")))


def check(**origins: str) -> Check:
    """Give a check of three sources, some with an origin set by hand."""
    sources = [{"id": id_, "title": "x"} for id_ in ("s1", "s2", "s3")]
    for source in sources:
        if source["id"] in origins:
            source["origin"] = origins[source["id"]]
    return parse_check({"id": "c", "claim": {"question": "q"}, "sources": sources})


def test_origins_are_counted_and_not_sources():
    assert FOUND.count(["s1", "s2", "s3"]) == 2
    assert FOUND.count(["s3"]) == 1
    assert FOUND.count([]) == 0
    assert each_its_own(check()).count(["s1", "s2", "s3"]) == 3


def test_a_source_knows_its_origin_and_why():
    assert (FOUND.of("s3"), FOUND.of("s2"), FOUND.of("s9")) == ("s1", "s2", "s9")
    assert FOUND.fold("s3") == FOLD
    assert FOUND.fold("s1") is None
    assert FOUND.group("s3").sources == ("s1", "s3")
    assert FOLD.reason == "94% of its words also stand in s1"
    assert FOLD.told({"s1": "source 1"}) == "94% of its words also stand in source 1"


@pytest.mark.parametrize(
    ("sources", "origins", "said"),
    [
        (8, 3, "8 sources, 3 independent origins"),
        (2, 1, "2 sources, 1 independent origin"),
        (8, 8, "8 sources"),
        (1, 1, "1 source"),
        (0, 0, "0 sources"),
    ],
)
def test_both_counts_are_told_where_they_differ(sources, origins, said):
    assert count_sources(sources, origins) == said


def test_a_person_sets_what_a_source_is_a_copy_of():
    assert with_origin(check(), "s3", "s1").source("s3").origin == "s1"
    assert with_origin(check(), "s3", "none").source("s3").origin == "s3"
    assert with_origin(check(s3="s1"), "s3", "auto").source("s3").origin is None


def test_a_source_is_not_set_to_be_a_copy_of_itself_or_of_its_copy():
    with pytest.raises(BadInputError, match="s3 cannot be a copy of itself"):
        with_origin(check(), "s3", "s3")
    with pytest.raises(BadInputError, match="s3 is set to be a copy of s1 already"):
        with_origin(check(s2="s1", s3="s2"), "s1", "s3")
    with pytest.raises(NotFoundError, match="'s9'"):
        with_origin(check(), "s3", "s9")
    with pytest.raises(NotFoundError, match="'s9'"):
        with_origin(check(), "s9", "s3")


def test_what_was_set_is_kept_in_the_file_and_older_files_have_none():
    written = check_to_json(check(s3="s1"))
    assert check_from_json(written).source("s3").origin == "s1"
    assert "origin" not in check_to_json(check())


def test_an_origin_that_is_no_source_is_refused():
    with pytest.raises(BadRecordError, match=r"sources\[2\].origin: there is no source 's9'"):
        check(s3="s9")
