from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis.origins import Fold, Origin, Origins
from factbook.analysis.verdict import (
    PointVerdict,
    describe_counts,
    imply_rating,
    rate_claim,
    rate_point,
    suggested_rating,
)
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue

S, R, M, N = StanceValue
SUPPORTED, REFUTED, CONFLICTING, NOT_ENOUGH = RatingValue

GRIDS = st.integers(0, 4).flatmap(
    lambda points: st.lists(
        st.lists(st.sampled_from([S, R, M, N, None]), min_size=points, max_size=points), max_size=5
    )
)
"""Stance tables: rows sources, columns points; ``None`` where nobody has judged."""


def check_of(grid: list[list[StanceValue | None]], points: int | None = None) -> Check:
    """Give a check with this stance table."""
    width = points if points is not None else max(map(len, grid), default=0)
    return parse_check(
        {
            "id": "grid",
            "claim": {"question": "q"},
            "coders": [{"id": "ana", "name": "Ana"}],
            "points": [{"id": f"p{column}", "text": "x"} for column in range(width)],
            "sources": [{"id": f"s{row}", "title": "x"} for row in range(len(grid))],
            "stances": [
                {"source": f"s{row}", "point": f"p{column}", "coder": "ana", "value": value}
                for row, values in enumerate(grid)
                for column, value in enumerate(values)
                if value
            ],
        }
    )


def ratings(check: Check) -> tuple[RatingValue, ...]:
    """Give the rating of the claim and of each point."""
    verdict = imply_rating(check)
    return (verdict.value, *(point.value for point in verdict.points))


# Silence is not refutation


@given(GRIDS, st.data())
def test_silence_and_absence_rate_alike(grid, data):
    def flip(value):
        return data.draw(st.sampled_from([N, None])) if value in (N, None) else value

    flipped = [[flip(value) for value in row] for row in grid]
    points = max(map(len, grid), default=0)
    assert ratings(check_of(grid, points)) == ratings(check_of(flipped, points))


@given(GRIDS, st.integers(0, 5), st.booleans())
def test_a_silent_source_never_changes_the_rating(grid, place, judged):
    points = max(map(len, grid), default=0)
    larger = [*grid[:place], [N if judged else None] * points, *grid[place:]]
    assert ratings(check_of(grid, points)) == ratings(check_of(larger, points))


@given(st.integers(1, 3), st.data())
def test_a_check_whose_sources_are_silent_has_not_enough_evidence(points, data):
    row = st.lists(st.sampled_from([N, None]), min_size=points, max_size=points)
    grid = data.draw(st.lists(row, max_size=5))
    assert {NOT_ENOUGH} == set(ratings(check_of(grid, points)))


@given(GRIDS)
def test_a_point_is_refuted_only_by_a_source_that_refutes_it(grid):
    verdict = imply_rating(check_of(grid))
    for column, point in enumerate(verdict.points):
        values = [row[column] for row in grid]
        assert (point.value == REFUTED) == (R in values and S not in values and M not in values)
    if verdict.value == REFUTED:
        assert any(point.value == REFUTED for point in verdict.points)


@given(GRIDS)
def test_turning_every_stance_round_turns_the_rating_round(grid):
    other = {S: R, R: S, M: M, N: N, None: None}
    turned = [[other[value] for value in row] for row in grid]
    swap = {SUPPORTED: REFUTED, REFUTED: SUPPORTED, CONFLICTING: CONFLICTING, NOT_ENOUGH: NOT_ENOUGH}
    before = imply_rating(check_of(grid)).points
    after = imply_rating(check_of(turned)).points
    assert [swap[point.value] for point in before] == [point.value for point in after]


@pytest.mark.parametrize("silence", [N, None])
def test_silence_beside_a_refuting_source_leaves_the_point_refuted(silence):
    assert (REFUTED, REFUTED) == ratings(check_of([[R], [silence]]))
    assert (SUPPORTED, SUPPORTED) == ratings(check_of([[S], [silence]]))


# The two tables of the module


@pytest.mark.parametrize(
    ("stances", "rating"),
    [
        ([], NOT_ENOUGH),
        ([N, N], NOT_ENOUGH),
        ([S, S, N], SUPPORTED),
        ([R, R, N], REFUTED),
        ([S, R], CONFLICTING),
        ([M], CONFLICTING),
        ([S, S, M], CONFLICTING),
    ],
)
def test_the_rule_for_a_point(stances, rating):
    assert rating == rate_point({value: stances.count(value) for value in StanceValue})


