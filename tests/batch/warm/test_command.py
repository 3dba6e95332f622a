"""Which kernels a forked one can stand for."""

from __future__ import annotations

import json
import sys

import pytest

from factbook.batch.warm.command import kernel_command
from factbook.batch.warm.process import NoChildError


@pytest.fixture
def add_kernel(tmp_path, monkeypatch):
    """Give a function that installs a kernel under the name ``mine``."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    def add(argv, *, language="python", **more):
        folder = tmp_path / "kernels" / "mine"
        folder.mkdir(parents=True)
        spec = {"argv": argv, "display_name": "Mine", "language": language, **more}
        (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")

    return add


def test_the_command_is_that_of_a_stock_kernel():
    command = kernel_command("python3", extra_arguments=["--log-level=ERROR"], history_file=":memory:")
    assert (sys.executable,) == command.python
    option, file, level, history = command.arguments
    assert "-f" == option
    assert file.endswith(".json")
    assert ("--log-level=ERROR", "--HistoryManager.hist_file=:memory:") == (level, history)


def test_a_history_file_that_is_named_stays():
    mine = "--HistoryManager.hist_file=mine"
    arguments = kernel_command("python3", extra_arguments=[mine], history_file=":memory:").arguments
    assert mine == arguments[-1]


def test_options_of_python_and_of_the_kernel_are_kept(add_kernel):
    add_kernel(
        [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}", "--x"]
    )
    command = kernel_command("mine", history_file=":memory:")
    assert (sys.executable, "-Xfrozen_modules=off") == command.python
    assert "--x" == command.arguments[-1]


def test_a_kernel_in_the_folder_of_ipython_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    folder = tmp_path / "kernels" / "ours"
    folder.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--ours"]
    spec = {"argv": argv, "display_name": "Ours", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    assert "--ours" == kernel_command("ours").arguments[-1]


@pytest.mark.parametrize(
    ("argv", "more", "why"),
    [
        (["ir", "-f", "{connection_file}"], {"language": "R"}, "speaks R"),
        ([sys.executable, "-m", "bash_kernel", "-f", "{connection_file}"], {}, "not that of IPython"),
        (["/usr/bin/other", "-m", "ipykernel_launcher", "-f", "{connection_file}"], {}, "another Python"),
        ([sys.executable, "-m", "ipykernel", "-f", "x"], {"env": {"A": "1"}}, "a way of its own"),
    ],
)
def test_what_a_forked_kernel_cannot_stand_for_is_named(add_kernel, argv, more, why):
    add_kernel(argv, **more)
    with pytest.raises(NoChildError, match=f"'mine'.*{why}"):
        kernel_command("mine")


def test_a_kernel_that_is_not_there_is_named():
    with pytest.raises(NoChildError, match="'nosuchkernel'"):
        kernel_command("nosuchkernel")
