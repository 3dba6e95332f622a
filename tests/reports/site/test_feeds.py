"""Feeds and sitemap say what the records say, in forms their readers take."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from factbook.reports.site import feeds
from tests.reports.site.cards import card, correction, outdated

BASE = "https://example.org/checks/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def atom(*cards: object) -> ElementTree.Element:
    return ElementTree.fromstring(feeds.atom_feed(cards, base=BASE, title="Checks", author="The Desk"))  # type: ignore[arg-type]  # noqa: S314


def test_the_feed_has_what_the_rfc_asks_for() -> None:
    feed = atom(card("bridge", topics=("Transport",)))
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None, needed
    (entry,) = feed.findall(f"{ATOM}entry")
    for needed in ("id", "title", "updated", "summary"):
        assert entry.findtext(f"{ATOM}{needed}"), needed
    assert entry.findtext(f"{ATOM}id") == f"{BASE}checks/bridge/report.html"
    assert entry.find(f"{ATOM}category").get("term") == "Transport"  # type: ignore[union-attr]
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{BASE}feed.atom"  # type: ignore[union-attr]


def test_a_correction_brings_a_check_to_the_front_and_says_why() -> None:
    corrected = card("old", updated="2026-05-01T00:00:00Z", corrections=(correction("2026-05-01"),))
    feed = atom(card("new", updated="2026-04-01T00:00:00Z"), corrected)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id")[-15:-12] for entry in entries] == ["old", "new"]  # type: ignore[index]
    assert "Corrected on 2026-05-01: It was May." in entries[0].findtext(f"{ATOM}summary")  # type: ignore[operator]
    assert feed.findtext(f"{ATOM}updated") == "2026-05-01T00:00:00Z"


def test_what_is_outdated_says_so_first() -> None:
    (entry,) = atom(card(outdated=outdated())).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary").startswith("Outdated: The bridge has opened since.")  # type: ignore[union-attr]


def test_it_has_the_last_changed_only() -> None:
    many = [card(f"c{number}") for number in range(feeds.MOST_ENTRIES + 5)]
    assert len(atom(*many).findall(f"{ATOM}entry")) == feeds.MOST_ENTRIES


@pytest.mark.parametrize("text", ["<b>&\"'</b>]]>", "\x00\x1b\ufffe\ud800", "שלום"])
def test_texts_are_texts_in_xml(text: str) -> None:
    feed = feeds.atom_feed([], base=BASE, title=text, author=text)
    assert ElementTree.fromstring(feed).findtext(f"{ATOM}title") is not None  # noqa: S314


def test_the_sitemap_lists_every_page() -> None:
    (text,) = feeds.sitemaps([("index.html", ""), ("checks/a/report.html", "2026-03-02")], base=BASE).values()
    root = ElementTree.fromstring(text)  # noqa: S314
    assert [one.text for one in root.iter(f"{MAP}loc")] == [BASE, f"{BASE}checks/a/report.html"]
    assert root.findtext(f"{MAP}url/{MAP}lastmod") == "2026-03-02"


def test_a_sitemap_that_is_too_long_becomes_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_ADDRESSES", 2)
    files = feeds.sitemaps([(f"{number}.html", "") for number in range(5)], base=BASE)
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert "<sitemapindex" in files["sitemap.xml"]
    assert f"<loc>{BASE}sitemap-3.xml</loc>" in files["sitemap.xml"]


def test_the_claimreviews_are_those_of_the_reports() -> None:
    review = {"@context": "https://schema.org", "@type": "ClaimReview", "name": "x", "citation": [1]}
    text = feeds.claimreview_feed(
        [card()], lambda _id: json.dumps(review).encode(), base=BASE, title="Checks"
    )
    feed = json.loads(text)
    assert feed["@type"] == "DataFeed"
    (element,) = feed["dataFeedElement"]
    assert element["item"] == {
        "@type": "ClaimReview",
        "name": "x",
        "url": f"{BASE}checks/bridge/report.html",
    }
