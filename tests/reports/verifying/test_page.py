"""Reading a report's page."""

from __future__ import annotations

import pytest

from factbook.errors import BadInputError
from factbook.reports.verifying.page import key_values, read_page, regions, spoken

PAGE = b"""<!DOCTYPE html><html><body class="factbook-report" data-check-sha256="abc">
<h1>Fact check: <span class="question">Is it?</span></h1>
<section class="rating mixed" id="rating"><h2>Half <b>true</b></h2><p class="proof">1 of 2</p></section>
<section id="stances"><ol class="chart"><li>first</li><li>second<br></li></ol>
<table class="stances"><tbody><tr><th><a href="#source-s1">One</a></th><td class="supports">yes</td>
<td class="open suggested">no?</td></tr></tbody></table></section>
<span class="sentence" id="finding-f1">So it is. <a class="note">unsupported</a></span>
<figure class="quote" id="quote-q1"><blockquote>before <mark>exact</mark> after</blockquote></figure>
</body></html>"""


def test_the_words_of_each_anchor_are_its_own() -> None:
    found = regions(read_page(PAGE, name="report.html"))
    assert found["rating"] == "Half true"
    assert found["the counts under the rating"] == "1 of 2"
    assert (found["stances/point 1"], found["stances/point 2"]) == ("first", "second")
    assert (found["stances/source-s1/1"], found["stances/source-s1/2"]) == ("yes", "no?")
    assert found["quote-q1"] == "before exact after"


def test_what_every_version_says_in_the_same_way() -> None:
    assert key_values(read_page(PAGE, name="report.html")) == {
        "check.json": "abc",
        "headline": "Is it?",
        "rating": "rating mixed",
        "stances/source-s1/1": "supports",
        "stances/source-s1/2": "open suggested",
        "finding-f1": "So it is.",
        "quote-q1/words": "exact",
        "quote-q1/surroundings": "before exact after",
    }


@pytest.mark.parametrize(
    ("anchor", "told"),
    [
        ("quote-q3", "quote q3"),
        ("quote-q3/words", "the words of quote q3"),
        ("finding-f1", "sentence f1"),
        ("stances/source-s2/1", "the stance of source s2 on point 1"),
        ("stances/point 2", "the totals of point 2"),
        ("<b>\x1b", "a part"),
    ],
)
def test_anchors_have_names(anchor: str, told: str) -> None:
    assert spoken(anchor) == told


@pytest.mark.parametrize("page", [b"", b"<p>A page", b"\xff", b"<body class=other>"])
def test_another_page_is_no_report(page: bytes) -> None:
    with pytest.raises(BadInputError, match="is no report"):
        read_page(page, name="report.html")


def test_a_page_nested_without_end_is_read() -> None:
    page = read_page(b'<body class="factbook-report">' + b"<div>" * 200_000 + b"x", name="report.html")
    assert regions(page)["page"] == "x"


def test_ends_without_beginnings_do_no_harm() -> None:
    page = read_page(
        b'</div></p><body class="factbook-report"></b><p id="rating">x</body></html></p>', name="r"
    )
    assert regions(page)["rating"] == "x"


@pytest.mark.timeout(60)
def test_a_page_made_to_take_for_ever_is_read_like_any_other() -> None:
    # Whatever is asked of a cell or a point, it is not asked of all others each time.
    row = b'<tr><th><a href="#source-s1">One</a></th>' + b"<td></td>" * 4_999 + b"</tr>"
    table = b'<table class="stances"><tbody>' + row * 20 + b"</tbody></table>"
    page = read_page(
        b'<body class="factbook-report">' + table + b'<span class="point">x</span>' * 30_000, name="report"
    )
    assert regions(page)["stances/source-s1/4999"] == ""
    assert key_values(page)["point 30000"] == "x"
