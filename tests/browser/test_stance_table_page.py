"""The page's side of the stance table, against a kernel that the test plays itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from factbook.model.canonical import parse_check
from factbook.widgets import stance_view

pytestmark = pytest.mark.browser

WIDGETS = Path(stance_view.__file__).parent
HOSTILE = "<img src=x onerror=window.hacked=1>"

# `sent` is what the page asks of the kernel; `answer` is what the kernel says.
STUB = """
async ([source, table]) => {
  const heard = {};
  window.sent = [];
  const model = {
    get: () => table,
    on: (name, listener) => (heard[name] ??= []).push(listener),
    off: (name, listener) => (heard[name] = heard[name].filter((one) => one !== listener)),
    send: (message) => window.sent.push(message),
  };
  window.answer = (message) => heard["msg:custom"].forEach((listener) => listener(message));
  window.renew = (fresh) => { table = fresh; heard["change:table"].forEach((listener) => listener()); };
  window.listeners = () => Object.values(heard).flat().length;
  const script = new Blob([source], { type: "text/javascript" });
  const { default: widget } = await import(URL.createObjectURL(script));
  window.leave = widget.render({ model, el: document.getElementById("widget") });
}
"""


def make_table(**changes: Any) -> dict[str, Any]:
    fields = {
        "id": "c",
        "claim": {"question": f"{HOSTILE}?"},
        "points": [{"id": f"p{n}", "text": f"Point {n}"} for n in (1, 2)],
        "sources": [{"id": f"s{n}", "title": f"{HOSTILE} {n}"} for n in (1, 2)],
        "coders": [{"id": "ana", "name": "Ana"}, {"id": "m", "name": HOSTILE, "kind": "model"}],
        "stances": [
            {"source": "s2", "point": "p2", "coder": "m", "value": "mixed"},
            {"source": "s1", "point": "p2", "coder": "ana", "value": "refutes", "note": HOSTILE},
        ],
    }
    return stance_view.table_view(parse_check(fields | changes), coder="ana") | {"undo": 0, "redo": 0}


@pytest.fixture
def open_table(browser: Browser) -> Iterator[Callable[..., Page]]:
    pages = []

    def open_table(table: dict[str, Any] | None = None, *, theme: str = "light") -> Page:
        page = browser.new_page(viewport={"width": 900, "height": 700})
        pages.append(page)
        style = (WIDGETS / "stance_table.css").read_text(encoding="utf-8")
        light = json.dumps(theme == "light")
        ground = "#fff" if theme == "light" else "#111"
        page.set_content(
            f"<!doctype html><html lang=en><title>t</title><style>{style}"
            f"body {{ background: {ground}; --jp-layout-color1: {'#fff' if theme == 'light' else '#212121'};"
            f"--jp-layout-color2: {'#eee' if theme == 'light' else '#424242'};"
            f"--jp-ui-font-color1: {'rgba(0,0,0,.87)' if theme == 'light' else 'rgba(255,255,255,.87)'} }}"
            f"</style><body data-jp-theme-light='{light}'><main><div id=widget></div></main>"
        )
        page.evaluate(
            STUB, [(WIDGETS / "stance_table.js").read_text(encoding="utf-8"), table or make_table()]
        )
        page.locator("[role=gridcell]").first.focus() if page.locator("[role=gridcell]").count() else None
        return page

    yield open_table
    for page in pages:
        page.close()


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator("tbody tr").nth(row).locator("td").nth(column)


def label(page: Page, row: int, column: int) -> str:
    """What a screen reader says of a cell."""
    place = cell(page, row, column)
    said = place.evaluate("one => document.getElementById(one.getAttribute('aria-labelledby')).innerText")
    lines = [line.strip() for line in said.splitlines()]
    return "; ".join([lines[0].lstrip("✓✕±–·≠ "), *lines[1:]])


def saved(message_id: int, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "saved",
        "id": message_id,
        "source": "s1",
        "point": "p1",
        "cell": {"mine": "supports"},
        "of_source": [1, 1, 0, 0, 0],
        "of_point": {"totals": [1, 0, 0, 0, 1], "rating": "supported"},
        "rating": {"value": "conflicting", "label": "conflicting"},
        "undo": 1,
        "redo": 0,
    } | fields


def test_a_judgement_is_shown_as_saved_only_when_the_kernel_says_so(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.keyboard.press("1")
    sent = {"kind": "judge", "id": 1, "source": "s1", "point": "p1", "value": "supports"}
    assert page.evaluate("sent") == [sent]
    assert label(page, 0, 0) == "supports; saving …"
    assert cell(page, 0, 0).get_attribute("aria-busy") == "true"
    page.evaluate("message => answer(message)", saved(1))
    assert label(page, 0, 0) == "supports"
    assert page.get_by_role("status").inner_text() == "Saved. The table now implies: conflicting."
    assert page.locator(".rating strong").inner_text() == "conflicting"
    assert page.locator("tfoot td").first.inner_text().split() == ["supported", "1", "✓", "1", "open"]


def test_the_last_of_several_keys_is_what_is_shown(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.evaluate("message => answer(message)", saved(1))
    assert label(page, 0, 0) == "refutes; saving …"
    page.evaluate("message => answer(message)", saved(2, cell={"mine": "refutes"}))
    assert label(page, 0, 0) == "refutes"


def test_what_failed_goes_back_to_what_is_on_the_disk(open_table: Callable[..., Page]) -> None:
    page = open_table()
    cell(page, 0, 1).click()
    page.keyboard.press("1")
    failed = {"kind": "failed", "id": 1, "message": f"{HOSTILE} is full", "undo": 0, "redo": 0}
    page.evaluate("message => answer(message)", failed)
    assert label(page, 0, 1) == f"refutes; {HOSTILE}"
    assert page.get_by_role("alert").inner_text() == f"Not saved. {HOSTILE} is full"


def test_a_kernel_that_does_not_answer_is_told_of(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.keyboard.press("1")
    page.get_by_text("1 change is not saved: the kernel is busy or gone.").wait_for(timeout=8000)
    page.evaluate("message => answer(message)", saved(1))
    assert page.get_by_role("alert").inner_text() == ""


def test_the_keys_move_like_a_grid(open_table: Callable[..., Page]) -> None:
    page = open_table()
    at = "[document.activeElement.parentElement.rowIndex - 1, document.activeElement.cellIndex - 1]"
    for key, place in (
        ("ArrowRight", [0, 1]),
        ("ArrowRight", [0, 1]),
        ("ArrowDown", [1, 1]),
        ("Home", [1, 0]),
        ("ArrowUp", [0, 0]),
        ("ArrowLeft", [0, 0]),
        ("End", [0, 1]),
    ):
        page.keyboard.press(key)
        assert page.evaluate(at) == place
        assert page.locator("[role=gridcell][tabindex='0']").count() == 1


def test_the_mouse_chooses_from_a_row_of_buttons(open_table: Callable[..., Page]) -> None:
    page = open_table()
    cell(page, 1, 0).click()
    cell(page, 1, 0).get_by_role("button", name="not addressed").click()
    assert page.evaluate("sent.at(-1)") == {
        "kind": "judge",
        "id": 1,
        "source": "s2",
        "point": "p1",
        "value": "not_addressed",
    }
    assert cell(page, 1, 0).evaluate("place => place === document.activeElement")


def test_a_suggestion_stands_apart_and_is_accepted(open_table: Callable[..., Page]) -> None:
    page = open_table()
    cell(page, 1, 1).click()
    assert label(page, 1, 1) == f"mixed; suggested by {HOSTILE}"
    assert cell(page, 1, 1).evaluate("one => getComputedStyle(one, '::before').borderTopStyle") == "dashed"
    page.keyboard.press("a")
    assert page.evaluate("sent.at(-1).kind") == "accept"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("a")
    assert page.evaluate("sent.length") == 1


def test_what_a_model_did_not_assess_is_told_and_is_no_suggestion(open_table: Callable[..., Page]) -> None:
    noted = {"source": "s1", "point": "p1", "coder": "m", "reason": HOSTILE}
    page = open_table(make_table(abstentions=[noted]))
    assert label(page, 0, 0) == f"not judged; not assessed by {HOSTILE}: {HOSTILE}"
    page.keyboard.press("a")
    assert page.get_by_role("status").inner_text() == "No suggestion waits in this cell."
    page.keyboard.press("1")
    assert label(page, 0, 0) == "supports; saving …"


def test_what_a_suggestion_rests_on_is_shown_and_it_is_dismissed(open_table: Callable[..., Page]) -> None:
    table = make_table()
    suggestion = table["rows"][1]["cells"][1]
    suggestion.update(sure="82%", words=["The guards came in May.", HOSTILE])
    page = open_table(table)
    assert page.locator(".rests").is_hidden()
    cell(page, 1, 1).click()
    assert label(page, 1, 1) == f"mixed; suggested 82% by {HOSTILE}"
    assert page.locator(".rests .words").all_inner_texts() == ["“The guards came in May.”", f"“{HOSTILE}”"]
    described = cell(page, 1, 1).get_attribute("aria-describedby")
    assert "82% sure. It rests on:" in page.locator(f"[id='{described}']").inner_text()
    page.keyboard.press("d")
    assert page.evaluate("sent.at(-1)") == {"kind": "dismiss", "id": 1, "source": "s2", "point": "p2"}
    page.evaluate("message => answer(message)", saved(1, source="s2", point="p2", cell={}))
    assert label(page, 1, 1) == "not judged"
    assert page.locator(".rests").is_hidden()
    page.keyboard.press("d")
    assert page.get_by_role("status").inner_text() == "No suggestion waits in this cell."
    assert page.get_by_role("button", name="Dismiss").get_attribute("aria-disabled") == "true"
    assert page.evaluate("sent.length") == 1


def test_a_note_is_written_in_the_cell(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.keyboard.press("n")
    assert "Judge the cell first" in page.get_by_role("status").inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    field = cell(page, 0, 1).get_by_role("textbox")
    assert field.input_value() == HOSTILE
    field.fill("new 1 z")
    page.keyboard.press("Escape")
    assert page.evaluate("sent") == []
    page.keyboard.press("n")
    field.fill("new 1 z")
    page.keyboard.press("Enter")
    assert page.evaluate("sent.map(({kind, value, note}) => [kind, value, note])") == [
        ["judge", "refutes", "new 1 z"]
    ]
    kept = saved(1, point="p2", cell={"mine": "refutes", "note": "new 1 z"})
    page.evaluate("message => answer(message)", kept)
    page.evaluate("message => answer(message)", saved(2, point="p2", note_stays=True))
    assert label(page, 0, 1) == "supports; new 1 z"


def test_a_note_can_be_written_before_the_kernel_has_answered(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.keyboard.press("3")
    page.keyboard.press("n")
    page.keyboard.type("says both")
    page.keyboard.press("Enter")
    asked = [(one["kind"], one["value"], one.get("note")) for one in page.evaluate("sent")]
    assert asked == [("judge", "mixed", None), ("judge", "mixed", "says both")]


def test_an_answer_in_the_middle_of_a_note_takes_nothing_away(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.keyboard.press("1")
    page.keyboard.press("n")
    page.keyboard.type("says ")
    page.evaluate("message => answer(message)", saved(1, note_stays=True))
    page.keyboard.type("so")
    page.keyboard.press("Enter")
    assert page.evaluate("sent.at(-1).note") == "says so"


def test_an_open_note_survives_what_comes_in(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    page.keyboard.type(" more")
    page.evaluate("message => answer(message)", saved(9, point="p2", cell={"mine": "refutes"}))
    assert cell(page, 0, 1).get_by_role("textbox").input_value() == f"{HOSTILE} more"
    sources = [{"id": f"s{n}", "title": "New"} for n in (3, 1, 2)]
    page.evaluate("table => renew(table)", make_table(sources=sources))
    page.keyboard.type("z")
    assert cell(page, 1, 1).get_by_role("textbox").input_value() == f"{HOSTILE} morez"
    assert page.evaluate("sent") == []
    page.evaluate("table => renew(table)", make_table(points=[{"id": "p1", "text": "One"}], stances=[]))
    assert f"Your note was: {HOSTILE} morez" in page.get_by_role("alert").inner_text()


def test_single_keys_do_not_reach_the_notebook_and_chords_do(open_table: Callable[..., Page]) -> None:
    page = open_table()
    page.evaluate("window.got = []; document.addEventListener('keydown', (event) => got.push(event.key))")
    for key in ("x", "d", "b", "1", "a", "z", "Enter", "Delete", "ArrowDown", "Control+s", "Escape"):
        page.keyboard.press(key)
    assert page.evaluate("got") == ["Control", "s", "Escape"]


def test_undo_leads_to_the_cell_it_changed(open_table: Callable[..., Page]) -> None:
    page = open_table()
    cell(page, 1, 1).click()
    page.keyboard.press("z")
    page.evaluate("message => answer(message)", saved(1, cell={}))
    assert cell(page, 0, 0).evaluate("place => place === document.activeElement")
    page.keyboard.press("Shift+Z")
    page.evaluate("message => answer(message)", {"kind": "saved", "id": 2, "undo": 0, "redo": 0})
    assert page.get_by_role("status").inner_text() == "Nothing to redo."
    assert page.get_by_role("button", name="Undo").get_attribute("aria-disabled") == "true"


def test_nothing_of_the_check_becomes_markup(open_table: Callable[..., Page]) -> None:
    page = open_table()
    assert page.locator("#widget img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.locator("tbody th").first.inner_text() == f"{HOSTILE} 1"


@pytest.mark.parametrize("name", ["points", "sources"])
def test_an_empty_table_says_what_to_do_next(open_table: Callable[..., Page], name: str) -> None:
    page = open_table(make_table(stances=[], **{name: []}))
    assert f"check.add_{name.removesuffix('s')}(" in page.locator(".empty").inner_text()
    assert page.get_by_role("button").count() == 0
    page.evaluate("table => renew(table)", make_table())
    assert page.get_by_role("grid").count() == 1


def test_leaving_takes_the_listeners_along(open_table: Callable[..., Page]) -> None:
    page = open_table()
    assert page.evaluate("listeners()") == 2
    page.evaluate("leave()")
    assert page.evaluate("listeners()") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(
    open_table: Callable[..., Page], axe: Callable[..., list[str]], theme: str
) -> None:
    page = open_table(theme=theme)
    page.keyboard.press("1")
    cell(page, 0, 1).click()
    page.keyboard.press("n")
    failed = {"kind": "failed", "id": 5, "message": "The disk is full", "undo": 0, "redo": 0}
    page.evaluate("message => answer(message)", failed)
    assert axe(page, "#widget") == []


def test_a_blind_table_says_that_it_shows_ones_own_judgements_alone(open_table: Callable[..., Page]) -> None:
    note = "Judged blind: you see your own judgements alone, until all are revealed."
    page = open_table(make_table() | {"blind": True})
    assert page.get_by_text(note).is_visible()
    assert page.locator(".rating").inner_text().startswith("Your judgements imply:")
    page.evaluate("table => renew(table)", make_table())
    assert not page.get_by_text(note).is_visible()
    assert page.locator(".rating").inner_text().startswith("The table implies:")


def test_the_note_of_a_blind_table_is_the_kernels() -> None:
    assert stance_view.BLIND_NOTE in (WIDGETS / "stance_table.js").read_text(encoding="utf-8")


def test_a_decided_cell_says_what_was_decided_and_by_whom(open_table: Callable[..., Page]) -> None:
    table = make_table()
    table["rows"][0]["cells"] = [
        {"mine": "supports", "others": [["Ben", "refutes"]], "decided": "mixed", "decider": HOSTILE},
        {"others": [["Ben", "refutes"], ["Cy", "supports"]], "decided": "mixed", "decider": "Dora"},
    ]
    page = open_table(table)
    assert label(page, 0, 0) == f"supports; decided as mixed by {HOSTILE}; Ben: refutes"
    assert label(page, 0, 1) == "mixed; decided as mixed by Dora; Ben: refutes, Cy: supports"
    assert page.evaluate("window.hacked") is None
