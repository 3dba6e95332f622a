"""Which files of a folder are sources."""

from __future__ import annotations

import re

import pytest

from factbook.errors import BadInputError
from factbook.sources.add import documents_in, is_web_address, passed_over_in


def test_documents_are_found_in_the_order_of_their_names(tmp_path):
    below = tmp_path / "old"
    below.mkdir()
    for path in (
        tmp_path / "b.txt",
        below / "a.MD",
        tmp_path / "a.pdf",
        tmp_path / "a.xyz",
        tmp_path / ".c.txt",
    ):
        path.write_text("words", encoding="utf-8")
    assert documents_in(tmp_path) == [tmp_path / "a.pdf", tmp_path / "b.txt", below / "a.MD"]
    assert passed_over_in(tmp_path) == [tmp_path / "a.xyz"]


def test_a_link_brings_nothing_in_from_elsewhere(tmp_path):
    (tmp_path / "private.txt").write_text("a key", encoding="utf-8")
    given = tmp_path / "given"
    given.mkdir()
    (given / "minutes.txt").symlink_to(tmp_path / "private.txt")
    (given / "more").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(BadInputError, match="holds no document"):
        documents_in(given)
    (given / "own.txt").write_text("words", encoding="utf-8")
    assert documents_in(given) == [given / "own.txt"]
    assert passed_over_in(given) == [given / "minutes.txt"]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("http://x:99999/", "http://x:99999/"),
        ("ftp://example.org", "ftp://example.org"),
        ("https://ana:secret@example.org/", "https://…@example.org/"),
    ],
)
def test_an_address_that_can_be_no_source_is_refused_by_its_name(address: str, named: str) -> None:
    with pytest.raises(BadInputError, match=re.escape(named)):
        is_web_address(address)
