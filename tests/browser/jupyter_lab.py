"""A real JupyterLab, started by ``factbook lab``, and the ways of somebody who works in it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

TOKEN = "of-this-test-only"  # noqa: S105


@dataclass(frozen=True)
class Lab:
    """A JupyterLab on a casebook: its address, and the process of its server."""

    address: str
    process: psutil.Process

    def kernel(self) -> psutil.Process:
        """Give the kernel that runs."""
        wait_until(lambda: bool(self._kernels()), "no kernel was started")
        return self._kernels()[0]

    def _kernels(self) -> list[psutil.Process]:
        found = []
        for one in self.process.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if one.status() != psutil.STATUS_ZOMBIE and "ipykernel" in " ".join(one.cmdline()):
                    found.append(one)
        return found


@contextmanager
def jupyter_lab(casebook: Path, *, home: Path) -> Iterator[Lab]:
    """Run ``factbook lab`` on a casebook, with nobody's settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = home / ".jupyter"
    config.mkdir(parents=True)
    settings = {
        "ServerApp": {"allow_root": True, "ip": "127.0.0.1"},
        "IdentityProvider": {"token": TOKEN},
        "LabApp": {"extension_manager": "readonly"},
        # A kernel that dies five times soon after it was started is given up; ours are killed.
        "KernelRestarter": {"restart_limit": 1000},
    }
    (config / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")
    # Lab asks by a note of its own, above the page, whether it may look for news.
    asking = config / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    asking.parent.mkdir(parents=True)
    asking.write_text('{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    run = "from factbook.cli import main; main()"
    command = [sys.executable, "-c", run, "lab", str(casebook), "--no-browser", "--port", str(port)]
    log = (home / "lab.log").open("w")
    started = psutil.Popen(
        command, env=environment | {"HOME": str(home)}, stdout=log, stderr=log, cwd=casebook.parent
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(f"{address}/api/status?token={TOKEN}"), "JupyterLab did not start")
        yield Lab(address, psutil.Process(started.pid))
    finally:
        family = [*started.children(recursive=True), started]
        for one in family:
            with contextlib.suppress(psutil.Error):
                one.terminate()
        _, left = psutil.wait_procs(family, timeout=10)
        for one in left:
            one.kill()
        started.wait(10)
        log.close()


def open_notebook(page: Page, lab: Lab, notebook: str = "desk.ipynb") -> None:
    """Open a notebook, and wait until its kernel is there."""
    page.goto(f"{lab.address}/lab/tree/{notebook}?token={TOKEN}&reset")
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    wait_until_idle(page)


def wait_until_idle(page: Page) -> None:
    """Wait until the kernel is there; cells that are run before are not run at all."""
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)


def run_all(page: Page, *, until: str = ".factbook-tabs [role=tab]") -> Locator:
    """Run all cells, and give the desk that they show."""
    wait_until_idle(page)
    before = page.locator(".factbook-tabs").first.element_handle() if page.locator(until).count() else None
    # JupyterLab shows a kernel as idle a little before it knows of it itself: then it asks which one to take,
    # or runs nothing, and a person would choose "Run All Cells" again.
    question = page.get_by_role("dialog").get_by_role("button", name="Select", exact=True)
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(PlaywrightTimeout):
            page.get_by_text("[*]:").or_(question).first.wait_for(timeout=5_000)
            if question.count():
                question.click()
            break
    # The desk of the kernel before goes, and another comes in its place.
    page.wait_for_function(
        "([before, until]) => !before?.isConnected && document.querySelector(until)",
        arg=[before, until],
        timeout=90_000,
    )
    # JupyterLab goes to the last cell and takes those off screen out of the page.
    page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
    desk = page.locator(".factbook-tabs").first
    desk.wait_for(timeout=60_000)
    return desk


def wait_until(true: Callable[[], bool], message: str, *, seconds: float = 60) -> None:
    """Wait for something beside the page."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, message
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
