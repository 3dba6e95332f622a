"""Identifiers, dates and titles as documents write them."""

from __future__ import annotations

import pytest

from factbook.sources.extract.composing import compose, join_pages
from factbook.sources.extract.naming import doi_in, isbn_in, partial_date, plausible_title


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("see https://doi.org/10.1234/ab.c-5.", "10.1234/ab.c-5"),
        ("doi:10.1234/a and 10.1234/A", "10.1234/A"),
        ("10.1234/a and 10.1234/b", ""),
        ("version 10.12", ""),
    ],
)
def test_a_doi_is_taken_if_there_is_one_and_no_other(text: str, doi: str) -> None:
    assert doi_in(text) == doi


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("ISBN 978-3-16-148410-0", "9783161484100"),
        ("0-306-40615-X", "030640615X"),
        ("123", ""),
        ("1" * 13, ""),
    ],
)
def test_an_isbn_is_given_in_digits(text: str, isbn: str) -> None:
    assert isbn_in(text) == isbn


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-06T10:00", "2024-05-06"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("2024-13-01", ""),
        ("May", ""),
    ],
)
def test_a_date_is_taken_as_far_as_it_goes(text: str, date: str) -> None:
    assert partial_date(text) == date


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  The \n bridge ", "The bridge"),
        ("Microsoft Word - a.doc", ""),
        ("untitled", ""),
        ("final_v3.docx", ""),
        ("Document1", ""),
        ("", ""),
    ],
)
def test_what_programs_write_is_no_title(text: str, title: str) -> None:
    assert plausible_title(text) == title


def test_pages_and_hidden_text_are_put_together() -> None:
    assert join_pages(["one", "", "three", ""]) == ("one\n\nthree", (0, 3, 5, 10))
    assert join_pages(["", "two"]) == ("two", (0, 0))
    assert compose("seen", ["", " "]) == ("seen", None)
    assert compose("seen", ["a", "b"]) == ("seen\n\na\n\nb", 4)
