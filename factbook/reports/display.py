"""The report in a notebook: each part as an output that JupyterLab shows and the exporters read."""

from __future__ import annotations

from html import escape
from typing import Any

from factbook.reports.context import PARTS, Part, ReportContext
from factbook.reports.notebook import PART_MIME
from factbook.reports.render import render_part, stylesheet_markup
from factbook.wording import ENGLISH, direction, same_language


class Report:
    """A check's report, part by part: ``report.header``, ``report.summary`` ... as in `context.PARTS`."""

    def __init__(self, content: ReportContext) -> None:
        # Not "context": that is the name of a part.
        self.content = content

    def __getattr__(self, name: str) -> PartDisplay:
        if name not in PARTS:
            raise AttributeError(f"a report has no part {name!r}; its parts are: {', '.join(PARTS)}")
        return PartDisplay(self.content, name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *PARTS]


class PartDisplay:
    """One part of a report, to be the last expression of a cell."""

    def __init__(self, context: ReportContext, part: Part) -> None:
        self.context = context
        self.part: Part = part

    def __repr__(self) -> str:
        return f"<{self.part} of the report on {self.context.id}>"

    def _spoken(self) -> str:
        """Give the attributes that say in which language our words are, unless that is the notebook's."""
        wording = self.context.wording
        if same_language(wording, ENGLISH):
            return ""
        return f' lang="{escape(wording)}" dir="{direction(wording)}"'

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        markup = f'<div class="factbook-report"{self._spoken()}>{render_part(self.context, self.part)}</div>'
        data: dict[str, Any] = {"part": self.part}
        if self.part == "header":
            markup = stylesheet_markup(self.context.theme) + markup
            data["context"] = self.context.model_dump(mode="json")
        return {PART_MIME: data, "text/html": markup, "text/plain": repr(self)}
