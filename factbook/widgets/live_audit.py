"""The audit after each change, beside the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factbook.analysis.audit_row import AuditRow
from factbook.model.check import Check
from factbook.widgets.background import in_background, why_not
from factbook.widgets.seat import Seat
from factbook.wording import speaking


class LiveAudit:
    """Audits the check of a seat, and makes its preview, each time it has changed; one at a time.

    Attributes
    ----------
    rows:
        What does not hold, of the check that was audited last.
    preview:
        The report's sentences as a page, if it is wanted.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self.rows: tuple[AuditRow, ...] = ()
        self.preview = ""
        self._trouble = ""
        self._is_wanted = self._wants_preview = self._is_working = False
        self._done: tuple[Check, bool] | None = None

    def begin(self, *, preview: bool) -> None:
        """Audit from now on, and with or without the preview."""
        self._is_wanted, self._wants_preview = True, preview

    @property
    def state(self) -> str:
        """``none`` where nobody audits, ``working``, ``current``, or what went wrong."""
        if self._seat.reporting is None:
            return "none"
        if self._trouble:
            return self._trouble
        return "current" if self._done and self._done[0] == self._seat.check else "working"

    def settle(self, tell: Callable[[], None]) -> None:
        """Audit the check as it is now, and ``tell`` when it is done; what changes meanwhile comes after."""
        reporting, wanted = self._seat.reporting, (self._seat.check, self._wants_preview)
        if reporting is None or not self._is_wanted or self._is_working or self._done == wanted:
            return
        self._is_working = True
        seen, preview = self._seat.seen, self._wants_preview

        def work() -> Iterator[tuple[tuple[AuditRow, ...], str]]:
            with speaking(self._seat.language):
                rows = reporting.audit(seen)
            yield rows, reporting.preview(seen) if preview else ""

        def finish(result: tuple[tuple[AuditRow, ...], str], trouble: str = "") -> None:
            self._is_working, self._done, self._trouble = False, wanted, trouble
            self.rows, self.preview = result
            tell()

        in_background(work, tell=finish, failed=lambda error: finish(((), ""), why_not(error)))
