"""Reading a report out of an executed notebook, and writing an executed notebook in its canonical form.

The cells of ``factcheck.ipynb`` that show a part of the report put that part's name into their output, under
the MIME type `PART_MIME`; the header's output carries the whole context as well. So the notebook alone is
enough to make a report, and the order of its cells is the order of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, get_args

from factbook.errors import BuildError
from factbook.model.canonical import parse_record
from factbook.reports.analyst import code_cell_html, markdown_cell_html
from factbook.reports.context import PARTS, Part, ReportContext
from factbook.wording import speaking

PART_MIME = "application/vnd.factbook.part+json"
OWN_TAG = "factbook"
"""Marks the cells that come with factbook: what they say to the analyst is not for the reader."""

_HIDDEN_TAGS = frozenset([OWN_TAG, "parameters", "injected-parameters", "remove_cell", "remove-cell"])
_WIDGET_MIME = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Block:
    """One block of a report: a part of it, or the sanitised HTML of an analyst's own cell."""

    part: Part | None = None
    html: str = ""


def read_report(nb: Any) -> tuple[ReportContext, tuple[Block, ...]]:
    """Read the context and the order of the blocks out of an executed notebook.

    Each part stands where it is first shown; parts the notebook does not show follow at the end, since a
    report without its sources or its audit would not be one.

    Raises
    ------
    BuildError
        The notebook was not executed, or shows no header.
    """
    context: ReportContext | None = None
    for data in _parts(nb.cells):
        if "context" in data:
            context = parse_record(ReportContext, data["context"], name="the notebook's report")
    if context is None:
        raise BuildError(
            "The notebook shows no report: no cell's output holds its header",
            next_step="Run it first (papermill notebooks/factcheck.ipynb out.ipynb -p check FOLDER), "
            "and keep the cell that says report.header.",
        )
    blocks: list[Block] = []
    with speaking(context.wording):
        for cell in nb.cells:
            parts = list(_parts([cell]))
            for data in parts:
                if data.get("part") in get_args(Part) and Block(part=data["part"]) not in blocks:
                    blocks.append(Block(part=data["part"]))
            if not parts and not _HIDDEN_TAGS.intersection(cell.get("metadata", {}).get("tags", [])):
                blocks.extend(_analyst_blocks(cell))
    shown = {block.part for block in blocks}
    blocks.extend(Block(part=part) for part in PARTS if part not in shown)
    return context, tuple(blocks)


def canonical_notebook(nb: Any, *, check: str) -> Any:
    """Take out of an executed notebook all that differs from run to run, and give it back.

    Times, durations, random ids and widget state go; the injected parameter becomes ``check``, the way from
    the notebook to the check's folder, so that the notebook can be run again where it lies.
    """
    nb.metadata.pop("papermill", None)
    nb.metadata.pop("widgets", None)
    nb.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(nb.cells, start=1):
        cell["id"] = f"cell-{number}"
        for key in ("papermill", "execution", "ExecuteTime"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = f"# Parameters\ncheck = {_python_string(check)}\n"
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(_WIDGET_MIME, None)
    return nb


def own_cells(nb: Any) -> set[str]:
    """Give the sources of the cells in a notebook that are the analyst's own."""
    return {
        cell.source
        for cell in nb.cells
        if cell.source.strip() and not _HIDDEN_TAGS.intersection(cell.get("metadata", {}).get("tags", []))
    }


def same_cells(executed: Any, notebook: Any) -> bool:
    """Tell whether a notebook was run as it is now; the parameters that were handed in are left out."""

    def cells(nb: Any) -> list[tuple[str, str]]:
        return [
            (cell.cell_type, cell.source)
            for cell in nb.cells
            if "injected-parameters" not in cell.get("metadata", {}).get("tags", [])
        ]

    return cells(executed) == cells(notebook)


def with_report(nb: Any | None, report: ReportContext) -> Any:
    """Give a notebook that shows another report; without one, a notebook of nothing but a report's parts.

    What the exporters make of it is the report as it would be, with the analyst's own cells as they are.
    """
    # Here and not above: a kernel that shows a report does without nbformat, which may take it a second.
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    if nb is None:
        outputs = [new_output("display_data", data={PART_MIME: {"part": part}}) for part in PARTS]  # type: ignore[no-untyped-call]
        nb = new_notebook(cells=[new_code_cell(outputs=[one]) for one in outputs])  # type: ignore[no-untyped-call]
        for number, cell in enumerate(nb.cells, start=1):
            cell["id"] = f"cell-{number}"
    else:
        nb = deepcopy(nb)
    shown = [found for cell in nb.cells for one in cell.get("outputs", []) if (found := _part_data(one))]
    for found in shown:
        found.pop("context", None)
    if shown:
        shown[0]["context"] = report.model_dump(mode="json")
    return nb


def _python_string(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _parts(cells: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Give what cells show of a report."""
    for cell in cells:
        for output in cell.get("outputs", []):
            data = _part_data(output)
            if data is not None:
                yield data


def _part_data(output: Any) -> dict[str, Any] | None:
    data = output.get("data", {}).get(PART_MIME)
    return data if isinstance(data, dict) else None


def _analyst_blocks(cell: Any) -> list[Block]:
    if cell.cell_type == "markdown":
        rendered = markdown_cell_html(cell.source)
    elif cell.cell_type == "code":
        rendered = code_cell_html(cell)
    else:
        rendered = ""
    return [Block(html=rendered)] if rendered.strip() else []
