from __future__ import annotations

from dataclasses import replace
from importlib.metadata import entry_points

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis import rating_scales
from factbook.analysis.rating_scales import (
    ENTRY_POINTS,
    OWN_SCALE,
    Standing,
    choose_step,
    find_step,
    place,
    place_rating,
    rating_scale,
    standing_of,
    step_problem,
    worst_and_best,
)
from factbook.analysis.scale_tables import AVERITEC, FACTBOOK, FIVE_STEP, POLITIFACT, SNOPES, Scale
from factbook.analysis.verdict import PointVerdict, Verdict, rate_claim, rate_point
from factbook.errors import BadInputError
from factbook.model.rating import Rating, RatingValue
from factbook.model.stance import StanceValue

S, R, M, N = StanceValue
SUPPORTED, REFUTED, CONFLICTING, NOT_ENOUGH = RatingValue

SCALES = [FACTBOOK, AVERITEC, POLITIFACT, SNOPES, FIVE_STEP]
each_scale = pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)


def verdict_of(*points: list[StanceValue | None]) -> Verdict:
    """Give the verdict on points, each told by what the sources say of it."""
    told = []
    for number, values in enumerate(points, start=1):
        counts = {value: values.count(value) for value in StanceValue}
        told.append(PointVerdict(f"p{number}", rate_point(counts), counts, values.count(None)))
    return Verdict(rate_claim([point.value for point in told]), tuple(told), "")


def label(scale: Scale, *points: list[StanceValue | None]) -> str:
    return place(scale, standing_of(verdict_of(*points))).label


def chosen(value: RatingValue, scale: str = "", step: str = "") -> Rating:
    return Rating(value=value, scale=scale, step=step, set_by="ana")


POINTS = st.lists(st.lists(st.sampled_from([S, R, M, N, None]), max_size=6), max_size=4)


# Silence stays silence


@each_scale
@given(st.lists(st.lists(st.sampled_from([N, None]), max_size=6), max_size=4))
def test_silence_alone_is_not_enough_evidence_on_every_scale(scale, points):
    step = place(scale, standing_of(verdict_of(*points)))
    assert (NOT_ENOUGH, None) == (step.rating, step.value)
    assert step in scale.beside


@each_scale
@given(POINTS, st.sampled_from([N, None]))
def test_a_silent_source_never_moves_a_claim_on_a_scale(scale, points, silence):
    louder = [[*values, silence] for values in points]
    assert label(scale, *points) == label(scale, *louder)


@each_scale
@given(POINTS)
def test_a_step_tells_the_rating_of_the_table(scale, points):
    verdict = verdict_of(*points)
    step = place(scale, standing_of(verdict))
    assert verdict.value == step.rating
    assert not step.by_hand
    assert (step.value is None) == (verdict.value == NOT_ENOUGH)


def test_a_scale_that_makes_more_of_silence_is_refused():
    class Eager(Scale):
        def place(self, standing: Standing):
            return self.steps[0]

    eager = Eager("eager", "an eager scale", "", FIVE_STEP.steps)
    with pytest.raises(BadInputError, match="'eager' says 'False' where there is not enough evidence"):
        place(eager, Standing(NOT_ENOUGH))
    assert "False" == place(eager, Standing(REFUTED)).label


# Which step


@pytest.mark.parametrize(
    ("points", "politifact", "snopes"),
    [
        ([[S, S], [S]], "True", "True"),
        ([[R], [R, N]], "False", "False"),
        ([[R], [N]], "False", "False"),
        ([[S, R]], "Half True", "Mixture"),
        ([[M]], "Half True", "Mixture"),
        ([[S, S, S, R]], "Mostly True", "Mostly True"),
        ([[R, R, R, S]], "Mostly False", "Mostly False"),
        ([[S], [S], [S], [R]], "Mostly True", "Mostly True"),
        ([[S, S, S, R], [N]], "Half True", "Mixture"),
        ([[S], [N]], "Not enough evidence", "Unproven"),
        ([], "Not enough evidence", "Unproven"),
    ],
)
def test_finer_scales_follow_what_the_sources_say_on_the_points(points, politifact, snopes):
    assert politifact == label(POLITIFACT, *points)
    assert snopes == label(SNOPES, *points)


@given(POINTS)
def test_one_more_source_in_support_never_moves_a_conflicting_claim_down(points):
    before = verdict_of(*points)
    if before.value != CONFLICTING:
        return
    after = standing_of(verdict_of(*([*values, S] if any(values) else values for values in points)))
    assert place(POLITIFACT, after).value >= place(POLITIFACT, standing_of(before)).value


def test_copies_of_one_text_are_one_voice():
    (point,) = verdict_of([S, S, S, S, R]).points
    copies = replace(point, origins={S: 1, R: 1})
    assert "Mostly True" == place(POLITIFACT, standing_of(Verdict(CONFLICTING, (point,), ""))).label
    assert "Half True" == place(POLITIFACT, standing_of(Verdict(CONFLICTING, (copies,), ""))).label


def test_four_labels_keep_one_for_all_that_conflicts():
    assert "Conflicting Evidence/Cherrypicking" == label(AVERITEC, [S, S, S, S, R])
    assert "Conflicting" == label(FACTBOOK, [R, R, R, R, S])


# What a person chooses


