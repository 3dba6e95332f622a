"""The report in a real browser: it asks for nothing, is accessible, and leads from [n] to the words and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.reports import samples

pytestmark = pytest.mark.browser

KINDS: dict[str, Callable[[Path], Any]] = {
    "clean": samples.clean_check,
    "faulty": samples.faulty_check,
    "empty": samples.empty_check,
    "hostile": samples.hostile_check,
    "arabic": samples.arabic_check,
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One report of each kind as a file, from its kind to its address."""
    folder = tmp_path_factory.mktemp("reports")
    addresses = {}
    for kind, make in KINDS.items():
        cells = samples.hostile_cells() if kind == "hostile" else samples.analyst_cells()
        file = folder / f"{kind}.html"
        page = samples.page(samples.compose(make(folder / kind)), {"summary": cells})
        file.write_text(page, encoding="utf-8")
        addresses[kind] = file.as_uri()
    return addresses


@pytest.mark.parametrize("kind", KINDS)
def test_it_asks_for_nothing_and_says_nothing_to_the_console(
    reports: dict[str, str], open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page(reports[kind])
    page.wait_for_timeout(100)
    assert page.trouble == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(
    reports: dict[str, str],
    open_page: Callable[..., Page],
    axe: Callable[..., list[str]],
    kind: str,
    scheme: str,
) -> None:
    page = open_page(reports[kind], color_scheme=scheme, bypass_csp=True)
    assert axe(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_on_a_narrow_screen(
    reports: dict[str, str], open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page(reports[kind], viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_citation_leads_to_its_words_and_back_by_keyboard(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(reports["clean"])
    focused = "document.activeElement.getAttribute('href')"
    for _ in range(60):
        page.keyboard.press("Tab")
        if (page.evaluate(focused) or "").startswith("#quote-"):
            break
    anchor = page.evaluate(focused)
    assert anchor.startswith("#quote-")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    target = page.locator(":target")
    assert target.get_attribute("id") == anchor[1:]
    words = target.locator("mark").bounding_box()
    assert words is not None
    assert 0 <= words["y"] < 720
    # The next stop of the keyboard after the words is the way back to the sentence.
    for _ in range(6):
        page.keyboard.press("Tab")
        if (page.evaluate(focused) or "").startswith("#finding-"):
            break
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    assert page.locator(":target").locator(f'a[href="{anchor}"]').count() == 1


def test_it_reads_the_same_with_scripting_off(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    texts = [
        open_page(reports["clean"], java_script_enabled=enabled).locator("body").inner_text()
        for enabled in (True, False)
    ]
    assert texts[0] == texts[1]
    assert "1. Summary of the results" in texts[0]


def test_headings_follow_each_other_without_a_gap(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(reports["clean"])
    levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False))


def test_nothing_a_hostile_check_brings_becomes_markup(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(reports["hostile"], bypass_csp=True)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#planted, iframe, form, input, object, embed, base").count() == 0
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    inline = "all => all.filter(one => [...one.attributes].some(a => a.name.startsWith('on') || a.name == 'style'))"
    assert page.eval_on_selector_all("*", f"({inline})", None) == []
    addresses = page.eval_on_selector_all("[href], [src]", "all => all.map(one => one.href || one.src)")
    assert [one for one in addresses if one.startswith("javascript:")] == []
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_marks_do_not_lean_on_colour_alone(reports: dict[str, str], open_page: Callable[..., Page]) -> None:
    page = open_page(reports["faulty"], forced_colors="active")
    text = page.locator("main").inner_text()
    for said in ("uncited", "unsupported", "fabricated", "misattributed"):
        assert said in text


def test_print_keeps_everything_but_the_way_around(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(reports["clean"])
    page.emulate_media(media="print")
    assert page.locator("nav").first.is_hidden()
    assert page.get_by_text("1. Summary of the results", exact=True).last.is_visible()
    assert len(page.pdf(format="A4")) > 10_000
