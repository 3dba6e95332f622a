"""The desk in a real JupyterLab: what the keys set is on the disk, and is there again after a restart."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

import factbook as fb
from factbook.resources import resource_folder

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TOKEN = "of-this-test-only"  # noqa: S105


@pytest.fixture
def desk_check(tmp_path: Path) -> fb.OpenCheck:
    """A check with two sources and two points, with the notebook in its folder."""
    check = fb.new(
        question="Will the bridge open?", points=["It opens in May", "It is red"], casebook=tmp_path
    )
    for number in (1, 2):
        check.add_source(text=f"Minutes {number}: the bridge opens in May.", title=f"Minutes <b>{number}</b>")
    (check.path / "factbook.toml").write_text('coder = "Ana"\n', encoding="utf-8")
    shutil.copy(resource_folder("notebooks") / "factcheck.ipynb", check.path / "analysis.ipynb")
    return check


@pytest.fixture
def lab(desk_check: fb.OpenCheck, tmp_path: Path) -> Iterator[str]:
    """A JupyterLab on the check's folder; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path / "home"
    home.mkdir()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={desk_check.path}",
        "--LabApp.extension_manager=readonly",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    server = subprocess.Popen(
        command,
        env=environment | {"HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{address}/api/status?token={TOKEN}"), "JupyterLab did not start")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until(true: Callable[[], bool], message: str, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, message
        time.sleep(0.1)


def open_and_run(page: Page, lab: str) -> Locator:
    page.goto(f"{lab}/lab/tree/analysis.ipynb?token={TOKEN}&reset")
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    # Cells that are run before the kernel is there are not run at all.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    # JupyterLab goes to the last cell and takes those off screen out of the page.
    report = page.locator(".jp-Cell .factbook-report")
    # It shows a kernel as idle a little before it knows of it itself: then it asks which one to take, or runs
    # nothing, and a person would choose "Run All Cells" again.
    question = page.get_by_role("dialog").get_by_role("button", name="Select", exact=True)
    for _ in range(3):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(PlaywrightTimeout):
            report.or_(question).first.wait_for(state="attached", timeout=30_000)
            if question.count():
                question.click()
            report.first.wait_for(state="attached", timeout=30_000)
            break
    assert report.count(), "the cells were not run"
    page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
    grid = page.locator(".factbook-stances table")
    grid.wait_for(timeout=60_000)
    return grid


def stances(check: fb.OpenCheck) -> dict[str, str]:
    return {stance.id: stance.value.value for stance in check.record.stances}


def test_judging_by_keyboard_and_finding_it_again(
    browser: Browser, lab: str, desk_check: fb.OpenCheck, axe: Callable[..., list[str]]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    grid = open_and_run(page, lab)
    expect(grid.locator("tbody th")).to_have_text(["Minutes <b>1</b>", "Minutes <b>2</b>"])

    grid.locator("tbody td").first.click()
    for keys, expected in (
        (["1"], {"s1/p1/ana": "supports"}),
        (["ArrowRight", "4"], {"s1/p1/ana": "supports", "s1/p2/ana": "not_addressed"}),
        (["ArrowDown", "Home", "2"], {"s2/p1/ana": "refutes"}),
        (["z"], {"s1/p1/ana": "supports", "s1/p2/ana": "not_addressed"}),
        (["Shift+Z"], {"s2/p1/ana": "refutes"}),
        (["0"], {"s1/p1/ana": "supports", "s1/p2/ana": "not_addressed"}),
        (["3"], {"s2/p1/ana": "mixed"}),
    ):
        for key in keys:
            page.keyboard.press(key)
        wait_until(
            lambda wanted=expected: wanted.items() <= stances(desk_check).items(),  # type: ignore[misc]
            f"{keys} did not reach the disk: {stances(desk_check)}",
            seconds=15,
        )
    # What happens to a note that is begun before this is tested with a stub, where it can be timed.
    expect(grid.locator("tbody tr").nth(1).locator("td").first).to_have_attribute("aria-busy", "false")
    page.keyboard.press("n")
    page.locator(".factbook-stances .note-field").wait_for()
    page.keyboard.type("says both")
    page.keyboard.press("Enter")
    wait_until(
        lambda: any(stance.note == "says both" for stance in desk_check.record.stances),
        "the note is not there",
    )
    expect(page.locator(".factbook-stances .rating")).to_contain_text("conflicting")
    assert axe(page, ".factbook-stances") == []
    # The report stands below the desk.
    page.locator(".jp-Cell .factbook-report").first.wait_for(state="attached")
    page.close()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    grid = open_and_run(page, lab)
    expect(grid.locator("tbody td").nth(0)).to_contain_text("supports")
    expect(grid.locator("tbody tr").nth(1).locator("td").first).to_contain_text("says both")
    page.close()


def test_the_notebook_keeps_its_cells_and_the_desk_its_judgements(
    browser: Browser, lab: str, desk_check: fb.OpenCheck
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    grid = open_and_run(page, lab)
    first = grid.locator("tbody td").first
    first.click()
    cells = page.locator(".jp-Cell").count()
    # In command mode these cut, delete and add cells, and make headings.
    for key in ("x", "d", "d", "b", "a", "1"):
        page.keyboard.press(key)
    status = page.locator(".factbook-stances [role=status]")
    expect(status).to_contain_text("Saved.")
    assert stances(desk_check) == {"s1/p1/ana": "supports"}
    assert page.locator(".jp-Cell").count() == cells
    expect(first).to_be_focused()

    # Loaded again, the page asks the kernel, which is still there, for what it shows.
    page.keyboard.press("2")
    wait_until(lambda: stances(desk_check) == {"s1/p1/ana": "refutes"}, "the second judgement is not there")
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-DockPanel-tabBar .jp-mod-dirty")).to_have_count(0)
    page.goto(f"{lab}/lab/tree/analysis.ipynb")
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    expect(page.locator(".factbook-stances tbody td").first).to_contain_text("refutes", timeout=60_000)
    page.locator(".factbook-stances tbody td").first.click()
    page.keyboard.press("z")
    wait_until(lambda: stances(desk_check) == {"s1/p1/ana": "supports"}, "undo did not reach the disk")

    # A kernel that is gone is told of, and what it had acknowledged is there in the next one.
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(".lm-Menu-item[data-command='kernelmenu:restart']").click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for(timeout=60_000)
    grid = page.locator(".factbook-stances table")
    if grid.count():
        grid.locator("tbody td").first.click()
        page.keyboard.press("3")
        expect(page.locator(".factbook-stances [role=alert]")).to_contain_text("not saved", timeout=10_000)
    assert stances(desk_check) == {"s1/p1/ana": "supports"}
    page.close()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    expect(open_and_run(page, lab).locator("tbody td").first).to_contain_text("supports")
    page.close()