def test_a_step_is_found_by_its_name_or_its_label():
    for words in ("half_true", "Half True", "HALF-TRUE", " half  true "):
        assert "Half True" == find_step(POLITIFACT, words).label
    assert find_step(POLITIFACT, "rather true") is None


def test_a_step_that_is_ridiculous_is_reached_by_hand_alone():
    assert {"value": "refuted", "scale": "politifact", "step": "pants_on_fire"} == choose_step(
        "Pants on Fire", scale=POLITIFACT, named=False, implied=SUPPORTED
    )


def test_satire_says_nothing_of_the_evidence():
    for implied in RatingValue:
        fields = choose_step("labeled satire", scale=SNOPES, named=True, implied=implied)
        assert {"value": implied.value, "scale": "snopes", "step": "labeled_satire"} == fields
    placed = place_rating(verdict_of([N]), chosen(NOT_ENOUGH, "snopes", "labeled_satire"), FACTBOOK)
    assert ("Labeled Satire", None, True) == (placed.step.label, placed.step.value, placed.chosen)


def test_one_of_the_four_ratings_can_be_chosen_on_any_scale_that_was_not_asked_for():
    fields = choose_step("Not enough evidence", scale=SNOPES, named=False, implied=SUPPORTED)
    assert {"value": "not_enough_evidence"} == fields
    assert {"value": "refuted"} == choose_step("refuted", scale=FACTBOOK, named=True, implied=SUPPORTED)


@pytest.mark.parametrize(
    ("words", "scale", "named", "told"),
    [
        ("half true", FACTBOOK, False, "supported, conflicting, refuted, not_enough_evidence"),
        (
            "denied",
            FIVE_STEP,
            True,
            "true, mostly_true, half_true, mostly_false, false, not_enough_evidence.",
        ),
        ("supported", FIVE_STEP, True, "'supported' is no step on a scale of five steps"),
        ("denied", FIVE_STEP, False, "not_enough_evidence, supported, refuted, conflicting."),
        ("", POLITIFACT, False, "'' is no step on the scale of PolitiFact"),
    ],
)
def test_other_words_are_refused_with_those_there_are(words, scale, named, told):
    with pytest.raises(BadInputError) as caught:
        choose_step(words, scale=scale, named=named, implied=SUPPORTED)
    assert told in str(caught.value)


def test_what_a_person_chose_goes_before_the_table_and_its_scale_before_that_in_use():
    placed = place_rating(verdict_of([S]), chosen(CONFLICTING, "politifact", "mostly_true"), SNOPES)
    assert ("politifact", "Mostly True", "True", True) == (
        placed.scale.name,
        placed.step.label,
        placed.implied.label,
        placed.chosen,
    )


def test_a_rating_without_a_step_takes_the_tables_where_they_agree():
    table = verdict_of([S, S, S, R])
    assert "Mostly True" == place_rating(table, chosen(CONFLICTING), POLITIFACT).step.label
    assert "False" == place_rating(table, chosen(REFUTED), POLITIFACT).step.label
    assert "Not enough evidence" == place_rating(table, chosen(NOT_ENOUGH), POLITIFACT).step.label


@pytest.mark.parametrize(
    ("rating", "problem"),
    [
        (chosen(SUPPORTED), ""),
        (chosen(REFUTED, "politifact", "pants_on_fire"), ""),
        (chosen(SUPPORTED, "snopes", "labeled_satire"), ""),
        (chosen(SUPPORTED, "politifact", "pants_on_fire"), "'Pants on Fire' stands for refuted"),
        (chosen(SUPPORTED, "politifact", "rather_true"), "no step 'rather_true' on the scale 'politifact'"),
        (chosen(SUPPORTED, "another", "yes"), "there is no 'another' among the rating scales"),
    ],
)
def test_a_step_that_cannot_be_shown_is_told_and_passed_over(rating, problem):
    assert problem in step_problem(rating)
    assert bool(problem) == bool(step_problem(rating))
    if problem:
        assert "True" == place_rating(verdict_of([R]), rating, POLITIFACT).step.label


# The seam


def test_every_scale_is_offered_by_its_name():
    assert {scale.name for scale in SCALES} == {point.name for point in entry_points(group=ENTRY_POINTS)}
    for scale in SCALES:
        assert rating_scale(scale.name) is scale
    assert OWN_SCALE == FACTBOOK.name


def test_an_unknown_scale_is_named_with_those_there_are():
    with pytest.raises(BadInputError, match=r"no 'politifcat' among the rating scales\. There is: averitec"):
        rating_scale("politifcat")


def test_a_part_that_is_no_scale_is_told(monkeypatch):
    monkeypatch.setattr(rating_scales, "load_part", lambda _group, _name: object())
    with pytest.raises(BadInputError, match="'odd' has no title"):
        rating_scale("odd")


@each_scale
def test_steps_are_numbered_from_worst_to_best_and_no_two_share_a_name(scale):
    assert list(range(1, len(scale.steps) + 1)) == [step.value for step in scale.steps]
    assert (1, len(scale.steps)) == worst_and_best(scale)
    assert all(step.value is None for step in scale.beside)
    steps = [*scale.steps, *scale.beside]
    assert len(steps) == len({step.name for step in steps}) == len({step.label for step in steps})
    assert all(step.means.endswith(".") for step in steps)
