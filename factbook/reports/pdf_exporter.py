"""The nbconvert exporter ``factbook-pdf``: an executed notebook becomes a PDF, without LaTeX or browser."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from traitlets import default

from factbook.reports.notebook import read_report
from factbook.reports.pdf import report_pdf


class FactbookPdfExporter(Exporter):  # type: ignore[misc]
    """``jupyter nbconvert --to factbook-pdf``: the report of a fact-check, typeset."""

    export_from_notebook = "factbook report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Typeset the report of an executed notebook; `BuildError` if it holds none."""
        report, blocks = read_report(nb)
        # What stock preprocessors do to outputs is not for a report, which has rules of its own.
        _, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = self.file_extension
        return report_pdf(report, blocks), resources
