"""The stance table beside the same table made of plain ipywidgets Dropdowns.

    python -m benchmarks.widgets [100x10 1000x10]

For each size it prints how many messages and bytes go to the page when the table is opened and for each edit,
and how long an edit takes: from the message of the page to the file on the disk and the acknowledgement, and
(with Chromium) from the key to the screen. A Dropdown's edit reaches the kernel and nothing else: there is no
disk in its figures. Times are medians.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import comm
import ipywidgets
from comm.base_comm import BaseComm

from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.model.stance import StanceValue
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CheckFolder
from factbook.widgets.stance_table import StanceTable

EDITS = 40
SIZES = ("100x10", "1000x10")
_SENT: list[int] = []


class CountedComm(BaseComm):  # type: ignore[misc]
    """A way to a page that counts what goes there."""

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        """Count a message by the bytes of its JSON."""
        body = {"type": msg_type, "data": data, "metadata": metadata, **keys}
        _SENT.append(len(json.dumps(body).encode()) + sum(len(one) for one in buffers or ()))


def make_folder(path: Path, *, sources: int, points: int) -> CheckFolder:
    """Make a check in which two coders have judged every second cell."""
    fields = {
        "claim": {"question": "Will the bridge open in May?"},
        "points": [
            {"id": f"p{n}", "text": f"What is said of the bridge, part {n}"} for n in range(1, points + 1)
        ],
        "sources": [
            {"id": f"s{n}", "title": f"Minutes of the city council, meeting {n}", "publisher": "City council"}
            for n in range(1, sources + 1)
        ],
        "coders": [{"id": "ana", "name": "Ana"}],
        "stances": [
            {"source": f"s{s}", "point": f"p{p}", "coder": "ana", "value": list(StanceValue)[(s + p) % 4]}
            for s in range(1, sources + 1)
            for p in range(1, points + 1)
        ],
    }

    def make(check_id: str) -> Check:
        return parse_check({"id": check_id, **fields})

    return Casebook(path).create(make, title="bench")


@contextmanager
def counting() -> Iterator[list[int]]:
    """Give a list that holds the bytes of each message that was sent within."""
    _SENT.clear()
    yield _SENT


def measure(edit: Callable[[int], None]) -> tuple[float, float, float]:
    """Make edits, and give the messages and bytes of one, and its time in ms."""
    times = []
    with counting() as sent:
        for number in range(EDITS):
            begun = time.perf_counter()
            edit(number)
            times.append((time.perf_counter() - begun) * 1000)
        return len(sent) / EDITS, sum(sent) / EDITS, statistics.median(times)


def measure_table(folder: CheckFolder, *, sources: int) -> dict[str, float]:
    """Open our table and judge in it."""
    begun = time.perf_counter()
    with counting() as sent:
        widget = StanceTable(folder, coder="Ana")
        opened = len(sent), sum(sent), (time.perf_counter() - begun) * 1000
    code = len(widget._esm) + len(widget._css)

    def edit(number: int) -> None:
        value = list(StanceValue)[number % 4].value
        message = {
            "part": "stance_table",
            "kind": "judge",
            "id": number,
            "source": f"s{number % sources + 1}",
        }
        widget._handle_custom_msg(message | {"point": "p1", "value": value}, [])

    edit(0)
    messages, size_bytes, time_ms = measure(edit)
    return {
        "open_messages": opened[0],
        "open_bytes": opened[1] - code,
        "code_bytes": code,
        "open_ms": opened[2],
        "edit_messages": messages,
        "edit_bytes": size_bytes,
        "edit_ms": time_ms,
        "screen_ms": key_to_screen_ms(widget),
    }


def measure_dropdowns(*, sources: int, points: int) -> dict[str, float]:
    """Open a table of Dropdowns and choose in it."""
    options = [("", ""), *((value.label, value.value) for value in StanceValue)]
    begun = time.perf_counter()
    with counting() as sent:
        cells = [ipywidgets.Dropdown(options=options) for _ in range(sources * points)]
        ipywidgets.GridBox(cells)
        opened = len(sent), sum(sent), (time.perf_counter() - begun) * 1000

    def edit(number: int) -> None:
        # As the page does: it sends the new index, and the kernel echoes what follows from it.
        state = {"method": "update", "state": {"index": number % 4 + 1}, "buffer_paths": []}
        cells[number]._handle_msg({"content": {"data": state}, "buffers": []})

    messages, size_bytes, time_ms = measure(edit)
    return {
        "open_messages": opened[0],
        "open_bytes": opened[1],
        "open_ms": opened[2],
        "edit_messages": messages,
        "edit_bytes": size_bytes,
        "edit_ms": time_ms,
    }


def key_to_screen_ms(widget: StanceTable) -> float:
    """Press keys in Chromium, and give the time until what they judge is drawn."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        return float("nan")
    from playwright.sync_api import sync_playwright

    from tests.browser.widget_page import WidgetPage

    script = """async (key) => {
      const begun = performance.now();
      const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(pressed);
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      return performance.now() - begun;
    }"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = WidgetPage(browser, widget)
        page.alive = False
        page.locator("[role=gridcell]").first.focus()
        times = []
        for number in range(EDITS):
            page.page.keyboard.press("ArrowDown")
            times.append(page.page.evaluate(script, str(number % 4 + 1)))
        browser.close()
    return statistics.median(times)


ROWS = (
    ("messages to open", "open_messages", "{:,.0f}"),
    ("bytes to open", "open_bytes", "{:,.0f}"),
    ("bytes of code", "code_bytes", "{:,.0f}"),
    ("ms to open", "open_ms", "{:,.0f}"),
    ("messages per edit", "edit_messages", "{:.1f}"),
    ("bytes per edit", "edit_bytes", "{:,.0f}"),
    ("ms from message to disk and answer", "edit_ms", "{:.1f}"),
    ("ms from key to screen", "screen_ms", "{:.1f}"),
)


def main(sizes: list[str]) -> None:
    """Print a table for each size."""
    comm.create_comm = lambda *args, **keys: CountedComm(*args, **keys)
    for size in sizes:
        sources, points = map(int, size.split("x"))
        with tempfile.TemporaryDirectory() as path:
            ours = measure_table(make_folder(Path(path), sources=sources, points=points), sources=sources)
        plain = measure_dropdowns(sources=sources, points=points)
        print(f"{f'{sources:,} sources x {points} points':<36}{'factbook':>14}{'Dropdowns':>14}")
        for title, name, form in ROWS:
            shown = [form.format(one[name]) if name in one else "-" for one in (ours, plain)]
            print(f"{title:<36}{shown[0]:>14}{shown[1]:>14}")
        print()


if __name__ == "__main__":
    main(sys.argv[1:] or list(SIZES))
