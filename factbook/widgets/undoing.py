"""Taking back what was done at the desk, whatever else has changed in the check since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from factbook.errors import ConflictError
from factbook.model.check import Check
from factbook.store.merge import merge_checks
from factbook.widgets.part import Part
from factbook.widgets.patches import JsonObject
from factbook.widgets.seat import Seat

_MOST_STEPS = 100


class _Step(NamedTuple):
    """What was changed, and by whom: nobody takes back what another did."""

    coder: str
    before: Check
    after: Check


class Undoing:
    """Writes changes that can be taken back by whoever made them, the last one first."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._steps: list[_Step] = []

    @property
    def count(self) -> int:
        """How many changes whoever sits here now can take back."""
        return len(self._own)

    @property
    def _own(self) -> list[_Step]:
        return [step for step in self._steps if step.coder == self._seat.coder_id]

    def write(self, change: Callable[[Check], Check]) -> Check:
        """Change the check on the disk, as `Seat.write` does, and remember it."""
        seen: list[Check] = []

        def remembered(check: Check) -> Check:
            seen[:] = [check]
            return change(check)

        after = self._seat.write(remembered)
        if seen[0] != after:
            self._steps = [*self._steps, _Step(self._seat.coder_id, seen[0], after)][-_MOST_STEPS:]
        return after

    def take_back(self) -> tuple[Check, Check] | None:
        """Take the last change back, and give the check before and after it; `None` if there is none.

        Raises
        ------
        ConflictError
            What it changed was changed again since: that stays, and the step is forgotten.
        """
        if not self._own:
            return None
        step = self._own[-1]
        before, after = step.before, step.after
        try:
            # Back is a change as well: from what was made of the check to what it had been. Whoever became a
            # coder with it stays one: they may have judged since.
            back = before.changed(coders=after.coders)
            self._seat.write(lambda now: merge_checks(after, back, now))
        except ConflictError as error:
            self._forget(step)
            raise ConflictError(
                "It was changed again since, and stays as it is",
                records=error.records,
                next_step="Change it by hand.",
            ) from error
        self._forget(step)
        return before, after

    def _forget(self, step: _Step) -> None:
        self._steps = [one for one in self._steps if one is not step]


class UndoablePart(Part):
    """A part whose changes, but for what is typed, can be taken back: its view has how many, as ``undo``."""

    def __init__(self, seat: Any) -> None:
        super().__init__(seat)
        self.undoing = Undoing(seat)

    def do_undo(self, _message: JsonObject) -> JsonObject:
        """Take back what was done last."""
        step = self.undoing.take_back()
        return {"nothing": True} if step is None else self.undone(*step)

    def undone(self, _before: Check, _after: Check) -> JsonObject:
        """Give what the page is told of a step that was taken back: the check before it, and after it."""
        return {}
