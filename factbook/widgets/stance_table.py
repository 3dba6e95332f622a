"""The stance table as a widget: sources down, points across, one key per judgement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import traitlets

from factbook.errors import BadInputError, ConflictError, FactbookError
from factbook.model.adjudicating import adjudicate
from factbook.model.blinding import begin_blind, reveal
from factbook.model.check import Check
from factbook.model.coding import parse_stance
from factbook.model.judging import clear, judge, own_stance
from factbook.model.record import clean_text
from factbook.model.stance import StanceValue
from factbook.store.clock import utc_now
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.part import MovedOnError, Part, text_in
from factbook.widgets.patches import JsonObject, Patch, difference
from factbook.widgets.stance_edits import (
    Edit,
    accept,
    accept_column,
    apply_all,
    dismiss,
    mine,
    with_person,
)
from factbook.widgets.stance_edits import difference as edit_between
from factbook.widgets.stance_history import History
from factbook.widgets.stance_static import static_html, static_text
from factbook.widgets.stance_view import StanceView, cell_detail

Changing = Callable[[Check, str], Check]


class StancePart(Part):
    """The stance table of a check for the coder at the desk, with what they did to it."""

    name: ClassVar[str] = "stance_table"

    def __init__(self, seat: Any) -> None:
        super().__init__(seat)
        self._histories: dict[str, History] = {}
        self._shown: StanceView | None = None

    def view(self) -> JsonObject:
        """Give the whole table; see `stance_view.StanceView`, with the coder and the history."""
        seat = self.seat
        self._shown = StanceView(seat.seen, coder=seat.coder_id, origins=seat.origins)
        return self._shown.view | self._around()

    def renew(self, shown: JsonObject) -> Patch:
        """Bring the page's view in line, and give what changed; of a cell no more than the cell."""
        before, seat = self._shown, self.seat
        patch = before.follow(seat.seen, coder=seat.coder_id, origins=seat.origins) if before else None
        if before is None or patch is None:
            return super().renew(shown)
        around = self._around()
        patch += difference({name: shown[name] for name in around}, around)
        shown.update(around)
        shown["rating"] = before.view["rating"]
        return patch

    def judge(
        self,
        source: str,
        point: str,
        value: StanceValue | None,
        *,
        note: str | None = None,
        base: str | None = None,
    ) -> None:
        """Record this coder's judgement of a cell, or take it back with ``None``; a note stays unless given.

        Raises
        ------
        MovedOnError
            The judgement is not ``base``, a stance or empty for none, but another that was not seen yet.
        """
        now = utc_now()

        def change(check: Check, me: str) -> Check:
            there = mine(check, source, point, me)
            if base is not None and (there or "") not in {base, value or ""}:
                raise MovedOnError(there or "")
            if value is None:
                return clear(check, source=source, point=point, coder=me)
            return judge(check, source=source, point=point, coder=me, value=value, note=note, at=now)

        self._edit(source, point, change)

    def write_note(self, source: str, point: str, note: str, *, base: str | None = None) -> None:
        """Write the note on this coder's judgement of a cell."""
        now = utc_now()

        def change(check: Check, me: str) -> Check:
            value, own = mine(check, source, point, me), own_stance(check, source, point, me)
            if value is None:
                raise BadInputError(
                    f"Nobody here has judged {source}/{point} yet",
                    next_step="Judge the cell first, with 1 to 4; then it can have a note.",
                )
            there = own.note if own else ""
            if base is not None and there not in {base, clean_text(note)}:
                raise MovedOnError(there)
            return judge(check, source=source, point=point, coder=me, value=value, note=note, at=now)

        self._edit(source, point, change, note=True)

    def accept(self, source: str, point: str) -> None:
        """Accept a model's suggestion in a cell: from then on it counts as coded."""
        self._edit(source, point, lambda check, me: accept(check, source=source, point=point, coder=me))

    def dismiss(self, source: str, point: str) -> None:
        """Take a model's suggestion out of a cell."""
        self._edit(source, point, lambda check, _me: dismiss(check, source=source, point=point), judges=False)

    def accept_column(self, point: str, *, above: float = 0.0) -> int:
        """Accept all suggestions on a point that wait and are at least so sure, and give how many."""
        edits: list[Edit] = []

        def change(check: Check) -> Check:
            whole, me = with_person(check, self.seat.coder)
            after, edits[:] = accept_column(whole, point=point, above=above, coder=me.id)
            return after if edits else check

        self.seat.write(change)
        self._history.record(tuple(edits))
        return len(edits)

    def step(self, *, back: bool) -> tuple[Edit, ...]:
        """Take the last step back, or make it again, and give what it changed; nothing if there is none."""
        edits = self._history.next(back=back)
        if not edits:
            return ()
        try:
            self.seat.write(lambda check: apply_all(check, edits))
        except (ConflictError, BadInputError, LookupError):
            self._history.forget_next(back=back)
            raise
        self._history.moved(edits, back=back)
        return edits

    def do_judge(self, message: JsonObject) -> JsonObject:
        """Judge a cell, or take the judgement back."""
        value, base = text_in(message, "value"), message.get("base")
        self.judge(
            *_cell(message),
            parse_stance(value) if value else None,
            base=base if isinstance(base, str) else None,
        )
        return self.do_cell(message)

    def do_note(self, message: JsonObject) -> JsonObject:
        """Write the note of a cell."""
        base = message.get("base")
        note = text_in(message, "value")
        self.write_note(*_cell(message), note, base=base if isinstance(base, str) else None)
        told = self.do_cell(message)
        return told | {"kept": told["detail"]["note"]}

    def do_accept(self, message: JsonObject) -> JsonObject:
        """Accept the suggestion of a cell."""
        self.accept(*_cell(message))
        return self.do_cell(message)

    def do_dismiss(self, message: JsonObject) -> JsonObject:
        """Dismiss the suggestion of a cell."""
        self.dismiss(*_cell(message))
        return self.do_cell(message)

    def do_accept_column(self, message: JsonObject) -> JsonObject:
        """Accept the suggestions on a point; ``above`` says how sure they have to be, 0 to 1."""
        above = message.get("above", 0)
        if not isinstance(above, int | float) or not 0 <= above <= 1:
            raise BadInputError(f"above is {above!r}", next_step="Give a number from 0 to 1.")
        return {"accepted": self.accept_column(text_in(message, "point"), above=above)}

    def do_undo(self, _message: JsonObject) -> JsonObject:
        """Take the last step back."""
        return self._stepped(back=True)

    def do_redo(self, _message: JsonObject) -> JsonObject:
        """Make the step again that was taken back last."""
        return self._stepped(back=False)

    def do_refresh(self, _message: JsonObject) -> None:
        """Show the check as it is on the disk now."""
        self.seat.read()

    def do_cell(self, message: JsonObject) -> JsonObject:
        """Give all there is to tell of a cell."""
        source, point = _cell(message)
        return {"detail": cell_detail(self.seat.seen, source, point, coder=self.seat.coder_id)}

    def do_adjudicate(self, message: JsonObject) -> JsonObject:
        """Decide a cell that coders disagree on."""
        source, point = _cell(message)
        value, reason = parse_stance(text_in(message, "value")), text_in(message, "reason")

        def change(check: Check) -> Check:
            check, me = with_person(check, self.seat.coder)
            fields = {"source": source, "point": point, "value": value, "reason": reason}
            return adjudicate(check, **fields, coder=me.id, at=utc_now())  # type: ignore[arg-type]

        self.seat.write(change)
        return self.do_cell(message)

    def do_coder(self, message: JsonObject) -> None:
        """Have another person sit at the desk; what they did is theirs to take back, and not the other's."""
        self.seat.coder = text_in(message, "coder")

    def do_blind(self, _message: JsonObject) -> None:
        """Have the check judged blind from now on."""
        self._decide(lambda check, me: begin_blind(check, coder=me, at=utc_now()))

    def do_reveal(self, _message: JsonObject) -> None:
        """Show all judgements to all."""
        self._decide(lambda check, me: reveal(check, coder=me, at=utc_now()))

    def static_html(self) -> str:
        """Give the table as plain HTML."""
        return static_html(self.seat.seen, origins=self.seat.origins)

    def static_text(self) -> str:
        """Give the table as lines of text."""
        return static_text(self.seat.seen, origins=self.seat.origins)

    def _edit(
        self, source: str, point: str, change: Changing, *, judges: bool = True, note: bool = False
    ) -> None:
        edits: list[Edit | None] = []

        def change_cell(check: Check) -> Check:
            whole, me = with_person(check, self.seat.coder)
            # Whoever only dismisses has judged nothing either.
            before = whole if judges else check
            after = change(before, me.id)
            edits[:] = [edit_between(before, after, source, point)]
            # Whoever only looked, or pressed a key twice, is not written down as a coder.
            return after if edits[0] else check

        self.seat.write(change_cell)
        self._history.record(tuple(edit for edit in edits if edit), note=note)

    @property
    def _history(self) -> History:
        return self._histories.setdefault(self.seat.coder_id, History())

    def _stepped(self, *, back: bool) -> JsonObject:
        edits = self.step(back=back)
        if not edits:
            return {"nothing": True}
        return self.do_cell({"source": edits[0].source, "point": edits[0].point}) | {"cells": len(edits)}

    def _decide(self, change: Changing) -> None:
        def decide(check: Check) -> Check:
            check, me = with_person(check, self.seat.coder)
            return change(check, me.id)

        self.seat.write(decide)

    def _around(self) -> JsonObject:
        undo, redo = self._history.counts
        return {"coder": self.seat.coder_id, "coder_name": self.seat.coder_name, "undo": undo, "redo": redo}


