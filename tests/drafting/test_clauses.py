"""What is quoted of a sentence: short, cut at its marks, and never so that it says something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.drafting.clauses import MOST_WORDS, excerpt
from factbook.evidence.sentences import split_sentences
from factbook.evidence.words import content_stems
from factbook.model.anchoring import Span, find_words

ABOUT = frozenset(content_stems("The bridge will open in May"))
LONG = "and the stops on the north bank have been built by then with money from the region and the state"


def quoted(sentence: str, *, before: str = "") -> str | None:
    text = before + sentence
    found = excerpt(text, Span(len(before), len(text)), about=ABOUT)
    return found.words if found else None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The bridge will open in May.", "The bridge will open in May"),
        ("Will the bridge open in May?", "Will the bridge open in May?"),
        ('"The bridge will open in May," she said.', '"The bridge will open in May," she said'),
        ("“The bridge will open in May”", "The bridge will open in May"),
        ("“The bridge will open in May. ", "The bridge will open in May"),
        ("The bridge will open in May.”", "The bridge will open in May"),
        ("RIVERSIDE, March 4 (AP) -- The bridge will open in May.", "The bridge will open in May"),
        ("Riverside, Texas (CBS NEWS) – The bridge will open in May.", "The bridge will open in May"),
        ("• The bridge will open in May", "The bridge will open in May"),
        ("(Reuters) - The bridge will open in May.", "The bridge will open in May"),
        ("It opens.", None),
        ("The bridge will open in May (if all goes well.", None),
        ("The bridge [@s1#q1] will open in May.", None),
        ("The bridge\nwill open in May.", None),
    ],
)
def test_what_is_quoted_of_a_short_sentence(sentence: str, words: str | None) -> None:
    assert quoted(sentence) == words


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            f"The bridge will open in May for trams and for buses, {LONG}, {LONG}.",
            "The bridge will open in May for trams and for buses, " + LONG,
        ),
        (
            f"The council met for long {LONG}; the bridge will open in May for trams and for buses, {LONG}.",
            f"the bridge will open in May for trams and for buses, {LONG}",
        ),
    ],
)
def test_a_long_sentence_is_cut_at_its_marks(sentence: str, words: str) -> None:
    assert quoted(sentence) == words


@pytest.mark.parametrize(
    "sentence",
    [
        f"In light of the fact that the bridge will open in May {LONG}, the council has bought {LONG}.",
        f"The new bridge {LONG}, which was built {LONG}, will open in May for trams as promised.",
        f"The bridge {LONG} — will open in May for trams and for buses, the council has said {LONG}.",
    ],
)
def test_a_cut_neither_leads_in_to_nothing_nor_begins_in_the_middle(sentence: str) -> None:
    words = quoted(sentence) or sentence
    assert words.startswith(("In light", "The bridge", "The new bridge"))
    assert "has bought" in words or "will open in May for trams" in words


@pytest.mark.parametrize(
    "turn",
    [
        "but the contractor says otherwise",
        "which nobody has confirmed",
        "if the deck is cast in time",
        "the mayor claimed",
        "though the firm denies it",
        "unless it freezes",
        "a report said",
        "citing Al Jazeera television",
        "but as the mayor tells us, it was all a tease",
    ],
)
def test_what_turns_a_sentence_is_never_cut_off(turn: str) -> None:
    sentence = f"The bridge will open in May for trams and for buses, {LONG}, {turn}."
    words = quoted(sentence)
    assert words is None or turn in words


def test_a_sentence_that_cannot_be_cut_is_quoted_whole_or_not_at_all() -> None:
    whole = f"The bridge will open in May {LONG} {LONG}"
    assert quoted(f"{whole}.") == whole
    assert quoted(f"{whole} {LONG}.") is None


def test_an_alternative_is_not_cut_off() -> None:
    start = "Vendors who will open the bridge in May with paid passes, or by other means"
    sentence = f"{start} {LONG} {LONG} are banned."
    assert quoted(sentence) in (None, sentence.rstrip("."))


def test_a_list_is_not_cut() -> None:
    start = "The bridge that will open in May for trams and for buses has got the town"
    sentence = f"{start}, state and most of the country {LONG} {LONG} talking."
    assert quoted(sentence) in (None, sentence.rstrip("."))


def test_a_lead_in_is_not_quoted_with_what_is_put_in_behind_it() -> None:
    sentence = f"And despite a bridge open in May — for trams, for buses — the stops {LONG} and {LONG}."
    words = quoted(sentence)
    assert words is None or "the stops" in words


@pytest.mark.parametrize(
    ("line", "quotable"),
    [
        ("The Northport Echo, 2 June 2024", False),
        ("By Ellen Marsh, The Westport Herald | March 12, 2025", False),
        ("El Diario de Castilla, 11 de febrero de 2025", False),
        ("صحيفة الشرق الأوسط الجديدة، 4 مارس 2025", False),
        ("The new bridge will open on 2 June 2024", True),
        ("It opened to trams on a Sunday, 2 June 2024.", True),
    ],
)
def test_a_byline_is_nothing_that_a_source_says(line: str, quotable: bool) -> None:
    for text in (f"City opens new bridge\n{line}\nIt was a fine day.", line):
        start = text.index(line)
        found = excerpt(text, Span(start, start + len(line)), about=ABOUT)
        assert (found is not None) == quotable


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("The bridge will open in May\nThe council met on Monday.", True),
        ("The bridge will “open in May”\n\nThe council met on Monday.", True),
        ("The bridge will open in May", True),
        ("The bridge will open in May.", False),
        ("The bridge will “open in May.”\n", False),
        ("The bridge will open in May, the mayor said", True),
    ],
)
def test_a_heading_has_no_stop(text: str, heading: bool) -> None:
    found = excerpt(text, split_sentences(text)[0], about=ABOUT)
    assert found is not None
    assert found.heading == heading


@pytest.mark.parametrize(
    ("before", "spoken"),
    [("", False), ("She said: “We try. ", True), ("“We try,” she said. ", False), ('He said: "Look. ', True)],
)
def test_it_is_known_whether_somebody_is_speaking(before: str, spoken: bool) -> None:
    text = f"{before}The bridge will open in May."
    found = excerpt(text, Span(len(before), len(text)), about=ABOUT)
    assert found is not None
    assert found.spoken == spoken


@given(st.text("ab ,;:.“”\"'()[]@#—-\n", max_size=400))
def test_what_is_quoted_stands_in_the_text(text: str) -> None:
    for span in split_sentences(text):
        found = excerpt(text, span, about=frozenset({"a"}))
        if found:
            start, end = found.span
            assert text[start:end] == found.words
            assert span.start <= start < end <= span.end
            assert "\n" not in found.words
            assert found.words.count("“") == found.words.count("”")


def test_most_words_are_kept_to_where_there_are_marks() -> None:
    sentence = ", ".join(["the bridge will open in May for all"] * 9)
    words = quoted(f"{sentence}.")
    assert words is not None
    assert len(words.split()) <= MOST_WORDS
    assert find_words(sentence, words)
