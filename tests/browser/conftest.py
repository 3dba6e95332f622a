"""A real Chromium, and axe-core to ask it about accessibility."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from factbook.widgets.check_widget import CheckWidget
from tests.browser.widget_page import WidgetPage

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("There is no Chromium for the browser tests. Install it with: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page; its ``trouble`` lists requests, console errors and exceptions."""
    contexts = []

    def open_page(address: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        trouble: list[str] = []
        page.on("request", lambda request: request.url != address and _note_request(trouble, request.url))
        page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(address)
        page.trouble = trouble  # type: ignore[attr-defined]
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_widget(browser: Browser) -> Iterator[Callable[..., WidgetPage]]:
    """Give a function that opens a page on a widget; in the end no page may have met an error."""
    pages: list[WidgetPage] = []

    def open_widget(widget: CheckWidget, **options: Any) -> WidgetPage:
        pages.append(WidgetPage(browser, widget, **options))
        return pages[-1]

    yield open_widget
    errors = [error for page in pages for error in page.errors]
    for context in {page.context for page in pages}:
        context.close()
    assert errors == []


def _note_request(trouble: list[str], url: str) -> None:
    # A picture in the address itself asks for nothing.
    if not url.startswith("data:"):
        trouble.append(f"request: {url}")


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Give a function that runs axe-core on a page, or a part of it, and lists what it objects to."""
    if not AXE.is_file():
        pytest.fail("axe-core is not there. Install it with: npm ci")
    script = AXE.read_text(encoding="utf-8")
    # Its whole answer tells of all that passed, too: to hand that over takes longer than to find it.
    objections = """async (within) => {
        const { violations } = await axe.run(within ?? document, { resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) =>
            nodes.map((one) => `${id}: ${one.html.slice(0, 200)} (${one.failureSummary})`));
    }"""

    def axe(page: Page, within: str | None = None) -> list[str]:
        page.evaluate(script)
        found: list[str] = page.evaluate(objections, within)
        return found

    return axe


@pytest.fixture
def axe_in_both_schemes(axe: Callable[..., list[str]]) -> Callable[[Page], list[str]]:
    """Give a function that lists what axe-core objects to where light is preferred, and where dark is."""

    def axe_in_both_schemes(page: Page) -> list[str]:
        found = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}: {one}" for one in axe(page)]
        return found

    return axe_in_both_schemes


_BUDGET = {"elements": 1400, "depth": 32, "children": 60, "shift": 0.01}
"""What a page stays under: its elements, the depth of the deepest and the children of the fullest, where
Lighthouse objects (https://developer.chrome.com/docs/lighthouse/performance/dom-size), and the score of what
moved while it loaded (https://web.dev/articles/cls)."""


@pytest.fixture
def over_budget() -> Callable[[Page], dict[str, float]]:
    """Give a function that measures a page and tells what of it is not under `_BUDGET`."""
    script = """async () => {
        const depth = (one) => (one ? 1 + depth(one.parentElement) : 0);
        const all = [...document.querySelectorAll("*")];
        const shifts = [];
        const watch = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
        watch.observe({ type: "layout-shift", buffered: true });
        await new Promise((done) => setTimeout(done, 100));
        return {
            elements: all.length,
            depth: Math.max(...all.map(depth)),
            children: Math.max(...all.map((one) => one.childElementCount)),
            shift: shifts.reduce((sum, one) => sum + one.value, 0),
        };
    }"""

    def over_budget(page: Page) -> dict[str, float]:
        found = page.evaluate(script)
        return {name: found[name] for name, limit in _BUDGET.items() if found[name] >= limit}

    return over_budget
