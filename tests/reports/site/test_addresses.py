"""Where a check that is named is found."""

from __future__ import annotations

import pytest
from lxml import html

from factbook.reports.site.addresses import address, check_address
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import Site
from tests.reports import samples

SITE = Site(url="https://example.org/checks")


def test_addresses_are_spelt_as_addresses() -> None:
    assert address("https://example.org/", "checks/هل/report.html") == (
        "https://example.org/checks/%D9%87%D9%84/report.html"
    )


@pytest.mark.parametrize(
    ("named", "site", "found"),
    [
        ("bridge", SITE, "https://example.org/checks/checks/bridge/report.html"),
        ("bridge", Site(), ""),
        ("https://other.example/1", Site(), "https://other.example/1"),
        ("../up", SITE, ""),
        ("javascript:alert(1)", SITE, ""),
        ("", SITE, ""),
    ],
)
def test_a_check_is_found_by_its_id_or_its_address(named: str, site: Site, found: str) -> None:
    assert check_address(named, site) == found


@pytest.mark.parametrize(("url", "leads"), [("", False), ('[site]\nurl = "https://example.org/"', True)])
def test_a_report_leads_to_the_check_that_takes_a_question_up(
    folder: CheckFolder, url: str, leads: bool
) -> None:
    (folder.path / "factbook.toml").write_text(url)
    question = {"id": "u1", "question": "And trams?", "answered_by": "tram"}
    folder.update(lambda check: check.changed(follow_ups=[question]))
    page = html.document_fromstring(samples.page(samples.compose(folder)))
    links = [one.get("href") for one in page.xpath("//*[@id='follow_ups']//a")]
    assert links == (["https://example.org/checks/tram/report.html"] if leads else [])
    assert "Taken up in the check tram" in page.xpath("//*[@id='follow_ups']")[0].text_content()
