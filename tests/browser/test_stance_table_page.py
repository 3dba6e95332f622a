"""The stance table in a browser, with the real kernel's side behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

import factbook as fb
from factbook.errors import BadInputError
from factbook.model.canonical import parse_check
from factbook.model.check import Check, put_record
from factbook.model.claim import Point
from factbook.model.coding import with_coder, with_stance
from factbook.model.stance import StanceValue
from factbook.store.casebook import Casebook
from factbook.widgets import stance_view
from factbook.widgets.stance_table import StancePart, StanceTable
from tests.browser.widget_page import WIDGETS, WidgetPage

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=window.hacked=1>"


def make_check(path: Path, *, rows: int = 2, columns: int = 2, **changes: Any) -> fb.OpenCheck:
    fields = {
        "claim": {"question": f"{HOSTILE}?"},
        "points": [{"id": f"p{n}", "text": f"Point {n}"} for n in range(1, columns + 1)],
        "sources": [{"id": f"s{n}", "title": f"{HOSTILE} {n}"} for n in range(1, rows + 1)],
        "coders": [
            {"id": "ana", "name": "Ana"},
            {"id": "ben", "name": "Ben"},
            {"id": "m", "name": HOSTILE, "kind": "model"},
        ],
        "stances": [
            {"source": "s2", "point": "p2", "coder": "m", "value": "mixed", "confidence": 0.82},
            {"source": "s1", "point": "p2", "coder": "ana", "value": "refutes", "note": HOSTILE},
        ],
    }
    book = Casebook(path)
    return fb.OpenCheck(book.create(lambda id_: parse_check({"id": id_, **fields, **changes}), title="c"))


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    return make_check(tmp_path)


@pytest.fixture
def open_table(open_widget: Callable[..., WidgetPage], check: fb.OpenCheck) -> Callable[..., WidgetPage]:
    def open_table(of: fb.OpenCheck | None = None, **options: Any) -> WidgetPage:
        page = open_widget(StanceTable((of or check).folder, coder="Ana"), **options)
        if page.locator("[role=gridcell]").count():
            page.locator("[role=gridcell]").first.focus()
        return page

    return open_table


def cell(page: WidgetPage, row: int, column: int) -> Locator:
    return page.locator("tbody tr:not(.spacer)").nth(row).locator("td").nth(column)


def label(page: WidgetPage, row: int, column: int) -> str:
    """What a screen reader says of a cell."""
    said = cell(page, row, column).evaluate(
        "one => [...document.getElementById(one.getAttribute('aria-labelledby')).children]"
        ".filter((part) => !part.ariaHidden).map((part) => part.textContent)"
    )
    return "; ".join(said)


def stances(check: fb.OpenCheck) -> dict[str, str]:
    return {one.id: one.value.value for one in check.record.stances if one.coder != "m"}


def press(page: WidgetPage, *keys: str) -> None:
    for key in keys:
        page.page.keyboard.press(key)


def sent(page: WidgetPage) -> list[dict[str, Any]]:
    return list(page.page.evaluate("window.sent"))


def judged_by_ben(check: Check, value: StanceValue = StanceValue.SUPPORTS) -> Check:
    check, ben = with_coder(check, "Ben")
    return with_stance(check, source="s1", point="p2", value=value, coder=ben.id)


def test_a_judgement_is_shown_as_saved_only_when_the_kernel_says_so(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    page.alive = False
    press(page, "1")
    assert label(page, 0, 0) == "supports; saving …"
    assert cell(page, 0, 0).get_attribute("aria-busy") == "true"
    assert stances(check) == {"s1/p2/ana": "refutes"}
    page.close()
    # What a kernel that was killed had not acknowledged is made by the next one.
    again = open_table(context=page.context)
    expect(cell(again, 0, 0)).to_have_attribute("class", "supports")
    again.wait_until(lambda: stances(check).get("s1/p1/ana") == "supports", "it was not made")
    again.wait_until(lambda: again.page.evaluate("localStorage.length") == 0, "it is still kept")
    assert again.locator(".rating strong").inner_text() == "conflicting"
    assert again.locator("tfoot td").first.inner_text().split() == ["supported", "1", "✓", "1", "open"]


@pytest.mark.parametrize("written", [(), ("1",), ("1", "3")])
def test_the_last_of_several_judgements_that_were_not_acknowledged_is_made_by_the_next_kernel(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck, written: tuple[str, ...]
) -> None:
    page = open_table()
    # Some reach the disk and their answers never this page; then the kernel is gone.
    page.answers = False
    press(page, *written)
    page.wait_until(lambda: len(written) == sum(one["kind"] == "judge" for one in sent(page)), "not sent")
    page.alive = False
    press(page, *["1", "3", "2"][len(written) :])
    page.close()
    again = open_table(context=page.context)
    again.wait_until(lambda: stances(check).get("s1/p1/ana") == "refutes", "it was not made")
    again.wait_until(lambda: again.page.evaluate("localStorage.length") == 0, "it is still kept")
    expect(again.locator(".status")).not_to_contain_text("changed")


def test_a_judgement_that_cannot_be_made_again_just_then_is_kept_and_its_reason_told(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise BadInputError("Nobody sits here", next_step="Sit down.")

    page = open_table()
    page.alive = False
    press(page, "1", "ArrowRight", "1")
    page.close()
    check.update(lambda now: now.changed(stances=(), points=now.points[:1]))
    with monkeypatch.context() as refusing:
        refusing.setattr(StancePart, "do_judge", refuse)
        again = open_table(context=page.context)
        told = "The judgement of s1/p1 is not saved, and is kept in this browser. Nobody sits here. Sit down."
        expect(again.locator(".status-line")).to_contain_text(told)
        again.close()
    assert stances(check) == {}
    third = open_table(context=page.context)
    third.wait_until(lambda: stances(check) == {"s1/p1/ana": "supports"}, "it was not made")
    # Of a cell that is gone nothing is kept: another may come to bear its name.
    third.wait_until(lambda: third.page.evaluate("localStorage.length") == 0, "it is still kept")


def test_keys_judge_and_the_last_of_several_stands(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    press(page, "1", "2", "3")
    expect(cell(page, 0, 0)).to_have_attribute("class", "mixed")
    expect(page.locator(".status")).to_contain_text("Saved.")
    assert stances(check)["s1/p1/ana"] == "mixed"
    press(page, "0")
    expect(cell(page, 0, 0)).to_have_attribute("class", "open")
    press(page, "z", "z")
    expect(cell(page, 0, 0)).to_have_attribute("class", "refutes")
    press(page, "Shift+Z")
    expect(cell(page, 0, 0)).to_have_attribute("class", "mixed")


def test_undo_leads_to_its_cell_but_nobody_away_who_has_gone_on(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    press(page, "1", "ArrowDown", "z")
    expect(cell(page, 0, 0)).to_be_focused()
    press(page, "Shift+Z")
    expect(cell(page, 0, 0)).to_have_attribute("class", "supports")
    press(page, "ArrowDown")
    page.hold()
    press(page, "z", "ArrowRight")
    page.page.wait_for_timeout(300)
    page.hold(False)
    expect(cell(page, 0, 0)).to_have_attribute("class", "open")
    expect(cell(page, 1, 1)).to_be_focused()


def test_what_failed_goes_back_to_what_is_on_the_disk(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    check.update(lambda now: now.changed(stances=(), points=now.points[:1]))
    press(page, "ArrowRight", "1")
    expect(page.locator(".alert")).to_contain_text("Not saved. There is no point 'p2'")
    expect(page.locator("[role=gridcell]").first).to_have_attribute("class", "open")


def test_judgements_that_the_disk_refuses_are_made_as_soon_as_it_takes_them(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    page.page.clock.install()
    check.folder.file.rename(check.path / "away.json")
    press(page, "1", "2", "ArrowDown", "4")
    expect(page.locator(".alert")).to_contain_text("3 changes are not saved.")
    expect(page.locator(".alert")).to_contain_text("check.json is gone. Take it back from git")
    assert label(page, 0, 0) == "refutes; saving …"
    assert label(page, 1, 0) == "not addressed; saving …"
    page.page.clock.fast_forward(4000)
    expect(page.locator(".alert")).to_contain_text("3 changes are not saved.")
    (check.path / "away.json").rename(check.folder.file)
    page.page.clock.fast_forward(4000)
    page.settle()
    assert stances(check) | {"s1/p1/ana": "refutes", "s2/p1/ana": "not_addressed"} == stances(check)
    expect(page.locator(".alert")).to_be_empty()


def test_a_judgement_made_elsewhere_meanwhile_stays(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    StanceTable(check.folder, coder="Ana").judge("s1", "p1", "refutes")
    press(page, "1")
    expect(page.locator(".status")).to_contain_text("judged elsewhere meanwhile")
    expect(cell(page, 0, 0)).to_have_attribute("class", "refutes")
    assert stances(check)["s1/p1/ana"] == "refutes"


def test_the_keys_move_like_a_grid(open_table: Callable[..., WidgetPage]) -> None:
    page = open_table()
    at = "[+document.activeElement.parentElement.dataset.row, document.activeElement.cellIndex - 1]"
    for key, place in (
        ("ArrowRight", [0, 1]),
        ("ArrowRight", [0, 1]),
        ("ArrowDown", [1, 1]),
        ("Home", [1, 0]),
        ("ArrowUp", [0, 0]),
        ("ArrowLeft", [0, 0]),
        ("End", [0, 1]),
        ("PageDown", [1, 1]),
    ):
        press(page, key)
        assert page.page.evaluate(at) == place
        assert page.locator("[role=gridcell][tabindex='0']").count() == 1


def test_of_many_rows_only_those_on_screen_are_in_the_page(
    open_table: Callable[..., WidgetPage], tmp_path: Path
) -> None:
    check = make_check(tmp_path / "large", rows=300, columns=10, stances=[])
    page = open_table(check)
    assert page.locator("tbody tr").count() < 40
    assert page.locator("[role=grid]").get_attribute("aria-rowcount") == "302"
    press(page, *["PageDown"] * 5, "ArrowDown", "4")
    row = int(page.page.evaluate("+document.activeElement.parentElement.dataset.row"))
    assert row > 20
    page.wait_until(lambda: stances(check) == {f"s{row + 1}/p1/ana": "not_addressed"}, "it is not saved")
    assert page.page.evaluate(
        """() => {
          const place = document.activeElement.getBoundingClientRect();
          const frame = document.querySelector(".frame").getBoundingClientRect();
          return place.top >= frame.top && place.bottom <= frame.bottom;
        }"""
    )
    # Scrolled away by the wheel, the table still has the focus, and the next key leads back.
    page.page.evaluate("document.querySelector('.frame').scrollTop = 1e6")
    expect(page.page.locator("tbody th", has_text=f"{HOSTILE} 300")).to_be_attached()
    page.page.wait_for_timeout(100)
    assert page.page.evaluate(
        "(() => { const { scrollTop, clientHeight, scrollHeight } = document.querySelector('.frame');"
        " return scrollTop + clientHeight >= scrollHeight - 1; })()"
    )
    press(page, "ArrowDown")
    assert page.page.evaluate("+document.activeElement.parentElement.dataset.row") == row + 1
    page.page.get_by_label("Filter").fill("29")
    expect(page.locator(".matching")).to_have_text("13 of 300 sources")
    # The cell is not among them, so the focus is at the first that is, and stays there.
    page.page.get_by_label("Filter").press("Escape")
    assert page.page.evaluate("+document.activeElement.parentElement.dataset.row") == 28


def test_the_mouse_chooses_from_a_row_of_buttons(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    cell(page, 1, 0).click()
    cell(page, 1, 0).get_by_role("button", name="not addressed").click()
    expect(cell(page, 1, 0)).to_have_attribute("class", "not_addressed")
    assert stances(check)["s2/p1/ana"] == "not_addressed"
    expect(cell(page, 1, 0)).to_be_focused()


def test_the_buttons_of_a_cell_leave_room_below_its_second_line(
    open_table: Callable[..., WidgetPage],
) -> None:
    page = open_table()
    suggested = cell(page, 1, 1)
    suggested.focus()
    buttons, line = suggested.locator(".choices"), suggested.locator(".content .extra").first
    above, below = line.bounding_box(), buttons.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] - (above["y"] + above["height"]) >= 3


def test_a_suggestion_stands_apart_and_is_accepted_or_dismissed(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    press(page, "d")
    expect(page.locator(".status")).to_have_text("No suggestion waits in this cell.")
    cell(page, 1, 1).click()
    assert label(page, 1, 1) == "mixed; suggested, 82% sure"
    assert cell(page, 1, 1).evaluate("one => getComputedStyle(one, '::before').borderTopStyle") == "dashed"
    expect(page.locator(".rests")).to_contain_text("82% sure. It rests on no words.")
    described = cell(page, 1, 1).get_attribute("aria-describedby")
    assert "82% sure" in page.locator(f"[id='{described}']").inner_text()
    press(page, "a")
    expect(cell(page, 1, 1)).to_have_attribute("class", "mixed")
    assert label(page, 1, 1) == f"mixed; accepted from {HOSTILE}"
    press(page, "z")
    expect(cell(page, 1, 1)).to_have_attribute("class", "suggested")
    press(page, "Shift+A")
    expect(page.locator(".status")).to_contain_text("1 suggestion accepted on this point")
    press(page, "z")
    expect(cell(page, 1, 1)).to_have_attribute("class", "suggested")
    press(page, "d")
    expect(cell(page, 1, 1)).to_have_attribute("class", "open")
    assert all(one.coder != "m" for one in check.record.stances)


def test_a_note_is_written_below_the_table_and_kept_as_it_is_typed(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    press(page, "n")
    expect(page.locator(".status")).to_contain_text("Judge the cell first")
    press(page, "3", "n")
    note = page.page.get_by_label("Note", exact=True)
    expect(note).to_be_focused()
    page.page.keyboard.type("says both 1 z")
    press(page, "Enter")
    expect(cell(page, 0, 0)).to_be_focused()
    page.wait_until(
        lambda: [one.note for one in check.record.stances if one.id == "s1/p1/ana"] == ["says both 1 z"],
        "the note is not there",
    )
    expect(cell(page, 0, 0)).to_contain_text("✎ says both 1 z")
    press(page, "ArrowRight")
    expect(note).to_have_value(HOSTILE)


def test_a_note_is_typed_before_a_busy_kernel_has_told_of_the_cell(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    StanceTable(check.folder, coder="Ana").judge("s2", "p1", "supports", note=f"{'long ' * 20}note.")
    page = open_table()
    page.hold()
    press(page, "3", "n")
    # Each of these is a key of the table.
    page.page.keyboard.type("a d 1 z")
    press(page, "Enter", "ArrowDown", "n")
    page.page.keyboard.type(" And more")
    page.page.wait_for_timeout(500)
    page.hold(False)
    page.wait_until(
        lambda: (
            {one.point: one.note for one in check.record.stances if one.id == "s1/p1/ana"}
            == {"p1": "a d 1 z"}
        ),
        "the note is not there",
    )
    long = f"{'long ' * 20}note. And more"
    expect(page.page.get_by_label("Note", exact=True)).to_have_value(long)
    page.wait_until(lambda: long in [one.note for one in check.record.stances], "it was not written on")
    assert {one.value for one in check.record.stances if one.coder == "ana"} == {
        "mixed",
        "supports",
        "refutes",
    }


def test_an_answer_from_before_the_judgement_takes_no_note_away(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    page.hold()
    press(page, "ArrowDown", "ArrowUp")
    page.page.wait_for_timeout(400)  # Only then is the kernel asked of the cell.
    press(page, "3", "n")
    note = page.page.get_by_label("Note", exact=True)
    expect(note).to_be_focused()
    page.hold(False)
    expect(page.locator(".status")).to_contain_text("Saved")
    expect(note).to_be_focused()
    page.page.keyboard.type("1 z")
    press(page, "Enter")
    page.wait_until(
        lambda: [one.note for one in check.record.stances if one.id == "s1/p1/ana"] == ["1 z"],
        "the note is not there",
    )


def test_what_others_do_is_shown_and_disagreement_is_decided(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_table()
    press(page, "ArrowRight")
    check.update(judged_by_ben)
    page.look()
    assert label(page, 0, 1) == f"refutes; ≠ coders disagree; Ben: supports; ✎ {HOSTILE}"
    page.page.get_by_label("Show").select_option("disagreed")
    expect(page.locator(".matching")).to_have_text("1 of 2 sources")
    expect(page.locator(".panel .said")).to_contain_text("Ben: supports")
    page.page.get_by_label("Why it is decided so").fill("Both are said")
    page.page.get_by_role("group", name="Decide the cell").get_by_role("button", name="mixed").click()
    expect(page.locator(".status")).to_have_text("Decided.")
    assert label(page, 0, 1).startswith("refutes; decided as mixed by Ana")
    assert check.record.adjudications[0].reason == "Both are said"


def test_another_coder_sits_down_and_judges_blind(
    open_table: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.update(judged_by_ben)
    page = open_table()
    page.page.get_by_role("button", name="Judge blind").click()
    page.page.get_by_role("button", name="Really?").click()
    expect(page.locator(".blind")).to_be_visible()
    expect(page.locator(".rating")).to_contain_text("Your judgements imply:")
    assert label(page, 0, 1) == f"refutes; ✎ {HOSTILE}"
    coder = page.page.get_by_label("Coder", exact=True)
    assert coder.locator("option").all_inner_texts() == ["Ana", "somebody else …"]
    coder.select_option(label="somebody else …")
    page.page.keyboard.type("Ben")
    press(page, "Enter")
    expect(cell(page, 0, 1)).to_have_attribute("class", "supports")
    assert label(page, 0, 1) == "supports"
    assert coder.locator("option").all_inner_texts() == ["Ben", "somebody else …"]
    coder.select_option(label="somebody else …")
    page.page.keyboard.type("Cy")
    press(page, "Enter")
    expect(cell(page, 0, 1)).to_have_attribute("class", "open")
    cell(page, 0, 1).click()
    press(page, "4")
    expect(cell(page, 0, 1)).to_have_attribute("class", "not_addressed")
    page.page.get_by_role("button", name="Reveal all judgements").click()
    page.page.get_by_role("button", name="Really?").click()
    expect(page.locator(".blind")).to_be_hidden()
    assert "≠ coders disagree" in label(page, 0, 1)


def test_rows_are_sorted_and_the_focus_stays_with_its_cell(open_table: Callable[..., WidgetPage]) -> None:
    page = open_table()
    press(page, "ArrowDown", "1")
    expect(cell(page, 1, 0)).to_have_attribute("class", "supports")
    page.page.get_by_label("Order").select_option("1")
    expect(page.locator("tbody th").first).to_contain_text(f"{HOSTILE} 2")
    expect(cell(page, 0, 0)).to_have_attribute("tabindex", "0")


def test_single_keys_do_not_reach_the_notebook_and_chords_do(open_table: Callable[..., WidgetPage]) -> None:
    page = open_table()
    page.page.evaluate(
        "window.got = []; document.addEventListener('keydown', (event) => got.push(event.key))"
    )
    press(page, "x", "b", "1", "a", "z", "Delete", "ArrowDown", "Control+s")
    assert page.page.evaluate("got") == ["Control", "s"]


def test_nothing_of_the_check_becomes_markup(open_table: Callable[..., WidgetPage]) -> None:
    page = open_table()
    assert page.locator("#widget img").count() == 0
    assert page.page.evaluate("window.hacked") is None
    assert page.locator("tbody th").first.inner_text() == f"{HOSTILE} 1"


@pytest.mark.parametrize("name", ["points", "sources"])
def test_an_empty_table_says_what_to_do_next(
    open_table: Callable[..., WidgetPage], tmp_path: Path, name: str
) -> None:
    check = make_check(tmp_path / "empty", stances=[], **{name: []})
    page = open_table(check)
    assert f"check.add_{name.removesuffix('s')}(" in page.locator(".empty").inner_text()
    assert page.page.get_by_role("button").count() == 0
    if name == "points":
        check.update(lambda now: put_record(now, "points", Point(id="p1", text="It opens")))
        page.look()
        expect(page.page.get_by_role("grid")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 320)])
def test_axe_finds_nothing(
    open_table: Callable[..., WidgetPage],
    check: fb.OpenCheck,
    axe: Callable[..., list[str]],
    theme: str,
    width: int,
) -> None:
    check.update(judged_by_ben)
    page = open_table(theme=theme, width=width)
    press(page, "1", "ArrowRight")
    expect(page.locator(".decision")).to_be_visible()
    assert axe(page.page, "#widget") == []
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_note_of_a_blind_table_is_the_kernels() -> None:
    assert stance_view.BLIND_NOTE in (WIDGETS / "stance_table.js").read_text(encoding="utf-8")
    stances = (WIDGETS / "stances.js").read_text(encoding="utf-8")
    for number, (value, mark) in enumerate(stance_view.MARKS.items(), start=1):
        assert f'{{ value: "{value}", mark: "{mark}", key: "{number}" }}' in stances
