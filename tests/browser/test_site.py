"""A site in a real browser, opened from disk: its search and its links, and nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from factbook.reports.site.card import Card
from factbook.reports.site.pages import SiteContent, render_site
from factbook.store.settings import Principles, Publisher, Settings, Site
from tests.reports.samples import HOSTILE
from tests.reports.site.cards import card, correction, outdated

pytestmark = pytest.mark.browser

PAGES = [
    "index.html",
    "archive/1.html",
    "topics/index.html",
    "topics/transport/index.html",
    "questions.html",
    "deeper.html",
    "corrections.html",
    "methodology.html",
]


def cards() -> list[Card]:
    """Two hundred checks, some of them in Arabic, hostile, outdated, corrected or drafts."""
    plain = [
        card(
            f"check-{number}",
            headline=f"Does line {number} run on time?",
            date=f"{2024 + number % 3}-02-{number % 27 + 1:02}",
            rating=["supported", "refuted", "conflicting", "not_enough_evidence"][number % 4],
            label=["True", "False", "Half True", "Not enough evidence"][number % 4],
            claimant=f"Councillor {number % 9}" if number % 2 else "",
            topics=("Transport",) if number % 5 else ("Transport", "Money"),
        )
        for number in range(200)
    ]
    return [
        *plain,
        card(
            "café",
            headline="Did the café in Zürich close?",
            date="2027-01-03",
            outdated=outdated(),
            follow_ups=(
                {"question": "Does line 7 run on time?", "answered_by": None},
                {"question": "Who owned it?", "answered_by": None},
            ),
            corrections=(
                correction("2027-02-01", rating_before="True", rating_after="False", told="the rating"),
            ),
        ),
        card(
            "هل-تصل",
            headline="هل تصل الحافلات (Metro) في موعدها؟",
            language="ar",
            date="2027-01-02",
            topics=("النقل",),
        ),
        card(
            "hostile",
            headline=HOSTILE,
            claimant=HOSTILE,
            label=HOSTILE[:60],
            date="2027-01-01",
            topics=(HOSTILE,),
            published="",
            changed=True,
            pdf=True,
            follow_ups=({"question": HOSTILE, "answered_by": None},),
            corrections=(correction("2027-02-02", note=HOSTILE, made_by=HOSTILE),),
        ),
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in a folder; the reports are stand-ins."""
    folder = tmp_path_factory.mktemp("site")
    settings = Settings(
        publisher=Publisher(name="The Desk", url="https://example.org"),
        site=Site(url="https://example.org/checks", title="The Desk: checks", about="We check."),
        principles=Principles(funding="Readers pay.", contact=HOSTILE),
        rating_scale="politifact",
    )
    content = SiteContent(cards=tuple(cards()), settings=settings)
    files = dict(render_site(content, lambda _id: json.dumps({"@type": "ClaimReview"}).encode()))
    files |= {f"checks/{one.id}/report.html": b"<!doctype html><title>r</title>report" for one in cards()}
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def own(page: Page, site: Path) -> list[str]:
    """Give what went wrong or was asked for beyond the site's own style and scripts."""
    ours = {f"request: {(site / name).as_uri()}" for name in ("site.css", "site.js", "checks.js")}
    trouble: list[str] = page.trouble  # type: ignore[attr-defined]
    return [one for one in trouble if one.partition("?")[0] not in ours]


def headlines(page: Page) -> list[str]:
    return page.locator("#checks h2").all_inner_texts()


@pytest.mark.parametrize("path", PAGES)
def test_it_loads_its_own_files_alone_and_says_nothing_to_the_console(
    site: Path, open_page: Callable[..., Page], path: str
) -> None:
    page = open_page((site / path).as_uri())
    page.wait_for_timeout(100)
    assert own(page, site) == []
    # The policy lets the style in, from disk too.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 254, 251)"


