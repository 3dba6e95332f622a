"""What is quoted of a sentence: all of it or nothing, and never so that it says something else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.drafting.clauses import LONGEST_WORDS, excerpt, stands_whole
from factbook.evidence.sentences import split_sentences
from factbook.model.anchoring import Span

LONG = "and the stops on the north bank have been built by then with money from the region and the state"


def quoted(sentence: str, *, before: str = "") -> str | None:
    text = before + sentence
    found = excerpt(text, Span(len(before), len(text)))
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
    "sentence",
    [
        f"In theory and in the plan that the council has now thrown out, the bridge opens in May {LONG}",
        f"Nobody but the mayor thinks: The bridge will open in May {LONG}",
        f"The bridge will open in May {LONG}, a parody account posted",
        f"The bridge will open in May {LONG}, on condition that the deck is cast",
        f"The bridge will open in May {LONG}, including the night tram if it runs",
        f"The bridge will open in May {LONG}, which she has not told the council, among others",
        f"The bridge {LONG}, which was built by a firm, will open in May for trams as promised",
        f"Vendors who will open the bridge in May with paid passes, or by other means {LONG}, are banned",
        f"And despite a bridge open in May — for trams, for buses — the stops {LONG} wait",
    ],
)
def test_nothing_of_a_sentence_is_left_out(sentence: str) -> None:
    assert quoted(f"{sentence}.") == sentence


PARTS = ["the bridge in May", "including", "as well as", "said", ",", ";", "'", "–"]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_a_sentence_is_quoted_whole_or_not_at_all(parts: list[str]) -> None:
    sentence = f"The bridge {' '.join(parts)} opened"
    assert quoted(f"{sentence}.") in (None, sentence)


def test_what_is_too_long_is_not_quoted() -> None:
    longest = " ".join(["The", "bridge", *["opens"] * (LONGEST_WORDS - 2)])
    assert quoted(f"{longest}.") == longest
    assert quoted(f"{longest} again.") is None


def test_half_of_a_quotation_is_not_quoted() -> None:
    assert quoted("He said: 'If you look, the bridge will open in May.") is not None
    text = "He said: 'If you look, the bridge will open in May. I know.'"
    found = excerpt(text, Span(0, text.index(" I know")))
    assert found is None


@pytest.mark.parametrize(
    ("before", "words", "behind"),
    [
        ("", "The bridge will open in May!", " the mayor joked."),
        ("", "The bridge will open in May", ", the mayor joked."),
        ("", "The bridge will open in May.", " — The mayor, in jest."),
        ("", "The bridge will open in May", "\nis what they joke."),
        ("", "The bridge will open in May at the", "\nMayor"),
        ("It is not the case that ", "the bridge will open in May.", ""),
        ("The plan was off; ", "The bridge will open in May.", ""),
        ("She laughed... ", "The bridge will open in May.", ""),
        ("", "... the bridge will open in May.", ""),
        ("It is a joke that\n", "the bridge will open in May.", ""),
        ("What a joke! ", "the bridge will open in May.", ""),
        ("It is a joke — ha! ", "— The bridge will open in May.", ""),
    ],
)
def test_what_begins_before_or_goes_on_behind_is_not_quoted(before: str, words: str, behind: str) -> None:
    span = Span(len(before), len(before) + len(words))
    assert excerpt(f"{before}{words}{behind}", span) is None
    assert quoted(words.strip(".— ").removesuffix(" at the")) is not None


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("What a day! ", " Trams go first."),
        ("“What a day.” ", " (Trams go first.)"),
        ("City opens bridge\n", "\nTrams go first"),
        ("A list:\n• ", "\n• trams"),
        ("Is it so? ", "\n– Trams go first"),
    ],
)
def test_a_sentence_among_others_is_quoted(before: str, behind: str) -> None:
    text = f"{before}The bridge will open in May.{behind}"
    span = next(one for one in split_sentences(text) if "bridge will" in text[one.start : one.end])
    found = excerpt(text, span)
    assert found is not None
    assert found.words == "The bridge will open in May"


@pytest.mark.parametrize("end", [":", ",", " –", "...", "…", ";"])
def test_what_leads_on_or_trails_off_is_not_quoted(end: str) -> None:
    assert quoted(f"The mayor told us of the bridge that opens in May{end}") is None
    assert quoted(f"The mayor told us of the bridge that opens in May{end}\n") is None


def test_words_that_somebody_chose_may_begin_and_end_anywhere() -> None:
    text = "It is true that the bridge will open in May, the mayor said."
    chosen = Span(text.index("the bridge"), text.index(", the mayor"))
    found = excerpt(text, chosen, chosen=chosen)
    assert found is not None
    assert found.words == "the bridge will open in May"
    assert excerpt(text, chosen) is None


def test_a_piece_of_an_endless_sentence_is_not_quoted() -> None:
    text = f"{', '.join(['the bridge will open in May for all'] * 15)}, or so they joke."
    pieces = split_sentences(text)
    assert len(pieces) > 1
    assert not any(excerpt(text, piece) for piece in pieces)


@pytest.mark.parametrize("said", ["FALSE", "NOT TRUE", "HOAX", "RUMOUR"])
def test_what_a_page_says_of_words_before_a_dash_is_no_dateline(said: str) -> None:
    assert quoted(f"{said} - The bridge will open in May.") == f"{said} - The bridge will open in May"


@pytest.mark.parametrize("part", [", ", ", including ", "“a ", "' ", " - ", "... ", "\n", "A, "])
def test_a_very_long_text_takes_no_long_time(part: str) -> None:
    text = part * (300_000 // len(part))
    start = time.process_time()
    excerpt(text, Span(0, len(text)))
    for place in range(0, len(text), 1000):
        excerpt(text, Span(place, place + 1000))
    assert time.process_time() - start < 5


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
        found = excerpt(text, Span(start, start + len(line)))
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
    found = excerpt(text, split_sentences(text)[0])
    assert found is not None
    assert found.heading == heading


@pytest.mark.parametrize(
    ("before", "spoken"),
    [("", False), ("She said: “We try. ", True), ("“We try,” she said. ", False), ('He said: "Look. ', True)],
)
def test_it_is_known_whether_somebody_is_speaking(before: str, spoken: bool) -> None:
    text = f"{before}The bridge will open in May."
    found = excerpt(text, Span(len(before), len(text)))
    assert found is not None
    assert found.spoken == spoken


@given(st.text("ab ,;:.“”\"'()[]@#—-\n", max_size=400))
def test_what_is_quoted_stands_in_the_text(text: str) -> None:
    for span in split_sentences(text):
        found = excerpt(text, span)
        if found:
            start, end = found.span
            assert text[start:end] == found.words
            assert span.start <= start < end <= span.end
            assert "\n" not in found.words
            assert found.words.count("“") == found.words.count("”")


NOBODY = "The council met. “Nobody in the town believes that the bridge will open in May,” he said."


@pytest.mark.parametrize(
    ("quoted", "words", "whole"),
    [
        ("The bridge will open in May", "The bridge will open in May", True),
        ("The council met. The bridge will open in May. So it is.", "The bridge will open in May", True),
        (
            "The council met. The bridge will open in May. So it is.",
            "The council met. The bridge will open in May",
            True,
        ),
        ("BERLIN (Reuters) - The bridge will open in May.", "The bridge will open in May", True),
        ("A bridge at last\nThe bridge will open in May.", "The bridge will open in May", True),
        (NOBODY, "“Nobody in the town believes that the bridge will open in May,” he said", True),
        (NOBODY, "the bridge will open in May", False),
        ("The bridge will open in May, if the state pays.", "The bridge will open in May", False),
        ("The bridge will open in May", "The bridge will open in June", False),
        ('" The bridge will open in May! Then it will not', "The bridge will open in May!", True),
    ],
)
def test_words_stand_whole_where_no_part_of_a_sentence_is_left_out(
    quoted: str, words: str, whole: bool
) -> None:
    assert stands_whole(quoted, words) == whole


def test_a_blank_behind_a_mark_that_is_left_out_goes_with_it() -> None:
    assert (
        quoted('" The bridge will open in May for all of us!') == "The bridge will open in May for all of us!"
    )
