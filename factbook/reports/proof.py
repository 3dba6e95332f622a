"""The audit of a check on disk, with the SupportModel in use."""

from __future__ import annotations

from factbook.analysis.audit import AuditRow, audit_check
from factbook.evidence.support import SUPPORT_THRESHOLD, supports
from factbook.store.check_folder import CheckFolder


def audit_folder(folder: CheckFolder) -> tuple[AuditRow, ...]:
    """List what does not hold in a check as it is on the disk now; see `analysis.audit`."""
    return audit_check(folder.read(), folder, supports=supports, threshold=SUPPORT_THRESHOLD)
