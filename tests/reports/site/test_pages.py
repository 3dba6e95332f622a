"""The pages of a site lead somewhere, hold what they should, and take text as text."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from factbook.reports.site.card import Card
from factbook.reports.site.pages import NEED_ADDRESS, SiteContent, render_site
from factbook.reports.theme.faces import FontFile, read_faces
from factbook.reports.theme.svg import clean_svg
from factbook.reports.theme.view import LogoView, ThemeView
from factbook.store.settings import Principles, Publisher, Settings, Site
from tests.reports.site.cards import card, correction, outdated
from tests.reports.theme.drawing import SVG, font

ATTACK = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\"'<b id=planted>&amp;"


def site(*cards: Card, **more: Any) -> dict[str, str]:
    """Give the pages of a site by their path."""
    settings = more.pop("settings", Settings())
    content = SiteContent(cards=cards, settings=settings, **more)
    review = json.dumps({"@type": "ClaimReview"}).encode()
    return {path: data.decode() for path, data in render_site(content, lambda _id: review)}


def full() -> tuple[Card, ...]:
    """Cards with something for each page."""
    return (
        card("tram", topics=("Transport",), follow_ups=({"question": "And buses?", "answered_by": "bus"},)),
        card("bus", topics=("Transport", "Money"), follow_ups=({"question": "Why?", "answered_by": None},)),
        card(
            "هل-تصل",
            language="ar",
            headline="هل تصل الحافلات؟",
            topics=("النقل",),
            outdated=outdated(),
            corrections=(correction("2026-04-01", rating_before="False", rating_after="True"),),
        ),
        *(card(f"c{number}", date="2024") for number in range(160)),
    )


def texts(page: str) -> str:
    return " ".join(" ".join(html.document_fromstring(page).itertext()).split())


def test_a_theme_is_worn_by_every_page_and_its_files_are_the_sites_own() -> None:
    theme = ThemeView(
        accent="#7a1420",
        accent_dark="#e29da5",
        logo=LogoView(svg=clean_svg(SVG.encode()), alt="The Desk"),
        faces=read_faces([FontFile("body", "text.ttf", font())], characters=frozenset()),
    )
    pages = site(*full(), theme=theme)
    assert "--link:#7a1420" in pages["site.css"]
    assert "@font-face" in pages["site.css"]
    for path, page in pages.items():
        if path.endswith(".html"):
            document = html.document_fromstring(page)
            (policy,) = document.xpath("//meta[@http-equiv]/@content")
            assert "img-src 'self' file: data:; font-src data:;" in policy
            (logo,) = document.xpath("//header//img[@class='logo']")
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), urlsplit(logo.get("src")).path)
            )
            assert target in pages
            assert logo.get("alt")


def test_without_a_theme_no_page_takes_pictures_or_fonts_from_anywhere() -> None:
    for path, page in site(*full()).items():
        if path.endswith(".html"):
            (policy,) = html.document_fromstring(page).xpath("//meta[@http-equiv]/@content")
            assert "img-src data:;" in policy
            assert "font-src" not in policy


def test_templates_of_a_newsroom_take_over_what_they_change(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "topics.html.j2").write_text("<p>Our topics</p>")
    (tmp_path / "extra.css").write_text("p { color: red }")
    pages = site(*full(), house=tmp_path)
    assert pages["topics/index.html"] == "<p>Our topics</p>"
    assert pages["site.css"].endswith("p { color: red }\n")
    assert "Our topics" not in pages["index.html"]


def test_every_link_leads_to_a_page_of_the_site() -> None:
    pages = site(*full(), settings=Settings(site=Site(url="https://example.org/checks")))
    reports = {f"checks/{one.id}/report.html" for one in full()}
    for path, page in pages.items():
        if not path.endswith(".html"):
            continue
        document = html.document_fromstring(page)
        for element in document.xpath("//*[@href or @src]"):
            target = element.get("href") or element.get("src")
            if urlsplit(target).scheme or target.startswith("#"):
                continue
            inner = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(urlsplit(target).path))
            )
            assert inner in pages.keys() | reports, f"{path} leads to {target}"


def test_every_page_has_one_heading_a_title_and_a_language() -> None:
    pages = {path: page for path, page in site(*full()).items() if path.endswith(".html")}
    titles = set()
    for path, page in pages.items():
        document = html.document_fromstring(page)
        assert len(document.xpath("//h1")) == 1, path
        assert document.get("lang") == "en"
        assert document.xpath("string(//meta[@name='description']/@content)"), path
        titles.add(document.findtext(".//title"))
    assert len(titles) == len(pages)


def test_every_check_is_in_a_list_that_needs_no_script() -> None:
    pages = site(*full())
    lists = [page for path, page in pages.items() if path == "index.html" or path.startswith("archive/")]
    for one in full():
        assert sum(f'/{one.id}/report.html"' in unquote(page) for page in lists) == 1, one.id


def test_a_row_tells_rating_claimant_day_topics_and_marks() -> None:
    one = card(
        "bus", claimant="Ana", label="Half True", topics=("Transport",), outdated=outdated(), published=""
    )
    row = html.document_fromstring(site(one)["index.html"]).xpath("//ul[@id='checks']/li")[0]
    told = " ".join(row.text_content().split())
    for words in (
        "Is bus open?",
        "✓ Half True",
        "Said by Ana",
        "March 1, 2026",
        "Transport",
        "outdated",
        "draft",
    ):
        assert words in told


def test_without_an_address_there_are_no_feeds_and_no_links_to_them() -> None:
    pages = site(*full())
    assert not set(NEED_ADDRESS) & set(pages)
    assert "feed.atom" not in pages["index.html"]
    addressed = site(*full(), settings=Settings(site=Site(url="https://example.org/")))
    assert set(NEED_ADDRESS) <= set(addressed)
    assert '<link rel="canonical" href="https://example.org/">' in addressed["index.html"]


def test_a_site_with_drafts_says_so_and_is_for_no_search_engine() -> None:
    for drafts, said in (((), False), ((card("draft", published=""),), True)):
        for path, page in site(card(), *drafts).items():
            if path.endswith(".html"):
                assert ("This site shows a draft" in texts(page)) is said, path
                assert ('content="noindex"' in page) is said


def test_questions_lead_to_the_check_that_answers_them_and_others_are_open() -> None:
    pages = site(*full())
    assert "And buses? Taken up in Is bus open?" in texts(pages["deeper.html"])
    assert "Why? Left open by Is bus open?" in texts(pages["questions.html"])
    assert "And buses?" not in texts(pages["questions.html"])


def test_corrections_say_who_why_and_what() -> None:
    told = texts(site(*full())["corrections.html"])
    for words in (
        "April 1, 2026",
        "It was May.",
        "By Ana",
        "[removed: False ] → [added: True ]",
        "The bridge has opened since.",
    ):
        assert words in told


def test_the_methodology_says_what_is_not_stated() -> None:
    told = texts(
        site(card(), settings=Settings(principles=Principles(funding="Readers pay.")))["methodology.html"]
    )
    assert "Who pays Readers pay." in told
    assert "Who we are Not stated" in told
    assert "there is no agreement to measure" in told
    assert "alpha is 0.8" in texts(site(card(), agreement="Krippendorff's alpha is 0.8")["methodology.html"])


def test_the_methodology_tells_the_scale_of_the_newsroom() -> None:
    told = texts(site(card(), settings=Settings(rating_scale="politifact"))["methodology.html"])
    assert "Pants on Fire" in told
    assert "This claim" not in told


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("index.html", "No check has been published yet."),
        ("topics/index.html", "No check has a topic yet."),
        ("questions.html", "No question is open."),
        ("deeper.html", "No question of one check is taken up in another yet."),
        ("corrections.html", "Nothing that was published has been corrected."),
    ],
)
def test_an_empty_site_says_so(page: str, words: str) -> None:
    assert words in texts(site()[page])


def test_text_is_text_on_every_page() -> None:
    settings = Settings(
        publisher=Publisher(name=ATTACK, url="https://example.org"),
        site=Site(url="https://example.org/", title=ATTACK, about=ATTACK),
        principles=Principles(**dict.fromkeys(Principles.model_fields, ATTACK)),
    )
    hostile = card(
        "hostile",
        headline=ATTACK,
        label=ATTACK,
        claimant=ATTACK,
        topics=(ATTACK,),
        outdated=outdated(reason=ATTACK),
        corrections=(correction("2026-04-01", note=ATTACK, made_by=ATTACK, rating_before=ATTACK),),
        follow_ups=({"question": ATTACK, "answered_by": None}, {"question": ATTACK, "answered_by": "b"}),
        tally={"models": (ATTACK,), "suggested": 1},
    )
    for path, page in site(hostile, card("b"), settings=settings, agreement=ATTACK).items():
        if not path.endswith(".html"):
            continue
        document = html.document_fromstring(page)
        assert document.xpath("//*[@id='planted'] | //img | //*[@onerror]") == [], path
        assert all(
            one.get("src", "").partition("?")[0].endswith("site.js") for one in document.iter("script")
        )
        assert "window.hacked=1" in texts(page), path


def test_pages_are_the_same_each_time() -> None:
    assert site(*full()) == site(*full()[::-1])


def test_a_new_check_changes_few_pages() -> None:
    before, after = site(*full()), site(*full(), card("newest", date="2026-06-01"))
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"index.html", "checks.js", "methodology.html"}


def test_the_front_page_of_ten_thousand_checks_is_small() -> None:
    cards = [
        card(
            f"check-{number}",
            headline=f"{'Did the council say that number ' * 4}{number}?",
            claimant="A name",
        )
        for number in range(10_000)
    ]
    pages = site(*cards)
    loaded = sum(len(pages[path].encode()) for path in ("index.html", "site.css", "site.js"))
    assert loaded < 300_000
    assert len(pages["index.html"].encode()) < 150_000
