"""What the reports tell the desk: the audit after each change, and the sentences as readers see them."""

from __future__ import annotations

import numpy as np

from factbook.analysis.audit_row import AuditRow
from factbook.analysis.origins import Origins
from factbook.analysis.texts import ReadOnce
from factbook.evidence.support import Scores, SupportModel
from factbook.model.check import Check
from factbook.reports.compose import compose_report
from factbook.reports.proof import prove_check, support_model_of
from factbook.reports.render import render_part, stylesheet_markup
from factbook.store.check_folder import CheckFolder

_SHOWN = ("summary", "context", "interests", "follow_ups")


class _RememberingJudge:
    """A support model that is asked of each pair once: an edit changes one sentence, and not all."""

    def __init__(self, judge: SupportModel) -> None:
        self.name, self.version = judge.name, judge.version
        self._judge = judge
        self._scores: dict[tuple[str, str], float] = {}

    def score(self, pairs: list[tuple[str, str]]) -> Scores:
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._scores]
        if new:
            self._scores |= dict(zip(new, map(float, self._judge.score(new)), strict=True))
        return np.array([self._scores[pair] for pair in pairs], dtype=np.float64)


class DeskReport:
    """Audits a check again and again, and reads each copy and judges each sentence once."""

    def __init__(self, folder: CheckFolder) -> None:
        self._folder = folder
        self._texts = ReadOnce(folder)
        self._judge: _RememberingJudge | None = None

    def audit(self, check: Check, *, origins: Origins) -> tuple[AuditRow, ...]:
        """List what does not hold in the check; see `analysis.audit`."""
        if self._judge is None:
            self._judge = _RememberingJudge(support_model_of(self._folder.path))
        return prove_check(check, self._folder, texts=self._texts, origins=origins, judge=self._judge)

    def build(self) -> list[str]:
        """Write the report as a page and as a PDF; see `batch.build.build_check`."""
        # Not before it is asked for: a batch shows the desk of each check, and builds by itself.
        from factbook.batch.build import build_check

        return [file.name for file in build_check(self._folder, to=("html", "pdf"))]

    def preview(self, check: Check) -> str:
        """Give the sentences of the report as a page of its own, in the report's style."""
        report = compose_report(self._folder, seen=check)
        parts = "".join(render_part(report, part) for part in _SHOWN)  # type: ignore[arg-type]
        return (
            '<!doctype html><meta charset="utf-8">'
            f"<title>Report</title>{stylesheet_markup(report.theme)}"
            f'<div class="factbook-report">{parts}</div>'
        )