@pytest.mark.parametrize("path", PAGES)
def test_it_keeps_lighthouses_budgets(
    site: Path, open_page: Callable[..., Page], over_budget: Callable[[Page], dict[str, float]], path: str
) -> None:
    assert over_budget(open_page((site / path).as_uri())) == {}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(
    site: Path,
    open_page: Callable[..., Page],
    axe_in_both_schemes: Callable[[Page], list[str]],
    path: str,
) -> None:
    page = open_page((site / path).as_uri(), bypass_csp=True)
    assert axe_in_both_schemes(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_of_the_page(site: Path, open_page: Callable[..., Page], path: str) -> None:
    page = open_page((site / path).as_uri())
    for width in (320, 390, 800, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        outside = page.eval_on_selector_all(
            "body *:not(.skip, .unseen, .scroll *, svg *)",
            "all => all.filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML)",
        )
        assert (width, outside) == (width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_find_checks_without_case_and_accents_and_the_address_keeps_them(
    site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((site / "index.html").as_uri())
    page.get_by_label("Search the checks").fill("CAFE zurich")
    page.get_by_text("1 of 203 checks").wait_for()
    assert headlines(page) == ["Did the café in Zürich close?"]
    assert page.url.endswith("#words=CAFE+zurich")
    assert page.locator("#pages").is_hidden()
    again = open_page(page.url)
    again.get_by_text("1 of 203 checks").wait_for()
    assert again.get_by_label("Search the checks").input_value() == "CAFE zurich"


def test_filters_go_together_and_all_comes_back(site: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((site / "index.html").as_uri())
    before = headlines(page)
    page.get_by_label("Year").select_option("2025")
    page.get_by_label("Rating").select_option(label="✓ True (50)")
    page.get_by_label("Topic").select_option(label="Money (40)")
    wanted = [n for n in range(200) if n % 3 == 1 and n % 4 == 0 and n % 5 == 0]
    page.get_by_text(f"{len(wanted)} of 203 checks").wait_for()
    assert sorted(headlines(page)) == sorted(f"Does line {n} run on time?" for n in wanted)
    page.get_by_role("button", name="Show all").click()
    page.get_by_text("203 checks, newest first").wait_for()
    assert headlines(page) == before
    assert page.locator("#pages").is_visible()


def test_a_row_that_is_found_is_the_row_that_was_there(site: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((site / "index.html").as_uri())
    rows = "all => all.map(one => [one.innerText.replace(/\\s+/g, ' ').trim(), one.querySelector('a').href])"
    before = page.eval_on_selector_all("#checks > li", rows)
    page.get_by_label("Year").select_option("2027")
    page.get_by_text("3 of 203 checks").wait_for()
    found = page.eval_on_selector_all("#checks > li", rows)
    assert found == before[:3]


def test_many_are_shown_step_by_step_and_the_focus_goes_along(
    site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((site / "index.html").as_uri())
    page.get_by_label("Search the checks").fill("line")
    page.get_by_text("200 of 203 checks").wait_for()
    assert len(headlines(page)) == 50
    page.get_by_role("button", name="Show more").click()
    assert len(headlines(page)) == 100
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == headlines(page)[50]


def test_what_fits_nothing_is_said(
    site: Path, open_page: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    page = open_page((site / "index.html").as_uri(), bypass_csp=True)
    page.get_by_label("Search the checks").fill("zeppelin")
    page.get_by_text("No check fits.").wait_for()
    assert page.locator("[role=status]").inner_text().startswith("No check fits.")
    assert axe(page) == []


def test_a_search_without_its_data_says_what_is_missing(
    site: Path, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    for name in ("index.html", "site.css", "site.js"):
        (tmp_path / name).write_bytes((site / name).read_bytes())
    page = open_page((tmp_path / "index.html").as_uri())
    page.get_by_label("Search the checks").fill("line")
    page.get_by_text("the file checks.js is not beside this page").wait_for()


def test_without_scripts_the_list_and_the_older_pages_are_there(
    site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((site / "index.html").as_uri(), java_script_enabled=False)
    assert page.locator("#search").is_hidden()
    assert page.locator("#checks > li").count() == 43
    page.get_by_role("link", name="Older checks").click()
    assert page.locator(".checks > li").count() == 40


def test_it_is_used_by_keyboard(site: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((site / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "words":
            break
    page.keyboard.type("zürich")
    page.get_by_text("1 of 203 checks").wait_for()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#checks') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/checks/caf%C3%A9/report.html")


def test_nothing_a_hostile_check_brings_becomes_markup_in_what_is_found(
    site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((site / "index.html").as_uri(), bypass_csp=True)
    page.get_by_label("Year").select_option("2027")
    page.get_by_text("3 of 203 checks").wait_for()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#planted, #checks img, #checks script, iframe").count() == 0


def test_print_has_the_list_and_nothing_to_search_with(site: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((site / "index.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator("#search").is_hidden()
    assert page.locator("#checks > li").first.is_visible()


def test_marks_do_not_lean_on_colour_alone(site: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((site / "index.html").as_uri(), forced_colors="active")
    signs = set(page.locator("#checks .rated .shape").all_inner_texts())
    assert signs == {"✓", "✕", "±", "?"}


def test_a_title_from_right_to_left_turns_nothing_around_it(
    site: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((site / "index.html").as_uri())
    title = page.locator("#checks .question[lang=ar]")
    assert title.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
    assert title.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator("#checks > li").nth(1).evaluate("one => getComputedStyle(one).direction") == "ltr"
