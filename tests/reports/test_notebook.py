"""Reading a report out of an executed notebook."""

from __future__ import annotations

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from factbook.errors import BadRecordError, BuildError
from factbook.reports.context import PARTS
from factbook.reports.notebook import PART_MIME, canonical_notebook, read_report


def test_the_context_and_the_order_come_out_as_they_went_in(samples, reports):
    report, blocks = read_report(samples.notebook(reports["clean"]))
    assert report == reports["clean"]
    assert [block.part for block in blocks] == list(PARTS)


def test_the_analyst_s_cells_keep_their_place(samples, reports):
    notebook = samples.notebook(reports["clean"], {"summary": [new_markdown_cell("Mine")]})
    _, blocks = read_report(notebook)
    assert blocks[2].html == "<p>Mine</p>\n"
    assert [block.part for block in blocks[:2]] == ["header", "summary"]


@pytest.mark.parametrize("tag", ["factbook", "parameters", "injected-parameters", "remove_cell"])
def test_cells_with_a_tag_of_ours_are_not_for_readers(samples, reports, tag):
    notebook = samples.notebook(
        reports["clean"], {"header": [new_markdown_cell("Hidden", metadata={"tags": [tag]})]}
    )
    assert not any(block.html for block in read_report(notebook)[1])


def test_parts_that_are_not_shown_follow_at_the_end(samples, reports):
    context = reports["clean"]
    notebook = new_notebook(cells=[samples.shown("summary", context), samples.shown("header", context)])
    _, blocks = read_report(notebook)
    assert [block.part for block in blocks] == ["summary", "header", *PARTS[2:]]


def test_a_notebook_that_was_not_run_is_refused():
    with pytest.raises(BuildError, match="shows no report"):
        read_report(new_notebook(cells=[new_code_cell("report.header")]))


def test_a_context_that_was_tampered_with_is_refused(samples, reports):
    notebook = samples.notebook(reports["clean"])
    notebook.cells[0].outputs[0]["data"][PART_MIME]["context"]["proof"] = "all fine"
    with pytest.raises(BadRecordError, match="proof"):
        read_report(notebook)


def test_a_canonical_notebook_has_nothing_of_its_run(samples, reports):
    notebook = samples.notebook(reports["clean"])
    notebook.metadata["papermill"] = {"duration": 1.5}
    notebook.metadata["widgets"] = {"state": {}}
    notebook.cells.insert(0, new_code_cell("check = '/home/me'", metadata={"tags": ["injected-parameters"]}))
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "abc"}, "text/plain": "x"}
    notebook.cells.append(new_code_cell("desk", outputs=[new_output("display_data", data=view)]))
    clean = canonical_notebook(notebook, check='a"b\\c')
    assert "papermill" not in clean.metadata
    assert "widgets" not in clean.metadata
    assert clean.cells[0].source == '# Parameters\ncheck = "a\\"b\\\\c"\n'
    assert [cell["id"] for cell in clean.cells[:2]] == ["cell-1", "cell-2"]
    assert "model_id" not in json.dumps(clean)
