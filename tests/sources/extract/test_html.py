"""Web pages: their main text, what they say of themselves, what they hide."""

from __future__ import annotations

import pytest

from factbook.errors import ExtractError
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.html import MAX_DEPTH, HtmlExtractor
from tests.sources.extract.samples import MORE, STORY, page

UNSEEN = "These are the words nobody sees."


def read(markup: str | bytes, **settings: str) -> Extraction:
    data = markup if isinstance(markup, bytes) else markup.encode()
    return HtmlExtractor().extract(data, media_type="text/html", **settings)


def visible(extraction: Extraction) -> str:
    return extraction.text[: extraction.visible_length]


def hidden(extraction: Extraction) -> str:
    return "" if extraction.visible_length is None else extraction.text[extraction.visible_length :].strip()


def test_paragraphs_are_set_apart_and_characters_kept() -> None:
    read_page = read(
        page(
            "<p>Its “arch” — the\n  city’s <b>pri</b>de, cafe\u0301 included — is 1&nbsp;of 3 &amp; red.</p>"
        )
    )
    assert (
        f"The bridge\n\n{STORY.strip()}\n\nIts “arch” — the city’s pride, cafe\u0301 included — is 1"
        in visible(read_page)
    )
    assert read_page.visible_length is None
    assert read_page.note == ""


def test_lists_tables_and_line_breaks_are_kept_without_marks() -> None:
    text = read(
        page(
            "<h2>Costs</h2><ul><li>First item</li><li>Second <i>item</i></li></ul>"
            "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2023</td><td>5</td></tr></table><p>one<br>two</p>"
        )
    ).text
    assert "Costs\n\nFirst item\nSecond item\n\nYear\tCost\n2023\t5\n\none\ntwo" in text


def test_preformatted_lines_are_kept_as_they_stand() -> None:
    text = read(page("<pre>if it rains:\n    close()\n\nopen()</pre>")).text
    assert "\n\nif it rains:\n    close()\n\nopen()\n\n" in text


def test_navigation_and_comments_are_left_out() -> None:
    around = (
        f"<nav><a href='/'>Home</a> <a href='/a'>Sport</a></nav>{page('')}"
        "<section id='comments'><div class='comment'><p>First!</p></div></section><footer>Imprint</footer>"
    )
    text = read(around).text
    assert STORY.strip() in text
    assert MORE.strip() in text
    for words in ("Sport", "First!", "Imprint"):
        assert words not in text


def test_a_page_says_what_it_is() -> None:
    head = """<meta name="author" content="Ada Lovelace"><meta name="author" content="Charles Babbage">
        <meta property="og:site_name" content="The Times"><meta name="citation_doi" content="10.1234/abc.5">
        <meta property="article:published_time" content="2024-05-06T10:00:00Z">
        <script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "The bridge",
        "publisher": {"name": "Times  Ltd"}}]}</script>"""
    found = read(page("", head=head).replace("<html>", '<html lang="en-GB">'))
    assert (found.title, found.container_title, found.publisher) == ("The bridge", "The Times", "Times Ltd")
    assert found.authors == ("Ada Lovelace", "Charles Babbage")
    assert (found.issued, found.doi, found.language) == ("2024-05-06", "10.1234/abc.5", "en-GB")


@pytest.mark.parametrize(
    "json_ld", ["{", "[1, null]", '{"@type": {}}', '{"@type":"Article","publisher":[]}', "[" * 100_000]
)
def test_what_a_page_says_may_be_nonsense(json_ld: str) -> None:
    assert STORY.strip() in read(page("", head=f'<script type="application/ld+json">{json_ld}</script>')).text


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        'aria-hidden="true"',
        'class="note sr-only"',
        'class="visually-hidden"',
        'style="display:none"',
        'style="DISPLAY : NONE !important"',
        'style="visibility:hidden"',
        'style="font-size:0"',
        'style="font-size:0.1px"',
        'style="font: 0/0 serif"',
        'style="max-height:0; overflow:hidden"',
        'style="opacity:0"',
        'style="position:absolute; left:-9999px"',
        'style="position:absolute; top:-2000px"',
        'style="text-indent:-999em"',
        'style="margin-left:-9999px"',
        'style="position:absolute; clip: rect(0, 0, 0, 0)"',
        'style="position:absolute; clip: rect(1px,1px,1px,1px)"',
        'style="clip-path: inset(50%)"',
        'style="height:1px; width:1px; overflow:hidden"',
        'style="transform: scale(0)"',
        'style="color:#fff"',
        'style="color:white; background:white"',
        'style="color:rgb(254,254,255)"',
        'style="color:#123456; background-color:#123456"',
        'style="color:transparent"',
        'class="x"',
        'id="x"',
        'class="y"',
    ],
)
def test_hidden_text_comes_after_the_visible(attributes: str) -> None:
    rules = ".x, #x {display: none} @media print {p {display: none}} article > p.y {color: #ffffff}"
    found = read(page(f"<p {attributes}>{UNSEEN}</p>", head=f"<style>{rules}</style>"))
    assert UNSEEN not in visible(found)
    assert hidden(found) == UNSEEN
    assert MORE.strip() in visible(found)


