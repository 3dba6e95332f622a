from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis.word_diff import word_diff

WORDS = st.lists(st.sampled_from(["a", "b", "May,", "3.5", "[1]", "桥", "é", " ", "\n"]), max_size=12).map(
    " ".join
)


def side(before: str, after: str, kind: str) -> str:
    return "".join(stretch.text for stretch in word_diff(before, after) if stretch.kind in {"same", kind})


@given(WORDS | st.text(max_size=60), WORDS | st.text(max_size=60))
def test_the_stretches_give_both_texts_back(before, after):
    assert before == side(before, after, "removed")
    assert after == side(before, after, "added")
    assert all(stretch.text for stretch in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It opens in May.", "It opens in June.", "It opens in [-May-]{+June+}."),
        ("It cost 3.5 million", "It cost 3.6 million", "It cost [-3.5-]{+3.6+} million"),
        ("It is so [1].", "It is so [1] [2].", "It is so [1]{+ [2]+}."),
        # A space between two changes goes with them.
        (
            "It opens in early May today",
            "It opens in late June today",
            "It opens in [-early May-]{+late June+} today",
        ),
        ("桥将在五月开放", "桥将在六月开放", "桥将在[-五-]{+六+}月开放"),
        # Texts with little in common are shown whole.
        (
            "The cat is on the mat",
            "A dog was at our door",
            "[-The cat is on the mat-]{+A dog was at our door+}",
        ),
        ("", "New", "{+New+}"),
        ("Same", "Same", "Same"),
    ],
)
def test_what_changed_is_told_by_words(before, after, shown):
    frames = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    assert shown == "".join(frames[stretch.kind].format(stretch.text) for stretch in word_diff(before, after))


def test_long_stretches_without_a_change_are_cut_on_the_sides_far_from_it():
    long = "word " * 200
    before, gone, come, after = word_diff(f"{long}cat {long}", f"{long}dog {long}")
    assert before.text.startswith("…")
    assert after.text.endswith("…")
    assert ("cat", "dog") == (gone.text, come.text)
    assert max(len(before.text), len(after.text)) < 120


def test_texts_too_long_to_compare_are_shown_whole():
    # Word by word, this would take minutes.
    stretches = word_diff("a b c " * 20_000 + "c", "c a d " * 20_000 + "d")
    assert ["removed", "added"] == [stretch.kind for stretch in stretches]
    assert all(len(stretch.text) <= 1200 for stretch in stretches)
