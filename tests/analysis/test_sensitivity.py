from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis.origins import Fold, Origin, Origins
from factbook.analysis.sensitivity import Influence, find_sensitivity
from factbook.analysis.verdict import imply_rating
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.model.coding import cells
from factbook.model.rating import RatingValue

SUPPORTED, REFUTED, CONFLICTING, NOT_ENOUGH = RatingValue

Said = dict[tuple[str, str, str], str]
"""What coders said: from source, point and coder to a stance."""


def check_of(said: Said, *, sources: list[str], points: list[str], accepted: str | None = "ana") -> Check:
    """Give a check of two people, Ana and Bo, and a model whose suggestions ``accepted`` has taken over."""
    stances: list[dict[str, Any]] = [
        {"source": source, "point": point, "coder": coder, "value": value}
        | ({"accepted_by": accepted} if coder == "nli" and accepted else {})
        for (source, point, coder), value in said.items()
        if source in sources and point in points
    ]
    return parse_check(
        {
            "id": "t",
            "claim": {"question": "q"},
            "coders": [
                {"id": "ana", "name": "Ana"},
                {"id": "bo", "name": "Bo"},
                {"id": "nli", "name": "NLI", "kind": "model"},
            ],
            "points": [{"id": point, "text": "x"} for point in points],
            "sources": [{"id": source, "title": "x"} for source in sources],
            "stances": stances,
        }
    )


def told(check: Check, **options: Any) -> dict[tuple[str, str], RatingValue]:
    """Give what changes the rating, and the rating without it."""
    return {(one.kind, one.id): one.without for one in find_sensitivity(check, **options).telling}


def row(*values: str, coder: str = "ana") -> Said:
    """Give one source for each value, on one point, judged by one coder."""
    return {(f"s{number}", "p1", coder): value for number, value in enumerate(values, start=1)}


def one_point(*values: str) -> Check:
    return check_of(row(*values), sources=[f"s{n}" for n in range(1, len(values) + 1)], points=["p1"])


def test_a_single_source_that_all_rests_on_is_told():
    assert {("source", "s1"): NOT_ENOUGH} == told(one_point("supports", "not_addressed"))
    assert {("source", "s3"): SUPPORTED} == told(one_point("supports", "supports", "refutes"))
    assert {} == told(one_point("supports", "supports"))


def test_silence_can_be_taken_away_without_a_change():
    found = find_sensitivity(one_point("supports", "supports", "not_addressed"))
    assert Influence("source", "s3", SUPPORTED, changes=False) in found.influences


def test_the_copies_of_one_text_are_taken_away_together():
    check = one_point("supports", "supports", "not_addressed")
    together = Origins((Origin("s1", (Fold("s2", "s1", "text", ""),)), Origin("s3")))
    assert {("origin", "s1"): NOT_ENOUGH} == told(check, origins=together)
    kinds = [one.kind for one in find_sensitivity(check, origins=together).influences]
    assert ["source", "source", "source", "origin", "point", "coder"] == kinds


def test_a_point_that_keeps_the_claim_from_being_supported_is_told():
    said = {(source, "p1", "ana"): "supports" for source in ("s1", "s2")}
    assert {("point", "p2"): SUPPORTED} == told(check_of(said, sources=["s1", "s2"], points=["p1", "p2"]))


def test_a_coder_who_disagrees_holds_the_cell_open():
    said = row("supports") | row("refutes", coder="bo")
    assert {("coder", "ana"): REFUTED, ("coder", "bo"): SUPPORTED} == told(
        check_of(said, sources=["s1"], points=["p1"])
    )


def test_what_a_person_accepted_is_a_suggestion_again_without_them():
    said = {("s1", "p1", "nli"): "supports", ("s2", "p1", "nli"): "supports", ("s1", "p1", "bo"): "supports"}
    check = check_of(said, sources=["s1", "s2"], points=["p1"])
    assert {} == told(check)
    assert ["ana", "bo", "nli"] == [
        one.id for one in find_sensitivity(check).influences if one.kind == "coder"
    ]
    alone = check_of({("s1", "p1", "nli"): "supports"}, sources=["s1"], points=["p1"], accepted=None)
    assert "coder" not in {one.kind for one in find_sensitivity(alone).influences}


