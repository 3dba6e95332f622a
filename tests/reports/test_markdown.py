"""The report as Markdown: what the page says, in its order, with links that lead somewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import mistune
import pytest

from factbook.reports.markdown import report_markdown
from factbook.reports.notebook import read_report
from factbook.reports.render import render_page
from tests.reports.test_markdown_text import Page
from tests.reports.test_pdf import Words, bare

NAMES = ["clean", "faulty", "empty", "hostile", "arabic", "corrected"]


class Links(HTMLParser):
    """Reads where the links of a page lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


@pytest.fixture(scope="module")
def files(shown):
    return {name: report_markdown(*shown[name]) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_the_page_says_in_the_same_order(shown, files, name):
    wanted = [bare(word) for word in Words(render_page(*shown[name])).words]
    printed = bare(Page(files[name]).text)
    place = 0
    for word in filter(None, wanted):
        found = printed.find(word, place)
        assert found >= 0, f"{word!r} is missing after {printed[max(0, place - 80) : place]!r}"
        # In between stand at most the signs of a bar, or the heading that citations lead to.
        assert found - place < 90, f"{word!r} stands far behind {printed[max(0, place - 80) : place]!r}"
        place = found + len(word)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_it_is_html_or_a_link_of_somebody_elses(shown, files, name):
    page = Page(files[name])
    known = {unquote(one) for one in Links(render_page(*shown[name])).found}
    assert {"script", "b", "svg", "style"}.isdisjoint(page.tags)
    outside = [one for one in page.links if not one.startswith("#")]
    assert all(one.startswith(("https://", "http://", "mailto:")) for one in outside)
    assert {unquote(one) for one in outside} <= known


@pytest.mark.parametrize("name", NAMES)
def test_citations_lead_to_headings_that_github_and_jupyterlab_name_alike(files, name):
    headings = [
        re.sub("<[^>]+>", "", one)
        for one in re.findall(r"<h\d>(.*?)</h\d>", mistune.create_markdown()(files[name]), re.DOTALL)
    ]
    github = {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
    jupyterlab = {one.replace(" ", "-") for one in headings}
    inside = {one.removeprefix("#") for one in Page(files[name]).links if one.startswith("#")}
    assert inside <= github & jupyterlab


def test_a_citation_is_a_number_that_leads_to_its_words(files):
    assert "[[3]](#source-3-quote-1)" in files["clean"]
    place = files["clean"].index("#### source 3 quote 1")
    assert "**The operator counted 83 of every 100 bus runs" in files["clean"][place:]


def test_an_analysts_heading_takes_no_citations_anchor(samples, reports):
    from nbformat.v4 import new_markdown_cell

    cell = new_markdown_cell("## Source 1\n\nOur own words.")
    text = report_markdown(*read_report(samples.notebook(reports["clean"], {"summary": [cell]})))
    assert "(#source-1-quote-1)" not in text
    assert "(#kept-source-1-quote-1)" in text
    assert "#### kept source 1 quote 1" in text


def test_what_does_not_hold_and_what_is_suggested_is_marked(files):
    text = files["faulty"]
    assert "**▲ uncited**" in text
    assert "[[2 ▲]](#source-2-quote-3)" in text
    assert "– not addressed? · suggested, 61% sure, by stance-model 1.4; nobody has judged it" in text
    assert "**▲ fabricated** the words stand in none of 8 kept copies" in text
    assert "[removed: " in Page(files["corrected"]).text
    assert "(outdated)" in files["corrected"]


def test_pictures_stand_at_the_end_so_that_the_text_can_be_read(files):
    text = files["clean"]
    assert "![On-time runs rise from 2014 to 2024][picture-1]" in text
    assert text.splitlines()[-1].startswith("[picture-1]: data:image/svg+xml;base64,")
    assert "data:" not in text[: text.index("\n[picture-1]:")]


def test_the_same_report_gives_the_same_text(shown, files):
    assert report_markdown(*shown["clean"]) == files["clean"]
    assert files["clean"].endswith("\n")
    assert not files["clean"].endswith("\n\n")
