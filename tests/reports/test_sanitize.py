"""HTML from a notebook's output."""

from __future__ import annotations

import re
import time

import pytest

from factbook.reports.sanitize import MAX_DEPTH, MAX_SIZE, clean_html
from factbook.wording import speaking


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<iframe src='https://e.example'></iframe>",
        "<form action='https://e.example'><input name=a></form>",
        "<style>*{display:none}</style>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<p style='position:fixed' onclick='alert(1)' id=quote-q1 class=note>x</p>",
        "<meta http-equiv=refresh content='0;url=https://e.example'>",
        "<link rel=stylesheet href='https://e.example'><base href='https://e.example'>",
        "<img src='https://e.example/pixel.png'>",
        "<img src='data:image/svg+xml;base64,AAAA'>",
    ],
)
def test_nothing_active_and_nothing_from_elsewhere_is_left(markup):
    cleaned = clean_html(markup)
    assert not re.search(r"<(script|style|iframe|form|input|svg|math|meta|link|base)", cleaned)
    assert not re.search(r"<[^>]*\s(on\w+|style|id|class|src|href)\s*=", cleaned)


def test_links_and_embedded_pictures_stay():
    assert clean_html('<a href="https://e.example/a?b=1&amp;c">x</a>').startswith(
        '<a href="https://e.example/a?b=1&amp;c"'
    )
    assert 'src="data:image/png;base64,AAAA"' in clean_html('<img src="data:image/png;base64,AAAA" alt="x">')


def test_a_link_that_may_lead_nowhere_is_text():
    assert clean_html("<a href='javascript:x' title=t>go</a>") == "<a>go</a>"


def test_a_picture_without_a_text_gets_one_and_a_picture_from_elsewhere_is_told():
    assert 'alt="Picture from' in clean_html('<img src="data:image/png;base64,AAAA">')
    assert clean_html("<img src='//e.example/p' alt='<b>'>") == (
        "<em>[A picture from elsewhere was left out: &lt;b&gt;.]</em>"
    )


def test_header_cells_get_their_scope_and_tables_a_frame():
    cleaned = clean_html(
        "<table><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>r</th><td>1</td></tr></tbody></table>"
    )
    assert cleaned == (
        '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table><thead><tr><td></td>'
        '<th scope="col">a</th></tr></thead><tbody><tr><th scope="row">r</th><td>1</td></tr>'
        "</tbody></table></div>"
    )


def test_tables_in_tables_get_one_frame():
    cleaned = clean_html("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>")
    assert cleaned.count('<div class="scroll"') == cleaned.count("</div>") == 1


def test_headings_come_under_the_report_s_own_without_a_step_left_out():
    cleaned = clean_html("<h1>a</h1><h4>b</h4><h2>c</h2><h6>d</h6><h1>e</h1>")
    assert re.findall(r"<(h\d)>(\w)</h(\d)>", cleaned) == [
        ("h3", "a", "3"),
        ("h4", "b", "4"),
        ("h4", "c", "4"),
        ("h5", "d", "5"),
        ("h3", "e", "3"),
    ]


def test_values_that_mean_nothing_are_dropped():
    cleaned = clean_html(
        '<p lang="!!" dir="up">x</p><table><tr><th scope="all">y</th><td headers="q">z</td></tr></table>'
    )
    assert "lang" not in cleaned
    assert "dir" not in cleaned
    assert "headers" not in cleaned
    assert 'scope="row"' in cleaned


def test_entities_come_through_as_they_are():
    assert clean_html("a &lt;b&gt; &amp;amp; &quot; é") == 'a &lt;b&gt; &amp;amp; " é'


def test_too_large_and_too_deep_is_refused_at_once():
    started = time.perf_counter()
    assert "longer than" in clean_html("x" * (MAX_SIZE + 1))
    assert "nested deeper" in clean_html("<div>" * 100_000)
    assert "nested deeper" not in clean_html("<b>" * MAX_DEPTH)
    assert time.perf_counter() - started < 5


def test_what_is_said_aloud_of_a_table_is_in_the_language_of_the_report():
    with speaking("es"):
        assert 'aria-label="Tabla"' in clean_html("<table><tr><td>1</td></tr></table>")