@pytest.mark.parametrize(
    ("points", "rating"),
    [
        ([], NOT_ENOUGH),
        ([SUPPORTED, SUPPORTED], SUPPORTED),
        ([SUPPORTED, NOT_ENOUGH], NOT_ENOUGH),
        ([REFUTED, NOT_ENOUGH], REFUTED),
        ([SUPPORTED, REFUTED], CONFLICTING),
        ([SUPPORTED, REFUTED, NOT_ENOUGH], CONFLICTING),
        ([CONFLICTING, SUPPORTED], CONFLICTING),
        ([NOT_ENOUGH], NOT_ENOUGH),
    ],
)
def test_the_rule_for_a_claim(points, rating):
    assert rating == rate_claim(points)


def test_the_order_of_points_makes_no_difference():
    for points in itertools.product(RatingValue, repeat=3):
        assert 1 == len({rate_claim(list(order)) for order in itertools.permutations(points)})


# In words


def test_the_reason_counts_the_sources():
    assert (
        "Of 3 sources, 1 supports it, 1 does not address it and 1 has no settled judgement."
        == imply_rating(check_of([[S], [N], [None]])).reason
    )
    assert (
        "Of 2 sources: on point 1, 2 support it (supported); "
        "on point 2, 1 refutes it and 1 is mixed (conflicting)."
        == imply_rating(check_of([[S, R], [S, M]])).reason
    )
    assert "No source has been judged on any point yet." == imply_rating(check_of([])).reason
    assert "Of 1 source, 1 does not address it." == imply_rating(check_of([[N]])).reason


def test_copies_of_one_text_are_told_beside_the_sources_and_change_no_rating():
    found = Origins(
        (Origin("s0", (Fold("s1", "s0", "text", ""), Fold("s3", "s0", "text", ""))), Origin("s2"))
    )
    check = check_of([[S], [S], [S], [N]])
    assert imply_rating(check).value == imply_rating(check, origins=found).value
    assert (
        "Of 4 sources, 2 independent origins: 3 (2 origins) support it and 1 does not address it."
        == imply_rating(check, origins=found).reason
    )
    assert (
        "Of 4 sources, 2 independent origins: on point 1, 4 (2 origins) support it (supported); "
        "on point 2, 2 refute it and 2 have no settled judgement (refuted)."
        == imply_rating(check_of([[S, R], [S, None], [S, R], [S, None]]), origins=found).reason
    )


@given(GRIDS)
def test_no_point_has_more_origins_than_sources(grid):
    sources = [f"s{number}" for number in range(len(grid))]
    one = Origins(
        (Origin(sources[0], tuple(Fold(id_, "s0", "hand", "") for id_ in sources[1:])),) if grid else ()
    )
    alone, together = imply_rating(check_of(grid)), imply_rating(check_of(grid), origins=one)
    assert [point.value for point in alone.points] == [point.value for point in together.points]
    for before, after in zip(alone.points, together.points, strict=True):
        assert before.origins == before.counts == after.counts
        assert after.origins == {value: min(1, number) for value, number in after.counts.items()}


def test_counts_are_said_in_the_plural_where_there_are_several():
    verdict = PointVerdict("p1", CONFLICTING, {S: 0, R: 2, M: 2, N: 2}, 2)
    assert "2 refute it, 2 are mixed, 2 do not address it and 2 have no settled judgement" == describe_counts(
        verdict
    )


def by_a_model(check: Check) -> Check:
    """Give the same judgements, made by a model."""
    model = check.coders[0].model_copy(update={"kind": "model"})
    return check.changed(coders=(model,))


@given(GRIDS)
def test_suggestions_imply_nothing_and_would_add_up_to_what_people_would_say(grid):
    judged = check_of(grid)
    suggested = by_a_model(judged)
    assert imply_rating(suggested).value == NOT_ENOUGH
    would_be = suggested_rating(suggested)
    assert suggested_rating(judged) is None
    if any(value for values in grid for value in values):
        assert would_be == imply_rating(judged)
    else:
        assert would_be is None


@pytest.mark.parametrize(
    ("cells", "told"), [(1, "the one cell that was"), (2, "all 2 cells that were")], ids=["one", "two"]
)
def test_where_coders_only_disagree_it_is_not_said_that_nobody_judged(cells, told):
    fields = check_of([[S]] * cells).model_dump(mode="json")
    fields["coders"].append({"id": "ben", "name": "Ben"})
    fields["stances"] += [one | {"coder": "ben", "value": "refutes"} for one in fields["stances"]]
    reason = imply_rating(parse_check(fields)).reason
    assert f"Coders disagree on {told} judged: no stance is settled yet." == reason