@pytest.mark.parametrize("element", ["template", "noscript", "canvas", "iframe", "dialog", "datalist"])
def test_elements_that_are_not_drawn_are_hidden(element: str) -> None:
    found = read(page(f"<div><{element}><p>{UNSEEN}</p></{element}></div>"))
    assert UNSEEN not in visible(found)


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'style="display:block"',
        'style="color:#fff; background:#000"',
        'style="color:#fff; background:url(dark.png)"',
        'style="color:white; background: linear-gradient(red, blue)"',
        'style="opacity:0.5; font-size:0.9em"',
        'style="color:inherit"',
        'style="left:-9999px"',
        'style="text-indent:-1em"',
        'aria-hidden="false"',
        'class="x shown"',
        'class="z"',
        'style="font: 10px/1 serif"',
        'style="}}{{;;:"',
    ],
)
def test_what_is_shown_is_not_hidden(attributes: str) -> None:
    rules = ".x {display: none} .x.shown {display: block} .z:hover, @media print {.z {display: none}}"
    found = read(page(f"<p {attributes}>{UNSEEN}</p>", head=f"<style>{rules}</style>"))
    assert UNSEEN in visible(found)
    assert found.visible_length is None


def test_white_text_shows_on_the_ground_of_what_it_stands_in() -> None:
    box = f'<div style="background:#000"><p style="color:#fff">{UNSEEN}</p></div>'
    assert UNSEEN in visible(read(page(box)))
    inside = '<p style="font-size:0">secret <span style="font-size:16px">shown words</span> too</p>'
    found = read(page(inside))
    assert "shown words" in visible(found)
    assert hidden(found) == "secret\n\ntoo"


def test_letters_that_another_file_may_colour_are_taken_for_visible() -> None:
    box = f'<p style="background:#000">{UNSEEN}</p>'
    assert UNSEEN not in visible(read(page(box)))
    assert UNSEEN in visible(read(page(box, head='<link rel="stylesheet" href="x.css">')))


def test_a_page_that_waits_for_its_script_is_not_hidden_as_a_whole() -> None:
    found = read(page("", attributes='style="opacity:0"'))
    assert STORY.strip() in visible(found)


def test_words_within_a_sentence_are_never_left_out() -> None:
    sentence = (
        "The mayor said he did <span class='ad advert'>not</span> take <span class='share'>any</span> money."
    )
    found = read(page(f"<p>{sentence} {MORE}</p>"))
    assert "The mayor said he did not take any money." in visible(found)


def test_a_paragraph_that_comes_twice_is_kept_twice() -> None:
    assert visible(read(page(f"<p>{STORY}</p>"))).count(STORY.strip()) == 2


def test_characters_that_xml_does_not_have_do_no_harm() -> None:
    # Found by the fuzzer: what stands beside a hidden element was joined, which lxml refuses.
    found = read(
        page("<p>one <b hidden>x</b>\x0c two &#1;&#12;&#xfffe;&#xd800; <i hidden>y</i>&#2; three</p>")
    )
    assert "three" in visible(found)
    assert "\x01" not in found.text


def test_what_is_hidden_breaks_no_word() -> None:
    assert "She is innocent of it." in visible(read(page("<div>She is in<p hidden>x</p>nocent of it.</div>")))


def test_words_in_json_are_never_taken_for_the_page() -> None:
    body = f'{{"@type": "Article", "articleBody": "{UNSEEN * 20}"}}'
    found = read(f'<html><script type="application/ld+json">{body}</script><p>Short.</p></html>')
    assert found.text == "Short."


def test_all_text_is_read_where_the_main_text_cannot_be_told() -> None:
    rows = "".join(f"<div><a href='/{n}'>Entry number {n}</a></div>" for n in range(300))
    found = read(f"<html><body>{rows}</body></html>")
    assert "Entry number 299" in found.text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "橋は五月に開通する。"),
        ("koi8-r", "Мост откроется в мае."),
        ("cp1252", "L’été – à Noël"),
    ],
)
def test_the_page_names_its_encoding(encoding: str, text: str) -> None:
    markup = f'<html><head><meta charset="{encoding}"></head><body><p>{text * 5}</p></body></html>'
    assert text * 5 in read(markup.encode(encoding)).text
    assert text * 5 in read(markup.replace(encoding, "utf-8").encode(encoding), charset=encoding).text


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<html></html>", "the page holds no text; it may be written by scripts"),
        ("<script>x()</script>", "the page holds no text; it may be written by scripts"),
        ("<!-- nothing -->", "it is no HTML, or an empty page"),
        ("<p hidden>words</p>", "all its text is hidden"),
        ("<div>" * 100_000, f"its elements are nested more than {MAX_DEPTH:,} deep"),
    ],
)
def test_a_page_without_text_is_refused(markup: str, problem: str) -> None:
    with pytest.raises(ExtractError) as caught:
        read(markup)
    assert caught.value.problem == problem


def test_the_mark_of_a_note_does_not_become_a_digit() -> None:
    found = read(
        page(
            "<p>It cost 42<sup>1</sup> million, in 10<sup>-2</sup> and the 1<sup>st</sup> H<sub>2</sub>O.</p>"
        )
    )
    assert "It cost 42¹ million, in 10⁻² and the 1st H2O." in found.text


def test_words_struck_out_are_not_what_a_page_says() -> None:
    found = read(page("<p>The price was <s>100</s> 80 euros <del>in all</del>.</p>"))
    assert "The price was 80 euros ." in found.text[: found.visible_length]
    assert "100" in found.text[found.visible_length :]


@pytest.mark.parametrize(
    "style", ["position:fixed; top:-500px", "position:fixed; left:-100vw", "position:absolute; left:-400px"]
)
def test_what_stands_beyond_the_edge_is_hidden(style: str) -> None:
    found = read(page(f"<p style='{style}'>Words off the page.</p>"))
    assert "Words off the page." in found.text[found.visible_length :]
