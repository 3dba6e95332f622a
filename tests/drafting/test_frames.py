"""A sentence that only quotes is known by its form, and holds if its words stand where it says."""

from __future__ import annotations

import pytest

from factbook.drafting.frames import Frame, fill, is_borne_out
from factbook.drafting.naming import Names
from factbook.drafting.stands import stands_of
from factbook.model.check import Check
from factbook.model.finding import Finding
from factbook.wording import languages, speaking
from tests.drafting.conftest import Make


@pytest.fixture
def check(bridge: Make) -> Check:
    return bridge().read()


COUNCIL = "City council (March 4, 2025)"


def holds(check: Check, text: str, points: tuple[str, ...] = ("p1",)) -> bool:
    finding = Finding(id="f", section="summary", text=text, points=points)
    return is_borne_out(finding, check=check, names=Names(check), stands=stands_of(check))


@pytest.mark.parametrize(
    "text",
    [
        "City council (March 4, 2025) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2025) says: “bridge will open” [@s1#q1].",
        "A quotation in City council (March 4, 2025) says: “The bridge will open in May” [@s1#q1].",
        "Likewise City council (March 4, 2025): “The bridge will open in May” [@s1#q1].",
        "Against that stands The Courier (March 9, 2025): “The bridge will not open in May” [@s2#q2].",
        "On neither side, The Echo: “The bridge will reportedly open in May” [@s3#q3].",
        "The claim is put flatly; The Echo hedges: “The bridge will reportedly open in May” [@s3#q3].",
    ],
)
def test_a_quoting_sentence_holds(check: Check, text: str) -> None:
    assert holds(check, text)


@pytest.mark.parametrize(
    "text",
    [
        # words that were changed, left out in the middle, or stand in another quote
        "City council (March 4, 2025) says: “The bridge will open in June” [@s1#q1].",
        "City council (March 4, 2025) says: “The bridge open in May” [@s1#q1].",
        "City council (March 4, 2025) says: “The bridge will not open in May” [@s1#q1].",
        "City council (March 4, 2025) says: “The bridge will open in May” [@s2#q2].",
        # another source, another date, another verb
        "The Courier (March 9, 2025) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2024) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2025) proves: “The bridge will open in May” [@s1#q1].",
        "Nobody believes it, but City council (March 4, 2025) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2025) says: “The bridge will open in May” and means it [@s1#q1].",
        # a side that the source does not take
        "On neither side, City council (March 4, 2025): “The bridge will open in May” [@s1#q1].",
        "Read as refuting it, The Courier (March 9, 2025): “The bridge will not open in May” [@s2#q2].",
        "Against that stands The Echo: “The bridge will reportedly open in May” [@s3#q3].",
        # no hedge, nobody unnamed, no correction
        f"The claim is put flatly; {COUNCIL} hedges: “The bridge will open in May” [@s1#q1].",
        f"{COUNCIL} leans on people it does not name: “The bridge will open in May” [@s1#q1].",
        f"{COUNCIL} carries a correction or an addition: “The bridge will open in May” [@s1#q1].",
        "So does City council (March 4, 2025): “The bridge will open in May” [@s1#q1].",
        # no words, no quote, two quotes
        "City council (March 4, 2025) says: “The bridge will open in May” [@s1].",
        "City council (March 4, 2025) says: “The bridge will open in May”.",
        "City council (March 4, 2025) says: “The bridge will open in May” [@s1#q9].",
        "City council (March 4, 2025) says: “The bridge will open in May” [@s1#q1; @s2#q2].",
    ],
)
def test_what_does_not_hold_is_seen(check: Check, text: str) -> None:
    assert not holds(check, text)


def test_a_side_needs_a_point_to_be_held_against(check: Check) -> None:
    text = "On neither side, The Echo: “The bridge will reportedly open in May” [@s3#q3]."
    assert not holds(check, text, points=())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("spoken_words", [False, True])
def test_every_frame_is_known_again_in_every_language(
    check: Check, language: str, spoken_words: bool
) -> None:
    with speaking(language):
        for frame in (Frame.SAYS, Frame.SAYS_IN, Frame.LIKEWISE, Frame.AND, Frame.ALONE):
            words = fill(
                frame,
                names=Names(check),
                source="s1",
                words="The bridge will open in May",
                spoken_words=spoken_words,
            )
            assert holds(check, f"{words[:-1]} [@s1#q1].")


def test_a_title_that_looks_like_a_frame_deceives_nobody(check: Check) -> None:
    evil = "X says: “The bridge will open in May”; on neither side, Y"
    source = check.source("s3").model_copy(update={"publisher": "", "title": evil})
    sources = tuple(source if one.id == "s3" else one for one in check.sources)
    check = check.changed(sources=sources)
    assert not holds(check, "X says: “The bridge will open in May” [@s3#q3].")
