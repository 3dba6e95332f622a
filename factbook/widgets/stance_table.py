"""The stance table as a widget: sources down, points across, one key per judgement.

The widget is a view of the check on disk. An edit is a message of one cell; it is written to the check, and
only then acknowledged with that cell, the totals and the Rating, so what is shown as saved is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from factbook.analysis.independence import find_origins
from factbook.analysis.origins import Origins
from factbook.errors import BadInputError, FactbookError
from factbook.model.blinding import seen_by
from factbook.model.check import Check
from factbook.model.coding import parse_stance
from factbook.model.source import Source
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now
from factbook.widgets.stance_edits import Edit, accept, apply, clear, difference, dismiss, judge, with_person
from factbook.widgets.stance_static import static_html, static_text
from factbook.widgets.stance_view import JsonObject, acknowledgement, place_edit, table_view

_HERE = Path(__file__).parent


class StanceTable(anywidget.AnyWidget):  # type: ignore[misc]
    """The stance table of a check, for one coder to fill; they see what `model.blinding.seen_by` shows them.

    Keys in the table: arrows, Home and End move; 1 to 4 set supports, refutes, mixed, not addressed; 0 or
    Delete clears; a accepts a model's suggestion, d dismisses it; n opens the note; z and Shift+z undo, redo.

    Parameters
    ----------
    folder:
        The check.
    coder:
        The name or id of the person who judges. They become a coder of the check with their first judgement.
    """

    _esm = _HERE / "stance_table.js"
    _css = _HERE / "stance_table.css"
    table = traitlets.Dict(help="what is shown; see `stance_view.table_view`").tag(sync=True)

    def __init__(self, folder: CheckFolder, *, coder: str) -> None:
        self.folder = folder
        self.coder = coder
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._asked: JsonObject = {}
        self._shown = folder.read()
        self._folded: tuple[tuple[Source, ...], Origins] | None = None
        super().__init__(table=self._view(self._shown))
        self.on_msg(self._receive)

    def refresh(self) -> None:
        """Show the check as it is on the disk now."""
        self._show(self.folder.read())
        self._tell()

    def judge(self, source: str, point: str, value: str | None, *, note: str | None = None) -> None:
        """Record this coder's judgement of a cell, or take it back with ``None``; a note stays.

        Judging, accepting, undo and redo raise what keeps the disk from taking the change, like
        `StoreError` for a full one, and then nothing has changed.
        """
        if value is None:
            self._edit(source, point, lambda check, me: clear(check, source=source, point=point, coder=me))
            return
        stance, now = parse_stance(value), utc_now()
        self._edit(
            source,
            point,
            lambda check, me: judge(
                check, source=source, point=point, coder=me, value=stance, note=note, at=now
            ),
        )

    def accept(self, source: str, point: str) -> None:
        """Accept a model's suggestion in a cell: from then on it counts as coded."""
        self._edit(source, point, lambda check, me: accept(check, source=source, point=point, coder=me))

    def dismiss(self, source: str, point: str) -> None:
        """Take a model's suggestion out of a cell."""
        self._edit(source, point, lambda check, _me: dismiss(check, source=source, point=point), judges=False)

    def undo(self) -> None:
        """Take back the last edit made through this widget; the check on disk changes with it."""
        self._step(self._done, self._undone)

    def redo(self) -> None:
        """Make the last edit that was taken back again."""
        self._step(self._undone, self._done)

    def _edit(
        self, source: str, point: str, change: Callable[[Check, str], Check], *, judges: bool = True
    ) -> None:
        edits: list[Edit | None] = []

        def change_cell(check: Check) -> Check:
            whole, me = with_person(check, self.coder)
            # Whoever only dismisses has judged nothing either.
            before = whole if judges else check
            after = change(before, me.id)
            edits[:] = [difference(before, after, source, point)]
            # Whoever only looked, or pressed a key twice, is not written down as a coder.
            return after if edits[0] else check

        self._write(change_cell, source, point)
        if edits[0]:
            self._done.append(edits[0])
            self._undone.clear()
        self._tell(source, point)

    def _step(self, take: list[Edit], give: list[Edit]) -> None:
        if not take:
            self._tell()
            return
        # What is taken back is kept the other way round, so that a step is the same in both directions.
        back = take[-1].reversed
        try:
            self._write(lambda check: apply(check, back), back.source, back.point)
        except (BadInputError, LookupError, RuntimeError):
            take.pop()  # The cell has moved on; the step would fail for ever and bar the way to those before.
            raise
        take.pop()
        give.append(back)
        self._tell(back.source, back.point)

    def _write(self, change: Callable[[Check], Check], source: str, point: str) -> None:
        seen: list[Check] = []

        def remember(check: Check) -> Check:
            seen[:] = [check]
            return change(check)

        after = self.folder.update(remember)
        if seen[0] != self._shown:
            self._show(after)  # Another program changed the check: more than one cell may be new.
        else:
            # The table is changed, not sent: a page that is loaded again asks the kernel for it.
            self._shown = after
            me = self._coder_id(after)
            origins = self._origins(after)
            place_edit(self.table, seen_by(after, me), source, point, coder=me, origins=origins)

    def _show(self, check: Check) -> None:
        self._shown = check
        self.table = self._view(check)

    def _view(self, check: Check) -> JsonObject:
        me = self._coder_id(check)
        view = table_view(seen_by(check, me), coder=me, origins=self._origins(check))
        return view | self._history()

    def _origins(self, check: Check) -> Origins:
        # Texts are compared when the sources change, and not at each key that is pressed.
        if self._folded is None or self._folded[0] != check.sources:
            self._folded = check.sources, find_origins(check, self.folder)
        return self._folded[1]

    def _history(self) -> JsonObject:
        return {"undo": len(self._done), "redo": len(self._undone)}

    def _coder_id(self, check: Check) -> str:
        return with_person(check, self.coder)[1].id

    def _receive(self, _widget: Any, message: JsonObject, _buffers: Any) -> None:
        self._asked = message
        try:
            self._obey(message)
        except FactbookError as error:
            self._show_disk()
            self._answer({"kind": "failed", "message": str(error)})
        finally:
            self._asked = {}

    def _obey(self, message: JsonObject) -> None:
        kind, source, point = (str(message.get(name, "")) for name in ("kind", "source", "point"))
        value, note = (
            None if message.get(name) is None else str(message[name]) for name in ("value", "note")
        )
        if kind == "judge":
            self.judge(source, point, value, note=note)
        elif kind in {"accept", "dismiss"}:
            getattr(self, kind)(source, point)
        elif kind in {"undo", "redo", "refresh"}:
            getattr(self, kind)()
        else:
            raise BadInputError(f"The desk does not know {kind!r}", next_step="Reload the page.")

    def _tell(self, source: str = "", point: str = "") -> None:
        """Acknowledge what is on the disk now: nothing, or one cell and what follows from it."""
        if not source:
            self._answer({"kind": "saved"})
            return
        answer = {"kind": "saved", **acknowledgement(self.table, source, point)}
        if (
            self._asked.get("kind") == "judge"
            and self._asked.get("note") is None
            and "note" in answer["cell"]
        ):
            # A note may be long, and a key for a stance does not change it.
            del answer["cell"]["note"]
            answer["note_stays"] = True
        self._answer(answer)

    def _answer(self, answer: JsonObject) -> None:
        self.table.update(self._history())
        self.send({"id": self._asked.get("id"), **answer, **self._history()})

    def _show_disk(self) -> None:
        try:
            check = self.folder.read()
        except FactbookError:
            return  # The error on its way to the front end says what is wrong; what was last seen stays.
        if check != self._shown:
            self._show(check)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        # Outside a live front end the table is plain HTML; a front end takes the widget, which is richer.
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        self._show_disk()
        seen = seen_by(self._shown, self._coder_id(self._shown))
        origins = self._origins(seen)
        static = {
            "text/html": static_html(seen, origins=origins),
            "text/plain": static_text(seen, origins=origins),
        }
        return data | static, metadata
