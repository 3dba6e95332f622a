"""Reading and quoting a source in a browser, with the real kernel's side behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import factbook as fb
from factbook.evidence.suggestion import Passage
from factbook.model.check import put_record
from factbook.sources.capture import capture_bytes
from factbook.store.clock import utc_now
from factbook.widgets import reader
from factbook.widgets.reader import Reader
from tests.browser.widget_page import WidgetPage

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=window.hacked=1>"
TEXT = f"""🌉 Minutes of the council. The bridge will open in May, the mayor said.

Nobody spoke of trams. The bridge will open in May only if it is dry. {HOSTILE} is a note.

الجسر أحمر. It is red."""


def by_word(query: str, text: str, k: int = 5) -> list[Passage]:
    """Find what says May: the model has its own tests."""
    starts = [start for start in range(len(text)) if text.startswith("The bridge will open", start)]
    return [Passage(start, text.index(".", start) + 1, "", 1.0) for start in starts]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> fb.OpenCheck:
    monkeypatch.setattr(reader, "find_passages", by_word)
    check = fb.new(question="Will it open?", points=["It opens in May", "It is red"], casebook=tmp_path)
    check.add_source(text=TEXT, title=f"Minutes {HOSTILE}")
    check.add_source(text="Another text, of one line.", title="Other")
    return check


@pytest.fixture
def open_reader(open_widget: Callable[..., WidgetPage], check: fb.OpenCheck) -> Callable[..., WidgetPage]:
    def open_reader(**options: Any) -> WidgetPage:
        page = open_widget(Reader(check.folder, coder="Ana"), **options)
        page.wait_until(
            lambda: "2 passages" in page.locator(".rank").inner_text(), "no passages were suggested"
        )
        page.locator(".text").focus()
        return page

    return open_reader


def selected(page: WidgetPage) -> str:
    return str(page.page.evaluate("String(getSelection())"))


def quoted(check: fb.OpenCheck) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.exact, one.start, one.points) for one in check.record.quotes]


def test_suggestions_are_gone_through_and_quoted_by_keyboard(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_reader()
    page.page.keyboard.press("n")
    page.page.keyboard.press("n")
    assert selected(page) == "The bridge will open in May only if it is dry."
    expect(page.locator(".rank")).to_have_text("Suggestion 2 of 2")
    page.page.keyboard.press("q")
    expect(page.locator(".status")).to_have_text("Quoted as q1. Cite it as [@s1#q1].")
    words = "The bridge will open in May only if it is dry."
    # The bridge before it is one character to Python and two units to the browser.
    assert quoted(check) == [(words, TEXT.index(words), ("p1",))]
    expect(page.locator("mark.quoted")).to_have_text(words)
    expect(page.locator(".quote .state")).to_have_text("verbatim")


def test_words_and_sentences_are_selected_with_the_arrows(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_reader()
    for key, expected in (
        ("ArrowRight", "Minutes"),
        ("ArrowRight", "of"),
        ("Shift+ArrowRight", "of the"),
        ("Shift+ArrowRight", "of the council"),
        ("Shift+ArrowLeft", "of the"),
        ("ArrowLeft", "Minutes"),
        ("ArrowDown", "The bridge will open in May, the mayor said."),
        ("ArrowDown", "Nobody spoke of trams."),
        ("ArrowUp", "The bridge will open in May, the mayor said."),
    ):
        page.page.keyboard.press(key)
        assert selected(page) == expected
    page.page.keyboard.press("]")
    expect(page.page.get_by_label("Point", exact=True)).to_have_value("p2")
    # The text is marked anew for the other point, and what is selected stays so.
    page.wait_until(lambda: "2 passages" in page.locator(".rank").inner_text(), "no passages were suggested")
    assert selected(page) == "The bridge will open in May, the mayor said."
    page.page.keyboard.press("q")
    expect(page.locator(".quote")).to_have_count(1)
    assert quoted(check)[0][2] == ("p2",)


def test_half_a_word_selected_with_the_mouse_is_quoted_whole(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_reader()
    page.page.evaluate(
        """() => { const node = [...document.querySelectorAll(".text p")][1].firstChild;
        getSelection().setBaseAndExtent(node, 2, node, 9); }"""
    )
    page.page.get_by_role("button", name="Quote the selected words").click()
    expect(page.locator(".quote")).to_have_count(1)
    assert quoted(check) == [("Nobody spoke", TEXT.index("Nobody"), ("p1",))]
    page.locator(".quote .points input").nth(1).check()
    expect(page.locator(".quote .points input").nth(1)).to_be_checked()
    page.wait_until(lambda: quoted(check)[0][2] == ("p1", "p2"), "the point was not added")
    page.locator(".quote").get_by_role("button", name="Take out q1").click()
    expect(page.locator(".quote")).to_have_count(0)
    assert quoted(check) == []


def test_quotes_are_taken_back_by_a_key(open_reader: Callable[..., WidgetPage], check: fb.OpenCheck) -> None:
    page = open_reader()
    page.page.keyboard.press("n")
    page.page.keyboard.press("q")
    expect(page.locator(".quote")).to_have_count(1)
    page.locator(".quote").get_by_label("Point 2").check()
    page.locator(".quote").get_by_role("button", name="Take out").click()
    expect(page.locator(".quote")).to_have_count(0)
    page.page.get_by_role("button", name="Undo").click()
    expect(page.locator(".quote").get_by_label("Point 2")).to_be_checked()
    page.locator(".text").focus()
    page.page.keyboard.press("z")
    expect(page.locator(".quote").get_by_label("Point 2")).not_to_be_checked()
    page.page.keyboard.press("z")
    expect(page.locator(".quote")).to_have_count(0)
    assert check.record.quotes == ()


@pytest.mark.parametrize("other", ["Another text, of one line.", TEXT])
def test_what_is_selected_in_one_source_is_never_quoted_of_another(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck, other: str
) -> None:
    check.add_source(text=f"{other}\n", title="Other again")
    page = open_reader()
    page.page.keyboard.press("n")
    source = page.page.get_by_label("Source", exact=True)
    # As one who goes there by keyboard, the text selected as it is.
    source.focus()
    source.select_option("s3")
    expect(page.locator("h2")).to_have_text("Other again")
    quote = page.page.get_by_role("button", name="Quote the selected words")
    expect(quote).to_have_attribute("aria-disabled", "true")
    quote.click(force=True)
    page.locator(".text").focus()
    page.page.keyboard.press("q")
    expect(page.locator(".status")).to_have_text("Select some words in the text first.")
    assert quoted(check) == []


def test_words_of_a_page_that_has_changed_are_not_taken_for_others(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_reader()
    page.page.keyboard.press("n")
    new = capture_bytes(f"Read this first. {TEXT}".encode(), extension="txt", captured_at=utc_now())
    new.keep(check.folder)
    source = check.record.source("s1")
    later = source.model_copy(update={"snapshots": (*source.snapshots, new.snapshot)})
    check.update(lambda now: put_record(now, "sources", later))
    page.look()
    assert selected(page) == "The bridge will open in May, the mayor said."
    page.page.keyboard.press("q")
    expect(page.locator(".status")).to_contain_text("There is a newer copy of this source")
    expect(page.locator(".text p").first).to_contain_text("Read this first.")
    assert quoted(check) == []
    # Nothing of the old copy is selected any more; what is suggested is looked for in the new one.
    expect(page.page.get_by_role("button", name="Quote the selected")).to_have_attribute(
        "aria-disabled", "true"
    )
    page.wait_until(lambda: "2 passages" in page.locator(".rank").inner_text(), "no passages were suggested")
    page.page.keyboard.press("n")
    page.page.keyboard.press("q")
    expect(page.locator(".quote")).to_have_count(1)
    assert [one[0] for one in quoted(check)] == ["The bridge will open in May, the mayor said."]


def test_points_of_a_quote_chosen_one_after_the_other_are_all_chosen_though_the_kernel_is_busy(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.quote("s1", "It is red")
    page = open_reader()
    page.hold()
    boxes = page.locator(".quote .points input")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.page.wait_for_timeout(100)
    page.hold(False)
    page.wait_until(lambda: quoted(check)[0][2] == ("p1", "p2"), "a point was lost")
    boxes.nth(0).uncheck()
    page.wait_until(lambda: quoted(check)[0][2] == ("p2",), "the point was not taken away")


def test_a_quote_in_use_stays(open_reader: Callable[..., WidgetPage], check: fb.OpenCheck) -> None:
    check.quote("s1", "Nobody spoke of trams", point="p1")
    check.stance("s1", "p1", "supports")
    page = open_reader()
    page.locator(".quote").get_by_role("button", name="Take out q1").click()
    expect(page.locator(".alert")).to_contain_text("q1 is in use: 1 judgement. Take")
    assert len(quoted(check)) == 1
    page.locator(".quote .words").click()
    assert selected(page) == "Nobody spoke of trams"


def test_what_others_quote_is_marked_and_the_text_is_sent_once(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_reader()
    page.page.evaluate("window.got = []; model.on('msg:custom', (told) => got.push(JSON.stringify(told)))")
    check.quote("s1", "It is red")
    page.look()
    expect(page.locator("mark.quoted")).to_have_text("It is red")
    assert all(len(told) < 2000 for told in page.page.evaluate("got"))


def test_searching_by_keyboard(open_reader: Callable[..., WidgetPage]) -> None:
    page = open_reader()
    page.page.keyboard.press("/")
    page.page.keyboard.type("bridge will")
    expect(page.locator(".found")).to_have_text("2 places")
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Enter")
    expect(page.locator(".found")).to_have_text("2 of 2")
    expect(page.locator("mark.hit.now")).to_have_text("bridge will")
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("Escape")
    expect(page.locator(".text")).to_be_focused()


def test_of_very_many_places_it_is_told_that_they_are_the_first(
    open_reader: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.add_source(text="It opens. " * 2001, title="Long")
    page = open_reader()
    page.page.get_by_label("Source", exact=True).select_option("s3")
    expect(page.locator(".text")).to_have_attribute("aria-label", "Text of Long")
    page.page.get_by_label("Search in the text").fill("opens")
    expect(page.locator(".found")).to_have_text("the first 2000 places")


def test_nothing_of_a_source_becomes_markup_and_arabic_runs_its_own_way(
    open_reader: Callable[..., WidgetPage],
) -> None:
    page = open_reader()
    assert page.locator("#widget img").count() == 0
    assert page.page.evaluate("window.hacked") is None
    direction = "[...document.querySelectorAll('.text p')].map((one) => getComputedStyle(one).direction)"
    assert page.page.evaluate(direction) == ["ltr", "ltr", "rtl"]


@pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 320)])
def test_axe_finds_nothing(
    open_reader: Callable[..., WidgetPage],
    check: fb.OpenCheck,
    axe: Callable[..., list[str]],
    theme: str,
    width: int,
) -> None:
    check.quote("s1", "It is red", point="p2")
    page = open_reader(theme=theme, width=width)
    page.page.keyboard.press("n")
    assert axe(page.page, "#widget") == []
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
