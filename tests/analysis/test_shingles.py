from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis.shingles import shared_figures, shares_within, shingle, similar_pairs

STORY = (
    "The new harbour bridge will open to traffic in May, the mayor told the council on Monday evening after "
    "two hours of debate about the cost of its railings, and the operator said that trams would follow."
)
OTHER = (
    "Nobody on the south bank had asked for a second ferry, yet there it lay at the pier, freshly painted."
)


def share(one: str, other: str) -> float:
    return shares_within(shingle(one), shingle(other)).share


def test_case_punctuation_and_spacing_make_no_difference():
    rewritten = STORY.upper().replace(",", " --").replace(" ", "\n ").replace("MAYOR", "“MAYOR”")
    assert share(STORY, rewritten) == 1.0
    assert shingle(STORY).digest == shingle(rewritten).digest


def test_the_share_is_of_words_and_each_way_round():
    longer = f"{STORY} {OTHER}"
    assert share(STORY, longer) == 1.0
    assert share(longer, STORY) == pytest.approx(len(STORY.split()) / len(longer.split()), abs=0.01)
    assert share(STORY, OTHER) == 0.0


def test_the_order_of_words_counts():
    assert share(STORY, " ".join(reversed(STORY.split()))) == 0.0


def test_a_changed_word_costs_itself_and_not_its_neighbours():
    assert share(STORY.replace("railings", "handrails"), STORY) == pytest.approx(1 - 1 / len(STORY.split()))


@pytest.mark.parametrize("text", ["", " \n", "…", "two words"])
def test_a_text_without_a_shingle_shares_nothing(text):
    assert share(text, STORY) == share(STORY, text) == share(text, text) == 0.0


def test_languages_without_spaces_are_compared_by_characters():
    japanese = "新しい橋は五月に開通すると市長は月曜日の議会で述べた"
    assert share(japanese, f"{japanese}。欄干の費用についても議論があった。") == 1.0


@pytest.mark.parametrize("quoted", [f"“{OTHER}”", f'"{OTHER}"', f"«{OTHER}»", f"„{OTHER}“"])
def test_words_in_quotation_marks_are_not_ones_own(quoted):
    own = shares_within(shingle(f"{STORY} It said: {quoted}"), shingle(OTHER))
    assert own.share > 0.3
    assert own.own_share == 0.0


def test_a_quotation_ends_with_its_paragraph_at_the_latest():
    forgotten = shingle(f"“{OTHER}\n\n{STORY}")
    assert forgotten.own.sum() == len(STORY.split())


@pytest.mark.parametrize("marks", ["“”", '""'])
def test_a_quotation_may_go_on_over_lines_and_paragraphs(marks):
    over_lines = OTHER.replace(", ", ",\n")
    quotation = f"{marks[0]}{over_lines}\n{marks[0]}{OTHER}\n\n{marks[0]}{OTHER}{marks[1]}"
    assert shingle(f"{STORY} {quotation} {STORY}").own.sum() == 2 * len(STORY.split())


def test_a_text_wholly_in_quotation_marks_is_compared_as_a_whole():
    assert shares_within(shingle(f"“{STORY}”"), shingle(STORY)).own_share == 1.0


def test_figures_tell_apart_what_says_the_same_of_other_numbers():
    report = "Of {} runs in {} the trams were on time in {}."
    one, other = (shingle(report.format(*numbers)) for numbers in ((900, 2014, 811), (850, 2015, 702)))
    assert shared_figures(one, other) == 0.0
    assert shared_figures(one, one) == 1.0
    assert shared_figures(shingle("On May 4 it rained."), shingle("On May 5 it rained.")) == 1.0


def test_pairs_are_found_among_many_that_have_nothing_in_common():
    chance = random.Random(7)  # noqa: S311
    words = [f"w{number}" for number in range(3000)]
    texts = {f"t{number}": " ".join(chance.choices(words, k=120)) for number in range(200)}
    texts |= {"a": STORY, "b": f"{STORY} {OTHER}"}
    shingled = {name: shingle(text) for name, text in texts.items()}
    assert list(similar_pairs(shingled, least_share=0.1)) == [("a", "b")]


def test_no_text_at_all_gives_no_pair():
    assert list(similar_pairs({}, least_share=0.1)) == []
    assert list(similar_pairs({"a": shingle(""), "b": shingle("one word")}, least_share=0.1)) == []


@given(st.text(), st.text())
def test_shares_stay_between_nothing_and_all(one, other):
    shares = shares_within(shingle(one), shingle(other))
    assert 0 <= shares.share <= 1
    assert 0 <= shares.own_share <= 1
    assert shares.words <= shingle(one).words


def test_one_word_a_million_times_is_one_shingle_soon():
    began = time.perf_counter()
    text = shingle("spam " * 1_000_000)
    assert len(text.distinct) == 1
    assert shares_within(shingle(STORY), text).share == 0.0
    assert time.perf_counter() - began < 20
