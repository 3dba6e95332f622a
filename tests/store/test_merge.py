from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import ConflictError
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.model.claim import Point
from factbook.store.merge import merge_checks

POINTS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6).flatmap(
    lambda ids: st.fixed_dictionaries({key: st.sampled_from(["x", "y", "z"]) for key in ids})
)


def of(points: dict[str, str], **fields: Any) -> Check:
    """Give a check with these points, id to text."""
    listed = [{"id": key, "text": text} for key, text in points.items()]
    return parse_check({"id": "m", "claim": {"question": "q"}, "points": listed} | fields)


def merge(base: Check, mine: Check, theirs: Check) -> tuple[Check | None, tuple[str, ...]]:
    """Give what is merged, or what stands against it."""
    try:
        return merge_checks(base, mine, theirs), ()
    except ConflictError as conflict:
        return None, conflict.records


def texts(check: Check) -> dict[str, str]:
    return {point.id: point.text for point in check.points}


@given(POINTS, POINTS, POINTS)
def test_a_merge_loses_neither_side(base, mine, theirs):
    merged, conflicts = merge(of(base), of(mine), of(theirs))
    keys = {*base, *mine, *theirs}
    differ = {key for key in keys if base.get(key) != mine.get(key) != theirs.get(key) != base.get(key)}
    assert {f"points/{key}" for key in differ} == set(conflicts) - {"points"}
    if merged:
        for one in (mine, theirs):
            changed = {key for key in keys if one.get(key) != base.get(key)}
            assert {key: one.get(key) for key in changed} == {key: texts(merged).get(key) for key in changed}


@given(POINTS, POINTS)
def test_where_one_side_changed_nothing_the_other_is_the_result(base, changed):
    assert of(changed) == merge_checks(of(base), of(changed), of(base))
    assert of(changed) == merge_checks(of(base), of(base), of(changed))
    assert of(changed) == merge_checks(of(base), of(changed), of(changed))


def test_additions_of_both_sides_stand_with_those_on_the_disk_first():
    merged = merge_checks(of({"a": "x"}), of({"a": "x", "b": "x"}), of({"a": "x", "c": "x"}))
    assert ["a", "c", "b"] == [point.id for point in merged.points]


def test_the_order_of_the_side_that_moved_records_is_kept():
    base, moved = of({"a": "x", "b": "x", "c": "x"}), of({"c": "x", "a": "x", "b": "x"})
    longer = of({"a": "x", "b": "x", "c": "x", "d": "x"})
    assert ["c", "a", "b", "d"] == [point.id for point in merge_checks(base, moved, longer).points]
    assert ["c", "a", "b", "d"] == [point.id for point in merge_checks(base, longer, moved).points]


def test_orders_that_both_sides_changed_differently_are_a_conflict():
    base = of({"a": "x", "b": "x", "c": "x"})
    mine, theirs = of({"c": "x", "a": "x", "b": "x"}), of({"b": "x", "a": "x", "c": "x"})
    with pytest.raises(ConflictError) as caught:
        merge_checks(base, mine, theirs)
    assert ("points",) == caught.value.records
    assert mine == merge_checks(base, mine, mine)


def test_fields_that_are_no_lists_merge_as_a_whole():
    base = of({})
    merged = merge_checks(base, base.changed(language="de"), base.changed(checked_on="2025"))
    assert ("de", "2025") == (merged.language, merged.checked_on)
    with pytest.raises(ConflictError) as caught:
        merge_checks(base, base.changed(language="de"), base.changed(language="fr"))
    assert ("language",) == caught.value.records


def test_a_record_one_side_removed_and_the_other_changed_is_a_conflict():
    with pytest.raises(ConflictError, match=r"both sides changed them: points/a"):
        merge_checks(of({"a": "x"}), of({}), of({"a": "y"}))


def test_a_record_one_side_removed_and_the_other_refers_to_is_a_conflict(check):
    without = check.changed(stances=(), quotes=(), sources=(), findings=())
    quote = check.quotes[0].model_copy(update={"id": "q2"})
    with pytest.raises(ConflictError, match="one side needs what the other removed") as caught:
        merge_checks(check, without, check.changed(quotes=(*check.quotes, quote)))
    assert ("quotes[0].source",) == caught.value.records


def test_a_conflict_lists_every_record():
    base, mine, theirs = of({"a": "x", "b": "x"}), of({"a": "y", "b": "y"}), of({"a": "z", "b": "z"})
    with pytest.raises(ConflictError) as caught:
        merge_checks(base, mine, theirs)
    assert ("points/a", "points/b") == caught.value.records
    assert base.points[0] == Point(id="a", text="x")


def test_the_claim_is_taken_field_by_field():
    base = of({}, claim={"question": "q", "statement": "s"})

    def with_claim(**fields):
        return base.changed(claim=base.claim.model_copy(update=fields))

    merged = merge_checks(base, with_claim(claimant="Ana"), with_claim(statement="It opens"))
    assert (merged.claim.claimant, merged.claim.statement) == ("Ana", "It opens")
    with pytest.raises(ConflictError) as caught:
        merge_checks(base, with_claim(claimant="Ana"), with_claim(claimant="Ben"))
    assert caught.value.records == ("claim.claimant",)
    # Each may take out one of the two, and not both.
    assert merge(base, with_claim(question=""), with_claim(statement=""))[0] is None
