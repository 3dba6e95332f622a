"""Bringing sources in and describing them in a browser, with the real kernel's side behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import factbook as fb
from factbook.widgets.source_board import SourceBoard
from tests.browser.widget_page import WidgetPage
from tests.conftest import Site
from tests.sources.extract.samples import pdf

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=window.hacked=1>"
AGENCY = "The bridge will open in May, the mayor of the city said on Monday after the council had met. " * 8


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    (tmp_path / "factbook.toml").write_text("[fetch]\nprivate_addresses = true\nrespect_robots = false\n")
    return fb.new(question="Will it open?", points=["It opens in May"], casebook=tmp_path)


@pytest.fixture
def open_board(open_widget: Callable[..., WidgetPage], check: fb.OpenCheck) -> Callable[..., WidgetPage]:
    return lambda **options: open_widget(SourceBoard(check.folder, coder="Ana"), **options)


def titles(check: fb.OpenCheck) -> list[str]:
    return [source.title for source in check.record.sources]


def test_addresses_come_in_side_by_side_and_what_fails_is_named(
    open_board: Callable[..., WidgetPage], check: fb.OpenCheck, site: Site
) -> None:
    (site.folder / "a.html").write_text(f"<title>Page A</title><p>{AGENCY}</p>", encoding="utf-8")
    board = open_board()
    intake = board.page.get_by_label("Web addresses, one a line")
    intake.fill(f"{site.url}/a.html\n{site.url}/gone.html")
    board.page.get_by_role("button", name="Bring in 2 addresses").click()
    board.wait_until(lambda: board.locator(".source").count() == 2, "the sources did not come in")
    expect(intake).to_have_value("")
    assert titles(check)[0] == "Page A"
    expect(board.locator(".source .state")).to_have_text(["read", "no text"])
    board.wait_until(lambda: board.locator(".coming .unread").count() == 1, "the failure is not named")
    assert not board.page.evaluate("Object.keys(localStorage).some((one) => one.endsWith('fetching'))")
    (site.folder / "gone.html").write_text(
        "<title>Page B</title><p>Of trams, nobody knows.</p>", encoding="utf-8"
    )
    expect(board.locator(".coming")).to_contain_text(f"{site.url}/gone.html")
    board.locator(".coming").get_by_role("button", name="Dismiss").click()
    expect(board.locator(".coming")).to_be_hidden()
    gone = board.locator(".source").nth(1)
    expect(gone.get_by_role("button", name="Read")).to_have_attribute("aria-disabled", "true")
    gone.get_by_role("button", name="Fetch again").click()
    board.wait_until(lambda: check.record.source("s2").is_read, "it was not fetched again")
    again = gone.get_by_role("button", name="Fetch again")
    board.wait_until(again.is_hidden, "the page was not told")


def test_lines_of_which_some_are_no_addresses_are_told_of(open_board: Callable[..., WidgetPage]) -> None:
    board = open_board()
    intake = board.page.get_by_label("Web addresses, one a line")
    intake.fill("https://example.org/a\nwww.example.org/b")
    expect(board.locator(".intake .main")).to_have_text("Bring in 2 addresses")
    intake.fill("https://example.org/a\nexample.org/b")
    expect(board.locator(".intake .main")).to_have_text("Bring in as one text")
    expect(board.page.get_by_text("“example.org/b” does not begin like a web address")).to_be_visible()


def test_what_did_not_come_in_is_not_lost(
    open_board: Callable[..., WidgetPage], check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = open_board()
    intake = board.page.get_by_label("Web addresses, one a line")
    # The text, as long as the disk does not take it.
    check.folder.file.rename(check.path / "away.json")
    intake.fill(AGENCY)
    board.page.get_by_role("button", name="Bring in as one text").click()
    expect(board.locator(".intake .problem")).to_contain_text("check.json is gone")
    expect(intake).to_have_value(AGENCY)
    (check.path / "away.json").rename(check.folder.file)
    board.page.get_by_role("button", name="Bring in as one text").click()
    expect(board.locator(".source")).to_have_count(1)
    expect(intake).to_have_value("")
    # Addresses, when the kernel dies while they are fetched.
    monkeypatch.setattr("factbook.widgets.source_board.in_background", lambda *_args, **_options: None)
    intake.fill("https://example.org/a\nhttps://example.org/b")
    board.page.get_by_role("button", name="Bring in 2 addresses").click()
    expect(board.locator(".coming li")).to_have_count(2)
    board.close()
    again = open_board(context=board.context)
    expect(again.page.get_by_label("Web addresses, one a line")).to_have_value(
        "https://example.org/a\nhttps://example.org/b"
    )


def test_files_and_pasted_text_come_in_and_copies_are_folded(
    open_board: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    board = open_board()
    board.page.get_by_label("Files").set_input_files(
        [
            {"name": "budget.pdf", "mimeType": "application/pdf", "buffer": pdf("The budget of the bridge.")},
            {"name": "../minutes.txt", "mimeType": "text/plain", "buffer": AGENCY.encode()},
        ]
    )
    board.wait_until(lambda: board.locator(".source").count() == 2, "the files did not come in")
    board.page.get_by_label("Web addresses, one a line").fill(f"By our own staff\n{AGENCY}")
    board.page.get_by_role("button", name="Bring in as one text").click()
    counted = board.locator(".counted")
    board.wait_until(lambda: "3 sources" in counted.inner_text(), "the text did not come in")
    assert sorted(titles(check)) == ["By our own staff", "budget", "minutes"]
    # The one that says the same is folded below the other.
    expect(counted).to_have_text("3 sources, 2 independent origins")
    expect(board.locator(".source")).to_have_count(2)
    folds = board.page.get_by_role("button", name="1 copy")
    folds.click()
    expect(board.locator(".source.copy")).to_contain_text("of the words of “minutes”")
    expect(folds).to_have_attribute("aria-expanded", "true")
    board.locator(".source.copy").get_by_role("button", name="Details").click()
    board.page.get_by_label("Copy of").select_option("none")
    expect(counted).to_have_text("3 sources")


def test_details_are_corrected_and_the_text_is_read_at_one_click(
    open_board: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.add_source(text=AGENCY, title=HOSTILE, author=[{"family": "Lovelace", "given": "Ada"}])
    board = open_board()
    board.page.get_by_role("button", name="Details").click()
    authors = board.page.get_by_label("Authors")
    expect(authors).to_have_value("Ada Lovelace")
    authors.fill("Ada Lovelace; City council")
    board.page.get_by_label("Date").fill("2025-13")
    expect(board.page.get_by_role("alert").filter(has_text="Month must be")).to_be_visible()
    board.page.get_by_label("Date").fill("2025-12")
    board.settle()
    source = check.record.source("s1")
    assert [(name.family, name.literal) for name in source.author] == [("Lovelace", ""), ("", "City council")]
    assert source.issued == "2025-12"
    board.page.get_by_role("button", name="Read").click()
    expect(board.locator(".factbook-reader .text p").first).to_contain_text("The bridge will open in May")
    assert board.locator("#widget img").count() == 0
    assert board.page.evaluate("window.hacked") is None


def test_an_unused_source_goes_and_a_used_one_stays(
    open_board: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.add_source(text="The bridge will open in May.", title="Kept")
    check.add_source(text="Nobody knows of trams here.", title="Gone")
    check.quote("s1", "The bridge will open")
    board = open_board()
    for number in (0, 1):
        board.locator(".source").nth(number).get_by_role("button", name="Details").click()
        board.locator(".source").nth(number).get_by_role("button", name="Take out").click()
    expect(board.locator(".source")).to_have_count(1)
    assert titles(check) == ["Kept"]


def test_what_was_pasted_and_not_brought_in_is_there_again(
    open_board: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    board = open_board()
    board.page.get_by_label("Web addresses, one a line").fill("ftp://example.org")
    board.page.get_by_role("button", name="Bring in as one text").wait_for()
    board.close()
    again = open_board(context=board.context)
    expect(again.page.get_by_label("Web addresses, one a line")).to_have_value("ftp://example.org")


@pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 320)])
def test_axe_finds_nothing(
    open_board: Callable[..., WidgetPage],
    check: fb.OpenCheck,
    axe: Callable[..., list[str]],
    theme: str,
    width: int,
) -> None:
    def unread(now: Any) -> Any:
        gone = {"id": "s2", "snapshots": (), "unread": "it was a picture", "origin": "s1"}
        return now.changed(sources=(*now.sources, now.sources[0].model_copy(update=gone)))

    check.add_source(
        text=AGENCY, title="Minutes", URL="https://example.org/a", publisher="City", issued="2025"
    )
    check.update(unread)
    board = open_board(theme=theme, width=width)
    board.page.get_by_role("button", name="1 copy").click()
    board.page.get_by_role("button", name="Details").first.click()
    board.page.get_by_label("Interest").fill("Builds it")
    assert axe(board.page, "#widget") == []
    assert board.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
