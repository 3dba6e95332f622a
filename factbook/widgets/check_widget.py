"""The base of all widgets: a view of a check on disk.

What the page shows are views, one for each part of the desk. An edit is a small message; it is written to the
check, and only then acknowledged, so that what is shown as saved is saved. With the acknowledgement goes what
it changed in the view, as a patch; so goes what anybody else changed, as soon as the file is seen to be new.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Any, ClassVar

import anywidget
import traitlets

from factbook.errors import FactbookError, SnapshotError, StoreError
from factbook.store.check_folder import CheckFolder
from factbook.widgets.background import why_not
from factbook.widgets.desk_words import desk_words, expect_desk_language
from factbook.widgets.front_end import script, style
from factbook.widgets.part import MovedOnError, Part
from factbook.widgets.patches import JsonObject, Patch
from factbook.widgets.reporting import Reporting
from factbook.widgets.seat import Seat
from factbook.wording import speaking

LOOK_EVERY_S = 0.4
"""How often the date of the file is looked at while a page shows it."""

_log = logging.getLogger(__name__)

_LEASE_S = 150.0
"""How long a page counts as looking on after it last said so; it does every minute."""


class CheckWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """A widget that shows parts of a check; each part has a trait of its name with its view.

    Parameters
    ----------
    folder:
        The check.
    coder:
        The name or id of the person who works here.
    reporting:
        Who audits the check and shows its report; without it the desk does neither.
    language:
        The language of our words, like ``es``; English unless given.
    asleep:
        Parts that are not shown yet: their views are made, and sent, once the page wakes them.
    """

    place = traitlets.Unicode(help="what the browser keeps unsaved text of this check under").tag(sync=True)
    words = traitlets.Dict(help="our words in another language, by the English ones").tag(sync=True)

    part_classes: ClassVar[tuple[type[Part], ...]] = ()
    static_parts: ClassVar[tuple[str, ...]] = ()
    """The parts that are shown where no widget runs; all of them unless some are named."""

    module: ClassVar[str]
    """The name of the JavaScript module; its style, and that of its parts, bear their names."""

    def __init_subclass__(cls, **options: Any) -> None:
        if "module" in cls.__dict__:
            styles = dict.fromkeys([*(part.name for part in cls.part_classes), cls.module])
            cls._esm, cls._css = script(cls.module), style(*styles)
        super().__init_subclass__(**options)

    def __init__(
        self,
        folder: CheckFolder,
        *,
        coder: str,
        reporting: Reporting | None = None,
        language: str = "",
        asleep: Collection[str] = (),
    ) -> None:
        self.seat = Seat(folder, coder, reporting=reporting, language=expect_desk_language(language))
        self.parts = {one.name: one(self.seat) for one in self.part_classes}
        self._renewed = dict.fromkeys(self.parts, (self.seat.check, coder))
        self._watching: asyncio.Task[None] | None = None
        self._looked_on_s = 0.0
        self._trouble = ""
        self._told_trouble = dict.fromkeys(self.parts, "")
        self._asleep = set(asleep)
        self._open: dict[str, str] = {}
        with self._speaking():
            awake = {name: part.view() for name, part in self.parts.items() if name not in self._asleep}
        super().__init__(place=self.seat.place, words=desk_words(language), **awake)
        for name, part in self.parts.items():
            part.post = lambda message, name=name: self._post(name, message)  # type: ignore[misc]
        self.on_msg(self._receive)

    @property
    def folder(self) -> CheckFolder:
        """The check that is shown."""
        return self.seat.folder

    @property
    def coder(self) -> str:
        """Who works here."""
        return self.seat.coder

    def refresh(self) -> None:
        """Show the check as it is on the disk now."""
        self.seat.read()
        self.show()

    def show(self, *, besides: str = "") -> None:
        """Tell the page what is new in all views, or in all but one."""
        for name in self.parts:
            if name != besides and self._is_behind(name) and (patch := self._renewed_or_troubled(name)):
                self.send({"part": name, "kind": "news", "patch": patch})
        for name, part in self.parts.items():
            if not self._rests(name):
                part.settle()

    def wake(self, name: str) -> None:
        """Send the whole view of a part that was not shown until now."""
        if name in self._asleep:
            with self._speaking():
                view = self.parts[name].view()
            self._asleep.remove(name)
            self._renewed[name] = self.seat.check, self.seat.coder
            setattr(self, name, view)

    def _rests(self, name: str) -> bool:
        """Tell whether no page has a part open: it is brought up to date when one opens it again."""
        return bool(self._open) and name not in self._open.values()

    def _opened(self, page: str, name: str) -> None:
        """A page of tabs shows this part now, and the one before no longer; without a name, none any more."""
        if name:
            self._open[page] = name
            try:
                self.wake(name)
            except FactbookError as error:
                self._tell_trouble(name, why_not(error))
        else:
            self._open.pop(page, None)
        self.show()

    def _is_behind(self, name: str) -> bool:
        if name in self._asleep or self._rests(name):
            return False
        check, coder = self._renewed.get(name, (None, ""))
        return check is not self.seat.check or coder != self.seat.coder

    def _renew(self, name: str) -> Patch:
        """Bring the view of a part up to date, and give what changed in it."""
        # The view is changed, not sent: a page that is loaded again asks the kernel for it.
        with self._speaking():
            patch = self.parts[name].renew(getattr(self, name))
        self._renewed[name] = self.seat.check, self.seat.coder
        return patch

    def _renewed_or_troubled(self, name: str) -> Patch:
        """Do as `_renew`, or tell the page why it cannot be done: what was saved is saved for all that."""
        if name in self._asleep:
            return []
        try:
            patch = self._renew(name)
        except Exception as error:  # noqa: BLE001  nobody else would see it
            if not isinstance(error, FactbookError):
                _log.exception("The view of %s could not be made", name)
            self._tell_trouble(name, why_not(error))
            return []
        self._tell_trouble(name)
        return patch

    def _tell_trouble(self, name: str, of_view: str = "") -> None:
        """Tell a part of the page what keeps it from showing the check as it is now, or that nothing does."""
        trouble = self._trouble or of_view
        if trouble != self._told_trouble[name]:
            self._told_trouble[name] = trouble
            self.send({"part": name, "kind": "trouble", "message": trouble})

    def _receive(self, _widget: Any, message: JsonObject, buffers: list[memoryview]) -> None:
        if message.get("kind") == "here":
            self._look_on()
            return
        name, before = str(message.get("part")), self.seat.check
        if message.get("kind") == "opened":
            self._opened(str(message.get("page")), name if name in self.parts else "")
            return
        if name not in self.parts:
            return
        answer: JsonObject = {"kind": "saved"}
        try:
            self.wake(name)
            if message.get("kind") != "wake":
                with self._speaking():
                    answer |= self.parts[name].obey(message, buffers)
            if self.seat.check is before:
                answer["still"] = True  # Nothing was written, and nothing is to be called saved.
            else:
                self._trouble = ""  # The file is there, and can be read.
        except MovedOnError as moved:
            self.seat.read_quietly()
            answer = {"kind": "moved", "theirs": moved.theirs}
        except FactbookError as error:
            answer = {"kind": "failed", "message": str(error), "problem": error.problem}
            # Not for what was asked, but for the disk: the page keeps it, and tries again.
            of_disk = isinstance(error, StoreError) and not isinstance(error, SnapshotError)
            if not self.seat.read_quietly() or of_disk:
                answer["again"] = True
        except Exception as error:
            # A fault of ours: the page is not to wait for an answer, and the log is to have the rest.
            told = why_not(error)
            self._post(name, {"id": message.get("id"), "kind": "failed", "message": told, "problem": told})
            raise
        self._post(name, {"id": message.get("id"), **answer})

    def _post(self, name: str, message: JsonObject) -> None:
        """Tell a part of the page something, and each what is new in its view."""
        patch = message.pop("patch", None) or self._renewed_or_troubled(name)
        self.send({"part": name, "kind": "news", **message, **({"patch": patch} if patch else {})})
        self.show(besides=name)

    def _look_on(self) -> None:
        """A page shows this widget: from now on its file is watched."""
        self._looked_on_s = time.monotonic()
        self.look()
        if self._watching is None or self._watching.done():
            with contextlib.suppress(RuntimeError):  # No loop runs where no page can be.
                self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while self.comm is not None and time.monotonic() - self._looked_on_s < _LEASE_S:
            await asyncio.sleep(LOOK_EVERY_S)
            self.look()

    def look(self) -> None:
        """Show what anybody else has changed since the check was read, if its file is new."""
        try:
            if self.seat.has_moved():
                self.seat.read()
            self._trouble = ""
        except FactbookError as error:
            self._trouble = str(error)
        behind = [name for name in self.parts if self._is_behind(name)]
        for name in self.parts:
            if name not in behind:
                self._tell_trouble(name)
        if behind:
            self.show()

    def _speaking(self) -> AbstractContextManager[None]:
        return speaking(self.seat.language)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        # Outside a live front end there is plain HTML; a front end takes the widget, which is richer.
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        self.seat.read_quietly()
        parts = [self.parts[name] for name in self.static_parts or self.parts]
        with self._speaking():
            static = {
                "text/html": "\n".join(part.static_html() for part in parts),
                "text/plain": "\n\n".join(part.static_text() for part in parts),
            }
        return data | static, metadata
