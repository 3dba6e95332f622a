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
        self._is_wanted = self._is_working = False
        self._pages: set[str] = set()
        self._audited: tuple[_Seen, tuple[AuditRow, ...], str] | None = None
        self._previewed: tuple[_Seen, str] | None = None

    def begin(self) -> None:
        """Audit from now on."""
        self._is_wanted = True

    def show_preview(self, page: str, *, on: bool) -> None:
        """Make the preview as long as any page shows it."""
        (self._pages.add if on else self._pages.discard)(page)
        if not self._pages:
            self._previewed = None

    @property
    def rows(self) -> tuple[AuditRow, ...]:
        """What does not hold, of the check that was audited last for whoever sits here."""
        return self._audited[1] if self._audited and self._is_own(self._audited[0]) else ()

    @property
    def preview(self) -> str:
        """The report's sentences as a page, if one shows it, likewise."""
        return self._previewed[1] if self._previewed and self._is_own(self._previewed[0]) else ""

    @property
    def state(self) -> str:
        """``none`` where nobody audits, ``working``, ``current``, or what went wrong."""
        if self._seat.reporting is None:
            return "none"
        if self._audited is None or self._audited[0] != self._seen:
            return "working"
        return self._audited[2] or "current"

    def settle(self, tell: Callable[[], None]) -> None:
        """Audit the check as it is now, and ``tell`` when it is done; what changes meanwhile comes after."""
        reporting, now = self._seat.reporting, self._seen
        audits = self._is_wanted and (self._audited is None or self._audited[0] != now)
        previews = bool(self._pages) and (self._previewed is None or self._previewed[0] != now)
        if reporting is None or self._is_working or not (audits or previews):
            return
        self._is_working = True
        seen, origins = self._seat.seen, self._seat.origins

        def work() -> Iterator[tuple[tuple[AuditRow, ...] | None, str | None]]:
            with speaking(self._seat.language):
                rows = reporting.audit(seen, origins=origins) if audits else None
            yield rows, reporting.preview(seen) if previews else None

        def finish(rows: tuple[AuditRow, ...] | None, preview: str | None, trouble: str = "") -> None:
            self._is_working = False
            if rows is not None:
                self._audited = now, rows, trouble
            if preview is not None and self._pages:
                self._previewed = now, preview
            tell()

        in_background(
            work,
            tell=lambda result: finish(*result),
            failed=lambda error: finish(() if audits else self.rows, "", why_not(error)),
        )

    @property
    def _seen(self) -> _Seen:
        return self._seat.check, self._seat.coder_id

    def _is_own(self, seen: _Seen) -> bool:
        return seen[1] == self._seat.coder_id
