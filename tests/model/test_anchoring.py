from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from factbook.model.anchoring import Span, differing_words, find_words, nearest_passage, surroundings

TEXT = "Agents train for 13 weeks, the agency says. Critics want 20 weeks of training."
LETTERS = "abcdeéÉñüßøλжé2²①sſ"
WORD = st.text(LETTERS, min_size=1, max_size=6)
LINE_END = "¬"
SENTENCE = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


def test_words_are_found_at_every_place_where_they_stand():
    spans = find_words(TEXT, "weeks")
    assert [TEXT[span.start : span.end] for span in spans] == ["weeks", "weeks"]
    assert find_words(TEXT, "months") == []
    assert find_words(TEXT, "  ") == []


@given(SENTENCE, st.data())
def test_words_cut_out_of_a_text_are_found_where_they_were_cut(text, data):
    words = text.split()
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    wanted = " ".join(words[first : last + 1])
    start = len(" ".join([*words[:first], ""]))
    assert Span(start, start + len(wanted)) in find_words(text, wanted)


@given(
    st.text("ab-–'’ \n\u00ad\u0301é…ﬁ12,.", max_size=40),
    st.text("ab-' \u0301éfi12.,", min_size=1, max_size=6),
)
def test_a_span_holds_the_words_but_for_what_typesetting_changes(text, words):
    for span in find_words(text, words):
        found = bare(text[span.start : span.end])
        # The hyphen at the end of a line may be the word's own or not.
        assert bare(words) in {found, found.replace(LINE_END, ""), found.replace(LINE_END, "-")}


def bare(text: str) -> str:
    """Give what is left of a text without its typesetting, worked out another way than the module does."""
    text = re.sub(r"(?<=\w)[-\u00ad]\s*\n\s*(?=\w)", LINE_END, text)
    text = unicodedata.normalize("NFD", re.sub("[\u00ad\u200b]", "", text))
    for found, plain in (("ﬁ", "fi"), ("…", "..."), ("–", "-"), ("’", "'")):
        text = text.replace(found, plain)
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("it\n  will \tbe", "it will be"),
        ("the ‘new’ “bridge”", "the 'new' \"bridge\""),
        ("May–June, 3−4", "May-June, 3-4"),
        ("ﬁrst oﬃce", "first office"),
        ("ex\u00adpert wit\u00adness", "expert witness"),
        ("cafe\u0301 noir", "café noir"),
        ("café noir", "cafe\u0301 noir"),
        ("and so on…", "and so on..."),
        ("new infor-\nmation", "new information"),
        ("new infor\u00ad\n  mation", "new information"),
        ("a well-\nknown fact", "a well-known fact"),
        ("a well\u00ad\nknown infor-\nmation", "a well-known information"),
        ("2024-\n2025", "2024-2025"),
        ("new information", "new infor-\nmation"),
        ("a well-known fact", "a well-\nknown fact"),
    ],
)
def test_typesetting_makes_no_difference(text, words):
    assert [Span(0, len(text))] == find_words(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the ruling was over-\nturned", "the ruling was over"),
        ("the ruling was over\u00ad\nturned", "the ruling was over"),
        ("they are un-\n trained", "trained"),
        ("they re-sign", "they resign"),
        ("they resign", "they re-sign"),
        ("2024-\n2025", "20242025"),
        ("old-\n\nworld", "old world"),
    ],
)
def test_half_a_word_and_another_word_are_not_found_at_the_end_of_a_line(text, words):
    assert find_words(text, words) == []


@given(SENTENCE, st.integers(0), st.sampled_from(LETTERS))
@example("cafe\u0301", 3, "é")
def test_a_changed_letter_is_never_folded_away(text, place, letter):
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    assume(unicodedata.normalize("NFD", changed) != unicodedata.normalize("NFD", text))
    assume(text[place] != " ")
    assert find_words(text, changed) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the untrained agent", "trained"),
        ("the agent is trainedly", "trained"),
        ("un\u00adtrained", "trained"),
        ("unﬁt for duty", "ﬁt for duty"),
        ("unﬁt for duty", "fit for duty"),
        ("the loss proﬁts", "its"),
        ("caféa", "a"),
        ("cafe\u0301a", "a"),
        ("cafe\u0301", "cafe"),
        ("café", "cafe"),
        ("1,250 people", "250 people"),
        ("3.5 percent", "5 percent"),
        ("it cost 1,250", "it cost 1"),
        ("weighs 2.5", "weighs 2"),
        ("कितना", "तना"),
    ],
)
def test_words_are_not_cut_out_of_longer_words_or_numbers(text, words):
    assert find_words(text, words) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In 2019, 250 people came. 13", "250 people"),
        ("the year 2019.", "the year 2019"),
        ("这座桥将于五月开放", "五月"),
        ("สะพานจะเปิดในเดือนพฤษภาคม", "เปิด"),
        ("다리는 5월에 열린다", "5월"),
        ("(bridge)", "bridge"),
        ("bridge’s end", "bridge"),
    ],
)
def test_words_beside_marks_or_in_scripts_without_spaces_are_found(text, words):
    start = text.index(words)
    assert [Span(start, start + len(words))] == find_words(text, words)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_surroundings_join_up_with_the_span(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    before, after = surroundings(text, Span(start, end), length=10)
    assert text[max(0, start - 10) : end + 10] == before + text[start:end] + after


def test_the_nearest_passage_is_the_sentence_that_shares_most():
    assert nearest_passage(TEXT, "critics want 30 weeks of training") == "Critics want 20 weeks of training."
    assert nearest_passage(TEXT, "nothing alike here whatever") == ""
    assert nearest_passage("", "words") == ""
    assert (
        nearest_passage("It cost 4.2 million euros. So.", "2.4 million euros") == "It cost 4.2 million euros."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("they can't vote", "they can"),
        ("they can’t vote", "they can"),
        ("1 250 people", "250 people"),
        ("1\u202f250 people", "250 people"),
        ("1’250 people", "250 people"),
        ("12 350 000 people", "350 000 people"),
        ("non-fatal injuries", "fatal injuries"),
        ("3-5 people", "5 people"),
        ("it was −5 degrees", "5 degrees"),
    ],
)
def test_words_that_would_say_something_else_without_what_they_hang_on_are_not_found(text, words):
    assert find_words(text, words) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'accord est signé", "accord est"),
        ("the mayor's plan", "the mayor"),
        ("in 2020 250 people", "250 people"),
        ("born in 12 1999 b", "1999 b"),
        ("May–June", "June"),
        ("word - other", "other"),
        ("it was (-5)", "-5"),
    ],
)
def test_words_that_stand_by_themselves_are_found(text, words):
    assert len(find_words(text, words)) == 1


@pytest.mark.parametrize(
    ("words", "passage", "differences"),
    [
        ("they train 13 weeks", "they train 20 weeks", [("13", "20")]),
        ("they are trained", "they are not trained", [("", "not")]),
        ("they are not trained", "they are trained", [("not", "")]),
        ("are trained", "Today they are trained well", []),
        ("are trainer", "Today they are trained well", [("trainer", "trained")]),
        ("was trained well", "Today they are trained well", [("was", "are")]),
    ],
)
def test_differences_are_told_word_by_word_within_the_passage(words, passage, differences):
    assert differences == differing_words(words, passage)
