"""A widget whose output is taken out of the page leaves nothing behind that runs on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import factbook as fb
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.claim_form import ClaimForm
from factbook.widgets.desk import Desk
from factbook.widgets.draft_editor import DraftEditor
from factbook.widgets.reader import Reader
from factbook.widgets.source_board import SourceBoard
from factbook.widgets.stance_table import StanceTable
from tests.browser.widget_page import WidgetPage

pytestmark = pytest.mark.browser

COUNT = """
window.running = new Set();
for (const target of [window, document]) {
  const add = target.addEventListener.bind(target);
  const remove = target.removeEventListener.bind(target);
  target.addEventListener = (name, listener, options) => {
    // Playwright has listeners of its own.
    if (/desk\\.test.*\\.js/.test(new Error().stack)) running.add(listener);
    add(name, listener, options);
  };
  target.removeEventListener = (name, listener, options) => {
    running.delete(listener);
    remove(name, listener, options);
  };
}
const [begin, end] = [setInterval, clearInterval];
window.setInterval = (...given) => {
  const timer = begin(...given);
  running.add(timer);
  return timer;
};
window.clearInterval = (timer) => {
  running.delete(timer);
  end(timer);
};
"""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> fb.OpenCheck:
    monkeypatch.setattr("factbook.widgets.reader.find_passages", lambda *_args, **_options: [])
    check = fb.new(question="Will it open?", points=["It opens in May"], casebook=tmp_path)
    check.add_source(text="The bridge will open in May, the mayor said.", title="Minutes")
    check.add_finding("summary", "It opens in May [@s1].")
    return check


@pytest.mark.parametrize("kind", [ClaimForm, SourceBoard, Reader, StanceTable, DraftEditor, Desk])
def test_leaving_takes_listeners_and_timers_along(
    open_widget: Callable[..., WidgetPage], browser: Browser, check: fb.OpenCheck, kind: type[CheckWidget]
) -> None:
    context = browser.new_context()
    context.add_init_script(COUNT)
    page = open_widget(kind(check.folder, coder="Ana"), context=context)
    for tab in page.page.get_by_role("tab").all():
        tab.click()
        expect(page.locator(".tab-panel:visible .factbook-desk")).to_be_visible()
    assert page.page.evaluate("listeners()") > 0
    assert page.page.evaluate("running.size") > 0
    page.page.evaluate("leave()")
    assert page.page.evaluate("[listeners(), running.size]") == [0, 0]
