"""Anchoring words of a source."""

from __future__ import annotations

from pathlib import Path

import pytest

import factbook as fb
from factbook.errors import NotFoundError, SnapshotError, WordsNotFoundError
from factbook.evidence.quoting import quote_words
from factbook.model.check import Check, put_record

TEXT = (
    "The council met on Monday.\nThe bridge will\nopen in May, said “the mayor”. The bridge will open later."
)


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will the bridge open?", casebook=tmp_path)
    check.add_source(text=TEXT, title="Minutes")
    return check


def test_a_quote_stores_what_the_source_has(check: fb.OpenCheck) -> None:
    quote = check.quote("s1", 'The bridge will open in May, said "the mayor"')
    assert quote.exact == "The bridge will\nopen in May, said “the mayor”"
    assert TEXT[quote.start : quote.end] == quote.exact
    assert TEXT.startswith(quote.prefix + quote.exact + quote.suffix)


def test_a_changed_word_is_not_found_and_the_nearest_passage_is_shown(check: fb.OpenCheck) -> None:
    with pytest.raises(WordsNotFoundError, match="nearest passage") as caught:
        check.quote("s1", "The council met on Tuesday")
    assert caught.value.nearest == "The council met on Monday."
    assert "you have 'Tuesday', it has 'Monday.'" in str(caught.value)
    assert check.record.quotes == ()


def test_part_of_a_word_is_not_a_word(check: fb.OpenCheck) -> None:
    with pytest.raises(WordsNotFoundError):
        check.quote("s1", "ridge will")


def test_hidden_words_and_pages(check: fb.OpenCheck) -> None:
    def open_as_paged_and_half_hidden(record: Check) -> Check:
        source = record.source("s1")
        snapshot = source.snapshots[0].model_copy(
            update={"visible_length": TEXT.index(" The bridge will open later"), "pages": (0, 27)}
        )
        return put_record(record, "sources", source.model_copy(update={"snapshots": (snapshot,)}))

    check.update(open_as_paged_and_half_hidden)
    assert check.quote("s1", "The council met").page == 1
    assert check.quote("s1", "The bridge will open").page == 2
    with pytest.raises(WordsNotFoundError, match="only where its readers do not see them"):
        check.quote("s1", "The bridge will open later")


def test_words_that_stand_twice_are_told_apart(check: fb.OpenCheck) -> None:
    first = quote_words(check.folder, "s1", "The bridge will open")
    second = quote_words(check.folder, "s1", "The bridge will open", occurrence=2)
    assert (len(first.places), first.taken, second.taken) == (2, 0, 1)
    assert (first.quote.exact, second.quote.exact) == ("The bridge will\nopen", "The bridge will open")


def test_quoting_the_same_words_again_adds_the_point_to_the_quote(check: fb.OpenCheck) -> None:
    point = check.add_point("It opens in May")
    first = check.quote("s1", "open in May", point="p1")
    again = check.quote("s1", "open in May", point=point.id)
    assert (again.id, again.points) == (first.id, ("p1", point.id))
    assert len(check.record.quotes) == 1


def test_a_source_without_a_copy_cannot_be_quoted(check: fb.OpenCheck) -> None:
    source = check.add_source("http://127.0.0.1/minutes")
    with pytest.raises(SnapshotError, match="no address of the public internet"):
        check.quote(source.id, "anything")


@pytest.mark.parametrize(("source", "point"), [("s9", None), ("s1", "p9")])
def test_an_unknown_source_or_point_is_named(check: fb.OpenCheck, source: str, point: str | None) -> None:
    with pytest.raises(NotFoundError, match=point or source):
        check.quote(source, "open in May", point=point)
