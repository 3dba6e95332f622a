"""Whom sources name as having said it is found where two of them do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factbook.drafting.speakers import find_speakers
from tests.drafting.conftest import Make, material_of


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("He is out, according to Variety.", "Variety first reported that he is out.", "Variety"),
        ("The Daily Post reported it.", "The firm told the Daily Post that it is.", "The Daily Post"),
        ("According to Variety's Ann Lee, yes.", "Variety reports that he is.", "Variety"),
        ("Officials reported a leak.", "Many officials ran. Officials reported a leak.", None),
        ("He reported it. On Monday it was revealed.", "He reported it. Monday revealed more.", None),
        ("It is so, according to Variety.", "It is not so.", None),
        (
            "It is out, according to The Washington Post. The Post reported it.",
            "The Washington Post reported it. It told the Post so.",
            "The Washington Post",
        ),
        ("According to the Associated Press, yes.", "AP reported that it is.", "AP"),
        ("According to Win-Big.example, yes.", "Win-Big.example reported it.", None),
        (
            "He told Iraqi television of it.",
            "Iraqi officials ran. It is so, according to Iraqi officials.",
            None,
        ),
        ("Anna Ray was told. They told Anna: rats.", "Anna Ray is out. She told Anna of it.", None),
        ("He told Ray of it.", "Anna Ray is out. She told Ray of it.", "Ray"),
        ("Unconfirmed reports say so.", "It is so. Unconfirmed reports have it.", None),
        ("He told Radio 6PR of it.", "He told Radio 6PR.", None),
        ("He told Reuters 13 people ran.", "He told Reuters, and Reuters Photo.", "Reuters"),
        ("He told CNN police ran.", "He told the CNN of it. More on CNN News.", "CNN"),
        # one of the check's own sources
        ("It is so, according to The Echo.", "The Echo reported it.", None),
    ],
)
def test_those_whom_two_sources_name_are_found(
    bridge: Make, first: str, second: str, found: str | None
) -> None:
    material = replace(material_of(bridge()), texts={"s1": first, "s2": second})
    assert find_speakers(material, ["s1", "s2"]) == (((found, ("s1", "s2")),) if found else ())


def test_a_very_long_text_takes_no_longer_than_it_is(bridge: Make) -> None:
    texts = {"s1": "Variety reported it. " * 60_000, "s2": "It is so, according to Variety."}
    assert find_speakers(replace(material_of(bridge()), texts=texts), ["s1", "s2"])
