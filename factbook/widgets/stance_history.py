"""What was done to the stance table at one desk, to be taken back and done again."""

from __future__ import annotations

from factbook.widgets.stance_edits import Edit

Step = tuple[Edit, ...]
"""What one key did: the change of a cell, or of many at once."""


class History:
    """The steps that were done, and those that were taken back."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._note_of: tuple[str, str] | None = None

    @property
    def counts(self) -> tuple[int, int]:
        """How many steps can be taken back, and how many done again."""
        return len(self._done), len(self._undone)

    def record(self, step: Step, *, note: bool = False) -> None:
        """Remember a step; a note that is written on is one step with what was written before."""
        if not step:
            return
        self._undone.clear()
        place = (step[0].source, step[0].point)
        if note and self._note_of == place and self._done:
            before = self._done.pop()[0]
            step = (Edit(*place, before.before, step[0].after, before.lost, step[0].gained),)
        self._note_of = place if note else None
        self._done.append(step)

    def next(self, *, back: bool) -> Step:
        """Give the step that undo (``back``) or redo makes, turned the way it is to be applied."""
        steps = self._done if back else self._undone
        return tuple(edit.reversed for edit in steps[-1]) if steps else ()

    def moved(self, step: Step, *, back: bool) -> None:
        """Note that this step was made."""
        take, give = (self._done, self._undone) if back else (self._undone, self._done)
        take.pop()
        give.append(step)
        self._note_of = None

    def forget_next(self, *, back: bool) -> None:
        """Drop a step that can no longer be made; it would bar the way to those before."""
        (self._done if back else self._undone).pop()
