"""Copies, dates, gaps and interests are told as the records have them, and what is alike is told together."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from factbook.analysis.origins import Fold, Origin, Origins, each_its_own
from factbook.drafting.background import tell_context, tell_interests
from factbook.drafting.naming import Names
from factbook.drafting.stands import stands_of
from factbook.model.canonical import parse_check
from factbook.model.check import Check

UNREAD: dict[str, Any] = {"snapshots": []}
ARCHIVED = "https://web.archive.org/web/2025/https://a.example/"


def copy_of(text: str) -> dict[str, Any]:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return {
        "sha256": sha256,
        "extension": "txt",
        "media_type": "text/plain",
        "size_bytes": len(text),
        "captured_at": "2025-03-01T00:00:00Z",
        "text_sha256": sha256,
        "text_length": len(text),
    }


def check_of(*sources: dict[str, Any], points: int = 1, **fields: Any) -> Check:
    numbered = [
        {
            "id": f"s{number}",
            "title": f"Paper {number}",
            "publisher": f"P{number}",
            "snapshots": [copy_of(f"text {number}")],
        }
        | one
        for number, one in enumerate(sources, start=1)
    ]
    return parse_check(
        {
            "id": "c",
            "claim": {"question": "Q?", **fields.pop("claim", {})},
            "points": [{"id": f"p{number}", "text": f"Point {number}"} for number in range(1, points + 1)],
            "coders": [{"id": "nli", "name": "nli", "kind": "model"}, {"id": "ana", "name": "Ana"}],
            "sources": numbered,
            **fields,
        }
    )


def context(check: Check, origins: Origins | None = None) -> list[str]:
    origins = origins or each_its_own(check)
    told = tell_context(check, stands_of(check), names=Names(check), origins=origins)
    return [sentence.words for sentence in told]


def interests(check: Check) -> list[str]:
    return [sentence.words for sentence in tell_interests(check, names=Names(check))]


def stance(source: str, value: str, point: str = "p1", coder: str = "ana") -> dict[str, str]:
    return {"source": source, "point": point, "coder": coder, "value": value}


def test_two_sources_are_told_as_two() -> None:
    assert context(check_of({}, {}))[:2] == [
        "The two sources print different texts, and each counts as an origin of its own.",
        "Neither of the two sources has a date on record, so that it cannot be told which came first.",
    ]


def one_text(check: Check) -> Origins:
    """Take all sources of a check for copies of the first."""
    first, *others = (source.id for source in check.sources)
    return Origins((Origin(first, tuple(Fold(one, first, "text", "the words of {0}") for one in others)),))


@pytest.mark.parametrize(
    ("first", "other", "known"),
    [
        ({"issued": "2025-03-04"}, {"issued": "2025-03-05"}, True),
        ({"issued": "2025-03"}, {"issued": "2025-04-01"}, True),
        # The order in which they were brought in says nothing.
        ({}, {}, False),
        ({"issued": "2025-03-04"}, {"issued": "2025-03-04"}, False),
        ({"issued": "2025-03"}, {"issued": "2025-03-05"}, False),
        # Nor does it that only one of them has a date.
        ({"issued": "2025-03-04"}, {}, False),
        ({"issued": "2025-03-04", "publisher": "Reuters"}, {}, True),
        ({"issued": "2025-03-04"}, {"origin": "s1"}, True),
        ({"issued": "2025-03-04"}, {"URL": ARCHIVED}, True),
        # What an agency sent out, what a person set and what an archive has needs no date.
        ({"publisher": "Reuters"}, {}, True),
        ({}, {"origin": "s1"}, True),
        ({}, {"URL": ARCHIVED}, True),
        # Of two archives' copies neither is the original.
        ({"URL": ARCHIVED}, {"URL": ARCHIVED.replace("2025", "2024")}, False),
    ],
)
def test_a_copy_is_called_the_original_only_where_something_bears_it_out(first, other, known) -> None:
    check = check_of(first, other)
    said = "print one text and count as one origin"
    name = first.get("publisher", "P1")
    assert (f"; {name} is likely the original." in context(check, one_text(check))[0]) is known
    assert f"{name} and P2 {said}" in context(check, one_text(check))[0]


def test_a_copy_that_a_person_set_as_one_of_another_copy_is_not_the_original() -> None:
    check = check_of({}, {"origin": "s1"}, {"origin": "s2"})
    assert "; P1 is likely the original." in context(check, one_text(check))[0]


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ([{"publisher": "Reuters"}, {}], "Reuters and P2 have no date on record."),
        ([{"publisher": "Reuters"}, {}, {}, {}], "Four sources have no date on record."),
        (
            [{}] * 4,
            "None of the four sources has a date on record, so that it cannot be told which came first.",
        ),
    ],
)
def test_where_an_original_is_named_it_is_not_said_that_nobody_can_tell(sources, words) -> None:
    check = check_of(*sources)
    assert [told for told in context(check, one_text(check)) if "date" in told] == [words]


def test_copies_of_one_text_that_are_judged_differently_are_pointed_out() -> None:
    stances = [stance("s1", "refutes"), stance("s2", "mixed"), stance("s3", "refutes")]
    check = check_of({}, {}, {}, stances=stances)
    words = "Though P1, P2 and P3 print one text, they are judged differently on this claim."
    assert words in context(check, one_text(check))
    assert words not in context(check)
    alike = check_of({}, {}, {}, stances=[stance(f"s{number}", "refutes") for number in (1, 2)])
    assert not [told for told in context(alike, one_text(alike)) if told.startswith("Though")]


def test_copies_of_one_text_that_a_model_reads_differently_are_told_as_that() -> None:
    stances = [stance("s1", "supports", "p2", "nli"), stance("s2", "not_addressed", "p2", "nli")]
    check = check_of({}, {}, points=2, stances=stances)
    words = "Though P1 and P2 print one text, they are read differently on point 2."
    assert words in context(check, one_text(check))
    # A judgement of a person goes before what a model reads in the other copy.
    judged = check_of({}, {}, points=2, stances=[stance("s1", "refutes", "p2"), stances[1]])
    assert not [told for told in context(judged, one_text(judged)) if told.startswith("Though")]


def test_points_on_which_copies_are_judged_differently_are_told_together() -> None:
    """Otherwise a story of six points would have six sentences that are nearly the same."""
    everywhere = [
        stance(source, value, f"p{number}")
        for number in (1, 3, 4, 5, 6)
        for source, value in (("s1", "refutes"), ("s2", "mixed"))
    ]
    other = [stance("s2", "refutes", "p2"), stance("s3", "mixed", "p2")]
    check = check_of({}, {}, {}, points=6, stances=everywhere + other)
    assert [told for told in context(check, one_text(check)) if told.startswith("Though")] == [
        "Though P1, P2 and P3 print one text, they are judged differently on points 1, 2, 3, 4, 5 and 6."
    ]


def test_that_copies_are_judged_differently_is_no_word_for_a_side() -> None:
    """The audit asks of a sentence on a point whether both sides are cited, also on the tenth point."""
    check = check_of(
        {}, {}, {}, points=10, stances=[stance("s1", "refutes", "p9"), stance("s2", "mixed", "p9")]
    )
    told = tell_context(check, stands_of(check), names=Names(check), origins=one_text(check))
    assert [one.points for one in told if one.words.startswith("Though")] == [()]


def test_of_what_could_not_be_read_it_is_not_said_that_it_is_no_copy() -> None:
    assert context(check_of(UNREAD, UNREAD)) == [
        "Neither of the two sources has a date on record, so that it cannot be told which came first.",
        "P1 and P2 could not be read, so that nothing is said of them here.",
    ]
    assert not any("the same text" in words for words in context(check_of({}, UNREAD, UNREAD)))
    assert context(check_of({}, {}, UNREAD))[0] == (
        "The two sources that could be read print different texts, and each counts as an origin of its own."
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2025-03-01", "2025-03-09"), "All that refutes this claim is newer than what supports it"),
        (("2025-03-09", "2025-03-01"), "All that supports this claim is newer than what refutes it"),
        (("2025-03", "2025-03-09"), None),
        (("2025-03-01", "2025-03-01"), None),
    ],
)
def test_which_side_came_first_is_told_where_it_is_certain(days: tuple[str, str], told: str | None) -> None:
    check = check_of(
        {"issued": days[0]},
        {"issued": days[1]},
        stances=[stance("s1", "supports"), stance("s2", "refutes")],
    )
    found = [words for words in context(check) if "newer" in words]
    assert [words.split(":")[0] for words in found] == ([told] if told else [])


def test_which_side_came_first_is_not_told_where_a_source_has_no_date() -> None:
    check = check_of(
        {"issued": "2025-03-01"},
        {"issued": "2025-03-09"},
        {},
        stances=[stance("s1", "supports"), stance("s2", "refutes"), stance("s3", "supports")],
    )
    assert not any("newer" in words for words in context(check))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["2025-03-04", "2025-03-09"], "from March 4, 2025 to March 9, 2025"),
        (["2025-03", "2025-03-15", "2024-12-01"], "from December 1, 2024 to March 2025"),
        (["2025-03", "2025-03-15"], ""),
        (["2025-03-04", "2025-03-04"], ""),
        (["2025-03-04", ""], ""),
    ],
)
def test_the_first_and_the_last_date_are_told_as_far_as_they_are_known(days: list[str], told: str) -> None:
    found = [
        words
        for words in context(check_of(*({"issued": day} if day else {} for day in days)))
        if "dated" in words
    ]
    assert found == ([f"The dated sources are {told}."] if told else [])


def test_sentences_that_begin_with_a_number_begin_with_a_capital() -> None:
    check = check_of({"issued": "2025"}, *[{}] * 4)
    assert "Four sources have no date on record." in context(check)


def test_sources_older_than_the_claim_are_told_as_that() -> None:
    check = check_of({"issued": "2024"}, claim={"claimed_on": "2025-08"}, stances=[stance("s1", "supports")])
    assert "All dated sources are older than the claim itself, which is of August 2025." in context(check)


def test_points_that_wait_for_a_person_are_told_together() -> None:
    check = check_of(
        {}, points=3, stances=[stance("s1", "supports", f"p{number}", "nli") for number in (1, 3)]
    )
    assert (
        "Before points 1 and 3 can be settled, a person has to confirm or correct what the model reads."
        in context(check)
    )


def test_a_single_origin_asks_for_a_second() -> None:
    check = check_of({}, {}, stances=[stance("s1", "supports")])
    assert (
        "All that supports this claim goes back to one origin; a second, independent one would have to "
        "bear it out."
    ) in context(check)


def test_who_stands_behind_sources_is_told_as_it_is_on_record() -> None:
    check = check_of(
        {"interest": "Sells bridges."}, {}, {"publisher": "P2", "author": [{"literal": "Mayor"}]},
        claim={"claimant": "Mayor"},
    )  # fmt: skip
    assert interests(check) == [
        "On P1 it is on record: Sells bridges.",
        "P2, “Paper 3” comes from Mayor, who made the claim.",
        "Two of the three sources come from one publisher, P2.",
        "Of P2, “Paper 2” and P2, “Paper 3” it is not on record who stands behind them.",
    ]


def test_who_made_the_claim_and_is_a_source_is_named_once() -> None:
    check = check_of({"publisher": "City council"}, claim={"claimant": "City Council"})
    assert interests(check)[0] == "City Council made the claim, and is a source on it here."


def test_a_web_host_is_no_publisher() -> None:
    check = check_of(*[{"publisher": "", "URL": f"https://video.example/{n}"} for n in range(2)])
    assert not any("publisher" in words for words in interests(check))


def test_an_interest_that_looks_like_a_citation_is_left_out() -> None:
    assert interests(check_of({"interest": "See [@s1#q1]."})) == []
