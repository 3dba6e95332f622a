"""The report in a real browser: it asks for nothing, is accessible, leads from [n] to the words and back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
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
    "corrected": samples.corrected_check,
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


@pytest.mark.parametrize("kind", KINDS)
def test_it_keeps_lighthouses_budgets(
    reports: dict[str, str],
    open_page: Callable[..., Page],
    over_budget: Callable[[Page], dict[str, float]],
    kind: str,
) -> None:
    assert over_budget(open_page(reports[kind])) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(
    reports: dict[str, str],
    open_page: Callable[..., Page],
    axe_in_both_schemes: Callable[[Page], list[str]],
    kind: str,
) -> None:
    page = open_page(reports[kind], bypass_csp=True)
    assert axe_in_both_schemes(page) == []


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


def test_a_range_of_citations_opens_and_closes_by_mouse_and_keyboard_and_prints_closed(
    open_page: Callable[..., Page], axe_in_both_schemes: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    made = samples.Maker(tmp_path, "Will it open?")
    for number in range(1, 9):
        made.source(f"Paper {number}", f"Paper {number} says that it opens in May.")
    cited = "; ".join(f"@s{number}" for number in range(1, 9))
    made.finding("summary", f"All eight say so [{cited}].", points=())
    file = tmp_path / "range.html"
    file.write_text(samples.page(samples.compose(made.save())), encoding="utf-8")
    page = open_page(file.as_uri(), bypass_csp=True)
    links, dash = page.locator("#finding-f1 .cite:visible"), page.locator("#finding-f1 .dash")
    assert links.all_inner_texts() == ["[1]", "[8]"]
    dash.click()
    assert links.all_inner_texts() == [f"[{number}]" for number in range(1, 9)]
    assert axe_in_both_schemes(page) == []
    page.emulate_media(media="print")
    assert links.all_inner_texts() == ["[1]", "[8]"]
    page.emulate_media(media="screen")
    page.keyboard.press("Space")
    assert links.all_inner_texts() == ["[1]", "[8]"]
    page.keyboard.press("Space")
    page.get_by_role("link", name="[5]").first.click()
    assert page.locator(":target").get_attribute("id") == "source-s5"


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
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_nothing_a_hostile_check_brings_becomes_markup(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(reports["hostile"], bypass_csp=True)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#planted, iframe, form, input, object, embed, base").count() == 0
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    inline = "one => [...one.attributes].some(a => a.name.startsWith('on') || a.name == 'style')"
    assert page.eval_on_selector_all("*", f"all => all.filter({inline})") == []
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


@pytest.mark.parametrize("kind", ["clean", "faulty"])
def test_axe_finds_nothing_on_a_phone(
    reports: dict[str, str], open_page: Callable[..., Page], axe: Callable[..., list[str]], kind: str
) -> None:
    page = open_page(reports[kind], viewport={"width": 375, "height": 700}, bypass_csp=True)
    assert axe(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_of_the_page(
    reports: dict[str, str], open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page(reports[kind])
    for width in (320, 640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        outside = page.eval_on_selector_all(
            "body *:not(.scroll *, pre *, .skip, .unseen, svg *)",
            "all => all.filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML)",
        )
        assert (width, outside) == (width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_focus_and_the_eye_land_on_the_words(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(reports["clean"], viewport={"width": 1280, "height": 700})
    page.locator("#finding-f3 .cite").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'quote-q3'")
    quote = page.locator(":target")
    assert quote.locator("mark").inner_text().startswith("The operator counted 83 of every 100 bus runs")
    assert quote.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Section 1, sentence 1"


def test_the_first_tab_skips_to_the_report(reports: dict[str, str], open_page: Callable[..., Page]) -> None:
    page = open_page(reports["clean"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'content'")


def test_a_mark_leads_to_what_the_audit_says(reports: dict[str, str], open_page: Callable[..., Page]) -> None:
    page = open_page(reports["faulty"])
    page.locator("#finding-f2 .note").first.click()
    assert "it cites nothing" in page.locator(":target").inner_text()


def test_the_style_is_in_force_under_the_policy(
    reports: dict[str, str], open_page: Callable[..., Page]
) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    assert open_page(reports["clean"], color_scheme="dark").evaluate(background) == "rgb(23, 25, 28)"
    assert open_page(reports["clean"], color_scheme="light").evaluate(background) == "rgb(255, 254, 251)"


def test_lines_are_neither_short_nor_long(reports: dict[str, str], open_page: Callable[..., Page]) -> None:
    page = open_page(reports["clean"], viewport={"width": 1280, "height": 900})
    paragraph = page.locator(".told p").first
    width = paragraph.evaluate(
        "one => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize)"
    )
    # A character of running text is 0.42 to 0.5 em wide in the typefaces of the stack.
    assert width / 0.5 >= 60
    assert width / 0.42 <= 76


def test_a_part_in_a_notebook_brings_its_style_along(open_page: Callable[..., Page], tmp_path: Path) -> None:
    context = samples.compose(samples.clean_check(tmp_path))
    cells = [samples.shown(part, context).outputs[0]["data"]["text/html"] for part in ("header", "table")]
    file = tmp_path / "cell.html"
    file.write_text(f"<meta charset=utf-8><p id=outside>Jupyter</p>{''.join(cells)}", encoding="utf-8")
    page = open_page(file.as_uri())
    assert (
        page.locator("rect.supports").first.evaluate("one => getComputedStyle(one).fill")
        == "rgb(21, 100, 92)"
    )
    assert page.locator("#outside").evaluate("one => getComputedStyle(one).fontSize") == "16px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
