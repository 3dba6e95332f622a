"""All parts in one desk, in a browser: what is done in one is seen in the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import factbook as fb
from factbook.widgets.desk import TABS, Desk
from factbook.widgets.desk_words import desk_words
from factbook.widgets.front_end import script
from factbook.wording import languages
from tests.browser.widget_page import STUB, WidgetPage

pytestmark = pytest.mark.browser


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> fb.OpenCheck:
    monkeypatch.setattr("factbook.widgets.reader.find_passages", lambda *_args, **_options: [])
    check = fb.new(question="Will it open?", points=["It opens in May"], casebook=tmp_path)
    check.add_source(text="The bridge will open in May, the mayor said.", title="Minutes")
    return check


def test_the_whole_job_goes_from_tab_to_tab(
    open_widget: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    desk = open_widget(Desk(check.folder, coder="Ana"))
    tabs = desk.page.get_by_role("tab")
    expect(tabs.nth(3)).to_have_attribute("aria-selected", "true")
    tabs.nth(3).focus()
    desk.page.keyboard.press("Home")
    expect(tabs.nth(0)).to_be_focused()
    desk.page.get_by_label("Point p1").press("End")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("It is red")
    desk.settle()
    desk.page.get_by_role("tab", name="Stances").click()
    expect(desk.locator("thead th").nth(2)).to_contain_text("It is red")
    desk.locator("[role=gridcell]").first.click()
    # From the table to the source, with the point of the cell.
    desk.page.keyboard.press("o")
    expect(desk.page.get_by_role("tab", name="Reader")).to_have_attribute("aria-selected", "true")
    expect(desk.locator(".text")).to_be_focused()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("q")
    expect(desk.locator(".quote")).to_have_count(1)
    desk.page.get_by_role("tab", name="Stances").click()
    expect(desk.locator("[role=gridcell]").first).to_contain_text("1 quote")
    desk.locator("[role=gridcell]").first.click()
    desk.page.keyboard.press("1")
    expect(desk.locator("[role=gridcell]").first).to_have_attribute("class", "supports")
    desk.page.get_by_role("tab", name="Draft").click()
    desk.page.get_by_role("button", name="Add a sentence").first.click()
    desk.page.keyboard.type("It opens in May @may")
    desk.page.keyboard.press("Enter")
    desk.settle()
    [stance] = check.record.stances
    assert (stance.id, stance.quotes) == ("s1/p1/ana", ("q1",))
    desk.wait_until(
        lambda: [one.text for one in check.record.findings] == ["It opens in May [@s1#q1]"], "not written"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_tab(
    open_widget: Callable[..., WidgetPage], check: fb.OpenCheck, axe: Callable[..., list[str]], theme: str
) -> None:
    desk = open_widget(Desk(check.folder, coder="Ana"), theme=theme, width=700)
    for number in range(len(TABS)):
        desk.page.get_by_role("tab").nth(number).click()
        expect(desk.locator(".tab-panel:visible .factbook-desk")).to_be_visible()
        assert axe(desk.page, "#widget") == []
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", languages()[1:])
def test_no_words_of_ours_are_left_in_english(
    open_widget: Callable[..., WidgetPage], check: fb.OpenCheck, axe: Callable[..., list[str]], language: str
) -> None:
    check.add_source(text="The bridge will open in May, the mayor said.", title="Same")
    check.add_finding("summary", "It opens [@s1].")
    check.draft()
    desk = open_widget(Desk(check.folder, coder="Ana", language=language), width=700)
    words = desk_words(language)
    forms = {one: told["other"] if isinstance(told, dict) else told for one, told in words.items() if one}
    english = {one for one, told in forms.items() if told != one and "{" not in one}
    for number in range(len(TABS)):
        desk.page.get_by_role("tab").nth(number).click()
        shown = desk.locator(".tab-panel:visible .factbook-desk")
        expect(shown).to_be_visible()
        for name in (words["Details"], words["Add an appearance"]):
            for button in desk.page.get_by_role("button", name=name, exact=True).all():
                button.click()
        said = shown.evaluate(
            """(one) => [...one.querySelectorAll("*")].flatMap((each) => [
              ...[...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
              each.title, each.ariaLabel, each.placeholder]).filter(Boolean).map((text) => text.trim())"""
        )
        assert not {*said} & {one.strip() for one in english}
        assert shown.evaluate("(one) => getComputedStyle(one).direction") == words[""]["direction"]
        assert axe(desk.page, "#widget") == []
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_desks_on_one_check_show_the_same(
    open_widget: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    one, other = (open_widget(Desk(check.folder, coder=name)) for name in ("Ana", "Ben"))
    one.locator("[role=gridcell]").first.click()
    one.page.keyboard.press("2")
    expect(one.locator("[role=gridcell]").first).to_have_attribute("class", "refutes")
    other.look()
    expect(other.locator("[role=gridcell]").first).to_contain_text("Ana: refutes")


def test_put_together_as_one_module_it_runs_as_its_parts_do(browser: Browser, check: fb.OpenCheck) -> None:
    widget = Desk(check.folder, coder="Ana")
    widget.words = {"Claim": "Afirmación", "not judged": "sin juzgar"}
    page = browser.new_page()
    page.set_content("<!doctype html><main><div id=widget></div></main>")
    state = {name: getattr(widget, name) for name in (*TABS, "place", "words", "tab")}
    stub = STUB.partition("window.leave")[0].replace('import { render } from "./MODULE.js";', "")
    page.evaluate(
        "async ([stub, source, state]) => {"
        "  window.toKernel = async () => [];"
        "  new Function('STATE_', stub.replace('STATE', 'STATE_'))(state);"
        "  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));"
        "  const { default: widget } = await import(url);"
        "  widget.render({ model: window.model, el: document.getElementById('widget') });"
        "}",
        [stub, script("desk"), state],
    )
    # In the words that came with it.
    assert page.get_by_role("tab").all_inner_texts() == [
        "Afirmación",
        "Sources",
        "Reader",
        "Stances",
        "Draft",
    ]
    assert "sin juzgar" in page.locator("[role=gridcell]").inner_text()
    page.close()


def test_leaving_while_a_tab_is_being_opened_takes_all_along(
    open_widget: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    desk = open_widget(Desk(check.folder, coder="Ana"))
    desk.hold()
    desk.page.get_by_role("tab", name="Draft").click()
    expect(desk.page.get_by_text("Opening …")).to_be_visible()
    desk.page.evaluate("leave()")
    assert desk.page.evaluate("listeners()") == 0
    # A view that comes late is drawn into no page that was left.
    desk.hold(False)
    assert desk.page.evaluate("listeners()") == 0
    assert desk.locator(".factbook-draft").count() == 0


def test_a_tab_that_does_not_open_says_why_and_opens_once_it_can(
    open_widget: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    settings = check.path / "factbook.toml"
    settings.write_text('rating_scale = "nosuch"\n', encoding="utf-8")
    desk = open_widget(Desk(check.folder, coder="Ana"))
    desk.page.get_by_role("tab", name="Draft").click()
    alert = desk.page.get_by_role("alert").filter(visible=True)
    expect(alert).to_contain_text("There is no 'nosuch' among the rating scales.")
    settings.unlink()
    expect(desk.locator(".factbook-draft")).to_be_visible()


def test_a_tab_that_waits_for_a_kernel_that_is_gone_says_so(
    open_widget: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    desk = open_widget(Desk(check.folder, coder="Ana"))
    desk.page.clock.install()
    desk.alive = False
    desk.page.get_by_role("tab", name="Claim").click()
    desk.page.clock.fast_forward(7000)
    alert = desk.page.get_by_role("alert").filter(visible=True)
    expect(alert).to_contain_text("The kernel is busy or gone.")
