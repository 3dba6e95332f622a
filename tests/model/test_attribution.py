from __future__ import annotations

import pytest

from factbook.model.attribution import attributed_to, is_named_in, without_attribution


@pytest.mark.parametrize(
    ("sentence", "speaker", "rest"),
    [
        ("According to the council, it opens.", "the council", "it opens"),
        ("It opens, according to the council’s page.", "the council’s page", "It opens"),
        ("It opens.", None, "It opens"),
        ("It was built according to plan, and opens.", None, "It was built according to plan, and opens"),
    ],
)
def test_who_speaks_is_told_from_what_is_said(sentence, speaker, rest):
    assert (speaker, rest) == (attributed_to(sentence), without_attribution(sentence))


@pytest.mark.parametrize(
    ("speaker", "named"),
    [("the City Council", True), ("NASA", False), ("the UN", True), ("it", False), ("Vladimir Putin", False)],
)
def test_a_speaker_is_named_by_a_word_that_may_be_a_name(speaker, named):
    assert named == is_named_in(speaker, ["Minutes of the council", "A letter to the UN"])
