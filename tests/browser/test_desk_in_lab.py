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
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

import factbook as fb
from factbook.resources import resource_folder

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Lab:
    """Where a JupyterLab is, and its process."""

    address: str
    process: int


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
def lab(desk_check: fb.OpenCheck, tmp_path: Path) -> Iterator[Lab]:
    """A JupyterLab on the check's folder."""
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
        yield Lab(address, server.pid)
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


def open_and_run(page: Page, lab: str, notebook: str = "analysis.ipynb") -> Locator:
    """Open a notebook, run all its cells, and give the desk in it."""
    page.goto(f"{lab}/lab/tree/{notebook}?token={TOKEN}&reset")
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    # Cells that are run before the kernel is there are not run at all.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    # JupyterLab goes to the last cell and takes those off screen out of the page.
    last = page.locator(".jp-Cell").last.locator(".jp-OutputArea-output")
    # It shows a kernel as idle a little before it knows of it itself: then it asks which one to take, or runs
    # nothing, and a person would choose "Run All Cells" again.
    question = page.get_by_role("dialog").get_by_role("button", name="Select", exact=True)
    for _ in range(3):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(PlaywrightTimeout):
            last.or_(question).first.wait_for(state="attached", timeout=30_000)
            if question.count():
                question.click()
            last.first.wait_for(state="attached", timeout=30_000)
            break
    assert last.count(), "the cells were not run"
    page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
    desk = page.locator(".factbook-tabs")
    desk.wait_for(timeout=60_000)
    return desk


def stances(check: fb.OpenCheck) -> dict[str, str]:
    return {stance.id: stance.value.value for stance in check.record.stances}


def cell(desk: Locator, row: int, column: int) -> Locator:
    return desk.locator("tbody tr:not(.spacer)").nth(row).locator("td").nth(column)


def kernel_of(server: int) -> psutil.Process:
    """Give the kernel that a server runs."""
    return next(
        one
        for one in psutil.Process(server).children(recursive=True)
        if "ipykernel" in "".join(one.cmdline())
    )


def test_judging_by_keyboard_and_finding_it_again(
    browser: Browser, lab: Lab, desk_check: fb.OpenCheck, axe: Callable[..., list[str]]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    desk = open_and_run(page, lab.address)
    expect(desk.locator("tbody th")).to_have_text(["Minutes <b>1</b>", "Minutes <b>2</b>"])
    cells = page.locator(".jp-Cell").count()
    cell(desk, 0, 0).click()
    for keys, expected in (
        (["1"], {"s1/p1/ana": "supports"}),
        (["ArrowRight", "4"], {"s1/p1/ana": "supports", "s1/p2/ana": "not_addressed"}),
        (["ArrowDown", "Home", "2"], {"s2/p1/ana": "refutes"}),
        (["z"], {"s1/p1/ana": "supports", "s1/p2/ana": "not_addressed"}),
        (["Shift+Z"], {"s2/p1/ana": "refutes"}),
        (["0"], {"s1/p1/ana": "supports", "s1/p2/ana": "not_addressed"}),
        # In command mode these cut, delete and add cells.
        (["x", "b", "3"], {"s2/p1/ana": "mixed"}),
    ):
        for key in keys:
            page.keyboard.press(key)
        wait_until(
            lambda wanted=expected: wanted.items() <= stances(desk_check).items(),  # type: ignore[misc]
            f"{keys} did not reach the disk: {stances(desk_check)}",
            seconds=15,
        )
    assert page.locator(".jp-Cell").count() == cells
    page.keyboard.press("n")
    page.keyboard.type("says both")
    wait_until(
        lambda: any(stance.note == "says both" for stance in desk_check.record.stances),
        "the note is not there",
    )
    page.keyboard.press("Enter")
    expect(desk.locator(".rating")).to_contain_text("conflicting")
    # What another program does is seen without a key.
    desk_check.add_source(text="The third.", title="Minutes 3")
    expect(desk.locator("tbody th")).to_have_count(3)
    assert axe(page, ".factbook-tabs") == []
    # The report stands below the desk.
    page.locator(".jp-Cell .factbook-report").first.wait_for(state="attached")
    # Loaded again, the page asks the kernel, which is still there, for what it shows.
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-DockPanel-tabBar .jp-mod-dirty")).to_have_count(0)
    page.goto(f"{lab.address}/lab/tree/analysis.ipynb")
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    expect(cell(page.locator(".factbook-tabs"), 1, 0)).to_contain_text("says both", timeout=60_000)
    page.close()


def test_kernels_that_are_killed_take_nothing_along(
    browser: Browser, lab: Lab, desk_check: fb.OpenCheck
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for round_ in range(2):
        desk = open_and_run(page, lab.address)
        desk.get_by_role("tab", name="Claim").click()
        claimant = desk.get_by_label("Who said it")
        claimant.fill(f"The council {round_}")
        wait_until(lambda: desk_check.record.claim.claimant == f"The council {round_}", "not saved")  # noqa: B023
        kernel_of(lab.process).kill()
        claimant.press_sequentially(", by its mayor")
        expect(desk.get_by_role("alert").filter(has_text="kept in this browser").first).to_be_visible(
            timeout=15_000
        )
        assert desk_check.record.claim.claimant == f"The council {round_}"
        # Run again, the cell has what was typed, and saves it.
        desk = open_and_run(page, lab.address)
        desk.get_by_role("tab", name="Claim").click()
        expect(desk.get_by_label("Who said it")).to_have_value(f"The council {round_}, by its mayor")
        wait_until(
            lambda: desk_check.record.claim.claimant == f"The council {round_}, by its mayor",  # noqa: B023
            "what was typed was lost",
            seconds=15,
        )
    page.close()
