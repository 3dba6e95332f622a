"""Escaped words are words to every reader of Markdown: no markup, no HTML, no link."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.reports.markdown_text import address_link, begin_line, code, escape, fence, link, styled

render = mistune.create_markdown(
    escape=False, plugins=["table", "strikethrough", "url", "task_lists", "footnotes", "math"]
)

SIGNS = r"""* _ ** ` `` [ ] ( ) [x](http://e.x) ![ <b> </script> <!-- &amp; & # - + 1. 2) > | || ---
    === ~~ $ $$ \ \\ \( http://evil.example www.evil.example _https://a.b/c_d ftp://x.y a@b.example
    mailto:a@b.c a b é . ! " ' : [^1] [1]: { } &#35; &copy; 1 —""".split()
SPACES = ["# ", "- ", "+ ", "1. ", "> ", "[ ] ", " ", "  ", "\n", "\t", "\u00a0", "\u2028", "\x00", "\x1b"]
PIECES = st.sampled_from([*SIGNS, *SPACES])
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30)


class Page(HTMLParser):
    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(str(render(markdown)))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text += data


def bare(text: str) -> str:
    """Give text as a reader sees it, without white space, and with what may stand in no file replaced."""
    return re.sub(r"\s", "", re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text))


@given(TEXTS)
def test_a_paragraph_is_its_words_and_nothing_else(text):
    line = begin_line(escape(text))
    page = Page(line)
    assert set(page.tags) <= {"p"}
    assert bare(page.text) == bare(text)


@given(TEXTS, TEXTS)
def test_cells_of_a_table_stay_apart_and_are_their_words(first, second):
    page = Page(f"| a | b |\n|---|---|\n| {escape(first)} | {escape(second)} |\n")
    assert page.tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert bare(page.text) == bare(f"ab{first}{second}")


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["**", "_"]))
def test_marks_of_emphasis_are_never_seen(before, words, after, mark):
    begin, end = escape(before), escape(after)
    page = Page(begin_line(begin + styled(begin, escape(words), after, mark) + end))
    assert set(page.tags) <= {"p", "strong", "em"}
    assert bare(page.text) == bare(before + words + after)


@given(TEXTS)
def test_no_address_ends_its_link(rest):
    address = f"https://example.org/{rest}"
    for written in (link("here", address), address_link(address)):
        page = Page(f"a {written} z")
        assert page.tags == ["p", "a"]
        assert page.text.startswith("a ")
        assert page.text.strip().endswith(" z")


@given(st.text(alphabet="`~\n a|", max_size=40))
def test_nothing_in_preformatted_text_ends_it(text):
    page = Page("\n".join(fence(text)))
    assert page.tags == ["pre", "code"]
    assert page.text.rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Nothing to see, so nothing (at all) is escaped: 5 + 3 = 8; a_b - c.", None),
        ("*bold* [a](b)", r"\*bold\* \[a\](b)"),
        ("see https://a.example and www.b.example", r"see https\://a.example and www\.b.example"),
        ("AT&T and &copy;", r"AT\&T and \&copy;"),
    ],
)
def test_text_stays_readable(text, written):
    assert escape(text) == (written or text)


@pytest.mark.parametrize(
    ("text", "written"), [("# x", r"\# x"), ("1. x", r"1\. x"), ("- x", r"\- x"), ("1.5", "1.5")]
)
def test_a_line_begins_no_block(text, written):
    assert begin_line(text) == written


def test_code_is_code_only_where_nothing_in_it_ends_it():
    assert code("a_b c") == "`a_b c`"
    assert code("a|b", in_table=True) == r"a\|b"
    assert code("a`b") == r"a\`b"


def test_an_address_of_plain_characters_shows_as_it_is():
    assert address_link("https://example.org/a?b=c") == "<https://example.org/a?b=c>"
    assert address_link("https://example.org/a b") == r"[https\://example.org/a b](https://example.org/a%20b)"
