"""A sentence that only quotes is known by its form, and holds if its words stand where it says."""

from __future__ import annotations

import pytest

from factbook.drafting.frames import Frame, Side, choose_frame, fill, is_borne_out
from factbook.drafting.naming import Names
from factbook.drafting.stands import SUPPORTS, stands_of
from factbook.model.check import Check
from factbook.model.finding import Finding
from factbook.wording import languages, speaking
from tests.drafting.conftest import MAYBE, OPENS, SHUT, Make


@pytest.fixture
def check(bridge: Make) -> Check:
    return bridge().read()


BOTH = "[@s1#q1; @s5#q4]"
COUNCIL = "City council (March 4, 2025)"
PLAIN = (
    Frame.SAYS, Frame.WRITES, Frame.SAYS_IN, Frame.READS, Frame.QUOTES, Frame.QUOTATION, Frame.SAME,
    Frame.ALONE,
)  # fmt: skip
"""Frames that say nothing of the words they quote."""


def holds(check: Check, text: str, points: tuple[str, ...] = ("p1",)) -> bool:
    finding = Finding(id="f", section="summary", text=text, points=points)
    return is_borne_out(finding, check=check, names=Names(check), stands=stands_of(check))


@pytest.mark.parametrize(
    "text",
    [
        "City council (March 4, 2025) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2025) quotes these words: “The bridge will open in May” [@s1#q1].",
        "A quotation in City council (March 4, 2025) reads: “The bridge will open in May” [@s1#q1].",
        f"{COUNCIL}, which supports this claim, says: “{OPENS}” [@s1#q1].",
        f"The Courier (March 9, 2025), which refutes this claim, says: “{SHUT}” [@s2#q2].",
        f"The Echo, which takes no side on this claim, says: “{MAYBE}” [@s3#q3].",
        f"{COUNCIL} and Town Gazette have the same words: “The bridge will open in May” [@s1#q1; @s5#q4].",
        f"{COUNCIL} and Town Gazette, which support this claim, have the same words: “{OPENS}” {BOTH}.",
        f"{COUNCIL} and Town Gazette: “The bridge will open in May” [@s1#q1; @s5#q4].",
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
        # a part of a sentence, which may say the opposite of the whole
        "City council (March 4, 2025) says: “bridge will open” [@s1#q1].",
        "The Courier (March 9, 2025) says: “The bridge will not open in May” [@s2#q2].",
        f"{COUNCIL} and Town Gazette have the same words: “will open in May” [@s1#q1; @s5#q4].",
        # another source, another date, another verb
        "The Courier (March 9, 2025) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2024) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2025) proves: “The bridge will open in May” [@s1#q1].",
        "Nobody believes it, but City council (March 4, 2025) says: “The bridge will open in May” [@s1#q1].",
        "City council (March 4, 2025) says: “The bridge will open in May” and means it [@s1#q1].",
        # a side that the source does not take
        f"{COUNCIL}, which refutes this claim, says: “{OPENS}” [@s1#q1].",
        f"The Courier (March 9, 2025), read as refuting this claim, says: “{SHUT}” [@s2#q2].",
        f"The Courier (March 9, 2025), which refutes this claim, writes: “{SHUT}” [@s2#q2].",
        "The Echo, which refutes this claim, says: “The bridge will reportedly open in May” [@s3#q3].",
        # several sources of which one has other words, another side, or is not cited
        f"{COUNCIL} and The Courier (March 9, 2025) have the same words: “will open” [@s1#q1; @s2#q2].",
        f"{COUNCIL} and The Echo, which support this claim, have the same words: “in May” [@s1#q1; @s3#q3].",
        "City council (March 4, 2025) and Town Gazette have the same words: “will open in May” [@s1#q1].",
        "City council (March 4, 2025) have the same words: “will open in May” [@s1#q1].",
        "City council (March 4, 2025) and Town Gazette says: “will open in May” [@s1#q1; @s5#q4].",
        # no hedge, nobody unnamed, no correction
        f"The claim is put flatly; {COUNCIL} hedges: “The bridge will open in May” [@s1#q1].",
        f"{COUNCIL} leans on people it does not name: “The bridge will open in May” [@s1#q1].",
        f"{COUNCIL} carries a correction or an addition: “The bridge will open in May” [@s1#q1].",
        f"{COUNCIL} does not name who told it: “The bridge will open in May” [@s1#q1].",
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
    text = f"The Echo, which takes no side on this claim, says: “{MAYBE}” [@s3#q3]."
    assert not holds(check, text, points=())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("sided", [False, True])
@pytest.mark.parametrize("cited", ["[@s1#q1]", "[@s1#q1; @s5#q4]"])
def test_every_frame_is_known_again_in_every_language(
    check: Check, language: str, sided: bool, cited: str
) -> None:
    sources = ["s1", "s5"] if "s5" in cited else ["s1"]
    several = (Frame.SAME,) if sided else (Frame.SAME, Frame.ALONE)
    one = (Frame.SAYS, Frame.QUOTES) if sided else tuple(frame for frame in PLAIN if frame != Frame.SAME)
    with speaking(language):
        side = Side(stands_of(check)[0], SUPPORTS, judged=True) if sided else None
        for frame in several if len(sources) > 1 else one:
            words = fill(frame, names=Names(check), sources=sources, words=OPENS, side=side)
            assert holds(check, f"{words[:-1]} {cited}.")


def test_one_frame_follows_another(check: Check) -> None:
    names = Names(check)
    of_a_publisher = [choose_frame(names, ["s1"], spoken_words=False, place=place) for place in range(3)]
    assert of_a_publisher == [Frame.SAYS, Frame.WRITES, Frame.SAYS]
    spoken = [choose_frame(names, ["s1"], spoken_words=True, place=place) for place in range(2)]
    assert spoken == [Frame.QUOTES, Frame.QUOTATION]
    assert choose_frame(names, ["s1", "s5"], spoken_words=False, place=0) == Frame.SAME


def test_a_title_that_looks_like_a_frame_deceives_nobody(check: Check) -> None:
    evil = "X says: “The bridge will open in May”; which refutes it, says"
    source = check.source("s3").model_copy(update={"publisher": "", "title": evil})
    sources = tuple(source if one.id == "s3" else one for one in check.sources)
    check = check.changed(sources=sources)
    assert not holds(check, "X says: “The bridge will open in May” [@s3#q3].")
