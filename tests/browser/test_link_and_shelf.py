"""What carries edits from the page to the disk, link.js and shelf.js, by themselves in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.widget_page import ORIGIN, WIDGETS

pytestmark = pytest.mark.browser

STUB = """
window.models = (place) => {
  const heard = [];
  const model = {
    get: (name) => (name === "place" ? place : {}),
    on: (name, listener) => name === "msg:custom" && heard.push(listener),
    off() {},
    send: (message) => message.kind !== "here" && model.sent.push(message),
    sent: [],
    /** The kernel tells all that show the widget. */
    tell: (message) => heard.forEach((listener) => listener(message)),
  };
  return model;
};
window.edit = (value) => ({ kind: "set", field: "question", value, base: "" });
window.fill = () => {
  for (const size of [100_000, 1000, 1])
    try {
      for (let n = 0; ; n += 1) localStorage.setItem(`full/${size}/${n}`, "x".repeat(size));
    } catch {
      // Now it is full to within that much.
    }
};
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that can import the modules of the desk."""

    def serve(route: Route) -> None:
        file = WIDGETS / route.request.url.removeprefix(f"{ORIGIN}/")
        if file.suffix == ".js":
            route.fulfill(body=file.read_bytes(), content_type="text/javascript; charset=utf-8")
        else:
            route.fulfill(body="<!doctype html><title>desk</title>", content_type="text/html")

    page = browser.new_page()
    page.route(f"{ORIGIN}/**", serve)
    page.goto(f"{ORIGIN}/")
    page.evaluate(f"() => {{ {STUB} }}")
    yield page
    page.close()


def run(page: Page, script: str) -> Any:
    """Run a script that has what both modules export, and give what it returns."""
    return page.evaluate(
        "async () => { const { openLink } = await import('./link.js');"
        f" const {{ openShelf }} = await import('./shelf.js'); {script} }}"
    )


def test_an_answer_is_taken_by_the_view_that_asked_and_by_no_other(page: Page) -> None:
    found = run(
        page,
        """
        const model = models("x");
        const [one, other] = [openLink(model, "claim_form"), openLink(model, "claim_form")];
        const said = [];
        one.type("question", edit("typed in one"), (answer) => said.push(["one", answer.kind]));
        other.type("claimant", edit("typed in the other"), (answer) => said.push(["other", answer.kind]));
        one.flush();
        other.flush();
        model.tell({ part: "claim_form", kind: "saved", id: model.sent[0].id, kept: "typed in one" });
        await Promise.resolve();
        await new Promise((done) => setTimeout(done));
        return { said, kept: other.shelf.keys(), unsaved: [one.status.unsaved, other.status.unsaved] };
        """,
    )
    assert found == {"said": [["one", "saved"]], "kept": ["claimant"], "unsaved": [0, 1]}


def test_where_the_browser_can_keep_no_more_the_page_keeps_the_newest(page: Page) -> None:
    found = run(
        page,
        """
        const shelf = openShelf("x", "part");
        shelf.put("question", edit("old"));
        fill();
        shelf.put("question", edit("new, and longer than what was there before".repeat(40)));
        shelf.put("claimant", edit("never there".repeat(40)));
        const kept = [...shelf.keys()].map((key) => shelf.get(key).value.slice(0, 3));
        localStorage.clear();
        shelf.put("question", edit("last"));
        const last = [shelf.get("question").value, localStorage.length];
        shelf.drop("question");
        shelf.drop("claimant");
        return { kept, last, left: shelf.keys() };
        """,
    )
    assert found == {"kept": ["nev", "new"], "last": ["last", 1], "left": []}
