"""Taking back what was done at the desk, whatever else has changed in the check since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from factbook.errors import ConflictError
from factbook.model.check import Check
from factbook.store.merge import merge_checks
from factbook.widgets.part import Part
from factbook.widgets.patches import JsonObject
from factbook.widgets.seat import Seat

_MOST_STEPS = 100


class Undoing:
    """Writes changes that can be taken back, the last one first."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._steps: list[tuple[Check, Check]] = []

    @property
    def count(self) -> int:
        """How many changes can be taken back."""
        return len(self._steps)

    def write(self, change: Callable[[Check], Check]) -> Check:
        """Change the check on the disk, as `Seat.write` does, and remember it."""
        steps: list[tuple[Check, Check]] = []

        def remembered(check: Check) -> Check:
            steps[:] = [(check, change(check))]
            return steps[0][1]

        after = self._seat.write(remembered)
        self._steps = [*self._steps, *(step for step in steps if step[0] != step[1])][-_MOST_STEPS:]
        return after

    def take_back(self) -> tuple[Check, Check] | None:
        """Take the last change back, and give the check before and after it; `None` if there is none.

        Raises
        ------
        ConflictError
            What it changed was changed again since: that stays, and the step is forgotten.
        """
        if not self._steps:
            return None
        before, after = self._steps[-1]
        try:
            # Back is a change as well: from what was made of the check to what it had been. Whoever became a
            # coder with it stays one: they may have judged since.
            back = before.changed(coders=after.coders)
            self._seat.write(lambda now: merge_checks(after, back, now))
        except ConflictError as error:
            self._steps.pop()
            raise ConflictError(
                "It was changed again since, and stays as it is",
                records=error.records,
                next_step="Change it by hand.",
            ) from error
        self._steps.pop()
        return before, after


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
