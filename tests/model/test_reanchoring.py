"""A quote is found again in a newer text by what stands around it, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.model.anchoring import Span, find_words, surroundings
from factbook.model.quote import Quote
from factbook.model.reanchoring import Fate, reanchor

PAGE = (
    "Figures of the year. Unemployment fell in the north of the country, the office said on Monday, and rose "
    "by 5 per cent in the south. Inflation, which had been low for two years, was little changed at the end "
    "of March."
)


def quote_of(text: str, words: str) -> Quote:
    span = find_words(text, words)[0]
    prefix, suffix = surroundings(text, span)
    return Quote(
        id="q1", source="s1", exact=text[span.start : span.end], prefix=prefix, suffix=suffix,
        snapshot="0" * 64, start=span.start, end=span.end,
    )  # fmt: skip


def test_the_same_text_changes_nothing():
    quote = quote_of(PAGE, "rose by 5 per cent")
    assert reanchor(quote, PAGE) == (Fate.UNCHANGED, Span(quote.start, quote.end))


def test_words_that_moved_are_followed():
    quote = quote_of(PAGE, "rose by 5 per cent")
    newer = "Updated at noon. " + PAGE.replace(" ", "\n", 3)
    fate, span = reanchor(quote, newer)
    assert (fate, newer[span.start : span.end]) == (Fate.MOVED, "rose by 5 per cent")


def test_words_whose_sentence_was_taken_out_are_gone():
    quote = quote_of(PAGE, "rose by 5 per cent")
    assert reanchor(quote, PAGE.replace("5 per cent", "7 per cent")) == (Fate.GONE, None)


def test_words_at_their_old_place_are_unchanged_though_the_text_goes_on_otherwise_further_off():
    quote = quote_of(PAGE, "rose by 5 per cent")
    newer = PAGE.replace("two years, was little changed", "three years, was the same")
    assert reanchor(quote, newer) == (Fate.UNCHANGED, Span(quote.start, quote.end))


def test_the_same_lead_in_is_not_enough():
    lead_in = "The motion was put to the vote by show of hands and the clerk then announced that "
    old = f"{lead_in}it was carried. Mrs Adams left the hall. {lead_in}it was lost. The sitting was closed."
    new = f"{lead_in}it was carried. The sitting was then closed by the mayor."
    assert reanchor(quote_of(old, "it was carried"), new) == (Fate.UNSURE, None)


@pytest.mark.parametrize(
    "newer",
    [
        # Now it is inflation that rose; unemployment did something else.
        PAGE.replace("rose by 5 per cent", "rose by 7 per cent").replace(
            "was little changed", "rose by 5 per cent"
        ),
        "Prices rose by 5 per cent.",
        PAGE.replace("per cent in the south", "per cent, as was later corrected, in the west"),
    ],
)
def test_a_look_alike_is_not_taken(newer):
    assert reanchor(quote_of(PAGE, "rose by 5 per cent"), newer) == (Fate.UNSURE, None)


def test_two_places_that_fit_alike_are_not_chosen_between():
    quote = quote_of(PAGE, "rose by 5 per cent")
    assert reanchor(quote, f"Twice. {PAGE}\n\n{PAGE}").fate == Fate.UNSURE


def test_a_quote_of_a_whole_text_is_followed_only_as_a_whole_text():
    quote = quote_of("Yes.", "Yes.")
    assert reanchor(quote, "Yes.").fate == Fate.UNCHANGED
    assert reanchor(quote, "No. Yes. Perhaps.") == (Fate.UNSURE, None)


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_words_followed_are_the_same_words(before, after):
    quote = quote_of(PAGE, "rose by 5 per cent")
    newer = f"{before} {PAGE} {after}"
    fate, span = reanchor(quote, newer)
    assert fate in {Fate.MOVED, Fate.UNCHANGED}
    assert newer[span.start : span.end] == quote.exact
    assert newer[: span.start].endswith(", and ")
