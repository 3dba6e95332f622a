"""A report and a site that wear a theme, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from factbook.batch.site import make_site
from factbook.store.casebook import Casebook
from tests.reports import samples
from tests.reports.theme.drawing import dress, set_theme

pytestmark = pytest.mark.browser

LOADED = """document.fonts.ready.then(
    () => [...document.fonts].map(one => `${one.family} ${one.weight} ${one.status}`)
)"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report with a colour, a logo and fonts, and with everything that links stand on."""
    place = tmp_path_factory.mktemp("themed")
    folder = samples.faulty_check(place)
    dress(folder)
    file = place / "report.html"
    file.write_text(samples.page(samples.compose(folder), {"summary": samples.analyst_cells()}), "utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the same theme."""
    place = tmp_path_factory.mktemp("themed-site")
    book = Casebook(place / "book")
    folder = samples.clean_check(book.path)
    dress(folder)
    for file in folder.path.glob("*.ttf"):
        file.rename(book.path / file.name)
    (folder.path / "logo.svg").rename(book.path / "logo.svg")
    (folder.path / "factbook.toml").rename(book.path / "factbook.toml")
    make_site(book, out=place / "out", drafts=True)
    return place / "out"


def test_its_fonts_load_and_its_policy_is_kept_to(report: str, open_page: Callable[..., Page]) -> None:
    page = open_page(report)
    loaded = page.evaluate(LOADED)
    assert sorted({one.replace('"', "") for one in loaded}) == [
        "Factbook Body 400 loaded",
        "Factbook Body 700 loaded",
        "Factbook Heading 1 1000 loaded",
    ]
    assert page.evaluate("document.fonts.check('16px \"Factbook Body\"')")
    assert page.trouble == []  # type: ignore[attr-defined]


def test_headings_and_text_are_drawn_in_their_fonts(report: str, open_page: Callable[..., Page]) -> None:
    """Letters of the test's fonts are all as wide as each other."""
    page = open_page(report)
    page.evaluate("document.fonts.ready")
    width = """([selector, text]) => {
        const span = document.createElement("span");
        span.style.letterSpacing = "0";
        span.textContent = text;
        document.querySelector(selector).append(span);
        const ems = span.getBoundingClientRect().width / parseFloat(getComputedStyle(span).fontSize);
        span.remove();
        return Math.round(ems * 100) / 100;
    }"""
    assert page.evaluate(width, ["h2", "iiii"]) == page.evaluate(width, ["h2", "MMMM"]) == 2.8
    assert page.evaluate(width, ["p:has(> .sentence)", "iiii"]) == 3.6


def test_the_logo_is_drawn(report: str, open_page: Callable[..., Page]) -> None:
    page = open_page(report)
    logo = page.locator(".masthead .logo")
    assert logo.evaluate("one => [one.complete, one.naturalWidth]") == [True, 240]
    assert logo.evaluate("one => one.getBoundingClientRect().height") <= 48


def test_axe_finds_nothing(
    report: str, open_page: Callable[..., Page], axe_in_both_schemes: Callable[[Page], list[str]]
) -> None:
    assert axe_in_both_schemes(open_page(report, bypass_csp=True)) == []


def test_nothing_scrolls_sideways_on_a_narrow_screen(report: str, open_page: Callable[..., Page]) -> None:
    page = open_page(report, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("colour", ["#bf400c", "#00708a"])
def test_a_colour_that_settings_take_can_be_read_wherever_links_stand(
    tmp_path: Path,
    open_page: Callable[..., Page],
    axe_in_both_schemes: Callable[[Page], list[str]],
    colour: str,
) -> None:
    folder = samples.faulty_check(tmp_path)
    set_theme(folder.path, f'accent = "{colour}"')
    file = tmp_path / "report.html"
    file.write_text(samples.page(samples.compose(folder)), "utf-8")
    assert axe_in_both_schemes(open_page(file.as_uri(), bypass_csp=True)) == []


@pytest.mark.parametrize("path", ["index.html", "methodology.html"])
def test_the_site_wears_it_too(
    site: Path, open_page: Callable[..., Page], axe_in_both_schemes: Callable[[Page], list[str]], path: str
) -> None:
    page = open_page((site / path).as_uri(), bypass_csp=True)
    assert axe_in_both_schemes(page) == []
    assert page.locator(".top .logo").evaluate("one => one.naturalWidth") == 240


def test_the_sites_policy_is_kept_to(site: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((site / "index.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"Factbook Body\"')")
    assert [one for one in page.trouble if not one.startswith("request: file:")] == []  # type: ignore[attr-defined]