def test_a_decision_goes_with_who_made_it():
    said = row("supports") | row("refutes", coder="bo")
    check = check_of(said, sources=["s1"], points=["p1"])
    decision = {
        "id": "a1",
        "source": "s1",
        "point": "p1",
        "value": "supports",
        "reason": "so",
        "made_by": "cy",
        "said": [{"coder": "ana", "value": "supports"}, {"coder": "bo", "value": "refutes"}],
    }
    coders = [*check.coders, {"id": "cy", "name": "Cy"}]
    found = told(check.changed(coders=coders, adjudications=[decision]))
    assert NOT_ENOUGH == found["coder", "cy"]


def test_the_only_point_and_the_only_coder_tell_nothing():
    found = find_sensitivity(one_point("supports", "supports"))
    assert {"point", "coder"} == {one.kind for one in found.influences if one.changes}
    assert () == found.telling


def test_the_frame_has_a_row_for_each_thing_that_was_taken_away():
    frame = find_sensitivity(one_point("supports", "not_addressed")).frame()
    assert ["kind", "id", "rating", "changes"] == list(frame.columns)
    assert ["source", "s1", "not_enough_evidence", True] == frame.iloc[0].tolist()
    assert ["source", "s2", "supported", False] == frame.iloc[1].tolist()
    empty = find_sensitivity(parse_check({"id": "t", "claim": {"question": "q"}})).frame()
    assert (0, bool) == (len(empty), empty["changes"].dtype)


# Counting gives what taking it out of the check gives


SOURCES, POINTS, CODERS = ["s1", "s2", "s3"], ["p1", "p2"], ["ana", "bo", "nli"]
STANCES = st.sampled_from(["supports", "refutes", "mixed", "not_addressed"])
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(SOURCES), st.sampled_from(POINTS), st.sampled_from(CODERS)), STANCES
)


def without(items: list[str], one: str) -> list[str]:
    return [item for item in items if item != one]


@given(TABLES)
def test_it_is_what_the_rule_says_of_a_check_without_it(said):
    check = check_of(said, sources=SOURCES, points=POINTS)
    copies = Origins((Origin("s1", (Fold("s3", "s1", "text", ""),)), Origin("s2")))
    found = find_sensitivity(check, origins=copies)
    assert imply_rating(check).value == found.rating
    for one in found.influences:
        rest = {
            "source": lambda id_: check_of(said, sources=without(SOURCES, id_), points=POINTS),
            "origin": lambda id_: check_of(said, sources=["s2"], points=POINTS),
            "point": lambda id_: check_of(said, sources=SOURCES, points=without(POINTS, id_)),
            "coder": lambda id_: check_of(
                {place: value for place, value in said.items() if place[2] != id_},
                sources=SOURCES,
                points=POINTS,
                accepted=None if id_ == "ana" else "ana",
            ),
        }[one.kind](one.id)
        assert imply_rating(rest).value == one.without, one
        assert one.changes == (one.without != found.rating)


def test_a_thousand_sources_and_ten_points_take_no_thousand_checks(monkeypatch):
    sources, points = [f"s{n}" for n in range(1000)], [f"p{n}" for n in range(10)]
    said = {(source, point, "ana"): "supports" for source in sources for point in points}
    check = check_of(said, sources=sources, points=points)
    cells_settled = []
    monkeypatch.setattr(
        "factbook.analysis.sensitivity.cells",
        lambda check: cells_settled.append(len(check.sources) * len(check.points)) or cells(check),
    )
    found = find_sensitivity(check)
    assert 1011 == len(found.influences)
    # The whole table once, and once without its only coder; none for each source or point.
    assert [10_000, 10_000] == cells_settled


def test_the_only_person_is_not_told_of_with_the_models_they_heard_either():
    check = check_of(row("supports", coder="nli"), sources=["s1"], points=["p1"])
    assert {("source", "s1"): NOT_ENOUGH} == told(check)
    assert "coder" not in {one.kind for one in find_sensitivity(check).tried}
