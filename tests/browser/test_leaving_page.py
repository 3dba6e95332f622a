"""A page that is left takes all along that it listened with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import factbook as fb
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.desk import Desk
from factbook.widgets.draft_editor import DraftEditor
from factbook.widgets.reader import Reader
from factbook.widgets.source_board import SourceBoard
from tests.browser.widget_page import WidgetPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("widget", [SourceBoard, Reader, DraftEditor, Desk])
def test_leaving_takes_the_listeners_along(
    open_widget: Callable[..., WidgetPage], tmp_path: Path, widget: type[CheckWidget]
) -> None:
    check = fb.new(question="Will it open?", casebook=tmp_path)
    page = open_widget(widget(check.folder, coder="Ana"))
    assert page.page.evaluate("listeners()") > 0
    page.page.evaluate("leave()")
    assert page.page.evaluate("listeners()") == 0
