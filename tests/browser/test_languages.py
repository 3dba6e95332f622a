"""Reports and a site in other languages, one of them from right to left, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from factbook.reports.site.pages import SiteContent, render_site
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import Settings
from factbook.wording import direction, languages
from tests.browser.test_site import cards, own
from tests.reports import samples

pytestmark = pytest.mark.browser

OTHERS = languages()[1:]
KINDS = ("faulty", "corrected", "arabic")
WIDTHS = (320, 390, 800, 1280)
PAGES = ("index.html", "corrections.html", "questions.html", "methodology.html")


def check_in(language: str, kind: str, place: Path) -> CheckFolder:
    """Make a sample check whose report is in a language."""
    folder: CheckFolder = getattr(samples, f"{kind}_check")(place)
    file = folder.path / "factbook.toml"
    rest = [] if kind == "arabic" or not file.is_file() else [file.read_text(encoding="utf-8")]
    file.write_text("\n".join([f'report_language = "{language}"', *rest]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """The addresses of reports by language and kind."""
    place = tmp_path_factory.mktemp("reports")
    addresses = {}
    for language in OTHERS:
        for kind in KINDS:
            folder = check_in(language, kind, place / language / kind)
            file = place / f"{language}-{kind}.html"
            page = samples.page(samples.compose(folder), {"summary": samples.analyst_cells()})
            file.write_text(page, encoding="utf-8")
            addresses[language, kind] = file.as_uri()
    return addresses


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of sites by language."""
    place = tmp_path_factory.mktemp("sites")
    for language in OTHERS:
        content = SiteContent(cards=tuple(cards()), settings=Settings(report_language=language))
        for path, data in render_site(content, lambda _id: json.dumps({}).encode()):
            file = place / language / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    return {language: place / language for language in OTHERS}


def sticks_out(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "body *:not(.skip, .unseen, .scroll *, pre *, svg *)",
        """all => all.map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 200)])
            .filter(([r]) => r.width && (r.right > innerWidth + 1 || r.left < -1)).map(([, html]) => html)""",
    )


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_a_report(
    reports: dict[tuple[str, str], str],
    open_page: Callable[..., Page],
    axe: Callable[..., list[str]],
    language: str,
    kind: str,
) -> None:
    page = open_page(reports[language, kind], bypass_csp=True)
    assert axe(page) == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_of_a_report(
    reports: dict[tuple[str, str], str], open_page: Callable[..., Page], language: str, kind: str
) -> None:
    page = open_page(reports[language, kind])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, sticks_out(page)) == (width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", OTHERS)
def test_the_sides_are_those_of_the_language(
    reports: dict[tuple[str, str], str], open_page: Callable[..., Page], language: str
) -> None:
    page = open_page(reports[language, "corrected"], viewport={"width": 1280, "height": 800})
    side = "right" if direction(language) == "rtl" else "left"
    contents, report = (page.locator(name).bounding_box() for name in ("nav", "main"))
    assert contents
    assert report
    assert (contents["x"] > report["x"]) == (side == "right")
    edge = "e => getComputedStyle(e).border{}Width"
    wide = {name: page.eval_on_selector(".quote", edge.format(name)) for name in ("Left", "Right")}
    assert wide[side.title()] == "3px"
    assert sorted(wide.values()) == ["0px", "3px"]
    assert page.eval_on_selector("h2", "e => getComputedStyle(e).direction") == direction(language)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_of_a_site(
    sites: dict[str, Path], open_page: Callable[..., Page], language: str, path: str
) -> None:
    page = open_page((sites[language] / path).as_uri())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, sticks_out(page)) == (width, [])
    assert own(page, sites[language]) == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_site(
    sites: dict[str, Path],
    open_page: Callable[..., Page],
    axe: Callable[..., list[str]],
    language: str,
    path: str,
) -> None:
    page = open_page((sites[language] / path).as_uri(), bypass_csp=True)
    assert axe(page) == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_search_finds_reads_as_the_list_did(
    sites: dict[str, Path], open_page: Callable[..., Page], language: str
) -> None:
    page = open_page((sites[language] / "index.html").as_uri())
    rows = page.locator("#checks > li")
    before = {row.locator("h2").inner_text(): row.inner_text() for row in rows.all()[:20]}
    page.fill("#words", "line")
    page.locator("#pages").wait_for(state="hidden")
    page.wait_for_timeout(500)
    after = {row.locator("h2").inner_text(): row.inner_text() for row in rows.all()}
    shared = before.keys() & after.keys()
    assert shared
    assert {name: before[name] for name in shared} == {name: after[name] for name in shared}
    assert "checks" not in page.locator("#found").inner_text()
    page.fill("#words", "nothing at all fits this")
    page.wait_for_timeout(300)
    assert "check" not in page.locator("#found").inner_text()


def test_in_arabic_what_was_stands_right_of_what_is_whatever_its_letters(
    sites: dict[str, Path], open_page: Callable[..., Page]
) -> None:
    page = open_page((sites["ar"] / "corrections.html").as_uri())
    was, is_ = (page.locator(name).first.bounding_box() for name in ("del", "ins"))
    assert was
    assert is_
    assert was["x"] > is_["x"]
