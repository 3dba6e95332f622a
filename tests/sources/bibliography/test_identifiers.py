from __future__ import annotations

import pytest

from factbook.sources.bibliography.identifiers import (
    clean_doi,
    clean_isbn,
    doi_problem,
    is_isbn,
    is_issn,
    isbn_keys,
    isbn_problem,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://doi.org/10.1/x", "10.1/x"),
        ("http://dx.doi.org/10.1002/a%3Cb%3E", "10.1002/a<b>"),
        ("doi:10.1/x", "10.1/x"),
        ("DOI: https://doi.org/10.1/x", "10.1/x"),
        (" DOI 10.1/x ", "10.1/x"),
        ("10.1/100%25", "10.1/100%25"),
        ("doings", "doings"),
        ("", ""),
    ],
)
def test_a_doi_is_taken_out_of_its_address(given, expected):
    assert clean_doi(given) == expected


def test_what_is_no_doi_is_said():
    assert doi_problem("10.1/x") == doi_problem("") == ""
    assert "'11.1/x'" in doi_problem("11.1/x")


@pytest.mark.parametrize("isbn", ["978-3-16-148410-0", "3-16-148410-X", "316148410x", "979-10-90636-07-1"])
def test_a_right_isbn_is_right(isbn):
    assert isbn_problem(isbn) == isbn_problem(clean_isbn(f"ISBN-13: {isbn}")) == ""
    assert is_isbn(isbn)


def test_a_wrong_check_digit_is_said_and_several_are_looked_at():
    assert "9783161484101" in isbn_problem("978-3-16-148410-1")
    assert "3161484109" in isbn_problem("978-3-16-148410-0, 3161484109 (pbk.)")
    assert "10 or 13" in isbn_problem("12345")
    assert isbn_problem("") == ""


def test_isbn_10_and_isbn_13_of_a_book_are_the_same():
    assert isbn_keys("3-16-148410-X") == isbn_keys("978 3 16 148410 0") == {"9783161484100"}


def test_an_issn_is_told_by_its_form():
    assert is_issn("2049-363X")
    assert not is_issn("978-3-16-148410-0")
