"""Where somebody is speaking in a text, as its quotation marks show."""

from __future__ import annotations

import time

import pytest

from factbook.drafting.quotations import is_spoken, parts_a_quotation
from factbook.model.anchoring import Span

WORDS = "The bridge will open in May"
FAR = "all of this was looked at for a long time, and very many people in this town were asked about it"


@pytest.mark.parametrize(
    ("before", "spoken"),
    [
        ("", False),
        ("She said: “We try. ", True),
        ("“We try,” she said. ", False),
        ('He said: "Look. ', True),
        (f"She said: “Well, {FAR}. ", True),
        (f'The plan was called "mad, for {FAR}". ', False),
        (f"The plan was called 'mad, for {FAR}'. ", False),
        ("„Wir bauen“, sagte sie. ", False),
        ("Sie sagte: „Wir bauen. ", True),
        ("«Nous bâtissons», dit-elle. ", False),
        ("»Wir bauen. ", True),
        ('“We try," she said. ', False),
        ("The gate is 6'2\" high. ", False),
        ("It was the boys' bridge, and we don't mind. ", False),
        ("Back in the '90s they told 'em. ", False),
        ("“We try.\n", False),
        ("She said that “we\ntry. ", True),
    ],
)
def test_it_is_known_whether_somebody_is_speaking(before: str, spoken: bool) -> None:
    assert is_spoken(f"{before}{WORDS}.", len(before)) == spoken


@pytest.mark.parametrize(
    ("before", "behind", "spoken"),
    [
        ("He wrote: ‘So, is it a fake? Probably not! ", ", which is new.’", True),
        ("He said: 'I don't know. ", ", they say.'", True),
        ("'I don't know. ", ".\n'They say so.'", True),
        ("He met ‘Abd al-Malik. ", ".", False),
    ],
)
def test_a_single_mark_opens_a_speech_that_is_closed_or_begins_the_paragraph(
    before: str, behind: str, spoken: bool
) -> None:
    assert is_spoken(f"{before}{WORDS}{behind}", len(before)) == spoken


@pytest.mark.parametrize(
    ("words", "parted"),
    [
        ("the fangs are small", False),
        ("'If you look, the fangs are small.'", False),
        ("He said: 'If you look, the fangs", True),
        ("are small.' He smiled", True),
    ],
)
def test_it_is_known_whether_words_have_half_a_quotation_in_them(words: str, parted: bool) -> None:
    text = "He said: 'If you look, the fangs are small.' He smiled."
    start = text.index(words)
    assert parts_a_quotation(text, Span(start, start + len(words))) == parted


def test_a_speech_that_goes_on_in_the_next_paragraph_is_parted_by_no_words_in_it() -> None:
    text = f"She said: “{WORDS}\n“We try.”"
    start = text.index(WORDS)
    assert not parts_a_quotation(text, Span(start, start + len(WORDS)))


@pytest.mark.parametrize("line", ["“a ", "' ", "'a ", '"', "“", "a’ 'b "])
def test_many_marks_in_one_paragraph_take_no_long_time(line: str) -> None:
    text = line * 100_000
    start = time.process_time()
    for place in range(0, len(text), 100):
        is_spoken(text, place)
    assert time.process_time() - start < 5
