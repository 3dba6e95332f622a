from __future__ import annotations

import hashlib

import pytest

from factbook.analysis.quotes import QuoteState, quote_state
from factbook.model.check import add_record
from factbook.model.source import Snapshot, Source
from tests.conftest import MINUTES

LATER = "2026-01-01T00:00:00Z"


def kept(folder, text):
    """Keep a text in the folder and give its snapshot."""
    digest = folder.keep(text.encode(), extension="txt")
    return Snapshot(
        sha256=digest,
        extension="txt",
        media_type="text/plain",
        size_bytes=len(text.encode()),
        captured_at=LATER,
        text_sha256=digest,
        text_length=len(text),
    )


def with_copy(check, snapshot):
    source = check.sources[0].model_copy(update={"snapshots": (*check.sources[0].snapshots, snapshot)})
    return check.changed(sources=(source, *check.sources[1:]))


def state(check, folder, **changes):
    """Give the state of the check's quote with some fields changed, and what was found."""
    quote = check.quotes[0].model_copy(update=changes)
    return quote_state(quote, check, folder)


def test_words_at_their_place_are_verbatim(check, folder):
    assert (QuoteState.VERBATIM, "characters 27 to 54 of the kept copy") == state(check, folder)


def test_words_that_a_newer_copy_still_has_are_verbatim(check, folder):
    newer = with_copy(check, kept(folder, f"Updated.\n\n{MINUTES}".replace("bridge will", "bridge  will")))
    assert QuoteState.VERBATIM == state(newer, folder)[0]


def test_words_that_a_newer_copy_has_of_something_else_are_changed(check, folder):
    newer = with_copy(check, kept(folder, "“The bridge will open in May” was wrong."))
    assert (QuoteState.CHANGED, True) == (
        state(newer, folder)[0],
        "among other words" in state(newer, folder)[1],
    )


def test_words_gone_from_a_newer_copy_are_changed(check, folder):
    newer = with_copy(check, kept(folder, "The bridge will open in June."))
    assert (
        QuoteState.CHANGED,
        "the words are gone from the copy captured on 2026-01-01",
    ) == state(newer, folder)


def test_a_newer_copy_without_text_says_nothing_against_the_words(check, folder):
    unreadable = kept(folder, "x").model_copy(update={"text_sha256": None})
    assert QuoteState.VERBATIM == state(with_copy(check, unreadable), folder)[0]


@pytest.mark.parametrize(
    "changes",
    [{"start": 28, "end": 55}, {"prefix": "He denied: "}, {"suffix": " or June"}, {"snapshot": None}],
)
def test_words_at_another_place_than_said_are_changed(check, folder, changes):
    found, detail = state(check, folder, **changes)
    assert QuoteState.CHANGED == found
    moved = "start" in changes
    assert moved == ("the words stand at character 27 of the source, not where" in detail)


def test_a_place_beyond_the_end_is_no_place(check, folder):
    assert QuoteState.CHANGED == state(check, folder, start=10**30, end=10**30 + 27, suffix="")[0]


def test_words_of_another_source_are_misattributed(check, folder):
    other = Source(id="s2", title="Other", snapshots=(kept(folder, "Trams run all night long."),))
    check = add_record(check, "sources", other)
    assert (
        QuoteState.MISATTRIBUTED,
        "the words stand in “Other”, not in this source",
    ) == state(check, folder, exact="Trams run all night")


@pytest.mark.parametrize(
    "exact", ["The bridge will open in June", "The bridge will not open in May", "ridge"]
)
def test_words_that_stand_nowhere_are_fabricated(check, folder, exact):
    found = state(check, folder, exact=exact)
    assert (QuoteState.FABRICATED, "the words stand in none of 1 kept copy") == found


def test_without_a_copy_words_are_unavailable(check, folder):
    bare = check.changed(sources=(Source(id="s1", title="Gone", unread="the page asks for a login"),))
    assert (QuoteState.UNAVAILABLE, "the page asks for a login") == state(bare, folder)


def test_words_of_a_damaged_copy_are_unavailable_and_the_damage_is_told(check, folder):
    (file,) = (folder.path / "snapshots").iterdir()
    file.write_text("The bridge will open in May")
    assert hashlib.sha256(file.read_bytes()).hexdigest() != file.stem
    found, detail = state(check, folder)
    assert QuoteState.UNAVAILABLE == found
    assert "does not match its hash" in detail
