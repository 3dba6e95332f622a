"""The kernel's side alone: no loop runs, as in a script, so that what is done beside is done at once.

A test that asks for `real_loop` has what is done beside done beside; see `tests.widgets.loops`.
"""

from __future__ import annotations

from typing import NoReturn

import pytest

from factbook.widgets import background, check_widget


@pytest.fixture
def real_loop() -> None:
    """The loop that runs is seen."""


@pytest.fixture(autouse=True)
def no_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "real_loop" in request.fixturenames:
        return

    def none_runs() -> NoReturn:
        raise RuntimeError("no running event loop")

    # The browser tests' own loop goes on for as long as the browser does.
    for module in (background, check_widget):
        monkeypatch.setattr(module.asyncio, "get_running_loop", none_runs)
