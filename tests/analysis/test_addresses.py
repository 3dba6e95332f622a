from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis.addresses import addresses_of, declared_address, is_archived, one_form
from factbook.model.source import Source

PAGE = "https://example.org/news/bridge?id=2"


@pytest.mark.parametrize(
    "guise",
    [
        "http://example.org/news/bridge?id=2",
        "https://www.example.org/news/bridge/?id=2",
        "https://EXAMPLE.org:443/news//bridge?id=2#comments",
        "https://m.example.org/news/bridge?id=2",
        "https://amp.example.org/news/bridge?id=2",
        "https://example.org/news/bridge/amp?id=2",
        "https://example.org/news/bridge/index.html?id=2",
        "https://example.org/news/./x/../bridge?id=2",
        "https://example.org/news/%62ridge?id=2",
        f"{PAGE}&utm_source=mail&utm_medium=x&fbclid=abc&gclid=1",
        f"https://web.archive.org/web/20250401000000/{PAGE}",
        f"https://web.archive.org/web/20250401000000id_/{PAGE}",
        "http://web.archive.org/web/2025/example.org/news/bridge?id=2",
        f"https://archive.ph/20250401/{PAGE}",
        f"https://archive.today/newest/{PAGE}",
        "https://www.google.com/amp/s/example.org/news/bridge?id=2",
        "https://example-org.cdn.ampproject.org/c/s/example.org/news/bridge?id=2",
    ],
)
def test_a_page_in_its_guises_has_one_form(guise):
    assert one_form(guise) == one_form(PAGE) == "example.org/news/bridge?id=2"


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/news/bridge?id=3",
        "https://example.org/news/bridge",
        "https://example.org/news",
        "https://example.com/news/bridge?id=2",
        "https://shop.example.org/news/bridge?id=2",
        "https://example.org:8443/news/bridge?id=2",
        f"{PAGE}#!/comments",
    ],
)
def test_another_page_has_another_form(other):
    assert one_form(other) != one_form(PAGE)


def test_the_order_of_query_fields_makes_no_difference():
    assert one_form("https://example.org/?b=2&a=1") == one_form("https://example.org?a=1&b=2")


def test_marks_of_a_guise_within_a_name_stay():
    assert one_form("https://en.m.wikipedia.org/wiki/Bridge") == "en.wikipedia.org/wiki/Bridge"
    assert one_form("https://m.org/amp") == "m.org"
    assert one_form("https://example.org/amp/bridge") == "example.org/bridge"


@given(st.text(max_size=60))
def test_no_address_is_too_odd(tail):
    assert isinstance(one_form(f"https://example.org/{tail}"), str)
    assert isinstance(one_form(tail), str)


def test_a_source_is_known_under_all_its_addresses():
    source = Source(
        id="s1",
        title="Study",
        url="https://www.example.org/study",
        doi="10.1000/ABC",
        archive_url="https://web.archive.org/web/2025/https://example.org/study",
    )
    assert addresses_of(source) == {"example.org/study", "doi.org/10.1000/abc"}
    assert addresses_of(Source(id="s2", title="x", url="https://dx.doi.org/10.1000/abc")) == {
        "doi.org/10.1000/abc"
    }
    assert addresses_of(Source(id="s3", title="x")) == frozenset()


def test_an_archived_address_is_known_as_one():
    assert is_archived("https://web.archive.org/web/2025/https://example.org/")
    assert not is_archived("https://web.archive.org/about")


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (
            b'<link rel="canonical" href="https://www.example.org/a?utm_source=x&amp;b=1">',
            "example.org/a?b=1",
        ),
        (b"<LINK href='https://example.org/a' REL='canonical'/>", "example.org/a"),
        (b"<link rel=canonical href=https://example.org/a>", "example.org/a"),
        (b'<link rel="canonical" href="/a">', ""),
        (b'<link rel="stylesheet" href="https://example.org/a">', ""),
        (b"", ""),
    ],
)
def test_a_page_names_its_own_address(page, address):
    assert declared_address(page) == address
