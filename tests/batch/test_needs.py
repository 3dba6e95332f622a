"""What a notebook needs a stock kernel for is found before it is run, and named by its cell."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from factbook.batch import needs
from factbook.batch.needs import stock_needs


def needs_of(*sources, **options):
    cells = [new_markdown_cell("input() stands in words"), *map(new_code_cell, sources)]
    return stock_needs(new_notebook(cells=cells), options)


@pytest.mark.parametrize(
    ("source", "need"),
    [
        ("name = input('Who? ')", "asks for input"),
        ("from getpass import getpass", "asks for input"),
        ("%debug", "uses the debugger"),
        ("breakpoint()", "uses the debugger"),
        ("x = 1\n%matplotlib qt5", "runs the event loop of a window"),
        ("%gui tk", "runs the event loop of a window"),
        ("%connect_info", "uses the sockets of its kernel"),
        ("get_ipython().kernel.iopub_socket", "uses the sockets of its kernel"),
        ("get_ipython().kernel.comm_manager.register_target('mine', f)", "waits for a front end"),
        ("from comm import create_comm", "waits for a front end"),
    ],
)
def test_what_a_cell_needs_is_named_with_its_number(source, need):
    assert f"cell 3 {need}" == needs_of("1 + 1", source)


@pytest.mark.parametrize(
    "source",
    [
        "my_input(3)",
        "layer.input(3)",
        "inputs = []",
        "%matplotlib inline",
        "%%bash\necho hi",
        "await asyncio.sleep(0)",
        "import ipywidgets as w\nw.IntSlider()",
        "import multiprocessing",
    ],
)
def test_other_cells_need_nothing(source):
    assert needs_of(source) == ""


def test_options_that_tell_how_a_kernel_is_started_ask_for_one():
    assert (
        needs_of("1", kernel_manager_class=object) == "the option kernel_manager_class is for stock kernels"
    )


def test_a_platform_without_a_safe_fork_has_stock_kernels(monkeypatch):
    monkeypatch.setattr(needs.sys, "platform", "darwin")
    assert "no fork" in needs_of("1")
