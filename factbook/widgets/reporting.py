"""What the desk needs of the reports, which stand beside it: whoever opens the desk hands it in."""

from __future__ import annotations

from typing import Protocol

from factbook.analysis.audit_row import AuditRow
from factbook.analysis.origins import Origins
from factbook.model.check import Check


class Reporting(Protocol):
    """Audits a check and shows its report; asked in a thread of its own."""

    def audit(self, check: Check, *, origins: Origins) -> tuple[AuditRow, ...]:
        """List what does not hold in the check, which is as the person at the desk may see it."""

    def build(self) -> list[str]:
        """Write the report as files into the check's folder, and give their names; raises `FactbookError`."""

    def preview(self, check: Check) -> str:
        """Give the sentences of its report as a page of HTML that needs no other file and runs no script."""
