"""The nbconvert exporter ``factbook``: an executed notebook becomes one HTML file that needs nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default, validate

from factbook.reports.house import BASE, TEMPLATE_FOLDER, extra_style
from factbook.reports.notebook import read_report
from factbook.reports.render import page_variables, prepare
from factbook.wording import speaking


class FactbookExporter(TemplateExporter):  # type: ignore[misc]
    """``jupyter nbconvert --to factbook``: the report of a fact-check.

    ``--template=FOLDER`` takes a newsroom's own templates; what they do not change comes from ``factbook``.
    """

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

    @validate("extra_template_basedirs")
    def _with_our_templates(self, proposal: Any) -> list[str]:
        # Wherever a template lies, what it inherits from is ours, and no folder of that name elsewhere.
        return [str(TEMPLATE_FOLDER), *(one for one in proposal["value"] if one != str(TEMPLATE_FOLDER))]

    @default("extra_template_paths")
    def _extra_template_paths_default(self) -> list[str]:
        return [str(TEMPLATE_FOLDER)]  # factbook/index.html.j2, by its full name

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render the report of an executed notebook; `BuildError` if it holds none."""
        report, blocks = read_report(nb)
        resources = resources or {}
        with speaking(report.wording):
            resources["factbook"] = {
                "blocks": blocks,
                **page_variables(report, extra=extra_style(self._own_folders())),
            }
            output, resources = super().from_notebook_node(nb, resources, **kw)
        return output, resources

    def _own_folders(self) -> list[Path]:
        """Give the folders of the template in use that are not those of factbook, the nearest first."""
        names = {Path(name).name for name in self.get_template_names() if name != BASE}
        return [place for place in map(Path, self.template_paths) if place.name in names]

    def _create_environment(self) -> Environment:
        return prepare(super()._create_environment())
