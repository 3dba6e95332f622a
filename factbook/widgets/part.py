"""One part of the desk: what it shows of a check, and what the page may ask of it.

A part knows the check and not the page; `check_widget.CheckWidget` carries messages between the two.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from factbook.errors import BadInputError
from factbook.model.check import Check
from factbook.model.record import clean_text
from factbook.widgets.patches import JsonObject, Patch, difference
from factbook.widgets.seat import Seat

R = TypeVar("R")


class MovedOnError(Exception):
    """What was to be changed is no longer what the page had seen; ``theirs`` is what it is now."""

    def __init__(self, theirs: Any) -> None:
        self.theirs = theirs
        super().__init__("it was changed meanwhile")


class Part(ABC):
    """A part of the desk. What the page may ask for are its methods ``do_KIND``, which give the answer."""

    name: ClassVar[str]

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.post: Callable[[JsonObject], None] = lambda _message: None
        """Tells the page something it did not ask for."""

    @abstractmethod
    def view(self) -> JsonObject:
        """Give what the page shows, as JSON."""

    @abstractmethod
    def static_html(self) -> str:
        """Give the same as HTML without script or style, for where no widget runs."""

    @abstractmethod
    def static_text(self) -> str:
        """Give the same as lines of text."""

    def renew(self, shown: JsonObject) -> Patch:
        """Bring a view that was shown in line with the check, and give what changed in it."""
        now = self.view()
        patch = difference(shown, now)
        shown.clear()
        shown.update(now)
        return patch

    def settle(self) -> None:  # noqa: B027  most parts have nothing to do
        """Begin what follows from what the page has just been told, if anything does."""

    def obey(self, message: JsonObject, buffers: list[memoryview]) -> JsonObject:
        """Do what the page asks for, and give what is to be told of it besides the new view.

        Raises
        ------
        FactbookError
            It could not be done, and nothing has changed.
        MovedOnError
            The page had not seen what is there now.
        """
        kind = message.get("kind")
        wanted = getattr(self, f"do_{kind}", None) if isinstance(kind, str) else None
        if wanted is None:
            raise BadInputError(f"The desk does not know {kind!r}", next_step="Reload the page.")
        answer: JsonObject | None = wanted(message, *([buffers] if buffers else []))
        return answer or {}

    def retype(
        self,
        message: JsonObject,
        *,
        read: Callable[[Check], str],
        write: Callable[[Check, str], Check],
    ) -> JsonObject:
        """Write a text of the check as it was typed, and give how it is ``kept``, which may be tidied.

        Raises `MovedOnError` where it is by now neither what the page had seen, ``base``, nor what was typed.
        """
        value, base = text_in(message, "value"), message.get("base")

        def change(check: Check) -> Check:
            now, after = read(check), write(check, value)
            if base is not None and now not in {base, read(after)}:
                raise MovedOnError(now)
            return after

        return {"kept": read(self.seat.write(change))}

    def make(
        self,
        change: Callable[[Check], tuple[Check, R]],
        *,
        write: Callable[[Callable[[Check], Check]], Check] | None = None,
    ) -> R:
        """Write a change that makes a record, by ``write`` where that is given, and give the record."""
        made: list[R] = []

        def making(check: Check) -> Check:
            after, record = change(check)
            made[:] = [record]
            return after

        (write or self.seat.write)(making)
        return made[0]


def text_in(message: JsonObject, name: str) -> str:
    """Give a text of a message, or an empty one."""
    value = message.get(name)
    return value if isinstance(value, str) else ""


def place_in(message: JsonObject, name: str, *, most: int) -> int:
    """Give a place in a list that a message names, within 0 and ``most``."""
    value = message.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInputError(f"{name} is {value!r}, and should be a place in a list", next_step="Try again.")
    return max(0, min(value, most))


def expect_seen(message: JsonObject, now: str) -> None:
    """Raise `MovedOnError` unless a text is as the page had seen it."""
    if message.get("base") not in {None, now}:
        raise MovedOnError(now)


def is_begun(message: JsonObject, there: str | None) -> bool:
    """Tell whether a record that the page began is ``there`` already: the answer may have been lost."""
    return there is not None and there in {message.get("base"), clean_text(text_in(message, "value"))}
