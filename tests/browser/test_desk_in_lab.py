"""The desk in a real JupyterLab: stances set by keyboard are on the disk, and are there again after a restart."""

from __future__ import annotations

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
from playwright.sync_api import Browser, Locator, Page

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
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    # JupyterLab goes to the last cell and takes those off screen out of the page.
    report = page.locator(".jp-Cell .factbook-report")
    wait_until(lambda: page.wait_for_timeout(100) or report.count() > 0, "the cells were not run")
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
    assert grid.locator("tbody th").all_inner_texts() == ["Minutes <b>1</b>", "Minutes <b>2</b>"]

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
    page.keyboard.press("n")
    page.keyboard.type("says both")
    page.keyboard.press("Enter")
    wait_until(
        lambda: any(stance.note == "says both" for stance in desk_check.record.stances),
        "the note is not there",
    )
    rating = page.locator(".factbook-stances .rating")
    wait_until(lambda: "conflicting" in rating.inner_text(), "the Rating did not follow")
    assert axe(page, ".factbook-stances") == []
    # The report stands below the desk.
    page.locator(".jp-Cell .factbook-report").first.wait_for(state="attached")
    page.close()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    grid = open_and_run(page, lab)
    assert "supports" in grid.locator("tbody td").nth(0).inner_text()
    assert "says both" in grid.locator("tbody td").nth(2).inner_text()
    page.close()
