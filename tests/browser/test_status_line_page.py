"""What the desk says of what was done: nothing is called saved that is not, and what failed is told."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import expect

import factbook as fb
from factbook.store import atomic
from factbook.widgets.claim_form import ClaimForm
from factbook.widgets.draft_editor import DraftEditor
from factbook.widgets.stance_table import StanceTable
from tests.browser.widget_page import WidgetPage

pytestmark = pytest.mark.browser

Open = Callable[..., WidgetPage]


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will it open?", points=["It opens in May"], casebook=tmp_path)
    check.add_source(text="The bridge opens in May.", title="Minutes")
    check.add_finding("summary", "It opens in May [@s1].")
    return check


def full(_descriptor: int) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_nothing_is_called_saved_while_a_field_holds_what_cannot_be(
    open_widget: Open, check: fb.OpenCheck
) -> None:
    page = open_widget(ClaimForm(check.folder, coder="Ana"))
    page.page.get_by_label("Who said it").fill("A mayor")
    page.settle()
    when = page.page.get_by_label("When")
    when.fill("not a date")
    status = page.locator(".status")
    expect(status).to_contain_text("Not saved. ")
    # What is saved meanwhile changes nothing about it.
    page.page.get_by_label("Statement").fill("It opens in May")
    page.wait_until(lambda: check.record.claim.statement == "It opens in May", "it is not saved")
    expect(status).to_contain_text("Not saved. ")
    when.fill("2025-03-04")
    expect(status).to_have_text("Saved.")


@pytest.mark.parametrize("name", ["Key point", "Point 1"])
def test_a_button_that_failed_says_why(
    open_widget: Open, check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    page = open_widget(DraftEditor(check.folder, coder="Ana"))
    page.page.get_by_label("Sentence f1").focus()
    button = page.page.get_by_role("button", name=name)
    alert = page.locator(".status-line .alert")
    with monkeypatch.context() as patched:
        patched.setattr(atomic.os, "fsync", full)
        button.click()
        expect(alert).to_contain_text("no space is left on the disk")
        expect(page.locator(".status")).to_be_empty()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(alert).to_be_empty()
    expect(page.locator(".status")).to_have_text("Saved.")


def test_reload_says_so_if_the_check_cannot_be_read(open_widget: Open, check: fb.OpenCheck) -> None:
    page = open_widget(StanceTable(check.folder, coder="Ana"))
    before = check.folder.file.read_bytes()
    check.folder.file.write_text("{", encoding="utf-8")
    reload = page.page.get_by_role("button", name="Reload")
    reload.click()
    expect(page.locator(".status-line .alert")).to_contain_text("is not valid JSON")
    expect(page.locator(".status")).to_be_empty()
    check.folder.file.write_bytes(before)
    reload.click()
    expect(page.locator(".status")).to_have_text("As it is on the disk now.")


def test_what_went_wrong_is_in_sight_wherever_the_page_is_scrolled_to(
    open_widget: Open, check: fb.OpenCheck
) -> None:
    for number in range(30):
        check.add_finding("summary", f"Sentence {number} [@s1].")
    page = open_widget(DraftEditor(check.folder, coder="Ana"))
    page.page.get_by_label("Drafted by").select_option("another language model …")
    suggest = page.page.get_by_role("button", name="Suggest a draft")
    suggest.click()
    alert = page.locator(".status-line .alert")
    expect(alert).to_contain_text("Name the model as PROVIDER:MODEL")
    expect(suggest).to_be_in_viewport()
    expect(alert).to_be_in_viewport(ratio=1)
    # At its own place it lies over nothing.
    page.page.keyboard.press("Control+End")
    page.locator(".status").scroll_into_view_if_needed()
    expect(alert).not_to_have_attribute("popover", "manual")
    expect(alert).to_be_in_viewport(ratio=1)
    page.page.mouse.wheel(0, -10_000)
    expect(alert).to_have_attribute("popover", "manual")
    # Out of sight with all the rest it covers nobody else's cells, and it goes once it is answered.
    page.page.evaluate("document.body.style.paddingTop = '3000px'")
    expect(alert).not_to_have_attribute("popover", "manual")
    page.page.evaluate("document.body.style.paddingTop = ''")
    expect(alert).to_have_attribute("popover", "manual")
    page.page.get_by_role("textbox", name="Sentence f1", exact=True).fill("It opens in June [@s1].")
    expect(alert).to_be_empty()
    expect(alert).not_to_have_attribute("popover", "manual")
