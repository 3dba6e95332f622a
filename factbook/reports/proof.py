"""The audit with the SupportModel in use."""

from __future__ import annotations

from factbook.analysis.audit import AuditRow, audit_check
from factbook.analysis.origins import Origins
from factbook.analysis.texts import Texts
from factbook.evidence.support import SUPPORT_THRESHOLD, support_model, supports
from factbook.model.check import Check


def prove_check(check: Check, texts: Texts, *, origins: Origins | None = None) -> tuple[AuditRow, ...]:
    """List what does not hold in a check; see `analysis.audit`."""
    return audit_check(check, texts, supports=supports, threshold=SUPPORT_THRESHOLD, origins=origins)


def support_model_name() -> str:
    """Name what judges here whether quoted words bear a sentence out: another model may say another thing."""
    model = support_model()
    return f"{model.name} {model.version}"
