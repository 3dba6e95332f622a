"""How the sources stand is told from the stance table, and from nothing else."""

from __future__ import annotations

import pytest

from factbook.analysis.origins import each_its_own
from factbook.drafting.naming import Names
from factbook.drafting.standing import tell_standing
from factbook.drafting.stands import stands_of
from factbook.model.check import Check
from factbook.wording import speaking
from tests.drafting.conftest import Make

ALL_SILENT = dict.fromkeys(["s1", "s2", "s3", "s4", "s5"], "not_addressed")


def standing_in(check: Check) -> list[list[str]]:
    """Give what is told of each point, or of several that stand alike."""
    told = tell_standing(stands_of(check), names=Names(check), origins=each_its_own(check))
    return [[sentence.words for sentence in standing] for standing in told]


def with_points(check: Check, *texts: str) -> Check:
    """Give the check with more points, of which nobody has said anything."""
    more = [
        check.points[0].model_copy(update={"id": f"p{number}", "text": text})
        for number, text in enumerate(texts, start=2)
    ]
    return check.changed(points=(*check.points, *more))


@pytest.mark.parametrize(
    ("stances", "head"),
    [
        (
            ALL_SILENT | {"s1": "supports", "s2": "supports"},
            "Of five sources, two support this claim, and none refutes it.",
        ),
        (ALL_SILENT | {"s2": "refutes"}, "Of five sources, one refutes this claim, and none supports it."),
        ({"s1": "supports", "s2": "supports"}, "Of five sources, two support this claim."),
        ({"s2": "refutes"}, "Of five sources, one refutes this claim."),
        ({"s3": "mixed"}, "Of five sources, one speaks of this claim, without coming down on a side."),
        (
            {"s4": "not_addressed"},
            "Of five sources, one does not address this claim; that says nothing for or against it.",
        ),
        ({}, "Nobody has judged the five sources on this claim yet."),
    ],
)
def test_the_first_sentence_follows_the_table(bridge: Make, stances: dict[str, str], head: str) -> None:
    assert standing_in(bridge(stances).read())[0][0] == head


@pytest.mark.parametrize("total", [2, 3])
def test_in_arabic_no_source_is_one_of_any_number(bridge: Make, total: int) -> None:
    silent = {f"s{number}": "not_addressed" for number in range(1, total + 1)}
    check = bridge(silent | {"s2": "refutes"}).read()
    check = check.changed(sources=check.sources[:total])
    count = {2: "اثنان", 3: "ثلاثة"}[total]
    with speaking("ar"):
        assert standing_in(check)[0][0] == f"عدد المصادر {count}: واحد يفنّد المقولة، ولا يؤيدها أي مصدر."


def test_points_that_nobody_has_judged_are_told_together(bridge: Make) -> None:
    check = with_points(bridge({"s1": "supports"}).read(), "It carries trams", "It is red")
    of_first, of_others = standing_in(check)
    assert of_first[0].startswith("Of five sources, one supports point 1")
    assert of_others == ["Nobody has judged the five sources on points 2 and 3 yet."]


def test_what_was_judged_is_told_before_what_a_model_reads_and_that_before_what_is_open(
    bridge: Make,
) -> None:
    check = bridge({"s1": "supports", "s2": "refutes", "s3": "mixed"}, suggested=True).read()
    by_ana = check.stances[0].model_copy(update={"coder": "ana", "confidence": None})
    check = check.changed(stances=(by_ana, *check.stances[1:]))
    assert standing_in(check) == [
        [
            "Of five sources, one supports this claim.",
            (
                "No person has judged The Courier and The Echo; the model nli 2 reads one as refuting it "
                "and one as coming down on neither side."
            ),
            "Garden Weekly and Town Gazette have not been judged on it.",
        ]
    ]


def test_on_what_coders_disagree_no_side_is_told(bridge: Make) -> None:
    check = bridge({"s1": "supports"}).read()
    other = check.stances[0].model_copy(update={"coder": "bo", "value": "refutes"})
    bo = check.coder("ana").model_copy(update={"id": "bo", "name": "Bo"})
    check = check.changed(coders=(*check.coders, bo), stances=(*check.stances, other))
    (told,) = standing_in(check)
    assert told[0] == "On how to read City council, those who judged disagree."
