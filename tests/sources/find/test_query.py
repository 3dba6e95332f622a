from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import BadInputError
from factbook.sources.find.query import Query, expect_words, parse_query


@pytest.mark.parametrize(
    ("text", "words", "phrases", "excluded"),
    [
        ("When will the bridge open?", ("bridge", "open"), (), ()),
        ("bridge—which opens—in May", ("bridge", "opens"), (), ()),
        ("the council's well-known 1,000 trams", ("council", "well-known", "1,000", "trams"), (), ()),
        ('"in May" bridge', ("bridge",), ("in May",), ()),
        ("“in May” „im Mai“ «en mai»", (), ("in May", "im Mai", "en mai"), ()),
        ('bridge -tram -"red paint"', ("bridge",), (), ("tram", "red paint")),
        ('"open end', (), ("open end",), ()),
        ("bridge bridge", ("bridge",), (), ()),
        ("What will be", ("What", "will", "be"), (), ()),
        ('the "bridge"', (), ("bridge",), ()),
        ("AND OR NOT NEAR(a b, 2) title:x*", ("NEAR", "b", "2", "title", "x"), (), ()),
        ("a\0b", ("b",), (), ()),
    ],
)  # fmt: skip
def test_a_query_is_words_phrases_and_what_to_leave_out(text, words, phrases, excluded):
    assert Query(words, phrases, excluded) == parse_query(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "holds no word"), (' "" - ?! ', "holds no word"), ("-tram", "only says what to leave out")],
)
def test_a_query_without_a_word_is_refused(text, problem):
    with pytest.raises(BadInputError, match=problem) as caught:
        parse_query(text)
    assert caught.value.next_step


def test_a_query_has_an_end():
    assert len(parse_query(" ".join(f"word{number}" for number in range(5000))).words) == 64
    with pytest.raises(BadInputError, match="more than 64"):
        parse_query("bridge " + " ".join(f"-word{number}" for number in range(65)))


@given(st.text())
def test_any_text_is_a_query_or_holds_no_word(text):
    try:
        query = parse_query(text)
    except BadInputError:
        return
    for part in (*query.words, *query.phrases, *query.excluded):
        part.encode()
        assert '"' not in part
        assert "\0" not in part


def test_a_service_gets_the_query_with_its_own_syntax():
    assert expect_words('  site:example.org  "in May" -tram\n') == 'site:example.org "in May" -tram'
    with pytest.raises(BadInputError):
        expect_words(" ?? ")
