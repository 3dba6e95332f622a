"""No cell is a formula to any spreadsheet, and every text comes back as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.reports.stance_sheet.cells import (
    MAX_CHARACTERS,
    cell_mark,
    defuse,
    note_mark,
    printed,
    restore,
    seal,
)

SIGNS = st.text(alphabet="=+-@\uff1d\uff0b\uff0d\uff20\u2212'\" \t\r\n;,aé1", max_size=14)


@given(SIGNS | st.text())
def test_what_was_made_harmless_comes_back(text):
    assert restore(defuse(text)) == text


@given(SIGNS | st.text())
def test_no_cell_begins_with_what_a_spreadsheet_runs(text):
    assert not re.match(r"[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]", defuse(text))


@given(SIGNS)
def test_nor_does_one_that_is_cut_at_a_semicolon(text):
    for piece in defuse(text).split(";"):
        assert not re.match(r"""[ "]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]""", piece)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("＝1", "'＝1"),
        ("\tx", "'\tx"),
        ("'=1", "''=1"),
        ("says so;=1", "says so;'=1"),
        ("it's 5 - 3", "it's 5 - 3"),
        ("'tis so", "'tis so"),
        ("a-b@c.example", "a-b@c.example"),
    ],
)
def test_only_what_is_dangerous_gets_an_apostrophe(text, shown):
    assert defuse(text) == shown


def test_a_sheet_holds_what_xml_and_a_cell_can_hold():
    assert printed("a\x00b\x1b\ud800\r\nc\rd") == "a\ufffdb\ufffd\ufffd\nc\nd"
    assert len(printed("x" * 40_000)) == MAX_CHARACTERS
    assert printed("x" * 40_000).endswith("(cut here)")


def test_a_seal_tells_the_stance_the_cell_and_the_note_apart():
    given = seal(source="s1", point="p1", stance="supports", note="says  so\n")
    assert given == f"supports.{cell_mark('s1', 'p1')}.{note_mark('says so')}"
    assert cell_mark("s1", "p1") != cell_mark("s1", "p2")
    assert seal(source="s1", point="p1", stance="", note="").startswith("open.")