def _cell(message: JsonObject) -> tuple[str, str]:
    return text_in(message, "source"), text_in(message, "point")


class StanceTable(CheckWidget):
    """The stance table of a check, for one coder to fill; they see what `model.blinding.seen_by` shows them.

    Keys in the table: arrows, Home, End, Page Up and Page Down move; 1 to 4 set supports, refutes, mixed, not
    addressed; 0 or Delete clears; a accepts a model's suggestion, Shift+a all of a point, d dismisses one; n
    leads to the note, o opens the source; z and Shift+z undo, redo; / filters.

    Parameters
    ----------
    folder:
        The check.
    coder:
        The name or id of the person who judges. They become a coder of the check with their first judgement.
    """

    part_classes: ClassVar[Any] = (StancePart,)
    module: ClassVar[str] = "stance_table"
    stance_table = traitlets.Dict(help="what is shown; see `stance_view.StanceView`").tag(sync=True)

    @property
    def stances(self) -> StancePart:
        """The part that is the table."""
        part = self.parts[StancePart.name]
        assert isinstance(part, StancePart)  # noqa: S101  it is made by its class
        return part

    def judge(self, source: str, point: str, value: str | None, *, note: str | None = None) -> None:
        """Record this coder's judgement of a cell, or take it back with ``None``; a note stays.

        Judging, accepting, undo and redo raise what keeps the disk from taking the change, like
        `StoreError` for a full one, and then nothing has changed.
        """
        self._do(
            lambda: self.stances.judge(
                source, point, None if value is None else parse_stance(value), note=note
            )
        )

    def accept(self, source: str, point: str) -> None:
        """Accept a model's suggestion in a cell: from then on it counts as coded."""
        self._do(lambda: self.stances.accept(source, point))

    def dismiss(self, source: str, point: str) -> None:
        """Take a model's suggestion out of a cell."""
        self._do(lambda: self.stances.dismiss(source, point))

    def undo(self) -> None:
        """Take back the last edit made through this widget; the check on disk changes with it."""
        self._do(lambda: self.stances.step(back=True))

    def redo(self) -> None:
        """Make the last edit that was taken back again."""
        self._do(lambda: self.stances.step(back=False))

    def _do(self, change: Callable[[], object]) -> None:
        try:
            change()
        except FactbookError:
            self.seat.read_quietly()
            self.show()
            raise
        self.show()
