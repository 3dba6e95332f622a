"""The audit after each change, beside the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factbook.analysis.audit_row import AuditRow
from factbook.model.check import Check
from factbook.widgets.background import in_background, why_not
from factbook.widgets.seat import Seat
from factbook.wording import speaking

_Seen = tuple[Check, str]
"""A check, and who looks at it: judged blind, each sees another."""


class LiveAudit:
    """Audits the check of a seat, and makes its preview, each time it has changed; one at a time."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._trouble = ""
        self._is_wanted = self._wants_preview = self._is_working = False
        self._result: tuple[tuple[AuditRow, ...], str] = (), ""
        self._done: tuple[_Seen, bool] | None = None

    def begin(self, *, preview: bool) -> None:
        """Audit from now on, and with or without the preview."""
        self._is_wanted, self._wants_preview = True, preview

    @property
    def rows(self) -> tuple[AuditRow, ...]:
        """What does not hold, of the check that was audited last for whoever sits here."""
        return self._result[0] if self._is_of_this_person else ()

    @property
    def preview(self) -> str:
        """The report's sentences as a page, if it is wanted, likewise."""
        return self._result[1] if self._is_of_this_person else ""

    @property
    def state(self) -> str:
        """``none`` where nobody audits, ``working``, ``current``, or what went wrong."""
        if self._seat.reporting is None:
            return "none"
        if self._done is None or self._done[0] != self._seen:
            return "working"
        return self._trouble or "current"

    def settle(self, tell: Callable[[], None]) -> None:
        """Audit the check as it is now, and ``tell`` when it is done; what changes meanwhile comes after."""
        reporting, wanted = self._seat.reporting, (self._seen, self._wants_preview)
        if reporting is None or not self._is_wanted or self._is_working or self._done == wanted:
            return
        self._is_working = True
        seen, preview = self._seat.seen, self._wants_preview

        def work() -> Iterator[tuple[tuple[AuditRow, ...], str]]:
            with speaking(self._seat.language):
                rows = reporting.audit(seen)
            yield rows, reporting.preview(seen) if preview else ""

        def finish(result: tuple[tuple[AuditRow, ...], str], trouble: str = "") -> None:
            self._is_working, self._done = False, wanted
            self._result, self._trouble = result, trouble
            tell()

        in_background(work, tell=finish, failed=lambda error: finish(((), ""), why_not(error)))

    @property
    def _seen(self) -> _Seen:
        return self._seat.check, self._seat.coder_id

    @property
    def _is_of_this_person(self) -> bool:
        return self._done is not None and self._done[0][1] == self._seat.coder_id
