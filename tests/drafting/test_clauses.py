"""What is quoted of a sentence: all of it or nothing, and never so that it says something else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.drafting.clauses import LONGEST_WORDS, excerpt, stands_whole
from factbook.evidence.sentences import split_sentences
from factbook.evidence.words import content_stems
from factbook.model.anchoring import Span

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


OPENS = "The bridge will open in May for trams and for buses"


@pytest.mark.parametrize(
    "more",
    [
        "including the night tram to the hills",
        "as well as those on foot",
        "along with two stops on the south bank",
        "together with the lock",
        "such as the old tram number 4",
        "among others",
        "Including the buses of the region",
    ],
)
def test_of_a_long_sentence_an_end_that_only_names_more_is_left_out(more: str) -> None:
    sentence = f"{OPENS} {LONG} {LONG}, {more}."
    assert quoted(sentence) == f"{OPENS} {LONG} {LONG}"


def test_an_end_that_the_claim_is_about_stays() -> None:
    sentence = f"It will be in use from spring on {LONG} {LONG}, including the bridge in May"
    assert quoted(f"{sentence}.") == sentence


def test_a_short_sentence_is_not_cut() -> None:
    assert quoted(f"{OPENS}, including the night tram.") == f"{OPENS}, including the night tram"


FOR_ALL = (
    "he new bridge over the river will open to trams, buses and bicycles in May, with a ceremony on the "
    "north bank to which every resident of the two towns on the river has been invited"
)


@pytest.mark.parametrize(
    "end",
    [
        "a plan the court overturned in June",
        "provided that the state pays for the deck by Friday",
        "so long as the state pays for the deck by Friday",
        "barring another strike by the crane drivers",
        "the spokeswoman predicted",
        "the mayor promised again",
        "his opponent mocked him",
        "a parody account posted",
        "or in the words of a satirist",
        "as a fictional newspaper put it",
        "in a dream the writer had",
        "assuming the deck is cast in time",
        "on condition that the deck is cast",
        "in the view of its critics alone",
        "the mayor lied",
        "which was scrapped a week later",
        "a date that has since slipped to 2027",
        "a promise broken a week later",
        "pending a vote of the council",
        "the minister joked",
        "suggests a leaked draft",
        "hopes the mayor",
        "the firm contends",
        "the newspaper alleges",
        "as the old plan had it",
        "among them a joke that nobody got",
        "including, in theory, the night tram",
        "including the night tram subject to a vote",
        "including the night tram if it runs",
        "including trams the council will not pay for",
        "including those that were sold, and a satirist wrote it",
        "as well as the firm hopes",
        "including “the night tram”",
        "including the night tram – the mayor joked",
        "including the night tram?",
        "including the night tram…",
    ],
)
def test_what_turns_a_sentence_is_never_left_out_at_its_end(end: str) -> None:
    sentence = f"T{FOR_ALL}, {end}."
    assert quoted(sentence) == sentence.rstrip(".")


@pytest.mark.parametrize(
    "start",
    [
        "In theory and in the plan that the council has now thrown out, t",
        "In a novel that was published this week by a writer of the town, t",
        "Under the plan that the council scrapped in June, t",
        "Nobody but the mayor thinks: T",
        "What the flyer says is this: t",
        "A lie is going around: t",
        "The old timetable: t",
        "Once upon a time it was planned; t",
    ],
)
def test_the_beginning_of_a_sentence_is_never_left_out(start: str) -> None:
    assert quoted(f"{start}{FOR_ALL}.") == f"{start}{FOR_ALL}"


@pytest.mark.parametrize(
    "sentence",
    [
        (
            "The firm on Thursday said it has verified a recording of the bridge that will open in May "
            "that a Ferguson, Missouri resident captured as an officer walked over it with a dog on a "
            "street of homes"
        ),
        (
            "It could not be confirmed, but the men in the video of the bridge that opens in May have a "
            "rich bounty of hand grenades, rounds for small rockets, and other supplies that they will "
            "surely turn around and use"
        ),
        (
            "An amateur psychologist seems to have been at work on the bridge that opens in May, "
            "painting a sign on a car worth a million which some might say functioned as a substitute "
            "for the real, fleshy thing"
        ),
        (
            "That is from a client, who says it is a transcript of a talk about the bridge in May after "
            "noticing that Tor, an online tool for privacy that is loathed by the agency, is not "
            "welcome at the firm any more"
        ),
        (
            "Dr Framenau, who knows the bridge, said: 'If you look at a spider, the fangs, the mouth "
            "parts they have, they are not able to burrow through skin or through any bridge that will "
            "open in May, so sleep well'"
        ),
    ],
)
def test_a_sentence_is_not_cut_in_the_middle_of_what_it_says(sentence: str) -> None:
    assert quoted(f"{sentence}.") == sentence


PARTS = ["the bridge in May", "including", "as well as", "said", ",", ";", "'", "–"]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_what_is_left_out_names_more_and_is_all_behind_the_last_mark(parts: list[str]) -> None:
    sentence = f"The bridge {' '.join(parts)}"
    words = quoted(f"{sentence}.")
    if words and len(words) < len(sentence.rstrip(" ,;–")):
        left_out = sentence[len(words) :].lstrip(" ")
        assert left_out.startswith((", including", ", as well as"))
        assert not set(left_out[1:]) & set(",;–'")


def test_half_of_a_quotation_is_not_quoted() -> None:
    assert quoted("He said: 'If you look, the bridge will open in May.") is not None
    text = "He said: 'If you look, the bridge will open in May. I know.'"
    found = excerpt(text, Span(0, text.index(" I know")), about=ABOUT)
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
    assert excerpt(f"{before}{words}{behind}", span, about=ABOUT) is None
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
    found = excerpt(text, span, about=ABOUT)
    assert found is not None
    assert found.words == "The bridge will open in May"


@pytest.mark.parametrize("end", [":", ",", " –", "...", "…", ";"])
def test_what_leads_on_or_trails_off_is_not_quoted(end: str) -> None:
    assert quoted(f"The mayor told us of the bridge that opens in May{end}") is None
    assert quoted(f"The mayor told us of the bridge that opens in May{end}\n") is None


def test_words_that_somebody_chose_may_begin_and_end_anywhere() -> None:
    text = "It is true that the bridge will open in May, the mayor said."
    chosen = Span(text.index("the bridge"), text.index(", the mayor"))
    found = excerpt(text, chosen, about=ABOUT, chosen=chosen)
    assert found is not None
    assert found.words == "the bridge will open in May"
    assert excerpt(text, chosen, about=ABOUT) is None


def test_a_piece_of_an_endless_sentence_is_not_quoted() -> None:
    text = f"{', '.join(['the bridge will open in May for all'] * 15)}, or so they joke."
    pieces = split_sentences(text)
    assert len(pieces) > 1
    assert not any(excerpt(text, piece, about=ABOUT) for piece in pieces)


@pytest.mark.parametrize("said", ["FALSE", "NOT TRUE", "HOAX", "RUMOUR"])
def test_what_a_page_says_of_words_before_a_dash_is_no_dateline(said: str) -> None:
    assert quoted(f"{said} - The bridge will open in May.") == f"{said} - The bridge will open in May"


@pytest.mark.parametrize("part", [", ", ", including ", "“a ", "' ", " - ", "... ", "\n", "A, "])
def test_a_very_long_text_takes_no_long_time(part: str) -> None:
    text = part * (300_000 // len(part))
    start = time.process_time()
    excerpt(text, Span(0, len(text)), about=ABOUT)
    for place in range(0, len(text), 1000):
        excerpt(text, Span(place, place + 1000), about=ABOUT)
    assert time.process_time() - start < 5


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


def test_more_than_the_longest_is_quoted_only_if_it_can_be_cut() -> None:
    sentence = " ".join(["The bridge will open in May for all"] * 6)
    more = "including " + "trams and buses and " * 5 + "bicycles"
    assert quoted(f"{sentence}, {more}.") == sentence
    assert quoted(f"{sentence}, {sentence}.") is None
    assert len(sentence.split()) <= LONGEST_WORDS


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
