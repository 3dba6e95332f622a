from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.evidence.sentences import SENTENCE_WORDS, only_asks, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Mr. J. Smith of the U.S. Army spoke. He left.",
            ["Mr. J. Smith of the U.S. Army spoke.", "He left."],
        ),
        ("It closed at 5 p.m. The end.", ["It closed at 5 p.m.", "The end."]),
        ("He works for Acme Inc. The firm is old.", ["He works for Acme Inc.", "The firm is old."]),
        ("It rose 3.5 percent to 1,200.50.", ["It rose 3.5 percent to 1,200.50."]),
        ("“It is so.” She left.", ["“It is so.”", "She left."]),
        ("Wait... what?! No.", ["Wait... what?!", "No."]),
        ("A headline\nA first sentence.", ["A headline", "A first sentence."]),
        ("橋は開く。船は出る。", ["橋は開く。", "船は出る。"]),
        ("one\n\n\ntwo", ["one", "two"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text, expected):
    assert expected == sentences(text)


def test_a_wrapped_line_of_prose_goes_on():
    text = "The council said on Monday that the bridge will open again\nin May. It is new."
    assert ["The council said on Monday that the bridge will open again\nin May.", "It is new."] == sentences(
        text
    )


def test_what_has_no_full_stops_is_cut_at_commas():
    text = ", ".join(f"item {number}" for number in range(200))
    parts = sentences(text)
    assert all(len(part.split()) <= SENTENCE_WORDS for part in parts)
    assert all(part.endswith(",") for part in parts[:-1])
    assert text == " ".join(parts)


def test_what_has_no_blanks_is_cut_too():
    parts = sentences(";".join(map(str, range(100_000))))
    assert max(map(len, parts)) <= SENTENCE_WORDS * 60


@given(st.text(alphabet="aB.!?\n …。\"'”1 ", max_size=120) | st.text(max_size=60))
def test_every_character_that_is_no_blank_is_in_one_sentence(text):
    spans = split_sentences(text)
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    outside = text
    for start, end in reversed(spans):
        outside = outside[:start] + outside[end:]
    assert outside.strip() == ""


def test_a_long_row_of_marks_takes_no_longer_than_its_length():
    # Tried from each of its dots, this would take hours.
    assert "." * 300_000 + "x" == "".join(sentences("." * 300_000 + "x"))


@pytest.mark.parametrize(
    "text", ["Is it open?", "Is it open? Or not?!", "“Is it open?”", "開いていますか？", "هل فُتح الجسر؟"]
)
def test_a_text_of_questions_only_asks(text):
    assert only_asks(text)


@pytest.mark.parametrize(
    "text", ["", "It is open.", "Is it open? No.", "It is open. Is it?", "Is it open? It is!"]
)
def test_a_text_that_states_something_does_not(text):
    assert not only_asks(text)
