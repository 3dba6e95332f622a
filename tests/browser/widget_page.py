"""A widget's page in Chromium without JupyterLab: its modules as they are, behind them the kernel's side.

The stub model has the calls of anywidget's front-end modules and nothing else. What the page sends goes to
the widget in this process; what the widget sends goes to the page.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Route

from factbook.widgets import check_widget
from factbook.widgets.check_widget import CheckWidget

WIDGETS = Path(check_widget.__file__).parent
ORIGIN = "http://desk.test"
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}

STUB = """
import { render } from "./MODULE.js";
const heard = {};
let state = STATE;
const inBase64 = async (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
window.sent = [];
window.model = {
  get: (name) => state[name],
  on: (name, listener) => (heard[name] ??= []).push(listener),
  off: (name, listener) => (heard[name] = (heard[name] ?? []).filter((one) => one !== listener)),
  send: (message, _callbacks, buffers) => {
    if (message.kind !== "here") window.sent.push(message);
    queue = queue.then(async () => {
      const encoded = await Promise.all((buffers ?? []).map(inBase64));
      window.deliver(await window.toKernel(message, encoded));
    });
  },
};
let queue = Promise.resolve();
window.deliver = (messages) =>
  messages.forEach((message) => {
    if (message.trait) state[message.trait] = message.value;
    const name = message.trait ? `change:${message.trait}` : "msg:custom";
    [...(heard[name] ?? [])].forEach((listener) => listener(message));
  });
window.listeners = () => Object.values(heard).flat().length;
window.leave = render({ model: window.model, el: document.getElementById("widget") });
window.ready = true;
"""

LIGHT = """--jp-layout-color1: #fff; --jp-layout-color2: #eee; --jp-border-color2: #e0e0e0;
--jp-ui-font-color1: rgba(0,0,0,.87)"""
DARK = """--jp-layout-color1: #111; --jp-layout-color2: #424242; --jp-border-color2: #616161;
--jp-ui-font-color1: rgba(255,255,255,1)"""


class WidgetPage:
    """A page that shows one widget, and the way between the two.

    ``alive`` set to false is a kernel that is gone: what the page sends is lost. ``answers`` set to false: it
    does what the page asks and its answers are lost; `hold` has them wait, as those of a busy kernel do.
    """

    def __init__(
        self,
        browser: Browser,
        widget: CheckWidget,
        *,
        theme: str = "light",
        width: int = 1000,
        context: BrowserContext | None = None,
    ) -> None:
        self.widget = widget
        self.alive = self.answers = True
        self._held = False
        self.context = context or browser.new_context(viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self._to_page: list[dict[str, Any]] = []
        widget.send = lambda message, buffers=None: self._to_page.append(json.loads(json.dumps(message)))
        # A view that is sent as a whole goes as the state of the widget, and not as a message.
        widget.observe(
            lambda change: self._to_page.append({"trait": change.name, "value": change.new}), [*widget.parts]
        )
        self.page.expose_function("toKernel", self._to_kernel)
        self.page.route(f"{ORIGIN}/**", self._serve)
        self._theme = theme
        self.load()

    def load(self) -> None:
        self.page.goto(f"{ORIGIN}/")
        self.page.wait_for_function("window.ready || window.failed")
        failed = self.page.evaluate("window.failed")
        assert not failed, (failed, self.errors)

    def push(self) -> None:
        """Hand the page what the widget has to tell by itself."""
        messages, self._to_page[:] = list(self._to_page), []
        self.page.evaluate("messages => deliver(messages)", messages)

    def hold(self, held: bool = True) -> None:
        """Keep what the kernel has to tell until it is let go."""
        self._held = held
        if not held:
            self.push()

    def wait_until(self, true: Callable[[], bool], message: str, *, seconds: float = 30) -> None:
        """Wait for what the kernel does beside, and hand the page what it has to tell meanwhile."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, message
            self.page.wait_for_timeout(30)
            if self.answers and not self._held:
                self.push()

    def look(self) -> None:
        """Let the widget see what others wrote, as the watch of a running kernel would."""
        self.widget.look()
        self.push()

    def settle(self) -> None:
        """Wait until all that was typed is saved."""
        self.page.locator(".status:visible", has_text="Saved.").first.wait_for(timeout=10_000)

    def locator(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def close(self) -> None:
        self.page.close()

    def _to_kernel(self, message: dict[str, Any], buffers: list[str]) -> list[dict[str, Any]]:
        if not self.alive:
            return []
        received = [memoryview(base64.b64decode(one)) for one in buffers]
        self.widget._handle_custom_msg(message, received)
        if self._held:
            return []
        messages, self._to_page[:] = list(self._to_page), []
        return messages if self.answers else []

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/").partition("?")[0]
        if name == "":
            route.fulfill(body=self._document(), content_type="text/html; charset=utf-8")
        elif name == "stub.js":
            traits = {*self.widget.parts, "place", "words", *getattr(self.widget, "page_traits", ())}
            state = {name: getattr(self.widget, name) for name in traits}
            script = STUB.replace("MODULE", self.widget.module).replace("STATE", json.dumps(state))
            route.fulfill(body=script, content_type="text/javascript; charset=utf-8")
        elif (file := WIDGETS / name).is_file() and file.suffix in TYPES:
            route.fulfill(body=file.read_bytes(), content_type=f"{TYPES[file.suffix]}; charset=utf-8")
        else:
            route.fulfill(status=404 if name != "favicon.ico" else 204)

    def _document(self) -> str:
        variables = LIGHT if self._theme == "light" else DARK
        ground = "#fff" if self._theme == "light" else "#111"
        return (
            "<!doctype html><html lang=en><title>desk</title>"
            "<script>addEventListener('error', (event) => (window.failed = event.message || 'it failed'))"
            "</script>"
            f"<style>{self.widget._css}</style>"
            f"<style>body {{ {variables}; background: {ground}; margin: 16px }}</style>"
            f"<body data-jp-theme-light='{json.dumps(self._theme == 'light')}'>"
            "<main><div id=widget></div></main><script type=module src=/stub.js></script>"
        )
