"""The claim as a form, in a browser with the real kernel's side behind it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

import factbook as fb
from factbook.model.check import put_record
from factbook.model.claim import Point
from factbook.store import atomic
from factbook.widgets.claim_edits import with_appearance_field, with_field, without_appearance
from factbook.widgets.claim_form import ClaimForm
from tests.browser.widget_page import WidgetPage

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=window.hacked=1>"


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    return fb.new(
        question="Will the bridge open?", points=["It opens in May", "It is red"], casebook=tmp_path
    )


@pytest.fixture
def open_form(open_widget: Callable[..., WidgetPage], check: fb.OpenCheck) -> Callable[..., WidgetPage]:
    return lambda **options: open_widget(ClaimForm(check.folder, coder="Ana"), **options)


def points(check: fb.OpenCheck) -> list[str]:
    return [point.text for point in check.record.points]


def test_what_is_typed_reaches_the_disk_without_a_button(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    form = open_form()
    form.page.get_by_label("Who said it").fill("The council")
    form.settle()
    assert check.record.claim.claimant == "The council"
    # A date is told to be wrong while it is being typed, and right once it is.
    when = form.page.get_by_label("When")
    when.type("2025-1")
    expect(form.page.get_by_role("alert").filter(has_text="A date is YYYY")).to_be_visible()
    assert when.get_attribute("aria-invalid") == "true"
    when.type("2")
    expect(when).not_to_have_attribute("aria-invalid", "true")
    assert check.record.claim.claimed_on == "2025-12"


def test_points_are_written_like_a_list(open_form: Callable[..., WidgetPage], check: fb.OpenCheck) -> None:
    form = open_form()
    undo = form.page.get_by_role("button", name="Undo").first
    expect(undo).to_have_attribute("aria-disabled", "true")
    keys = form.page.keyboard
    form.page.get_by_label("Point p1").click()
    keys.press("End")
    keys.press("Enter")
    keys.type("Trams use it and buses do")
    form.settle()
    assert points(check) == ["It opens in May", "Trams use it and buses do", "It is red"]
    for _ in range(len(" and buses do")):
        keys.press("ArrowLeft")
    keys.press("Enter")
    expect(form.page.get_by_label("Point p4")).to_be_focused()
    assert points(check) == ["It opens in May", "Trams use it", "and buses do", "It is red"]
    keys.press("Alt+ArrowUp")
    expect(form.locator(".line textarea").nth(1)).to_have_value("and buses do")
    expect(form.page.get_by_label("Point p4")).to_be_focused()
    assert points(check)[1:3] == ["and buses do", "Trams use it"]
    form.page.get_by_label("Point p4").fill("")
    keys.press("Backspace")
    expect(form.locator(".line")).to_have_count(3)
    assert points(check) == ["It opens in May", "Trams use it", "It is red"]
    undo.click()
    expect(form.locator(".line")).to_have_count(4)
    expect(form.page.get_by_label("Point p4")).to_have_value("and buses do")


def test_a_point_in_use_is_not_taken_out(open_form: Callable[..., WidgetPage], check: fb.OpenCheck) -> None:
    check.add_source(text="It opens.", title="Minutes")
    check.stance("s1", "p1", "supports")
    form = open_form()
    expect(form.locator(".line .used").first).to_have_text("1 judgement")
    form.locator(".line").first.get_by_role("button", name="Take out").click()
    expect(form.locator(".line .problem").first).to_contain_text("in use: 1 judgement")
    assert len(points(check)) == 2


def test_what_others_change_is_shown_and_two_who_change_the_same_words_see_both(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    form = open_form()
    check.update(lambda now: with_field(now, "statement", "It opens in May."))
    form.look()
    expect(form.page.get_by_label("Statement")).to_have_value("It opens in May.")
    check.update(lambda now: put_record(now, "points", Point(id="p2", text="It is blue")))
    field = form.page.get_by_label("Point p2")
    field.fill("It is dark red")
    clash = form.locator(".clash:visible")
    expect(clash).to_contain_text("It is blue")
    assert points(check)[1] == "It is blue"
    clash.get_by_role("button", name="Keep mine").click()
    form.settle()
    expect(clash).to_have_count(0)
    assert points(check)[1] == "It is dark red"


def test_a_blank_that_is_tidied_away_is_not_taken_from_who_goes_on_typing(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    form = open_form()
    for label, first, rest in (
        ("Who said it", "The council ", "of Seville"),
        ("Topics", "bridges, ", "trams"),
        ("Point p2", "It is ", "blue"),
    ):
        field = form.page.get_by_label(label)
        field.fill("")
        field.type(first)
        form.settle()
        field.type(rest)
        expect(field).to_have_value(first + rest)
        form.settle()
    expect(form.locator(".clash:visible")).to_have_count(0)
    claim = check.record.claim
    assert (claim.claimant, check.record.topics) == ("The council of Seville", ("bridges", "trams"))
    assert points(check)[1] == "It is blue"
    # Whoever has left a field sees it as it is kept.
    form.page.get_by_label("Who said it").fill("The council ")
    form.page.get_by_label("Statement").focus()
    expect(form.page.get_by_label("Who said it")).to_have_value("The council")


def test_what_was_written_before_the_answer_was_lost_is_not_taken_for_somebody_elses(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    form = open_form()
    form.answers = False
    claimant = form.page.get_by_label("Who said it")
    claimant.type("The council ")
    form.wait_until(lambda: check.record.claim.claimant == "The council", "it was not written")
    form.page.get_by_label("Point p2").press("End")
    form.page.keyboard.press("Enter")
    form.page.keyboard.type("It is long ")
    form.wait_until(lambda: len(points(check)) == 3, "the point was not written")
    form.page.keyboard.type("and wide")
    claimant.press("End")
    form.page.keyboard.type("of Seville")
    form.close()
    again = open_form(context=form.context)
    again.wait_until(
        lambda: (
            (check.record.claim.claimant, points(check)[2:])
            == ("The council of Seville", ["It is long and wide"])
        ),
        "what was typed on was lost",
    )
    expect(again.locator(".clash:visible")).to_have_count(0)


def test_what_a_dead_kernel_did_not_save_comes_back_with_the_next_page(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    form = open_form()
    form.page.clock.install()
    form.alive = False
    form.page.get_by_label("Question").fill("Will it open in May?")
    form.page.get_by_label("Point p2").press("End")
    form.page.keyboard.press("Enter")
    form.page.keyboard.type("It is long")
    form.page.clock.fast_forward(1000)
    form.page.clock.fast_forward(6000)
    expect(form.page.get_by_role("alert").filter(has_text="kept in this browser")).to_be_visible()
    form.close()
    assert check.record.claim.question == "Will the bridge open?"
    again = open_form(context=form.context)
    expect(again.page.get_by_label("Question")).to_have_value("Will it open in May?")
    again.settle()
    assert check.record.claim.question == "Will it open in May?"
    assert points(check) == ["It opens in May", "It is red", "It is long"]
    assert again.page.evaluate("localStorage.length") == 0


def test_what_the_disk_refuses_is_saved_by_itself_as_soon_as_it_takes_it(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = open_form()
    form.page.clock.install()

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(atomic.os, "fsync", refuse)
        form.page.get_by_label("Statement").fill("It opens in May")
        form.page.get_by_label("Point p2").press("End")
        form.page.keyboard.press("Enter")
        form.page.keyboard.type("It is long")
        form.page.clock.fast_forward(1000)
        told = form.locator(".status-line .alert")
        expect(told).to_contain_text("2 changes are not saved.")
        expect(told).to_contain_text("no space is left on the disk. Nothing was changed. Free some, then try")
        # It stands at the field too, which may be far from the foot of the page, and nothing is called saved.
        expect(form.locator(".problem").filter(has_text="Not saved yet.")).to_have_count(2)
        expect(form.locator(".status")).to_be_empty()
        form.page.keyboard.type(" and wide")
        form.page.clock.fast_forward(4000)
        expect(told).to_contain_text("2 changes are not saved.")
    form.page.clock.fast_forward(4000)
    form.settle()
    assert check.record.claim.statement == "It opens in May"
    form.wait_until(lambda: points(check)[2:] == ["It is long and wide"], "what was typed on was lost")
    expect(form.locator(".problem:not(:empty)")).to_have_count(0)
    form.wait_until(lambda: form.page.evaluate("localStorage.length") == 0, "it is still kept")


def test_an_appearance_is_begun_and_taken_out(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    form = open_form()
    form.page.get_by_role("button", name="Add an appearance").click()
    form.page.keyboard.type("example.org")
    expect(form.page.get_by_role("alert").filter(has_text="A web address starts with")).to_be_visible()
    form.page.get_by_label("Web address").fill("https://example.org/claim")
    form.page.get_by_label("Title", exact=True).fill("On the bridge")
    form.settle()
    assert [(one.url, one.title) for one in check.record.claim.appearances] == [
        ("https://example.org/claim", "On the bridge")
    ]
    form.locator(".appearance").get_by_role("button", name="Take out").click()
    expect(form.locator(".appearance")).to_have_count(0)
    assert check.record.claim.appearances == ()


@pytest.fixture
def three(check: fb.OpenCheck) -> fb.OpenCheck:
    """The claim appeared at three addresses, a, b and c."""
    for index, name in enumerate("abc"):
        check.update(
            lambda now, i=index, n=name: with_appearance_field(now, i, "url", f"https://{n}.example/")
        )
    return check


def appearances(check: fb.OpenCheck) -> list[tuple[str, str]]:
    return [(str(one.url or ""), one.title) for one in check.record.claim.appearances]


@pytest.mark.parametrize("is_alive", [True, False])
def test_what_is_typed_of_an_appearance_goes_to_it_though_another_is_taken_out_meanwhile(
    open_form: Callable[..., WidgetPage], three: fb.OpenCheck, is_alive: bool
) -> None:
    form = open_form()
    form.alive = is_alive
    if is_alive:
        three.update(lambda now: without_appearance(now, 0))
    form.page.get_by_label("Title", exact=True).nth(1).fill("Of b")
    if not is_alive:
        form.close()
        three.update(lambda now: without_appearance(now, 0))
        form = open_form(context=form.context)
    form.settle()
    assert appearances(three) == [("https://b.example/", "Of b"), ("https://c.example/", "")]
    titles = form.page.get_by_label("Title", exact=True)
    expect(titles.nth(0)).to_have_value("Of b")
    expect(titles.nth(1)).to_have_value("")
    form.wait_until(lambda: form.page.evaluate("localStorage.length") == 0, "it is still kept")


def test_an_appearance_that_moved_on_is_not_taken_out_and_what_is_typed_in_it_stays(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.update(lambda now: with_appearance_field(now, 0, "url", "https://a.example/"))
    form = open_form()
    date = form.page.get_by_label("Date", exact=True)
    date.fill("not a date")
    expect(form.page.get_by_role("alert").filter(has_text="A date is YYYY")).to_be_visible()
    check.update(lambda now: with_appearance_field(now, 0, "url", "https://b.example/"))
    out = form.locator(".appearance").get_by_role("button", name="Take out")
    out.click()
    expect(form.locator(".status-line")).to_contain_text(
        "This appearance was changed or taken out elsewhere."
    )
    assert appearances(check) == [("https://b.example/", "")]
    expect(date).to_have_value("not a date")
    # Seen as it is now, it can be.
    out.click()
    expect(form.locator(".appearance")).to_have_count(0)
    assert appearances(check) == []
    assert form.page.evaluate("localStorage.length") == 0


def test_nothing_of_the_check_becomes_markup(
    open_form: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.update(
        lambda now: with_field(put_record(now, "points", Point(id="p1", text=HOSTILE)), "question", HOSTILE)
    )
    form = open_form()
    assert form.locator("#widget img").count() == 0
    assert form.page.evaluate("window.hacked") is None
    assert HOSTILE not in form.widget._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", 1000)])
def test_axe_finds_nothing(
    open_form: Callable[..., WidgetPage], axe: Callable[..., list[str]], theme: str, width: int
) -> None:
    form = open_form(theme=theme, width=width)
    form.page.get_by_label("When").fill("tomorrow")
    expect(form.page.get_by_role("alert").filter(has_text="A date is YYYY")).to_be_visible()
    form.page.get_by_role("button", name="Add an appearance").click()
    assert axe(form.page, "#widget") == []
    assert form.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
