"""The nbconvert exporter ``factbook``: an executed notebook becomes one HTML file that needs nothing else."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

from factbook.reports.notebook import read_report
from factbook.reports.render import TEMPLATE_FOLDER, page_variables, prepare
from factbook.wording import speaking


class FactbookExporter(TemplateExporter):  # type: ignore[misc]
    """``jupyter nbconvert --to factbook``: the report of a fact-check."""

    export_from_notebook = "factbook report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "factbook"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    @default("extra_template_basedirs")
    def _template_folders_default(self) -> list[str]:
        # nbconvert's own default is the working directory, where a stray folder would replace the template.
        return [str(TEMPLATE_FOLDER)]

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render the report of an executed notebook; `BuildError` if it holds none."""
        report, blocks = read_report(nb)
        resources = resources or {}
        with speaking(report.wording):
            resources["factbook"] = {"blocks": blocks, **page_variables(report)}
            output, resources = super().from_notebook_node(nb, resources, **kw)
        return output, resources

    def _create_environment(self) -> Environment:
        return prepare(super()._create_environment())
