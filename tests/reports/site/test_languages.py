"""A site in another language than English."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from factbook.store.settings import Settings, Site
from factbook.wording import direction, languages, speaking, spoken, translated
from tests.reports.site.cards import card
from tests.reports.site.test_pages import ATTACK, full, site
from tests.test_wording import messages

OTHERS = languages()[1:]


def pages_in(language: str, *cards):
    return site(*cards, settings=Settings(report_language=language, site=Site(url="https://example.org/")))


def said(page: str) -> set[str]:
    """Give the words of a page, of labels and of what its search says."""
    root = html.document_fromstring(page)
    found = [*root.xpath("//body//text()"), *root.xpath("//@aria-label"), *root.xpath("//title/text()")]
    for words in root.xpath("//@data-words"):
        found += json.loads(words).values()
    return {" ".join(text.split()) for text in found}


@pytest.mark.parametrize("language", OTHERS)
def test_no_words_of_ours_are_left_in_english(language):
    with speaking(language):
        english = {text for ids, _ in messages(language) for text in ids if translated(text) != text}
    labels = {"Supported", "True", "False"}  # as the cards have them: reports bring their own
    for cards in (full(), full()[:1], ()):
        for path, page in pages_in(language, *cards).items():
            if path.endswith(".html"):
                assert not (said(page) & english) - labels, path
    assert "en" == spoken()


@pytest.mark.parametrize("language", OTHERS)
def test_pages_are_of_their_language_and_run_its_way(language):
    for path, page in pages_in(language, *full()).items():
        if path.endswith(".html"):
            root = html.document_fromstring(page)
            turned = "rtl" if direction(language) == "rtl" else None
            assert (language, turned) == (root.get("lang"), root.get("dir")), path
            assert turned == root.find("body").get("dir")


def test_headlines_in_other_languages_are_marked():
    (page,) = (page for path, page in pages_in("ar", *full()).items() if path == "index.html")
    marked = html.document_fromstring(page).xpath("//span[@class='question']")
    assert {("هل تصل الحافلات؟", None)} == {
        (one.text, one.get("lang")) for one in marked if one.text and "هل" in one.text
    }
    assert {"en"} == {one.get("lang") for one in marked if one.text and "هل" not in one.text}


def test_the_script_is_told_which_checks_are_in_another_language():
    told = pages_in("ar", card("a"), card("b", language="ar"))["checks.js"]
    rows = json.loads(re.fullmatch(r"factbookChecks\((.*)\);\n", told, re.DOTALL)[1])["checks"]  # type: ignore[index]
    assert {"a": "en", "b": ""} == {row[0]: (row[7] if len(row) > 7 else "") for row in rows}


@pytest.mark.parametrize("language", OTHERS)
def test_the_feed_speaks_it_too(language):
    feed = pages_in(language, *full())["feed.atom"]
    assert "Outdated:" not in feed
    assert "Corrected on" not in feed


@pytest.mark.parametrize("language", OTHERS)
def test_values_from_outside_stay_text(language):
    hostile = card("x", headline=ATTACK, claimant=ATTACK, topics=(ATTACK,))
    for path, page in pages_in(language, hostile).items():
        if path.endswith(".html"):
            root = html.document_fromstring(page)
            assert not root.xpath("//*[@id='planted'] | //img | //script[not(@src)]"), path
